"""Bad habits fail at once: the unordered is shuffled, the unknown refused, nothing leaves loopback."""

import ipaddress
import random
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

OURS = str(Path(__file__).parents[2] / "src" / "banso")


def shuffle_unordered_querysets(patch: pytest.MonkeyPatch) -> None:
    """Rows of a queryset without an order come in another order than the database gave."""
    from django.db.models import QuerySet

    fetch_all, iterator = QuerySet._fetch_all, QuerySet._iterator

    def shuffled(queryset: Any, rows: list[Any]) -> list[Any]:
        if queryset.ordered or len(rows) < 2:
            return rows
        mixed = random.sample(rows, len(rows))
        return rows[::-1] if all(a is b for a, b in zip(mixed, rows, strict=True)) else mixed

    def fetch_and_shuffle(queryset: Any) -> None:
        is_first = queryset._result_cache is None
        fetch_all(queryset)
        if is_first:
            queryset._result_cache = shuffled(queryset, queryset._result_cache)

    def iterate_shuffled(queryset: Any, *args: Any) -> Iterator[Any]:
        yield from shuffled(queryset, list(iterator(queryset, *args)))

    patch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
    patch.setattr(QuerySet, "_iterator", iterate_shuffled)


class UnknownVariable(str):
    """Stands in for an unknown template variable and fails the test; libraries' templates may have some.

    Django asks whether there is a stand-in only when a variable is unknown; that question is the wire.
    """

    def __bool__(self) -> bool:
        expression = sys._getframe(1).f_locals.get("self")
        origin = _template_being_rendered()
        if origin.startswith(OURS):
            name = getattr(expression, "var", "?")
            pytest.fail(f"unknown template variable {name} in {origin.removeprefix(OURS)}", pytrace=False)
        return False


def _template_being_rendered() -> str:
    frame = sys._getframe(2)
    while frame:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def fail_on_unknown_template_variables() -> None:
    """For every template engine of the project."""
    from django.template import engines

    for engine in engines.all():
        engine.engine.string_if_invalid = UnknownVariable()


def refuse_moments_in_date_fields(patch: pytest.MonkeyPatch) -> None:
    """A date field given a datetime would cut it in the wrong zone without a word."""
    from django.db.models import DateField, DateTimeField

    to_python = DateField.to_python

    def strict(field: Any, value: Any) -> Any:
        if isinstance(value, datetime) and not isinstance(field, DateTimeField):
            raise AssertionError(f"{field} is a date and was given the moment {value!r}")
        return to_python(field, value)

    patch.setattr(DateField, "to_python", strict)


def refuse_network(patch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def is_local(host: str | bytes | None) -> bool:
        name = host.decode() if isinstance(host, bytes) else host
        if name in (None, "", "localhost", socket.gethostname()):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise AssertionError(f"a test reached beyond loopback: {address}")
        return connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host) and not _is_address(host):
            raise AssertionError(f"a test looked up {host!r}")
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)


def _is_address(host: Any) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
