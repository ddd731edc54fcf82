"""Reading: the records that figures are counted from, and the figures.

An indicator is judged over plain records. This module makes them out of answers, cases and determinations,
each in a number of queries that does not grow, and hands them to the one evaluator. Which records a figure
counts is asked of the same definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from banso.apps.casework.models import Case
from banso.apps.casework.selectors import CaseFacts, casework_facts
from banso.apps.directory.models import Office, Region
from banso.apps.selection.models import Determination
from banso.apps.surveys.models import Answer, Wave
from banso.apps.transfers.selectors import firm_office_on, office_at_start
from banso.engines.evaluation.catalogue import all_indicators, casework_indicators, survey_indicators
from banso.engines.evaluation.figures import Figure, figure
from banso.engines.evaluation.indicators import Indicator, Selection
from banso.engines.evaluation.tables import Table, row_indicators, table, table_definitions
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days

Record = dict[str, Any]


@dataclass(frozen=True)
class Slice:
    """Which records are looked at: all, or those of a fiscal year and of an office or region.

    The year is the one that the record's own date puts it into: for an answer its cohort, for a case the day
    support began, for a determination its day. The office is the one of the time: a firm or case that went to
    another office since leaves the figures of its old one as they were.
    """

    year: int | None = None
    office: Office | None = None
    region: Region | None = None

    def answers(self, answers: QuerySet[Answer]) -> QuerySet[Answer]:
        """Narrow answers. One whose firm is unknown belongs to no office and no region."""
        where = Q()
        if self.year is not None:
            where &= Q(cohort_fy=self.year)
        answers = answers.filter(where)
        if not self._narrowed_to_offices:
            return answers
        return answers.alias(_at=firm_office_on("wave__asked_on")).filter(_at__in=self._offices())

    def cases(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Narrow cases by the day support began and the office they were with on that day."""
        cases = cases.filter(self._in_year("started_on"))
        if not self._narrowed_to_offices:
            return cases
        return cases.alias(_at=office_at_start()).filter(_at__in=self._offices())

    def determinations(self, determinations: QuerySet[Determination]) -> QuerySet[Determination]:
        """Narrow determinations by their day and the office of the application: decided, it moves no more."""
        determinations = determinations.filter(self._in_year("determined_on"))
        if not self._narrowed_to_offices:
            return determinations
        return determinations.filter(application__office__in=self._offices())

    def _in_year(self, path: str) -> Q:
        if self.year is None:
            return Q()
        return Q(**{f"{path}__range": fiscal_year_days(self.year)})

    @property
    def _narrowed_to_offices(self) -> bool:
        return self.office is not None or self.region is not None

    def _offices(self) -> QuerySet[Any]:
        offices = Office.objects.order_by()
        offices = offices.filter(pk=self.office.pk) if self.office else offices
        return (offices.filter(prefecture__region=self.region) if self.region else offices).values("pk")


EVERYTHING = Slice()


