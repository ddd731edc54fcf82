"""Who looks again at a determination that was drawn, where the draw found nobody or the one found cannot."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.selection.models import SecondLook
from banso.apps.selection.selectors import who_may_look


@service
def assign_look(actor: Actor, look: SecondLook, decider: User) -> SecondLook:
    """Give a second look to another decider: one who neither determined nor screened the application.

    Raises:
        Refused: looked at already or given to somebody else meanwhile, or this person may not look.
    """
    if decider.pk not in who_may_look(look, actor.today):
        raise Refused(
            "may_not_look",
            _("Choose a decider who neither determined nor screened this application."),
            "decider",
        )
    changed = SecondLook.objects.filter(
        pk=look.pk, done_on__isnull=True, assigned_to=look.assigned_to_id
    ).update(assigned_to=decider)
    if not changed:
        raise Refused("stale", _("Somebody else has dealt with this second look meanwhile."))
    record(
        actor,
        "application.look_assigned",
        ("application", look.determination.application.ref),
        {"to": decider.pk, "before": look.assigned_to_id},
    )
    look.assigned_to = decider
    return look
