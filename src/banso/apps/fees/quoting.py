"""From a price to a quote that a firm accepts, and to the start of its service.

1. A quote holds until the earlier of 30 days from the day of the offer and 21 days before the service
   starts. It is refused if that day has passed, and cannot be accepted after it, whatever its state.
2. The price is that of the policy in force on the day it is written; offered, it is frozen with its terms.
3. One contact answers for the firm. Whoever comes second is told who answered, and when.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.directory.services import refuse_new_work
from banso.apps.fees.changes import changeable, refuse_fixed
from banso.apps.fees.letters import tell_of_offer
from banso.apps.fees.models import DeclineReason, Quote, QuoteState
from banso.apps.fees.models.quotes import OVER
from banso.apps.fees.quote_values import QuoteData, priced, valid_until
from banso.apps.fees.transitions import NEW, fire_quote
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.selection.models import Application
from banso.web import formats


@service
def write_quote(actor: Actor, about: Application | Case, data: QuoteData) -> Quote:
    """Write the draft of a quote for an application or a case.

    Raises:
        Refused: the firm takes up nothing new, the price is not certain or nothing, no work, a discount above
            the price, a start too near, no terms, or another quote for the same waits or was accepted.
    """
    fire_quote(NEW, "write", actor)
    firm = hold(Firm.objects).get(pk=about.firm_id)
    refuse_new_work(firm)
    tied = {"case": about} if isinstance(about, Case) else {"application": about}
    other = Quote.objects.filter(**tied).exclude(state__in=OVER).order_by("pk").first()
    if other is not None:
        raise Refused("quote_there", _("There is a quote for this already: %(ref)s.") % {"ref": other.ref})
    values = priced(actor, about.service, firm, data, about)
    quote = Quote.objects.create(
        ref=next_reference("QT", actor), firm=firm, service=about.service, state=QuoteState.DRAFT,
        made_by_id=actor.user_id, made_at=actor.at, **tied, **values,
    )  # fmt: skip
    told = {"service": quote.service.code, "total": quote.total, "about": about.ref}
    _tell(actor, quote, "quote.written", told)
    return quote


@service
def change_quote(actor: Actor, quote: Quote, data: QuoteData) -> Quote:
    """Change a draft, which is priced anew; of an accepted quote the start alone, to a later day.

    Raises:
        Refused: as ``write_quote``; ``field_fixed``: what may no longer change in this state.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    fire_quote(quote.state, "change", actor)
    wanted = vars(data)
    changed = {name for name, value in wanted.items() if getattr(quote, name) != value}
    refuse_fixed("quote", quote.state, changed)
    if quote.state == QuoteState.DRAFT:
        values = priced(actor, quote.service, quote.firm, data, quote.application or quote.case)
    else:
        if data.service_starts_on < quote.service_starts_on:
            message = _("A start that was agreed is only put off.")
            raise Refused("starts_earlier", message, "service_starts_on")
        values = {name: wanted[name] for name in changed & changeable("quote", quote.state)}
    for name, value in values.items():
        setattr(quote, name, value)
    quote.save()
    told = {"total": quote.total, "starts": quote.service_starts_on.isoformat()}
    _tell(actor, quote, "quote.changed", told)
    return quote


@service
def offer_quote(actor: Actor, quote: Quote) -> Quote:
    """Send a draft to the firm: from now on nothing of it changes.

    Raises:
        Refused: it is no draft, or it would have ended already.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    until = valid_until(actor.today, quote.service_starts_on)
    fired = fire_quote(quote.state, "offer", actor, {"not_past": until >= actor.today})
    # The price of a draft that was left lying is that of the day on which it is offered.
    about = quote.application or quote.case
    for name, value in priced(actor, quote.service, quote.firm, _data_of(quote), about).items():
        setattr(quote, name, value)
    quote.state, quote.valid_until, quote.offered_at = fired.target, until, actor.at
    quote.save()
    if quote.replaces_id:
        before = hold(Quote.objects).get(pk=quote.replaces_id)
        _move(actor, before, "replace", {}, {"by": quote.ref})
    told = {
        "total": quote.total,
        "until": until.isoformat(),
        "terms": quote.terms.number,
        "guards": dict(fired.guards),
    }
    _tell(actor, quote, "quote.offered", told)
    tell_of_offer(actor, quote)
    return quote


@service
def revise_quote(actor: Actor, quote: Quote, data: QuoteData) -> Quote:
    """Write a later revision of a quote that the firm has not answered; offered, it replaces this one.

    Raises:
        Refused: as ``write_quote``; it was answered, or a later revision is being written.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    fire_quote(quote.state, "replace", actor)
    if Quote.objects.filter(replaces=quote).exists():
        raise Refused("revision_there", _("A later revision is being written already."))
    about = quote.application or quote.case
    values = priced(actor, quote.service, quote.firm, data, about)
    later = Quote.objects.create(
        ref=next_reference("QT", actor), firm=quote.firm, service=quote.service, state=QuoteState.DRAFT,
        application=quote.application, case=quote.case, replaces=quote, revision=quote.revision + 1,
        made_by_id=actor.user_id, made_at=actor.at, **values,
    )  # fmt: skip
    told = {"service": quote.service.code, "total": later.total, "about": quote.ref}
    _tell(actor, later, "quote.written", told)
    return later


