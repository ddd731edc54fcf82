"""What the records say of a firm on a day, whatever it asks for: its traits, and its support so far.

Part of the facts that policies judge by (``facts``). A record counts on a day if it was there by then: an
export from the day on which the firm had confirmed it. Traits of a firm are known as they stand now.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, QuerySet

from banso.apps.casework.models import Case, ExportResult, FollowUp, SalesChannel
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import ZONE
from banso.engines.kernel.fiscal import add_months, months_between
from banso.engines.kernel.rounding import half_up
from banso.engines.policy.expressions import Value

Facts = dict[str, Value]

EC_CHANNELS = (SalesChannel.STREET, SalesChannel.MALL, SalesChannel.STORE)
#: Over so many months back EC places are compared with firms.
PLACES_MONTHS = 24
SPOT = "spot"


def day_of(moment: datetime) -> date:
    """The calendar date in Tokyo."""
    return moment.astimezone(ZONE).date()


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a firm, as its other cases and applications see it."""

    id: int
    application: int | None
    service: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class _Traits:
    region: str
    industry: str
    employees: int | None
    export_record: str
    ec_record: str


class _Counts:
    """How many of a kind there were on or before a day, in all and by group."""

    def __init__(self, rows: list[tuple[date, str]]) -> None:
        self._all = sorted(day for day, _group in rows)
        self._groups: dict[str, list[date]] = defaultdict(list)
        for day, group in rows:
            self._groups[group].append(day)
        for days in self._groups.values():
            days.sort()

    def until(self, day: date, group: str) -> tuple[int, int]:
        """Those of a group and all of them, up to a day."""
        return bisect_right(self._groups.get(group, []), day), bisect_right(self._all, day)


class _Places:
    """The places in EC channels that a group of firms got, against its share of the registered firms."""

    def __init__(self, places: list[tuple[date, str]], firms: list[tuple[date, str]]) -> None:
        self._places, self._firms = _Counts(places), _Counts(firms)
        self._known: dict[tuple[date, str], Decimal | None] = {}

    def percent(self, day: date, group: str) -> Decimal | None:
        """100: as many as its share, half up to one decimal; None where no place was given or no firm is."""
        key = (day, group)
        if key not in self._known:
            self._known[key] = self._percent(day, group)
        return self._known[key]

    def _percent(self, day: date, group: str) -> Decimal | None:
        own, every = self._places.until(day, group)
        own_before, before = self._places.until(add_months(day, -PLACES_MONTHS), group)
        own, every = own - own_before, every - before
        firms, all_firms = self._firms.until(day, group)
        if not every or not firms:
            return None
        return half_up(Fraction(100 * own * all_firms, every * firms))


class Background:
    """The backgrounds of some firms, in five queries whatever their number."""

    def __init__(self, firms: QuerySet) -> None:
        self._traits: dict[int, _Traits] = {}
        self._cases: dict[int, list[Line]] = defaultdict(list)
        self._ec_sale_on: dict[int, date] = {}
        self._follow_ups: dict[int, list[tuple[date, bool]]] = defaultdict(list)
        self._read_firms_and_places()
        self._read_cases(Case.objects.filter(firm__in=firms))

    def _read_firms_and_places(self) -> None:
        # Places are compared nationwide, so all firms are read whoever is asked about.
        firms = Firm.objects.order_by("pk").values_list(
            "pk",
            "registered_at",
            "prefecture__region__code",
            "industry__code",
            "employees",
            "export_experience",
            "ec_record",
        )
        registered = []
        for pk, registered_at, *traits in firms:
            self._traits[pk] = _Traits(*traits)
            registered.append((day_of(registered_at), pk))
        starts = (
            Case.objects.filter(service__sells_by_ec=True).order_by("pk").values_list("started_on", "firm_id")
        )
        given = list(starts)
        self._by_region, self._by_industry = (
            _Places(
                [(day, getattr(self._traits[firm], trait)) for day, firm in given],
                [(day, getattr(self._traits[firm], trait)) for day, firm in registered],
            )
            for trait in ("region", "industry")
        )

    def _read_cases(self, cases: QuerySet[Case]) -> None:
        ids = cases.order_by().values("pk")
        for firm, *line in cases.order_by("started_on", "pk").values_list(
            "firm_id", "pk", "application_id", "service__code", "started_on", "ended_on"
        ):
            self._cases[firm].append(Line(*line))
        sales = ExportResult.objects.filter(
            case__in=ids,
            channel__in=EC_CHANNELS,
            sample=False,
            confirmed_at__isnull=False,
            exported_on__gte=F("case__started_on"),
        ).order_by("pk")
        for case, exported_on, confirmed_at in sales.values_list("case_id", "exported_on", "confirmed_at"):
            known_on = max(exported_on, day_of(confirmed_at))
            self._ec_sale_on[case] = min(known_on, self._ec_sale_on.get(case, known_on))
        done = FollowUp.objects.filter(case__in=ids, done_on__isnull=False).order_by("case_id", "months")
        for case, done_on, reached in done.values_list("case_id", "done_on", "reached"):
            self._follow_ups[case].append((done_on, reached))

    def facts(
        self,
        firm: int,
        service: str,
        day: date,
        *,
        case: int | None = None,
        application: int | None = None,
        began: date | None = None,
    ) -> Facts:
        """What is known of a firm that asks for a service, or has a case of it, on a day.

        ``case`` and ``application`` name what is judged itself: it is not held against itself. ``began`` is
        the day on which the case began; an application looks back from its own day.
        """
        traits = self._traits[firm]
        others = [
            line
            for line in self._cases.get(firm, ())
            if line.id != case and (application is None or line.application != application)
        ]
        earlier = [line for line in others if line.started_on < (began or day)]
        return {
            "region": traits.region,
            "industry": traits.industry,
            "employees": traits.employees,
            "export_record": traits.export_record,
            "ec_record": traits.ec_record,
            "ec_sale_before": any(self._sold(line, day, began) for line in earlier),
            "region_places_pct": self._by_region.percent(day, traits.region),
            "group_places_pct": self._by_industry.percent(day, traits.industry),
            "questionnaires_owed": sum(self._owed(line.id, day) for line in others),
            "open_cases_same_service": sum(
                line.service == service
                and line.started_on <= day
                and (line.ended_on is None or line.ended_on > day)
                for line in others
            ),
            "past_support_months": sum(
                months_between(line.started_on, min(line.ended_on or day, day))
                for line in earlier
                if line.service != SPOT
            ),
        }

    def _sold(self, line: Line, day: date, began: date | None) -> bool:
        known_on = self._ec_sale_on.get(line.id)
        if known_on is None:
            return False
        return known_on <= day if began is None else known_on < began

    def _owed(self, case: int, day: date) -> int:
        """Follow-ups at which the firm was not reached, unless it was reached at a later one."""
        owed = 0
        for done_on, reached in self._follow_ups.get(case, ()):
            if done_on <= day:
                owed = 0 if reached else owed + 1
        return owed
