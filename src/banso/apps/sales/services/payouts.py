"""What a site says it paid to firms, and what of it did not arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.channels.models import Channel, Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, record, service
from banso.apps.sales.dues import Due
from banso.apps.sales.models import Payout, SalesLine, Voided
from banso.apps.sales.owed import dues
from banso.apps.sales.sites import Site
from banso.apps.sales.words import money

_LONGEST = 60


@service
def mark_paid(
    actor: Actor, site: Site, keys: Sequence[str], paid_on: date, reference: str = ""
) -> list[Payout]:
    """Say that what is left of these months (``Due.key``) was paid on a day: all of them, or none.

    A month on which the firm owes the site is set off against the others of the same firm and currency.

    Raises:
        Refused: ``nothing_chosen``; ``day_ahead``; ``too_long``; ``due_unknown``; ``paid_before`` the month;
            ``no_terms``, ``nothing_left``, ``less_than_nothing``, with the month.
    """
    # Payments of one site are marked one after the other: what is left is paid once.
    hold(Mall.objects if site.mall else Channel.objects).get(pk=(site.mall or site.channel).pk)
    if not keys:
        raise Refused("nothing_chosen", _("Choose at least one month."))
    if paid_on > actor.today:
        raise Refused("day_ahead", _("This lies after today."), "paid_on")
    reference = reference.strip()
    if len(reference) > _LONGEST:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": _LONGEST, "count": len(reference)}, "reference")
    firms = {key.split("/")[1] for key in keys if key.count("/") == 3}
    lines = SalesLine.objects.filter(listing__case__firm__ref__in=firms)
    there = {
        due.key: due for due in dues(lines, Payout.objects.filter(firm__ref__in=firms), actor.today, site)
    }
    chosen = [there.get(key) for key in sorted({*keys})]
    payouts = [
        Payout(
            firm=due.firm,
            channel=site.channel,
            mall=site.mall,
            month=due.month,
            currency=due.currency,
            amount=due.left,
            paid_on=paid_on,
            reference=reference,
            marked_by_id=actor.user_id,
            marked_at=actor.at,
        )
        for due in _payable(chosen, paid_on)
    ]
    Payout.objects.bulk_create(payouts)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in payouts:
        totals[row.currency] += row.amount
    payload = {
        "on": paid_on.isoformat(),
        "months": len(payouts),
        "firms": len({row.firm_id for row in payouts}),
        "sums": [money(amount, currency) for currency, amount in sorted(totals.items())],
        "reference": digest(reference) if reference else None,
    }
    record(actor, "mall.paid", _subject(site.mall, site.channel), payload)
    return payouts


def _payable(chosen: Sequence[Due | None], paid_on: date) -> list[Due]:
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    found = []
    for due in chosen:
        if due is None:
            raise Refused("due_unknown", _("A month that was chosen is not owed by this site."))
        said = f"{due.firm.name} {due.month:%Y-%m} {due.currency}: "
        if due.left is None:
            raise Refused("no_terms", said + _("no terms are on record, so nobody can say what is due."))
        if not due.left:
            raise Refused("nothing_left", said + _("nothing is left to be paid."))
        if paid_on < due.month:
            raise Refused("paid_before", said + _("this day lies before the month."), "paid_on")
        totals[due.firm.ref, due.currency] += due.left
        found.append(due)
    for (firm, currency), total in totals.items():
        if total < 0:
            message = _("%(firm)s owes the site more than it is owed (%(amount)s): choose further months.")
            raise Refused("less_than_nothing", message % {"firm": firm, "amount": money(total, currency)})
    return found


@service
def say_missing(actor: Actor, payout: Payout) -> Payout:
    """The firm says that a payment did not arrive: it counts no longer, and the month is owed again.

    Raises:
        Refused: ``payout_voided``; ``set_off``: nothing was paid here.
    """
    if payout.amount < 0:
        raise Refused("set_off", _("This was set off against other months; nothing was paid."))
    return _void(actor, payout, Voided.NOT_ARRIVED, "mall.payout_missing")


@service
def take_back_payout(actor: Actor, payout: Payout) -> Payout:
    """A payment was marked by mistake: it counts no longer.

    Raises:
        Refused: ``payout_voided``.
    """
    return _void(actor, payout, Voided.MISTAKE, "mall.payout_taken_back")


def _void(actor: Actor, payout: Payout, why: Voided, action: str) -> Payout:
    stored = hold(Payout.objects).select_related("firm", "mall", "channel").get(pk=payout.pk)
    if stored.voided:
        raise Refused("payout_voided", _("This payment was taken back already."))
    stored.voided, stored.voided_on, stored.voided_by_id = why, actor.today, actor.user_id
    stored.save(update_fields=["voided", "voided_on", "voided_by"])
    payload = {"payout": stored.pk, "firm": stored.firm.ref, "month": stored.month.isoformat()}
    record(actor, action, _subject(stored.mall, stored.channel), payload)
    return stored


def _subject(mall: Mall | None, channel: Channel) -> Subject:
    return ("mall", mall.code) if mall is not None else ("site", channel.code)
