"""What every table looks up: codes of offices, firms and services, and who was in charge on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from banso.apps.casework.models import Case
from banso.apps.casework.selectors import CaseFacts, casework_facts
from banso.apps.directory.models import Firm, FormerFirm, Office
from banso.apps.fees.effect.measures import SIZES
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.selectors import summaries
from banso.apps.transfers.models import Placement
from banso.engines.kernel.fiscal import months_between

Row = tuple[Any, ...]
#: Office and the last day on which it was in charge, earliest first.
_Moves = Mapping[int, list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What other tables say of a case beside their own record."""

    ref: str
    firm: int
    office: int
    service: int
    application: int | None
    started_on: date
    ended_on: date | None


class World:
    """The lookups of one snapshot, each read once."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of

    @cached_property
    def _offices(self) -> dict[int, tuple[str, str]]:
        rows = Office.objects.order_by("pk").values_list("pk", "code", "prefecture__region__code")
        return {pk: (code, region) for pk, code, region in rows}

    @cached_property
    def _firms(self) -> dict[int, tuple[int, str, str | None, str | None, str | None]]:
        rows = Firm.objects.order_by("pk").values_list(
            "pk", "office_id", "ref", "industry__code", "employees", "export_experience"
        )
        return {
            pk: (office, ref, industry, size_of(employees), experience or None)
            for pk, office, ref, industry, employees, experience in rows
        }

    @cached_property
    def services(self) -> dict[int, tuple[str, str]]:
        """Codes of programme and service by the service's key."""
        rows = Service.objects.order_by("pk").values_list("pk", "programme__code", "code")
        return {pk: (programme, code) for pk, programme, code in rows}

    @cached_property
    def _firm_moves(self) -> _Moves:
        return _moves(FormerFirm.objects.order_by("until", "pk").values_list("firm_id", "until", "office_id"))

    @cached_property
    def _case_moves(self) -> _Moves:
        return _moves(Placement.objects.order_by("until", "pk").values_list("case_id", "until", "office_id"))

    def where(self, firm: int | None, office: int | None) -> Row:
        """The columns that say where a record belongs."""
        place = self._offices[office] if office is not None else (None, None)
        if firm is None:
            return (*place, None, None, None, None)
        return (*place, *self._firms[firm][1:])

    def where_firm(self, firm: int | None, day: date | None) -> Row:
        """The same by the office that was in charge of the firm on a day."""
        if firm is None:
            return self.where(None, None)
        return self.where(firm, _on(self._firm_moves.get(firm, ()), day, self._firms[firm][0]))

    def where_case(self, case: int, day: date | None) -> Row:
        """The same, with programme and service, by the office that a case was with on a day."""
        found = self.cases[case]
        office = _on(self._case_moves.get(case, ()), day, found.office)
        return (*self.where(found.firm, office), *self.services[found.service])

    @cached_property
    def cases(self) -> dict[int, CaseRow]:
        """Every case by key, in the order of keys."""
        rows = Case.objects.order_by("pk").values_list(
            "pk", "ref", "firm_id", "office_id", "service_id", "application_id", "started_on", "ended_on"
        )
        return {row[0]: CaseRow(*row[1:]) for row in rows}

    @cached_property
    def facts(self) -> dict[int, CaseFacts]:
        """What the records of every case say."""
        return casework_facts(Case.objects.all())

    def succeeded(self, case: int | None) -> bool | None:
        """Whether a case has a confirmed export that is no sample; absent without a case."""
        return None if case is None else self.facts[case].first_success is not None

    @cached_property
    def scores(self) -> dict[int, float]:
        """The weighted mean of the screening by application, where one can be told."""
        handed_in = Application.objects.exclude(state=ApplicationState.DRAFT)
        found = summaries(handed_in)
        return {pk: float(one.mean) for pk, one in found.items() if one.mean is not None}

    def band(self, application: int | None) -> str | None:
        """The band of an application's mean, as in ``score_band``."""
        score = None if application is None else self.scores.get(application)
        if score is None:
            return None
        low = min(int(score), 3)
        return f"{low}-{low + 1}"

    def months_since(self, start: date, end: date | None) -> int:
        """Whole months from a day to another, or to the snapshot."""
        return max(months_between(start, min(end or self.as_of, self.as_of)), 0)


def size_of(employees: int | None) -> str | None:
    """The size class of a firm; absent where the number is not known."""
    if employees is None:
        return None
    return next(code for code, (_least, most) in SIZES.items() if most is None or employees <= most)


def day(moment: datetime | None) -> date | None:
    """The day of a moment in Tokyo."""
    return None if moment is None else moment.astimezone(ZONE).date()


def _moves(rows: Iterable[tuple[int, date, int]]) -> _Moves:
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for key, until, office in rows:
        found[key].append((until, office))
    return found


def _on(moves: Iterable[tuple[date, int]], on: date | None, now: int) -> int:
    if on is not None:
        for until, office in moves:
            if on <= until:
                return office
    return now
