"""Early warning: do small firms, or those new to exporting, drop out since the charge?

Of the firms that asked (a consultation or an application), and of those whose support began, the share of a
group is held before and after the charge (``engines.fees.drop_out``), over all that a person reaches and in
each region. Facts of a firm are those of today. A warning is computed from dates: it stands from the first
of the month from which on it has been given without a break.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case
from banso.apps.directory.models import ExportExperience, Region
from banso.apps.fees.effect.figures import charge_on
from banso.apps.fees.shipping import SHIPPED
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.notices.models import Reminder
from banso.apps.notices.sources import Due
from banso.apps.programmes.selectors import services_in_force
from banso.apps.selection.models import Application
from banso.engines.fees.drop_out import Change, Rule, judge
from banso.engines.fees.windows import Window, windows
from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.fiscal import add_months
from banso.web import formats

GROUPS: dict[str, Promise] = {"small": _("Small firms"), "new": _("Firms new to exporting")}
STEPS: dict[str, Promise] = {
    "asked": _("of the firms that asked"),
    "begun": _("of the firms whose support began"),
}
#: The kind of its reminders.
KIND = "fee_warning"
#: Over everything within reach; in addresses and tables the first place.
EVERYWHERE = ""


@dataclass(frozen=True)
class Threshold:
    """A row of ``shipped/early_warning.csv``: who is in a group from a day on, and when it warns."""

    in_force_from: date
    group: str
    #: Of small firms: their most employees.
    employees_to: int | None
    rule: Rule
    source: Text


@dataclass(frozen=True)
class Watched:
    """One share that is watched: of whom, of which firms, where, and since when its warning stands."""

    group: str
    step: str
    region: str
    place: Any
    threshold: Threshold
    change: Change
    since: date | None = None

    @property
    def label(self) -> Any:
        """Of whom."""
        return GROUPS[self.group]

    @property
    def of(self) -> Any:
        """Of which firms."""
        return STEPS[self.step]

    @property
    def source(self) -> str:
        """Where its thresholds come from, in the language of the page."""
        return self.threshold.source.in_language(formats.language())

    @property
    def key(self) -> str:
        """What tells it apart."""
        return "-".join((self.group, self.step, self.region or "all"))


@dataclass(frozen=True)
class _Fact:
    day: date
    firm: int
    region: str
    employees: int | None
    new: bool


@cache
def _shipped() -> tuple[Threshold, ...]:
    with (SHIPPED / "early_warning.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Threshold(
                date.fromisoformat(row["in_force_from"]),
                row["group"],
                int(row["employees_to"]) if row["employees_to"] else None,
                Rule(int(row["least_base"]), Decimal(row["least_points"])),
                Text(row["source_ja"], row["source_en"]),
            )
            for row in csv.DictReader(file)
        )


def thresholds(today: date) -> dict[str, Threshold]:
    """The thresholds of a day, by group."""
    rows = sorted(_shipped(), key=lambda row: row.in_force_from)
    return {row.group: row for row in rows if row.in_force_from <= today}


class Watch:
    """The firms that asked and those whose support began, read once in three queries."""

    def __init__(self, access: Access | None, today: date) -> None:
        self.today = today
        self.regions = {row.code: row.name for row in Region.objects.order_by("position", "code")}
        charge = charge_on(today, services_in_force(today))
        self.began = charge.began if charge else None
        facts: dict[str, list[_Fact]] = {step: [] for step in STEPS}
        if self.began is not None:
            # Windows never begin earlier: at most twelve months, of the year before the charge.
            since = add_months(self.began.replace(day=1), -24)
            moment = datetime.combine(since, time.min, ZONE)
            for step, model, day, least in (
                ("asked", Consultation, "asked_at", moment),
                ("asked", Application, "submitted_at", moment),
                ("begun", Case, "started_on", since),
            ):
                rows: Any = model._default_manager.order_by()
                if access is not None:
                    rows = access.rows(Action.FEE_EFFECT_VIEW, rows)
                facts[step] += _facts(rows.filter(**{f"{day}__gte": least}), day)
        #: By step and first of a month: the firms of the month with their traits.
        self._months: dict[str, dict[date, dict[int, _Fact]]] = {}
        for step, rows in facts.items():
            months: dict[date, dict[int, _Fact]] = defaultdict(dict)
            for fact in rows:
                months[fact.day.replace(day=1)][fact.firm] = fact
            self._months[step] = months

    def watched(self) -> list[Watched]:
        """Every share that is watched: over everything first, then by region; nothing without a charge."""
        found = []
        for region, place in [(EVERYWHERE, _("All within your reach")), *self.regions.items()]:
            for group, threshold in thresholds(self.today).items():
                for step in STEPS:
                    change = self._change(group, step, region, self.today)
                    if change is None or not (change.before.denominator or change.after.denominator):
                        continue
                    since = self._since(group, step, region) if change.verdict == "warns" else None
                    found.append(Watched(group, step, region, place, threshold, change, since))
        return found

    def _change(self, group: str, step: str, region: str, day: date) -> Change | None:
        spans = windows(self.began, day) if self.began else None
        threshold = thresholds(day).get(group)
        if spans is None or threshold is None:
            return None
        before, after = (self._count(threshold, step, region, span) for span in (spans.before, spans.after))
        return judge(threshold.rule, before, after)

    def _count(self, threshold: Threshold, step: str, region: str, span: Window) -> tuple[int, int]:
        """Firms of the group, and firms of which it is known whether they are."""
        firms: dict[int, _Fact] = {}
        month = span.first
        while month <= span.last:
            firms |= self._months[step].get(month, {})
            month = add_months(month, 1)
        known = within = 0
        for fact in firms.values():
            if region and fact.region != region:
                continue
            belongs = _belongs(fact, threshold)
            known += belongs is not None
            within += bool(belongs)
        return within, known

    def _since(self, group: str, step: str, region: str) -> date:
        first = self.today.replace(day=1)
        while True:
            earlier = self._change(group, step, region, add_months(first, -1))
            if earlier is None or earlier.verdict != "warns":
                return first
            first = add_months(first, -1)


def _facts(rows: Any, day: str) -> Iterator[_Fact]:
    traits = ("firm__prefecture__region__code", "firm__employees", "firm__export_experience")
    for when, firm, region, employees, experience in rows.values_list(day, "firm", *traits):
        on = when.astimezone(ZONE).date() if isinstance(when, datetime) else when
        yield _Fact(on, firm, region, employees, experience == ExportExperience.NONE)


def _belongs(fact: _Fact, threshold: Threshold) -> bool | None:
    if threshold.employees_to is None:
        return fact.new
    return None if fact.employees is None else fact.employees <= threshold.employees_to


def warnings(access: Access) -> list[Watched]:
    """The warnings that stand for a person today and were told, the latest first.

    One query while nothing was told: the nightly run looks, and who opens a page does not wait for it.
    """
    told = Reminder.objects.filter(kind=KIND, person=access.user.pk, done_at__isnull=True)
    if not told.exists():
        return []
    found = [one for one in Watch(access, access.today).watched() if one.since]
    return sorted(found, key=lambda one: one.since or access.today, reverse=True)


def turned(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Warnings that stand, from the day on which each turned: the programme managers are told of it."""
    today = now.astimezone(ZONE).date()
    rows: Sequence[Watched] = [one for one in Watch(None, today).watched() if one.since]
    if not rows:
        return
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), role=Role.PROGRAMME_MANAGER, valid_from__lte=today
    )
    who = tuple(held.order_by("pk").values_list("user_id", flat=True))
    for one in rows:
        if refs is None or one.key in refs:
            yield Due(KIND, one.key, one.since or today, f"{reverse('fees:effect')}#warnings", who)


#: What a page says of each verdict.
VERDICTS: dict[str, tuple[str, Promise]] = {
    "warns": ("late", pgettext_lazy("early warning", "Warning")),
    "holds": ("ok", pgettext_lazy("early warning", "No warning")),
    "too_few": ("unk", pgettext_lazy("early warning", "Too few firms to judge")),
}