@service
def accept_quote(actor: Actor, quote: Quote) -> Quote:
    """Accept for the firm.

    Raises:
        Refused: ``quote_late`` after its last day in Tokyo, ``quote_answered`` where another contact was
            faster, ``quote_state`` where it was replaced or withdrawn.
    """
    quote = _waiting(actor, quote)
    _move(
        actor, quote, "accept", {}, {"total": quote.total}, answered_by_id=actor.user_id, answered_at=actor.at
    )
    return quote


@service
def decline_quote(actor: Actor, quote: Quote, reason: str) -> Quote:
    """Decline for the firm, with a reason from the list.

    Raises:
        Refused: as ``accept_quote``; ``unknown_code``.
    """
    if reason not in DeclineReason.values:
        raise Refused("unknown_code", _("Choose one of the options."), "reason")
    quote = _waiting(actor, quote)
    answer = {"answered_by_id": actor.user_id, "answered_at": actor.at, "decline_reason": reason}
    _move(actor, quote, "decline", {}, {"reason": reason}, **answer)
    return quote


@service
def withdraw_quote(actor: Actor, quote: Quote) -> Quote:
    """Take back a quote that the firm has not answered.

    Raises:
        Refused: ``quote_state``.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    _move(actor, quote, "withdraw", {}, {})
    return quote


@service
def cancel_quote(actor: Actor, quote: Quote) -> Quote:
    """Cancel what the firm accepted, before the service starts.

    Raises:
        Refused: ``quote_state``.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    _move(actor, quote, "cancel", {}, {})
    return quote


@service
def start_service(actor: Actor, quote: Quote, started_on: date) -> Quote:
    """Note the day on which the service that was accepted began: now it can be invoiced.

    Raises:
        Refused: ``begun``: a day ahead or before the acceptance; ``year_closed``; ``quote_state``.
    """
    quote = hold(Quote.objects).get(pk=quote.pk)
    refuse_closed(actor, started_on, "started_on")
    accepted = formats.local_date(quote.answered_at) if quote.answered_at else actor.today
    begun = accepted <= started_on <= actor.today
    _move(actor, quote, "start", {"begun": begun}, {"on": started_on.isoformat()}, started_on=started_on)
    return quote


def _waiting(actor: Actor, quote: Quote) -> Quote:
    """The quote, held, as one that can be answered today."""
    # Who answered is read once the row is held: what was joined to it is older than the wait.
    quote = hold(Quote.objects).get(pk=quote.pk)
    if quote.valid_until is not None and actor.today > quote.valid_until:
        message = _("This quote held until %(day)s. Please ask the office for a new one.")
        raise Refused("quote_late", message % {"day": formats.day(quote.valid_until)})
    if quote.answered_by is not None:
        message = _("%(name)s answered this quote on %(moment)s.")
        told = {"name": quote.answered_by.name, "moment": formats.moment(quote.answered_at)}
        raise Refused("quote_answered", message % told)
    return quote


def _move(
    actor: Actor, quote: Quote, event: str, facts: dict[str, Any], told: dict[str, Any], **values: Any
) -> None:
    fired = fire_quote(quote.state, event, actor, facts)
    for name, value in {"state": fired.target, **values}.items():
        setattr(quote, name, value)
    quote.save()
    guards = {"guards": dict(fired.guards)} if fired.guards else {}
    _tell(actor, quote, f"quote.{_SAID[event]}", {**told, **guards})


_SAID = {
    "accept": "accepted",
    "decline": "declined",
    "replace": "replaced",
    "withdraw": "withdrawn",
    "cancel": "cancelled",
    "start": "started",
}


def _tell(actor: Actor, quote: Quote, action: str, told: dict[str, Any]) -> None:
    record(actor, action, ("quote", quote.ref), told, policy_version=quote.frozen["policy"] or "")


def _data_of(quote: Quote) -> QuoteData:
    return QuoteData(**{name: getattr(quote, name) for name in QuoteData.__dataclass_fields__})
