"""Orders: reported by one side, confirmed or disputed by the other, settled by staff, counted as exports.

1. An order becomes an export when the other side confirms it, or staff take it as reported.
2. Its grade of proof: where the buyer has spoken for it, the buyer's word; where only the firm has, the
   firm's. The proof names the order and whose words these are.
3. An export that somebody had told already is not counted beside it (``casework.services.record_sold``).
4. Without a case that takes it, it is kept, and staff enter it once there is one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, fire, hold
from banso.apps.casework.models import Case, CaseState, ResultSource, SalesChannel
from banso.apps.casework.services import Report, Sold, record_sold
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.models import State as InquiryState
from banso.apps.inquiries.naming import product_name
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.orders.letters import write_to_other_side
from banso.apps.orders.models import STANDING, Doubt, Order, State
from banso.apps.orders.transitions import ORDER, REFUSALS
from banso.apps.products.models import EditionState
from banso.engines.kernel.money import currencies_on, decimals, fits

LARGEST = Decimal(10) ** 12
#: Two reports of one order lie so many days and percent apart at most: as exports that look alike.
DAYS_APART, PERCENT_APART = 14, 2
_LONGEST_UNIT, _LONGEST_WORDS = 20, 400


@dataclass(frozen=True)
class OrderData:
    """What is reported. ``anyway``: it is another order than the one that the other side has reported."""

    ordered_on: date
    amount: Decimal
    currency: str
    quantity: int
    unit: str
    repeat: bool = False
    sample: bool = False
    anyway: bool = False


def subject(order: Order) -> Subject:
    """The subject of events about an order."""
    return ("order", order.ref)


@service
def report(actor: Actor, inquiry: Inquiry, data: OrderData) -> Order:
    """Report an order that came of a conversation; the other side is asked to confirm it.

    Raises:
        Refused: ``not_exchanged``, ``inquiry_ended``; beside its field ``in_future``, ``year_closed``,
            ``currency_unknown``, ``amount_range``, ``amount_decimals``, ``quantity_range``, ``unit_missing``,
            ``too_long``; ``looks_like`` the other side has reported it already.
    """
    if inquiry.state == InquiryState.ENDED:
        raise Refused("inquiry_ended", _("The office has ended this conversation. Nothing can be added."))
    if not inquiry.exchanged:
        message = _("An order can be reported once the maker has answered the question.")
        raise Refused("not_exchanged", message)
    # Two who report the same order at once: the second sees the first.
    hold(Inquiry.objects).get(pk=inquiry.pk)
    currency = _check(actor, data)
    side = side_of(actor)
    if not data.anyway and (alike := _told_by_other_side(inquiry, side, data, currency)) is not None:
        message = _("The other side has reported such an order: %(ref)s. Confirm that one, or say below.")
        raise Refused("looks_like", message % {"ref": alike.ref}, "anyway")
    order = Order.objects.create(
        ref=next_reference("OR", actor),
        inquiry=inquiry,
        side=side,
        ordered_on=data.ordered_on,
        amount=data.amount,
        currency=currency,
        quantity=data.quantity,
        unit=data.unit.strip(),
        sample=data.sample,
        repeat=data.repeat,
        known=_known_before(inquiry, data.ordered_on),
        reported_at=actor.at,
        reported_by_id=actor.user_id,
        entry=uuid.uuid4(),
    )
    told = {
        "inquiry": inquiry.ref, "side": side, "ordered_on": data.ordered_on.isoformat(),
        "amount": f"{data.amount:f}", "currency": currency, "quantity": data.quantity,
        "sample": data.sample, "repeat": data.repeat, "known": order.known,
    }  # fmt: skip
    record(actor, "order.reported", subject(order), told)
    write_to_other_side(actor, order)
    return order


@service
def confirm(actor: Actor, order: Order) -> Order:
    """The other side says that it is so: the order becomes an export.

    Raises:
        Refused: ``order_state``, ``role``, ``other_side``, ``year_closed``.
    """
    held = _held(order)
    facts = {"other_side": side_of(actor) != held.side}
    held.state = fire(ORDER, REFUSALS, held.state, "confirm", actor.role, facts).target
    held.answered_at, held.answered_by_id = actor.at, actor.user_id
    held.doubt, held.doubt_words = "", ""
    held.save()
    record(actor, "order.confirmed", subject(held), {"side": side_of(actor)})
    _enter(actor, held)
    return held


@service
def dispute(actor: Actor, order: Order, doubt: str, words: str) -> Order:
    """The other side says what is not so; the office settles it.

    Raises:
        Refused: ``order_state``, ``role``, ``other_side``, ``doubt_unknown``, ``too_long``.
    """
    held = _held(order)
    facts = {"other_side": side_of(actor) != held.side}
    state = fire(ORDER, REFUSALS, held.state, "dispute", actor.role, facts).target
    if doubt not in Doubt.values:
        raise Refused("doubt_unknown", _("Choose one of the options."), "doubt")
    held.state, held.doubt, held.doubt_words = state, doubt, _text(words, "words", wanted=False)
    held.answered_at, held.answered_by_id = actor.at, actor.user_id
    held.save()
    told = {"side": side_of(actor), "doubt": doubt, "words": digest(held.doubt_words)}
    record(actor, "order.disputed", subject(held), told)
    return held


@service
def settle(actor: Actor, order: Order, stands: bool, reason: str) -> Order:
    """Staff decide an order that is disputed, or that nobody has answered: it stands as reported, or not.

    Raises:
        Refused: ``order_state``, ``role``, ``reason_missing``, ``too_long``, ``year_closed``.
    """
    held = _held(order)
    event = "take" if stands else "reject"
    held.state = fire(ORDER, REFUSALS, held.state, event, actor.role).target
    held.settled_reason = _text(reason, "reason")
    held.settled_at, held.settled_by_id = actor.at, actor.user_id
    held.save()
    told = {"stands": stands, "reason": digest(held.settled_reason)}
    record(actor, "order.settled", subject(held), told)
    if stands:
        _enter(actor, held)
    return held


@service
def enter(actor: Actor, order: Order) -> Order:
    """Enter an order that stands into a case that has come meanwhile.

    Raises:
        Refused: ``not_standing``, ``entered``, ``no_case``, ``year_closed``.
    """
    held = _held(order)
    if held.state not in STANDING:
        raise Refused("not_standing", _("Only an order that stands becomes an export."))
    if held.result_id is not None:
        raise Refused("entered", _("This order is an export already."))
    if not _enter(actor, held):
        raise Refused("no_case", _("The firm has no open case on Japan Street."))
    return held


def case_of(order: Order) -> Case | None:
    """The case that takes an order: the firm's latest one in the catalogue, as long as it has not ended."""
    services = Channel.objects.filter(kind=ChannelKind.CATALOGUE).order_by().values("service")
    cases = Case.objects.filter(firm=order.inquiry.product.firm_id, service__in=services)
    return cases.exclude(state=CaseState.ENDED).order_by("-started_on", "-pk").first()


