"""Where a letter goes: the mail address and the name of its receiver, looked up when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from banso.apps.directory.models import Office, PartnerBody, PrivateProvider, TradingCompany
from banso.apps.notices.models import Letter

#: Records that have a mail address of their own, by code.
_RECORDS: dict[str, type[Model]] = {
    "office": Office,
    "partner_body": PartnerBody,
    "private_provider": PrivateProvider,
    "trading_company": TradingCompany,
}
#: The column by which a letter names a record; its code, if no other is named.
_COLUMNS: dict[str, str] = {}


def register_record(kind: str, model: type[Model], column: str) -> None:
    """Let letters go to the mail address of records of a room further on, found by a column."""
    _RECORDS[kind], _COLUMNS[kind] = model, column


#: Says whether nothing may be sent to the receiver of a letter.
Stops = Callable[[Letter], bool]

_stops: list[Stops] = []


def register_stop(stops: Stops) -> None:
    """Let a room say to whom no letter goes, although there is an address."""
    if stops not in _stops:
        _stops.append(stops)


def stopped(letter: Letter) -> bool:
    """Whether no letters go to its receiver, for whatever reason a room knows."""
    return any(stops(letter) for stops in _stops)


def address_of(letter: Letter) -> str:
    """The mail address as it is now; empty for who was erased, has left, is not written to, or has none.

    Raises:
        LookupError: no kind of record with a mail address is called so.
    """
    if stopped(letter):
        return ""
    if letter.to_user is not None:
        return letter.to_user.email if letter.to_user.is_active else ""
    if letter.to_contact is not None:
        gone = letter.to_contact.erased_at or letter.to_contact.left_on
        return "" if gone else letter.to_contact.email
    found = _record(letter)
    return found.values_list("email", flat=True).first() or ""


def name_of(letter: Letter) -> str:
    """The receiver's name, in the language that is active."""
    if letter.to_user is not None:
        return letter.to_user.name
    if letter.to_contact is not None:
        return letter.to_contact.name
    return str(_record(letter).get().name)


def _record(letter: Letter) -> QuerySet[Any]:
    column = _COLUMNS.get(letter.to_kind, "code")
    return _RECORDS[letter.to_kind]._default_manager.filter(**{column: letter.to_ref})
