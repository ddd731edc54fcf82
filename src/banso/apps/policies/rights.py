"""Rights to a family: who may edit its versions and who may approve them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.policies.models import PolicyFamily, PolicySteward, Right


@service
def give_right(actor: Actor, family: PolicyFamily, user: User, right: str) -> PolicySteward:
    """Give a programme manager a right to a family, from today on.

    Raises:
        Refused: no programme manager today, held already, or no such right.
    """
    hold(PolicyFamily.objects).get(pk=family.pk)
    if right not in Right.values:
        raise Refused("unknown_code", _("Choose one of the options."), "right")
    manages = user.assignments.filter(role=Role.PROGRAMME_MANAGER, valid_from__lte=actor.today).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today)
    )
    if not (user.is_active and manages.exists()):
        raise Refused("no_programme_manager", _("Only a programme manager can hold this right."), "user")
    if PolicySteward.objects.filter(family=family, user=user, right=right, ended_on__isnull=True).exists():
        raise Refused("right_held", _("This person holds the right already."), "user")
    given = PolicySteward.objects.create(family=family, user=user, right=right, given_on=actor.today)
    _record(actor, "given", given)
    return given


@service
def end_right(actor: Actor, steward: PolicySteward) -> PolicySteward:
    """End a right to a family: it is gone at once.

    Raises:
        Refused: it has ended already.
    """
    held = hold(PolicySteward.objects).select_related("family").get(pk=steward.pk)
    if held.ended_on is not None:
        raise Refused("right_ended", _("This right has ended already."))
    held.ended_on = actor.today
    held.save(update_fields=["ended_on"])
    _record(actor, "ended", held)
    return held


def _record(actor: Actor, what: str, steward: PolicySteward) -> None:
    payload = {"user": steward.user_id, "right": steward.right}
    record(actor, f"policy.right_{what}", ("policy_family", steward.family.code), payload)
