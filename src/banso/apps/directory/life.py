"""What happens to a firm in its life: another name, another place, its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm, FormerFirm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.journal.years import refuse_closed

#: What a firm is called and where it stands: kept with the last day when it changes.
KEPT = ("name", "name_kana", "name_en", "prefecture_id", "city", "office_id")


def keep_former(firm: Firm, changed: Iterable[str], since: date) -> None:
    """Keep how a firm was called and where it stood until the day before ``since``, before it is stored.

    Two changes with effect from one day are one: what stood there before the first stays.
    """
    if not {f"{name}_id" if f"{name}_id" in KEPT else name for name in changed} & set(KEPT):
        return
    before = Firm.objects.values(*KEPT).get(pk=firm.pk)
    FormerFirm.objects.get_or_create(firm=firm, until=since - timedelta(days=1), defaults=before)


def refuse_new_work(firm: Firm) -> None:
    """Refuse what would begin for a firm that is no more; it cannot be closed or merged until the commit.

    Raises:
        Refused: ``firm_closed``, ``firm_merged``.
    """
    held = hold(Firm.objects).select_related("merged_into")
    now = held.get(pk=firm.pk)
    if now.merged_into is not None:
        text = _("This record leads to %(ref)s, which is the same firm: begin it there.")
        raise Refused("firm_merged", text % {"ref": now.merged_into.ref}, "firm")
    if now.closed_on is not None:
        text = _("This firm is noted as closed: nothing new begins for it.")
        raise Refused("firm_closed", text, "firm")


def refuse_day(actor: Actor, firm: Firm, since: date) -> None:
    """Hold the first day of a new name or place against what is known.

    Raises:
        Refused: ``since_future``, ``since_overlaps`` (an earlier change has effect later), ``year_closed``.
    """
    if since > actor.today:
        raise Refused("since_future", _("Enter it when the day has come."), "since")
    if FormerFirm.objects.filter(firm=firm, until__gte=since).exists():
        text = _("A later change is entered already: give a day after it.")
        raise Refused("since_overlaps", text, "since")
    refuse_closed(actor, since, "since")


@service
def note_closed(actor: Actor, firm: Firm, on: date) -> Firm:
    """A firm ceased to be on a day. What this means for its work is ``transfers.services.close_firm``.

    Raises:
        Refused: ``closed_already``, ``closed_in_future``, ``merged``, ``year_closed``.
    """
    if firm.merged_into_id:
        raise Refused("merged", _("This record leads to another firm: close that one."))
    if on > actor.today:
        raise Refused("closed_in_future", _("Enter it when the day has come."), "on")
    refuse_closed(actor, on, "on")
    if not Firm.objects.filter(pk=firm.pk, closed_on__isnull=True).update(closed_on=on):
        raise Refused("closed_already", _("This firm is closed already."))
    firm.refresh_from_db()
    record(actor, "firm.closed", ("firm", firm.ref), {"on": on.isoformat()})
    return firm


@service
def note_open(actor: Actor, firm: Firm) -> Firm:
    """It was a mistake that the firm had closed, or it began again.

    Raises:
        Refused: ``not_closed``.
    """
    if not Firm.objects.filter(pk=firm.pk, closed_on__isnull=False).update(closed_on=None):
        raise Refused("not_closed", _("This firm is not closed."))
    firm.refresh_from_db()
    record(actor, "firm.reopened", ("firm", firm.ref))
    return firm