def side_of(actor: Actor) -> str:
    """For which side somebody speaks."""
    return Side.BUYER.value if actor.role == Role.BUYER else Side.FIRM.value


def _enter(actor: Actor, order: Order) -> bool:
    """Make the export; whether there was a case to take it."""
    case = case_of(order)
    if case is None:
        return False
    both = order.state == State.CONFIRMED
    # The buyer's word counts more than the firm's, and the firm's beside it takes nothing away.
    by_buyer = both or order.side == Side.BUYER
    source = ResultSource.BUYER if by_buyer else ResultSource.FIRM
    inquiry = order.inquiry
    editions = inquiry.product.editions.filter(state=EditionState.PUBLISHED)
    sold = Sold(
        entry=order.entry,
        case=case,
        sold_on=order.ordered_on,
        market=inquiry.company.market_id,
        product=product_name(inquiry.product, "ja"),
        hs_code=editions.order_by("pk").values_list("hs_code", flat=True).first() or "",
        currency=order.currency,
        amount=order.amount,
        quantity=order.quantity,
        unit=order.unit,
        sample=order.sample,
    )
    kept = record_sold(actor, Report(order.ref, SalesChannel.STREET, source=source), [sold])
    order.result_id = kept[order.entry]
    order.save(update_fields=["result"])
    told = {"case": case.ref, "result": order.result_id, "source": source.value, "both": both}
    record(actor, "order.entered", subject(order), told)
    return True


def _held(order: Order) -> Order:
    rows = hold(Order.objects).select_related(
        "inquiry__product__firm", "inquiry__company__market", "inquiry__buyer"
    )
    return rows.get(pk=order.pk)


def _check(actor: Actor, data: OrderData) -> str:
    if data.ordered_on > actor.today:
        raise Refused("in_future", _("This day lies after today."), "ordered_on")
    refuse_closed(actor, data.ordered_on, "ordered_on")
    currency = data.currency.strip().upper()
    if currency not in currencies_on(data.ordered_on):
        message = _("This is no currency in use on that day. Write its code, for example USD.")
        raise Refused("currency_unknown", message, "currency")
    if data.amount < 0 or data.amount > LARGEST or (data.amount == 0 and not data.sample):
        message = _("Enter an amount above zero. Only a sample may be free.")
        raise Refused("amount_range", message, "amount")
    if not fits(data.amount, currency):
        message = _("An amount in %(currency)s has at most %(places)s decimals.")
        values = {"currency": currency, "places": decimals(currency)}
        raise Refused("amount_decimals", message % values, "amount")
    if not 0 < data.quantity <= 10**9:
        raise Refused("quantity_range", _("Enter how many were ordered, 1 at least."), "quantity")
    _text(data.unit, "unit", longest=_LONGEST_UNIT)
    return currency


def _told_by_other_side(inquiry: Inquiry, side: str, data: OrderData, currency: str) -> Order | None:
    """What the other side has reported and looks like this: by the rule of exports that look alike."""
    apart = timedelta(days=DAYS_APART)
    rows = Order.objects.filter(
        inquiry=inquiry,
        sample=data.sample,
        currency=currency,
        ordered_on__range=(data.ordered_on - apart, data.ordered_on + apart),
    )
    rows = rows.exclude(side=side).exclude(state=State.REJECTED).order_by("pk")
    for row in rows:
        if abs(row.amount - data.amount) * 100 <= PERCENT_APART * max(row.amount, data.amount):
            return row
    return None


def _known_before(inquiry: Inquiry, day: date) -> bool:
    """Whether an order of the two sides is known that is no sample and no later."""
    rows = Order.objects.filter(
        inquiry__company=inquiry.company_id,
        inquiry__product__firm=inquiry.product.firm_id,
        state__in=STANDING,
        sample=False,
        ordered_on__lte=day,
    )
    return rows.exists()


def _text(words: str, field: str, *, longest: int = _LONGEST_WORDS, wanted: bool = True) -> str:
    words = words.strip()
    if wanted and not words:
        raise Refused(f"{field}_missing", _("This is needed."), field)
    if len(words) > longest:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": longest, "count": len(words)}, field)
    return words
