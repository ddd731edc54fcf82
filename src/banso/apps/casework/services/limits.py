"""How far support may be extended or shortened on a ground, and how much of that is used up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case, GateResult, GateReview, GateState
from banso.apps.programmes.models import GateGround, GateLimit
from banso.engines.kernel.fiscal import add_months, months_between


@dataclass(frozen=True)
class Room:
    """A limit and the months that decisions of the case have used up of it."""

    limit: GateLimit
    used: int

    @property
    def left(self) -> int:
        """The months that are left."""
        return max(0, self.limit.most_months - self.used)


def rooms(case: Case) -> list[Room]:
    """Every limit of a case's service version with what is used up, in two queries."""
    used: dict[tuple[str, int | None], int] = {}
    for review in _standing(case):
        key = review.result, review.ground_id
        used[key] = used.get(key, 0) + months_moved(review)
    limits = GateLimit.objects.filter(version=case.version_id).select_related("ground")
    return [
        Room(limit, used.get((limit.result, limit.ground_id), 0))
        for limit in limits.order_by("result", "ground__position", "pk")
    ]


def limit_of(
    case: Case, result: str, ground: GateGround, *, months: int, end_after: date | None
) -> GateLimit:
    """The limit that a decision keeps to.

    Raises:
        Refused: there is no limit for this ground, which allows nothing, or the decision goes beyond it.
    """
    found = [room for room in rooms(case) if (room.limit.result, room.limit.ground_id) == (result, ground.pk)]
    if not found:
        raise Refused("ground_not_allowed", _("This ground does not allow this decision."), "ground")
    room = found[0]
    asked = months if result == GateResult.EXTEND else months_cut(case.planned_end_on, end_after)
    if asked > room.left:
        numbers = {"most": room.limit.most_months, "used": room.used, "asked": asked, "left": room.left}
        if result == GateResult.EXTEND:
            message = _(
                "On this ground support is extended by at most %(most)s months in all. "
                "Used up: %(used)s, asked for: %(asked)s, left: %(left)s."
            )
        else:
            message = _(
                "On this ground support ends at most %(most)s months earlier in all. "
                "Used up: %(used)s, asked for: %(asked)s, left: %(left)s."
            )
        raise Refused("beyond_limit", message % numbers, "months")
    return room.limit


def months_moved(review: GateReview) -> int:
    """By how many months a decision extends or shortens support."""
    if review.result == GateResult.SHORTEN and review.end_before is not None:
        return months_cut(review.end_before, review.end_after)
    return review.months or 0


def months_cut(before: date, after: date | None) -> int:
    """The months by which support ends earlier; a month begun counts whole."""
    if after is None or after >= before:
        return 0
    whole = months_between(after, before)
    return whole + (add_months(after, whole) < before)


def _standing(case: Case) -> Iterable[GateReview]:
    """Decisions of the case that moved its end, or still may."""
    return GateReview.objects.filter(
        stage__case=case,
        result__in=(GateResult.EXTEND, GateResult.SHORTEN),
        state__in=(GateState.PROPOSED, GateState.ANNOUNCED, GateState.IN_FORCE),
    ).order_by("pk")
