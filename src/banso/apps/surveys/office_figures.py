"""What the records say to each question of the yearly form of offices, for all offices at once.

Cases count at the office where they began, hours and follow-ups at that of the day (``casework.placed``).
Nothing is defined a second time: follow-ups are those of the plans of the year, an EC record is that of
``casework.track_record``.

1. Staff are people with a role at the office, each for the part of the year in which they held one.
2. Experts are those whose contract stood on a day of the year, with the office they are with now; their hours
   are those of the month for every month of the year in which it stood.
3. Consultations are those asked in the year. New: the firm had never asked before.
4. Hands-on support stands in its first year in the fiscal year in which it began.
5. Applications are those handed in within the year, decisions those taken within it. Of EC applications those
   count as adopted that were handed in within the year, whenever that was decided: J16 is a part of J15.
6. A firm without an EC record had none by word, papers or what was seen sold, on the day it applied.
7. Waited is counted in days from the last handing in of the application to the first day of support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Activity, Case, GateResult, GateReview, GateState
from banso.apps.casework.placed import by_office, grouped
from banso.apps.casework.track_record import ec_records_of
from banso.apps.directory.models import ECRecord, Expert, Office
from banso.apps.directory.selectors import with_hours
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE, day_of
from banso.apps.providers.models import Referral
from banso.apps.selection.models import Application, Determination, Outcome
from banso.apps.selection.selectors import adoption_by
from banso.apps.years.plans import with_reached
from banso.engines.kernel.fiscal import fiscal_year_days
from banso.engines.kernel.rounding import half_up

HANDS_ON, SPOT = "hands_on", "spot"
STAFF = (Role.OFFICE_STAFF, Role.OFFICE_MANAGER)

#: What the form asks: how it is worked out, and the list that shows the records, where there is one.
HOW: Mapping[str, tuple[Promise, str]] = {
    "J3": (
        _("People with a role at the office, each by the part of the year. Part-time is not known."),
        "",
    ),
    "J4": (_("Experts whose contract stood in the year."), "directory:expert_list"),
    "J5": (
        _("Hours a month of these experts, for each month of their contract in the year."),
        "directory:expert_list",
    ),
    "J6": (_("Hours that experts logged on cases in the year."), "casework:case_list"),
    "J7": (_("Consultations of firms that had never asked before."), "intake:consultation_list"),
    "J8": (_("Consultations of firms that had asked before."), "intake:consultation_list"),
    "J9": (_("Spot support that began in the year."), "casework:case_list"),
    "J10a": (_("Applications for hands-on support handed in within the year."), "selection:application_list"),
    "J10": (_("Decisions on hands-on support taken in the year."), "selection:application_list"),
    "J11": (_("Of these, adopted."), "selection:application_list"),
    "J12a": (_("Hands-on support that began in the year."), "casework:case_list"),
    "J12b": (_("Hands-on support under way that began in the year before."), "casework:case_list"),
    "J12c": (_("Hands-on support under way that began earlier."), "casework:case_list"),
    "J13": (
        _("Hands-on support that ended in the year by a decision at a gate to end or shorten it."),
        "casework:gate_list",
    ),
    "J14": (_("Firms that answered a follow-up in the year."), "casework:follow_up_list"),
    "J15": (_("Applications for EC channels handed in within the year."), "selection:application_list"),
    "J16": (_("Of these, adopted, whenever that was decided."), "selection:application_list"),
    "J16n": (
        _("Of these, firms without an EC record by word, papers or sales on the day they applied."),
        "selection:application_list",
    ),
    "J17": (
        _("Median of the days from the application to the first day of support that began in the year."),
        "casework:case_list",
    ),
    "J18": (_("Needs that went to private providers in the year."), "providers:referral_list"),
}

Figures = Mapping[str, Decimal | int | None]


@dataclass(frozen=True)
class _Year:
    """A fiscal year by its days and moments."""

    number: int
    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first one after."""
        return (
            datetime.combine(self.first, time(), ZONE),
            datetime.combine(self.last + timedelta(days=1), time(), ZONE),
        )

    def within(self, path: str) -> Q:
        """Rows whose moment lies in the year."""
        since, until = self.moments
        return Q(**{f"{path}__gte": since, f"{path}__lt": until})

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last


def figures_of(offices: QuerySet[Office], number: int) -> dict[int, Figures]:
    """By office what the records say of a fiscal year; None where nothing can be said. Fifteen queries."""
    year = _Year(number, *fiscal_year_days(number))
    found: dict[int, dict[str, Decimal | int | None]] = {}
    for office in with_reached(offices, number):
        found[office.pk] = {code: 0 for code in HOW} | {"J14": int(office.follow_ups_reached), "J17": None}
    parts = (
        _staff(year), _experts(year), _hours(year), _consultations(year), _cases(year), _gates(year),
        _applications(year), _determined(year), _without_record(year), _waited(year), _referrals(year),
    )  # fmt: skip
    for part in parts:
        for office, values in part.items():
            if office in found:
                found[office] |= values
    return found


_Part = dict[int, dict[str, Any]]


def _staff(year: _Year) -> _Part:
    held = RoleAssignment.objects.filter(role__in=STAFF, valid_from__lte=year.last)
    held = held.exclude(valid_to__lt=year.first).order_by("office", "user", "valid_from", "pk")
    length = (year.last - year.first).days + 1
    days: dict[int, int] = defaultdict(int)
    counted: dict[tuple[int, int], date] = {}
    for office, user, since, until in held.values_list("office", "user", "valid_from", "valid_to"):
        # Who holds two roles at one office is one person: a day counts once.
        begin = max(since, year.first, counted.get((office, user), year.first))
        end = min(until or year.last, year.last)
        if end >= begin:
            days[office] += (end - begin).days + 1
            counted[office, user] = end + timedelta(days=1)
    return {office: {"J3": half_up(Fraction(count, length))} for office, count in days.items()}