class Evidence:
    """The records of one slice, each source read once, and the figures over them."""

    def __init__(self, wave: Wave | None, part: Slice = EVERYTHING) -> None:
        self.wave, self.part = wave, part
        self._figures: dict[str, Figure] = {}

    @cached_property
    def answers(self) -> list[Record]:
        """The answers of the wave as records: cleaned values by question, with `pk` and `programme`."""
        if self.wave is None:
            return []
        rows = (
            self.part.answers(self.wave.answers.all())
            .order_by("pk")
            .values_list("pk", "programme__code", "values")
        )
        return [{**values, "programme": programme, "pk": pk} for pk, programme, values in rows]

    @cached_property
    def determinations(self) -> list[Record]:
        """The determinations as records: `service`, `outcome`, `year`, `office`, `programme` and `pk`."""
        rows = (
            self.part.determinations(Determination.objects.all())
            .order_by("pk")
            .values_list(
                "pk",
                "application__service__programme__code",
                "application__service__code",
                "outcome",
                "determined_on",
                "application__office_id",
            )
        )
        return [
            {
                "pk": pk,
                "programme": programme,
                "service": service,
                "outcome": outcome,
                "year": fiscal_year(determined_on),
                "office": office,
            }
            for pk, programme, service, outcome, determined_on, office in rows
        ]

    @cached_property
    def cases(self) -> list[Record]:
        """The cases as records; see `case_record`."""
        cases = self.part.cases(Case.objects.all())
        rows = cases.order_by("pk").values_list("pk", "service__programme__code", "application_id")
        facts = casework_facts(cases)
        return [
            case_record(facts[pk], programme, applied=application is not None)
            for pk, programme, application in rows
        ]

    def records(self, indicator: Indicator) -> list[Record]:
        """The records that an indicator is judged over."""
        match indicator.source:
            case "answers":
                return self.answers
            case "cases":
                return self.cases
            case "determinations":
                return self.determinations

    def figure(self, indicator: Indicator) -> Figure:
        """An indicator over this slice, computed once. Without a wave there are no answers to count from."""
        if indicator.id not in self._figures:
            unknown = indicator.source == "answers" and self.wave is None
            self._figures[indicator.id] = figure(indicator, None if unknown else self.records(indicator))
        return self._figures[indicator.id]

    def figures(self, programme: str | None = None) -> list[Figure]:
        """The figures of the survey, of one programme or of all."""
        return [
            self.figure(indicator)
            for indicator in survey_indicators().values()
            if programme in (None, indicator.programme)
        ]

    def tables(self) -> dict[str, Table]:
        """Tables 1-2 and figures 1-6 by code."""
        return {code: table(definition, self.figure) for code, definition in table_definitions().items()}

    def selection(self, indicator: Indicator) -> Selection[Record]:
        """Which records an indicator counts, by the definition that made the figure."""
        return indicator.select(self.records(indicator))

    def casework(self) -> dict[str, Figure]:
        """The figures from casework by id."""
        return {key: self.figure(indicator) for key, indicator in casework_indicators().items()}


def case_record(fact: CaseFacts, programme: str, *, applied: bool) -> Record:
    """What a case says to the indicators; what its records do not tell is left out.

    `applied`: whether it came from an application; spot support does not. `success` and
    `success_with_samples`: an export on record, yes or no. `goal`: set or none. `attained`:
    yes or no, absent without a goal or where exports of unknown size could decide. `effort`: done or none.
    `followed`: yes once a follow-up reached the firm, with its `trend`.
    """
    record: Record = {
        "pk": fact.case,
        "programme": programme,
        "applied": _yes_no(applied),
        "success": _yes_no(fact.first_success is not None),
        "success_with_samples": _yes_no(fact.first_success_with_samples is not None),
        "goal": "set" if fact.goal else "none",
        "effort": "done" if fact.efforts_done else "none",
        "followed": _yes_no(fact.follow_up_months is not None),
    }
    if fact.attainment and fact.attainment.reached is not None:
        record["attained"] = _yes_no(fact.attainment.reached)
    if fact.trend:
        record["trend"] = fact.trend
    return record


def indicators() -> dict[str, Indicator]:
    """Every indicator that has a page, by id: those of the survey, of casework and of rows beside them."""
    return all_indicators() | row_indicators()


def years(today: date) -> list[int]:
    """The fiscal years that can be asked for: from the first cohort or case to today's, latest first."""
    first_case = Case.objects.order_by("started_on").values_list("started_on", flat=True).first()
    first_cohort = (
        Answer.objects.filter(cohort_fy__isnull=False)
        .order_by("cohort_fy")
        .values_list("cohort_fy", flat=True)
        .first()
    )
    this_year = fiscal_year(today)
    known = [first_cohort, fiscal_year(first_case) if first_case else None]
    first = min((year for year in known if year is not None), default=this_year)
    return list(range(this_year, first - 1, -1))


def adoption(records: Iterable[Record], indicator: Indicator, key: str) -> dict[Any, Figure]:
    """The adoption rate by a key of the records: `year` or `office`."""
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    found = {group: figure(indicator, rows) for group, rows in groups.items()}
    return {group: one for group, one in found.items() if one.share.denominator}


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
