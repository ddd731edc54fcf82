"""What the records say of a firm on a day, whatever it asks for: its traits, and its support so far.

Part of the facts that policies judge by (``facts``). A record counts on a day if it was there by then: an
export from the day on which the firm had confirmed it. Traits of a firm are known as they stand now.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from banso.apps.casework.models import Case, ECProof, ExportResult, FollowUp, PastSupport, SalesChannel
from banso.apps.casework.models.track_record import joined
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import ZONE, day_of
from banso.apps.selection.duties import with_facts
from banso.engines.kernel.fiscal import add_months, months_between
from banso.engines.kernel.rounding import half_up
from banso.engines.policy.expressions import Value

Facts = dict[str, Value]

EC_CHANNELS = (SalesChannel.STREET, SalesChannel.MALL, SalesChannel.STORE)
#: Over so many months back EC places are compared with firms.
PLACES_MONTHS = 24
SPOT = "spot"
#: The groups of firms that places are compared by, and where a firm's group stands.
_GROUPS = {"region": "prefecture__region__code", "industry": "industry__code"}


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
        return _share(own, every, *self._firms.until(day, group))


def _share(own: int, every: int, firms: int, all_firms: int) -> Decimal | None:
    """Places of a group against its share of the firms, in percent; None without any place or firm of it."""
    if not every or not firms:
        return None
    return half_up(Fraction(100 * own * all_firms, every * firms))


def _ec_places() -> QuerySet[Case]:
    """Cases that took a place in an EC channel."""
    return Case.objects.filter(service__sells_by_ec=True)


def _by_group(rows: QuerySet[Any], groups: dict[str, str], path: str) -> dict[str, int]:
    """How many rows there are in all (``every``), and of each group; ``path`` leads to the firm."""
    counts = {trait: Count("pk", filter=Q(**{path + _GROUPS[trait]: code})) for trait, code in groups.items()}
    return rows.order_by().aggregate(every=Count("pk"), **counts)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


class Background:
    """The backgrounds of some firms: first ``lists``, then ``read``.

    Of many firms in seven queries, and those of the duties that rooms bring. Of ``few`` no other firm is
    read: what is compared nationwide is counted by the database, in two queries a firm and day.
    """

    def __init__(self, firms: QuerySet, *, few: bool = False) -> None:
        self._few = few
        self._traits: dict[int, _Traits] = {}
        self._cases: dict[int, list[Line]] = defaultdict(list)
        self._ec_sale_on: dict[int, date] = {}
        self._follow_ups: dict[int, list[tuple[date, bool]]] = defaultdict(list)
        self._proofs: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
        self._past: dict[int, list[tuple[date | None, date]]] = defaultdict(list)
        self._places: dict[str, _Places] = {}
        self._counted: dict[tuple[date, str, str], dict[str, Decimal | None]] = {}
        # Places are compared nationwide: of many, all firms are read whoever is asked about.
        asked = Firm.objects.filter(pk__in=firms) if few else Firm.objects.all()
        self._firms = asked.order_by("pk").values_list(
            "pk",
            "registered_at",
            "prefecture__region__code",
            "industry__code",
            "employees",
            "export_experience",
            "ec_record",
        )
        cases = Case.objects.filter(firm__in=firms)
        ids = cases.order_by().values("pk")
        self._case_rows = cases.order_by("started_on", "pk").values_list(
            "firm_id", "pk", "application_id", "service__code", "started_on", "ended_on"
        )
        sales = ExportResult.objects.filter(
            case__in=ids,
            channel__in=EC_CHANNELS,
            sample=False,
            confirmed_at__isnull=False,
            exported_on__gte=F("case__started_on"),
        )
        self._sales = sales.order_by("pk").values_list("case_id", "exported_on", "confirmed_at")
        done = FollowUp.objects.filter(case__in=ids, done_on__isnull=False).order_by("case_id", "months")
        self._looks = done.values_list("case_id", "done_on", "reached")
        proofs = ECProof.objects.order_by("pk").values_list("firm_id", "kind", "looked_on", "withdrawn_on")
        self._proof_rows = proofs.filter(firm__in=firms)
        past = PastSupport.objects.filter(firm__in=firms).order_by("ended_on", "pk")
        self._past_rows = past.values_list("firm_id", "started_on", "ended_on")
        self._owing = {fact.name: fact.of(firms) for fact in with_facts()}

    @property
    def lists(self) -> list[QuerySet[Any]]:
        """What is read: whoever wants it in one round trip reads it together before ``read``."""
        own = [self._firms, self._case_rows, self._sales, self._looks, self._past_rows, self._proof_rows]
        return own + [rows for owing in self._owing.values() for rows in owing.lists]

    def read(self) -> None:
        """Take in the rows of ``lists``."""
        registered = []
        for pk, registered_at, *traits in self._firms:
            self._traits[pk] = _Traits(*traits)
            registered.append((day_of(registered_at), pk))
        if not self._few:
            self._compare(registered)
        for firm, *line in self._case_rows:
            self._cases[firm].append(Line(*line))
        for case, exported_on, confirmed_at in self._sales:
            known_on = max(exported_on, day_of(confirmed_at))
            self._ec_sale_on[case] = min(known_on, self._ec_sale_on.get(case, known_on))
        for case, done_on, reached in self._looks:
            self._follow_ups[case].append((done_on, reached))
        for firm, kind, looked_on, withdrawn_on in self._proof_rows:
            self._proofs[firm].append((kind, looked_on, withdrawn_on))
        for firm, started_on, ended_on in self._past_rows:
            self._past[firm].append((started_on, ended_on))

    def _compare(self, registered: list[tuple[date, int]]) -> None:
        given = list(_ec_places().order_by("pk").values_list("started_on", "firm_id"))
        for trait in _GROUPS:
            self._places[trait] = _Places(
                [(day, getattr(self._traits[firm], trait)) for day, firm in given],
                [(day, getattr(self._traits[firm], trait)) for day, firm in registered],
            )

    def _shares(self, traits: _Traits, day: date) -> dict[str, Decimal | None]:
        """The places of a firm's groups against their shares of the registered firms, by trait."""
        groups = {trait: getattr(traits, trait) for trait in _GROUPS}
        if not self._few:
            return {trait: self._places[trait].percent(day, group) for trait, group in groups.items()}
        key = (day, traits.region, traits.industry)
        if key not in self._counted:
            places = _ec_places().filter(started_on__lte=day, started_on__gt=add_months(day, -PLACES_MONTHS))
            given = _by_group(places, groups, "firm__")
            firms = _by_group(Firm.objects.filter(registered_at__lt=_midnight_after(day)), groups, "")
            self._counted[key] = {
                trait: _share(given[trait], given["every"], firms[trait], firms["every"]) for trait in groups
            }
        return self._counted[key]

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
        shares = self._shares(traits, day)
        others = [
            line
            for line in self._cases.get(firm, ())
            if line.id != case and (application is None or line.application != application)
        ]
        earlier = [line for line in others if line.started_on < (began or day)]
        # What other rooms know of is owed besides what was not answered after support.
        owed = Counter(questionnaires_owed=sum(self._owed(line.id, day) for line in others))
        for name, owing in self._owing.items():
            owed[name] += owing.on(firm, day)
        return {
            "region": traits.region,
            "industry": traits.industry,
            "employees": traits.employees,
            "export_record": traits.export_record,
            "ec_record": self._ec_record(firm, traits, day),
            "ec_sale_before": any(self._sold(line, day, began) for line in earlier),
            "region_places_pct": shares["region"],
            "group_places_pct": shares["industry"],
            **owed,
            "open_cases_same_service": sum(
                line.service == service
                and line.started_on <= day
                and (line.ended_on is None or line.ended_on > day)
                for line in others
            ),
            "past_support_months": self._past_months(firm, earlier, day, began or day),
        }

    def _ec_record(self, firm: int, traits: _Traits, day: date) -> str:
        """Word and evidence together (``track_record``); what was seen is a fact of its own."""
        shown = [
            kind
            for kind, looked_on, withdrawn_on in self._proofs.get(firm, ())
            if looked_on <= day and (withdrawn_on is None or withdrawn_on > day)
        ]
        return joined(traits.ec_record, *shown).value

    def _past_months(self, firm: int, earlier: list[Line], day: date, before: date) -> int | None:
        """Months of support so far, spot advice aside; None where old records do not say since when."""
        past = [(started_on, ended_on) for started_on, ended_on in self._past[firm] if ended_on < before]
        if any(started_on is None for started_on, _ended_on in past):
            return None
        spans = [
            (line.started_on, min(line.ended_on or day, day)) for line in earlier if line.service != SPOT
        ]
        return sum(months_between(start, end) for start, end in (*spans, *past) if start is not None)

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