def _experts(year: _Year) -> _Part:
    standing = with_hours(Expert.objects.filter(contract_from__lte=year.last), year.last)
    standing = standing.exclude(contract_to__lt=year.first).order_by("pk")
    found: _Part = defaultdict(lambda: {"J4": 0, "J5": 0})
    for office, since, until, hours in standing.values_list(
        "office", "contract_from", "contract_to", "hours_then"
    ):
        months = _months(max(since, year.first), min(until or year.last, year.last))
        found[office]["J4"] += 1
        found[office]["J5"] += hours * months
    return found


def _months(first: date, last: date) -> int:
    """In how many calendar months some of these days lie."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _hours(year: _Year) -> _Part:
    work = Activity.objects.filter(done_on__range=year.days, expert__isnull=False)
    return _named(by_office(work, "done_on", J6=Sum("hours")), "J6")


def _by_office(rows: QuerySet[Any]) -> Mapping[int, Mapping[str, Any]]:
    return {row["office_then"]: row for row in rows}


def _named(totals: Mapping[int, Mapping[str, Any]], *names: str) -> _Part:
    return {office: {name: row[name] for name in names} for office, row in totals.items()}


def _consultations(year: _Year) -> _Part:
    before = Consultation.objects.filter(firm=OuterRef("firm"), asked_at__lt=OuterRef("asked_at"))
    rows = Consultation.objects.filter(year.within("asked_at")).annotate(known=Exists(before)).order_by()
    counts = rows.values("office").annotate(
        J7=Count("pk", filter=Q(known=False)), J8=Count("pk", filter=Q(known=True))
    )
    return {row["office"]: {"J7": row["J7"], "J8": row["J8"]} for row in counts}


def _cases(year: _Year) -> _Part:
    under = Case.objects.filter(service__code__in=(HANDS_ON, SPOT), started_on__lte=year.last)
    under = under.exclude(ended_on__lt=year.first)
    begun, hands_on = Q(started_on__range=year.days), Q(service__code=HANDS_ON)
    second = Q(started_on__range=fiscal_year_days(year.number - 1))
    # Where the case was when it began, as plans of offices count those that began.
    rows = grouped(under, "started_on", "pk").annotate(
        J9=Count("pk", filter=begun & Q(service__code=SPOT)),
        J12a=Count("pk", filter=begun & hands_on),
        J12b=Count("pk", filter=second & hands_on),
        J12c=Count("pk", filter=~begun & ~second & hands_on),
    )
    return _named(_by_office(rows), "J9", "J12a", "J12b", "J12c")


def _gates(year: _Year) -> _Part:
    cut = GateReview.objects.filter(
        stage__case=OuterRef("pk"),
        state=GateState.IN_FORCE,
        result__in=(GateResult.END, GateResult.SHORTEN),
    )
    ended = Case.objects.filter(Exists(cut), service__code=HANDS_ON, ended_on__range=year.days)
    rows = grouped(ended, "started_on", "pk").annotate(J13=Count("pk"))
    return _named(_by_office(rows), "J13")


def _applications(year: _Year) -> _Part:
    rows = Application.objects.filter(year.within("submitted_at")).order_by()
    ec, adopted = Q(service__sells_by_ec=True), Q(determination__outcome=Outcome.ADOPTED)
    counts = rows.values("office").annotate(
        J10a=Count("pk", filter=Q(service__code=HANDS_ON)),
        J15=Count("pk", filter=ec),
        J16=Count("pk", filter=ec & adopted),
    )
    return {row["office"]: {name: row[name] for name in ("J10a", "J15", "J16")} for row in counts}


def _determined(year: _Year) -> _Part:
    rows = Determination.objects.filter(application__service__code=HANDS_ON, determined_on__range=year.days)
    found = adoption_by(rows, "application__office")
    return {office: {"J10": one.determined, "J11": one.adopted} for office, one in found.items()}


def _without_record(year: _Year) -> _Part:
    adopted = Application.objects.filter(
        year.within("submitted_at"), service__sells_by_ec=True, determination__outcome=Outcome.ADOPTED
    )
    rows = list(adopted.select_related("firm").order_by("pk"))
    known = ec_records_of({row.firm_id: row.firm for row in rows}.values(), year.last)
    found: _Part = defaultdict(lambda: {"J16n": 0})
    for row in rows:
        on = day_of(row.submitted_at)
        shown = [
            record
            for record in known[row.firm_id].all
            if record.kind != ECRecord.NONE and (record.since is None or record.since <= on)
        ]
        found[row.office_id]["J16n"] += not shown
    return found


def _waited(year: _Year) -> _Part:
    begun = Case.objects.filter(started_on__range=year.days, application__submitted_at__isnull=False)
    rows = grouped(begun, "started_on", "pk").order_by("pk")
    waits: dict[int, list[int]] = defaultdict(list)
    for office, started_on, submitted_at in rows.values_list(
        "office_then", "started_on", "application__submitted_at"
    ):
        waits[office].append(max((started_on - day_of(submitted_at)).days, 0))
    return {office: {"J17": int(half_up(Fraction(median(days)), 0))} for office, days in waits.items()}


def _referrals(year: _Year) -> _Part:
    rows = Referral.objects.filter(year.within("referred_at")).order_by()
    office = "proposal__need__consultation__office"
    return {key: {"J18": count} for key, count in rows.values_list(office).annotate(count=Count("pk"))}
