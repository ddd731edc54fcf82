"""How far support may be extended or shortened on a ground: what a programme manager sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.models import Agreement, GateGround, GateLimit, LimitedResult, ServiceVersion

#: No service lasts longer: a larger number is a slip of the hand.
MOST_MONTHS = 60


@dataclass(frozen=True)
class GateLimitData:
    """The months at most, in all of one case, and who must agree besides who decides (empty: nobody)."""

    most_months: int
    agreed_by: str


@service
def change_gate_limit(actor: Actor, limit: GateLimit, data: GateLimitData, *, seen: str) -> GateLimit:
    """Change a limit. It judges decisions taken from now on; what was decided stays.

    ``seen`` is the ``edition`` of the limit that the person changed.

    Raises:
        Refused: months outside 1 to 60, an unknown code, or somebody else changed the limit meanwhile.
    """
    _check(data)
    before = hold(GateLimit.objects).select_related("version").get(pk=limit.pk)
    if edition(before) != seen:
        raise Refused(
            "stale",
            _("Somebody else has changed this limit: it is now %(months)s months. Sent again, yours counts.")
            % {"months": before.most_months},
        )
    if (before.most_months, before.agreed_by) == (data.most_months, data.agreed_by):
        return before
    was = {"months_before": before.most_months, "agreed_by_before": before.agreed_by}
    before.most_months, before.agreed_by = data.most_months, data.agreed_by
    before.save(update_fields=["most_months", "agreed_by"])
    _note(actor, "limits.changed", before, was)
    return before


@service
def add_gate_limit(
    actor: Actor, version: ServiceVersion, result: str, ground: GateGround, data: GateLimitData
) -> GateLimit:
    """Allow a decision on a ground that had no limit, which allowed nothing.

    Raises:
        Refused: months outside 1 to 60, an unknown code, a retired ground, or there is a limit already.
    """
    _check(data)
    if result not in LimitedResult.values:
        raise Refused("unknown_code", _("Choose one of the options."), "result")
    if ground.retired_on is not None and ground.retired_on <= actor.today:
        raise Refused("retired", _("This ground is no longer in use."), "ground")
    try:
        with transaction.atomic():
            limit = GateLimit.objects.create(
                version=version,
                result=result,
                ground=ground,
                most_months=data.most_months,
                agreed_by=data.agreed_by,
            )
    except IntegrityError:
        raise Refused(
            "limit_there", _("There is a limit for this ground already. Change that one."), "ground"
        ) from None
    _note(actor, "limits.added", limit, {})
    return limit


def edition(limit: GateLimit) -> str:
    """What a limit says, in short: a form that saw another one is stale."""
    return f"{limit.most_months}:{limit.agreed_by}"


def _check(data: GateLimitData) -> None:
    if not 1 <= data.most_months <= MOST_MONTHS:
        raise Refused("months_range", _("Give a number from 1 to 60."), "most_months")
    if data.agreed_by and data.agreed_by not in Agreement.values:
        raise Refused("unknown_code", _("Choose one of the options."), "agreed_by")


def _note(actor: Actor, action: str, limit: GateLimit, more: dict[str, int | str]) -> None:
    first: date = limit.version.in_force_from
    record(
        actor,
        action,
        ("configuration", "gate_limits"),
        {
            "service": limit.version.service.code,
            "in_force_from": first.isoformat(),
            "result": limit.result,
            "ground": limit.ground.code,
            "months": limit.most_months,
            "agreed_by": limit.agreed_by,
            **more,
        },
    )
