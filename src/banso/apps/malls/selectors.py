"""Reading malls: as those who run them see them, and as the directory tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import LinkPurpose, PersonalLink, RoleAssignment
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Mall
from banso.apps.malls.entry_content import PARTS
from banso.apps.malls.models import EntryState, MallEntry
from banso.apps.sales.models import CostKind, MonthCost
from banso.engines.kernel.fiscal import add_months

#: A contract that ends within so many days is told of.
ENDS_WITHIN = timedelta(days=90)
#: What a month costs is the mean of so many full months.
COST_MONTHS = 12


def malls_of(access: Access) -> list[Mall]:
    """The malls that somebody runs today."""
    rows = access.rows(Action.DESK_VIEW, Mall.objects.select_related("market", "channel"))
    return list(rows.order_by("position", "pk"))


def operators_of(mall: Mall) -> QuerySet[RoleAssignment]:
    """Those who run a mall, or did, the latest first; ``waits``: the invitation was not followed yet."""
    held = RoleAssignment.objects.filter(mall=mall, role=Role.MALL_OPERATOR)
    invited = PersonalLink.objects.filter(
        user=OuterRef("user"), purpose=LinkPurpose.INVITATION, used_at__isnull=True, revoked_at__isnull=True
    )
    return held.annotate(waits=Exists(invited)).select_related("user").order_by("-valid_from", "-pk")


@dataclass(frozen=True)
class Standing:
    """A mall's page in the directory: what is published, and the draft of the next edition."""

    published: MallEntry | None
    draft: MallEntry | None

    @property
    def shown(self) -> MallEntry | None:
        """The draft, else what is published."""
        return self.draft or self.published


def standing(mall: Mall) -> Standing:
    """How a mall's page stands, with all that belongs to it. At most five queries."""
    rows = MallEntry.objects.filter(mall=mall, state__in=[EntryState.PUBLISHED, EntryState.DRAFT])
    rows = rows.select_related("mall__market", "staff", "written_by", "published_by").prefetch_related(*PARTS)
    by_state = {row.state: row for row in rows}
    return Standing(by_state.get(EntryState.PUBLISHED), by_state.get(EntryState.DRAFT))


def contract_ends(mall: Mall, stands: Standing, today: date) -> bool:
    """Whether the contract of an open mall ends within ninety days, or has ended."""
    last = stands.published.contract_to if stands.published else None
    return mall.closed_on is None and last is not None and last <= today + ENDS_WITHIN


def published() -> QuerySet[MallEntry]:
    """What the directory says of malls that are open."""
    rows = MallEntry.objects.filter(state=EntryState.PUBLISHED, mall__closed_on__isnull=True)
    return rows.select_related("mall__market", "mall__channel")


def listed(today: date) -> QuerySet[Mall]:
    """All malls with their published page (``shown``) and how it stands: ``standing``, ``drafted``, ``ends``.

    ``running`` is the mean yen of a month's running cost, of ``running_months`` of the last full months.
    """
    drafts = MallEntry.objects.filter(mall=OuterRef("pk"), state=EntryState.DRAFT)
    ends = Q(closed_on__isnull=True, shown__contract_to__lte=today + ENDS_WITHIN)
    first, after = _cost_months(today)
    costs = (
        MonthCost.objects.filter(
            mall=OuterRef("pk"), kind=CostKind.RUNNING, month__gte=first, month__lt=after
        )
        .order_by()
        .values("mall")
    )
    return (
        Mall.objects.annotate(
            shown=FilteredRelation("entries", condition=Q(entries__state=EntryState.PUBLISHED))
        )
        .select_related("market", "shown__staff")
        .annotate(
            drafted=Exists(drafts),
            ends=Case(When(ends, then=F("shown__contract_to")), default=None),
            standing=Case(
                When(closed_on__isnull=False, then=Value("closed")),
                When(shown__isnull=False, then=Value("published")),
                When(drafted=True, then=Value("draft")),
                default=Value("none"),
                output_field=CharField(),
            ),
            running=Subquery(costs.annotate(mean=Avg("yen")).values("mean")),
            running_months=Coalesce(Subquery(costs.annotate(n=Count("pk")).values("n")), 0),
        )
    )


@dataclass(frozen=True)
class RunningCost:
    """What running a mall costs in a month, in yen: the mean of so many months."""

    yen: int
    months: int


def running_cost(mall: Mall, today: date) -> RunningCost | None:
    """The mean of the last full months, at most twelve, of which it was recorded; None: of none."""
    first, after = _cost_months(today)
    rows = MonthCost.objects.filter(mall=mall, kind=CostKind.RUNNING, month__gte=first, month__lt=after)
    found = rows.aggregate(mean=Avg("yen"), months=Count("pk"))
    return RunningCost(whole_yen(found["mean"]), found["months"]) if found["months"] else None


def whole_yen(mean: float | Decimal) -> int:
    """A mean in whole yen, half up."""
    return int(Decimal(str(mean)).quantize(Decimal(1), ROUND_HALF_UP))


def _cost_months(today: date) -> tuple[date, date]:
    """The first of the months whose cost is looked at, and the month after the last."""
    after = today.replace(day=1)
    return add_months(after, -COST_MONTHS), after


def ending(today: date) -> QuerySet[MallEntry]:
    """Published pages of open malls whose contract ends within ninety days, or has ended."""
    return published().filter(contract_to__lte=today + ENDS_WITHIN).order_by("contract_to", "pk")
