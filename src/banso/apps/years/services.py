"""Opening and closing fiscal years. Each call is one transaction and one event in the year's chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.journal.services import Subject, digest, record, service
from banso.apps.years.copying import KINDS, Kind, Values
from banso.apps.years.models import Choice, Reopening, Take
from banso.apps.years.plans import OfficeYearData, lay_down
from banso.apps.years.selectors import still_open, year_to_prepare
from banso.apps.years.transitions import NEW, fire
from banso.apps.years.unfinished import totals
from banso.engines.kernel.fiscal import fiscal_year_days

__all__ = ["OfficeYearData", "choose", "close_year", "lay_down", "open_year", "prepare_year", "reopen_year"]

LONGEST_REASON = 400


def subject(year: FiscalYear) -> Subject:
    """The subject of events about a fiscal year."""
    return ("fiscal_year", str(year.year))


@service
def prepare_year(actor: Actor, year: int) -> FiscalYear:
    """Begin to prepare the next fiscal year. The year before is taken as open where nobody has opened it.

    Raises:
        Refused: ``its_turn``, ``fiscal_year_state`` (somebody has begun already), ``role``.
    """
    held = FiscalYear.objects.filter(year=year).first()
    state = held.state if held else NEW
    fired = fire(state, "prepare", actor, {"its_turn": year == year_to_prepare(actor.today)})
    try:
        with transaction.atomic():
            FiscalYear.objects.get_or_create(
                year=year - 1,
                defaults={"state": YearState.OPEN, "opened_at": actor.at, "opened_by_id": actor.user_id},
            )
            found = FiscalYear.objects.create(year=year, state=fired.target)
    except IntegrityError:
        message = _("Somebody else has begun to prepare this fiscal year. Read the page again.")
        raise Refused("fiscal_year_state", message) from None
    record(actor, "year.prepared", subject(found), {"guards": dict(fired.guards)})
    return found


@service
def choose(
    actor: Actor, year: FiscalYear, kind: Kind, source: Any, take: str, values: Values | None = None
) -> Choice:
    """Say how one row of the year before goes over; ``values`` are asked for by ``Take.CHANGE`` alone.

    Raises:
        Refused: ``not_prepared`` (the year is open already), ``there`` (the year has the row already),
            ``unknown_code``, or a value that the kind's form does not take.
    """
    held = _held(year)
    if held.state != YearState.PLANNED:
        raise Refused("not_prepared", _("This fiscal year is open already: change the row itself."))
    if take not in Take.values:
        raise Refused("unknown_code", _("Choose one of the options."), "take")
    if source.pk in kind.there(held.year):
        raise Refused("there", _("The new fiscal year has this already."))
    texts = _texts(kind, values or {}) if take == Take.CHANGE else {}
    row, _made = Choice.objects.update_or_create(
        year=held, kind=kind.code, source=source.pk, defaults={"take": take, "values": texts}
    )
    said = {"kind": kind.code, "row": source.pk, "take": take, "values": texts}
    record(actor, "year.chosen", subject(held), said)
    return row


@service
def open_year(actor: Actor, year: FiscalYear) -> FiscalYear:
    """Open a prepared fiscal year: every row of the year before goes over as chosen.

    1. The year is held and its state changed first: whoever comes second finds it open and changes nothing.
    2. Kind by kind, each row that the year does not have yet is copied by its own service.
    3. One that is refused undoes everything, and the refusal says which row it was.

    Raises:
        Refused: ``fiscal_year_state``, ``role``, or what the service of a row refuses.
    """
    held = _held(year)
    fired = fire(held.state, "open", actor)
    held.state, held.opened_at, held.opened_by_id = fired.target, actor.at, actor.user_id
    held.save(update_fields=["state", "opened_at", "opened_by"])
    made: dict[str, dict[str, int]] = {}
    for kind in KINDS.values():
        made[kind.code] = {Take.COPY.value: 0, Take.CHANGE.value: 0, Take.LEAVE.value: 0, "there": 0}
        for line in list(preview(held, kind)):
            made[kind.code][line.fate] += 1
            if line.fate in (Take.COPY, Take.CHANGE):
                _copy(actor, held, kind, line)
    record(actor, "year.opened", subject(held), {"rows": made, "guards": dict(fired.guards)})
    return held


@service
def close_year(actor: Actor, year: FiscalYear) -> FiscalYear:
    """Close a fiscal year: from now on its days take no entries but by correction. What is open stays open.

    Raises:
        Refused: ``over``, ``next_open``, ``earlier_closed``, ``fiscal_year_state``, ``role``.
    """
    held = _held(year)
    facts = {
        "over": actor.today > fiscal_year_days(held.year)[1],
        "next_open": FiscalYear.objects.filter(year=held.year + 1).exclude(state=YearState.PLANNED).exists(),
        "earlier_closed": not still_open(before=held.year).exists(),
    }
    fired = fire(held.state, "close", actor, facts)
    held.state, held.closed_at, held.closed_by_id = fired.target, actor.at, actor.user_id
    held.save(update_fields=["state", "closed_at", "closed_by"])
    said = {"unfinished": totals(held.year, actor.today), "guards": dict(fired.guards)}
    record(actor, "year.closed", subject(held), said)
    return held


@service
def reopen_year(actor: Actor, year: FiscalYear, reason: str) -> FiscalYear:
    """Let a closed fiscal year take entries again, with the reason.

    Raises:
        Refused: ``required`` (no reason), ``fiscal_year_state``, ``role``.
    """
    held = _held(year)
    fired = fire(held.state, "reopen", actor)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise Refused("required", _("Please fill this in."), "reason")
    held.state, held.closed_at, held.closed_by = fired.target, None, None
    held.save(update_fields=["state", "closed_at", "closed_by"])
    Reopening.objects.create(year=held, reason=reason, reopened_at=actor.at, reopened_by_id=actor.user_id)
    record(actor, "year.reopened", subject(held), {"reason": digest(reason)})
    return held


@dataclass(frozen=True)
class Line:
    """One row of the year before: what becomes of it (``Take``, ``there``) and what it says a year later."""

    row: Any
    fate: str
    values: Mapping[str, Any]


def preview(year: FiscalYear, kind: Kind) -> Iterator[Line]:
    """What opening would make of each row of a kind. Three queries, and one more for hourly rates."""
    there = kind.there(year.year)
    choices = choices_of(year, kind)
    for row in kind.sources(year.year).order_by(kind.sort, "pk"):
        yield line_of(kind, row, year, there, choices)


def choices_of(year: FiscalYear, kind: Kind) -> dict[int, Choice]:
    """What was chosen for rows of a kind, by their key."""
    return {row.source: row for row in year.choices.filter(kind=kind.code).order_by("source")}


def line_of(kind: Kind, row: Any, year: FiscalYear, there: set[int], choices: Mapping[int, Choice]) -> Line:
    """What opening would make of one row."""
    as_it_is = kind.values(row, year.year)
    chosen = choices.get(row.pk)
    if row.pk in there:
        return Line(row, "there", {})
    if chosen is None or chosen.take == Take.COPY:
        return Line(row, Take.COPY, as_it_is)
    if chosen.take == Take.LEAVE:
        return Line(row, Take.LEAVE, {})
    return Line(row, Take.CHANGE, _cleaned(kind, chosen.values))


def _held(year: FiscalYear) -> FiscalYear:
    """The year as stored now, its row held until the transaction ends."""
    return hold(FiscalYear.objects).get(pk=year.pk)


def _copy(actor: Actor, year: FiscalYear, kind: Kind, line: Line) -> None:
    try:
        kind.make(actor, line.row, year.year, line.values)
    except Refused as refused:
        message = _("%(kind)s, %(row)s: %(why)s") % {
            "kind": kind.words,
            "row": kind.name(line.row),
            "why": refused.message,
        }
        raise Refused(refused.rule, message) from refused


def _texts(kind: Kind, values: Values) -> dict[str, str]:
    """The values as text, once the kind's form takes them."""
    texts = {name: "" if values.get(name) is None else str(values[name]) for name in kind.form.base_fields}
    _cleaned(kind, texts)
    return texts


def _cleaned(kind: Kind, texts: Mapping[str, str]) -> dict[str, Any]:
    form = kind.form(dict(texts))
    if not form.is_valid():
        name, messages = next(iter(form.errors.items()))
        raise Refused("not_valid", str(messages[0]), name)
    return form.cleaned_data
