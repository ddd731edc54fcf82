"""What every room shares: names in two languages, the paths by which rows are scoped, and how to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.engines.kernel.transitions import Fired, Machine, TransitionRefused


@dataclass(frozen=True)
class HeldRights:
    """Rights that a person holds to rows, one by one.

    ``path`` leads from the row to rows with ``user``, ``right``, ``given_on`` and ``ended_on`` (the first day
    without it; None while held); ``needed`` says by action which right it takes.
    """

    path: str
    needed: Mapping[str, str]


@dataclass(frozen=True)
class ScopePaths:
    """Query paths from a model to what limits who may see its rows. A missing path: nobody by that scope.

    ``firm`` leads to a Firm, ``office`` to an Office, ``mall`` to a Mall; each path in ``assigned``
    leads to a User. ``held`` are rights by which rows are assigned for some actions only.
    """

    firm: str | None = None
    office: str | None = None
    mall: str | None = None
    assigned: tuple[str, ...] = ()
    held: HeldRights | None = None


class BilingualModel(models.Model):
    """Configuration that has a name in Japanese and in English."""

    name_ja = models.CharField(_("Japanese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; in English on pages in Chinese."""
        return self.name_en if get_language() in ("en", "zh-hans") else self.name_ja


class CodedModel(BilingualModel):
    """A row of a code list: chosen by code, retired by date, never deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("position", "code")


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """A database constraint: the column holds one of these codes."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


class Refused(Exception):
    """A service refuses bad input. ``rule`` is a stable code, ``field`` the form field it belongs to, if any.

    ``message`` is said in the user's language; nothing was stored.
    """

    def __init__(self, rule: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.field = rule, message, field


class Faulty(Refused):
    """What was given cannot be stored: every fault of it. As a ``Refused`` it is the first of them."""

    def __init__(self, faults: list[Refused]) -> None:
        first = faults[0]
        super().__init__(first.rule, first.message, first.field)
        self.faults = faults


@dataclass(frozen=True)
class Refusals:
    """What a room says when a transition is refused: by role, by guard and by the state it was tried in.

    ``fields`` names the form field a guard belongs to, if any.
    """

    role: Promise
    otherwise: Promise
    guards: Mapping[str, Promise] = field(default_factory=dict)
    states: Mapping[str, Promise] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


Row = TypeVar("Row", bound=models.Model)


def hold(rows: models.Manager[Row] | models.QuerySet[Row], *along: str) -> models.QuerySet[Row]:
    """The rows read are this transaction's until it ends: whoever else holds them waits.

    ``along`` are relations whose rows are held too: a condition on a joined row is looked at again by who had
    to wait only if that row is held. (SQLite has one writer at a time, and knows no such thing.)

    Their keys stay free, so that rows that only refer to them are stored meanwhile: two services that hold
    rows in another order would otherwise wait for each other.
    """
    return rows.select_for_update(of=("self", *along), no_key=True)


def fire(
    machine: Machine,
    refusals: Refusals,
    state: str,
    event: str,
    role: str,
    facts: Mapping[str, Any] | None = None,
) -> Fired:
    """Move by a transition table, and say why not in the user's language.

    Raises:
        Refused: its rule is ``<machine>_state``, ``role`` or the name of the guard that failed.
    """
    try:
        return machine.fire(state, event, role, facts)
    except TransitionRefused as fault:
        if fault.why == "role":
            raise Refused("role", str(refusals.role)) from fault
        if fault.guard is not None:
            message = str(refusals.guards[fault.guard])
            raise Refused(fault.guard, message, refusals.fields.get(fault.guard)) from fault
        message = str(refusals.states.get(state, refusals.otherwise))
        raise Refused(f"{machine.name}_state", message) from fault


def in_use(rows: models.QuerySet[Any], day: date) -> models.QuerySet[Any]:
    """The rows of a code list that are not retired on a day."""
    return rows.filter(models.Q(retired_on__isnull=True) | models.Q(retired_on__gt=day))
