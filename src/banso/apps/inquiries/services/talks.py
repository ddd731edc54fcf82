"""A question, words of either side or of staff, the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused, fire, hold
from banso.apps.buyers.models import Buyer, BuyerCompany
from banso.apps.buyers.selectors import may_enter
from banso.apps.catalogue.services import note_answers
from banso.apps.channels.models import Channel
from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload_all
from banso.apps.inquiries.letters import write_letters
from banso.apps.inquiries.models import Attachment, Inquiry, Message, Outcome, Side, State
from banso.apps.inquiries.selectors import answer_hours
from banso.apps.inquiries.transitions import INQUIRY, REFUSALS
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.products.models import Product, ProductState
from banso.engines.kernel import contact_details as details

#: A message holds so many characters and files at most.
LONGEST, MOST_FILES = 4000, 3
#: So many questions of one company may wait for an answer at the same time.
MOST_WAITING = 30

_EVENTS = {Side.BUYER: "ask", Side.FIRM: "answer", Side.STAFF: "step_in"}
_KEPT_BACK = gettext_lazy(
    "Before the maker's first answer no contact details are exchanged: please take out %(what)s. "
    "With that answer each side sees the other's name and mail address."
)
_DETAILS = {
    details.MAIL: gettext_lazy("the mail address"),
    details.PHONE: gettext_lazy("the telephone number"),
    details.WEB: gettext_lazy("the web address"),
}


@dataclass(frozen=True)
class Said:
    """What somebody writes: the words, the language in which they are written, and files sent with them."""

    text: str
    language: str
    files: Sequence[UploadedFile | IO[bytes]] = ()


def subject(inquiry: Inquiry) -> Subject:
    """The subject of events about a conversation."""
    return ("inquiry", inquiry.ref)


@service
def ask(actor: Actor, buyer: Buyer, product: Product, said: Said, channel: Channel | None = None) -> Inquiry:
    """A buyer asks the maker of a product. What the company has asked about it before is taken up again.

    Raises:
        Refused: ``no_access``, ``too_many``; else as by ``write``.
    """
    # Two people of a company who ask at the same moment get one conversation.
    company = hold(BuyerCompany.objects).get(pk=buyer.company_id)
    found = Inquiry.objects.filter(product=product, company=company).first()
    if found is None:
        _refuse_many(company)
        found = Inquiry.objects.create(
            ref=next_reference("IQ", actor),
            product=product,
            company=company,
            buyer=buyer,
            channel=channel,
            asked_at=actor.at,
            waiting_since=actor.at,
            last_word_at=actor.at,
            last_side=Side.BUYER,
        )
        told = {"product": product.ref, "company": company.ref, "channel": channel.code if channel else ""}
        record(actor, "inquiry.asked", subject(found), told)
    write(actor, found, Side.BUYER, said)
    return found


@service
def write(actor: Actor, inquiry: Inquiry, side: str, said: Said) -> Message:
    """Say something in a conversation; whoever is to read it gets a letter.

    Raises:
        Refused: ``no_access`` the buyer's access has ended, ``text_missing``, ``text_long``,
            ``contact_details`` before the first exchange, ``files_early``, ``too_many_files``,
            ``inquiry_state``, ``offered``; for files as by ``documents.services.upload``.
    """
    held = held_inquiry(inquiry)
    if side == Side.BUYER and not may_enter(held.company, actor.today):
        raise Refused("no_access", _("Your access has ended. Please ask the office that invited you."))
    _check(held, side, said)
    facts = {"offered": held.product.state == ProductState.PUBLISHED}
    state = fire(INQUIRY, REFUSALS, held.state, _EVENTS[Side(side)], actor.role, facts).target
    waited = held.state == State.OPEN and held.words > 0
    held.words += 1
    message = Message.objects.create(
        inquiry=held,
        number=held.words,
        side=side,
        written_by_id=actor.user_id,
        at=actor.at,
        language=said.language,
        text=said.text.strip(),
    )
    _attach(actor, held, message, said)
    first = held.words == 1 or (side == Side.FIRM and held.first_answer_at is None)
    _turn(held, side, state, actor)
    if first:
        maker = held.product.firm_id
        note_answers(answer_hours(actor.at, maker), only=maker)
    told = {"number": message.number, "side": str(side), "language": said.language}
    told |= {"text": digest(message.text), "files": len(said.files)}
    record(actor, "inquiry.written", subject(held), told)
    write_letters(actor, held, side, waited=waited)
    return message


@service
def settle(actor: Actor, inquiry: Inquiry, side: str, outcome: Outcome, words: str = "") -> Inquiry:
    """Say what became of a conversation, and close it. A new word takes it up again; the outcome stays.

    Raises:
        Refused: ``words_missing`` for the code ``other``, ``inquiry_state``, ``role``.
    """
    if outcome.code == "other" and not words.strip():
        raise Refused("words_missing", _("Please say in words what became of it."), "words")
    held = held_inquiry(inquiry)
    held.state = fire(INQUIRY, REFUSALS, held.state, "close", actor.role).target
    held.waiting_since = None
    held.outcome, held.outcome_side, held.outcome_at = outcome, side, actor.at
    held.outcome_words = words.strip()
    held.save()
    told = {"outcome": outcome.code, "side": str(side), "words": digest(held.outcome_words)}
    record(actor, "inquiry.closed", subject(held), told)
    return held


def mark_read(inquiry: Inquiry, side: str) -> None:
    """Note that a side has read all that ``inquiry`` shows. No event: to look is no act."""
    column = {Side.BUYER: "buyer_seen", Side.FIRM: "firm_seen"}[Side(side)]
    if getattr(inquiry, column) < inquiry.words:
        unread = Inquiry.objects.filter(pk=inquiry.pk, **{f"{column}__lt": inquiry.words})
        unread.update(**{column: inquiry.words})


def held_inquiry(inquiry: Inquiry) -> Inquiry:
    """The conversation, held for this transaction."""
    rows = hold(Inquiry.objects).select_related("product__firm", "company", "buyer__user")
    return rows.get(pk=inquiry.pk)


def _refuse_many(company: BuyerCompany) -> None:
    waiting = Inquiry.objects.filter(company=company, state=State.OPEN, first_answer_at=None).count()
    if waiting >= MOST_WAITING:
        said = _("%(number)s of your questions wait for an answer. Please wait for some of them first.")
        raise Refused("too_many", said % {"number": waiting})


def _check(held: Inquiry, side: str, said: Said) -> None:
    text = said.text.strip()
    if not text:
        raise Refused("text_missing", _("Please write a message."), "text")
    if len(text) > LONGEST:
        words = _("A message has %(number)s characters at most.") % {"number": LONGEST}
        raise Refused("text_long", words, "text")
    if len(said.files) > MOST_FILES:
        words = _("Send %(number)s files at most with a message.") % {"number": MOST_FILES}
        raise Refused("too_many_files", words, "files")
    if held.exchanged or side == Side.STAFF:
        return
    if found := details.contact_details(text):
        raise Refused("contact_details", str(_KEPT_BACK) % {"what": _DETAILS[found]}, "text")
    if said.files:
        words = _("Files can be sent after the maker's first answer: they may name who sends them.")
        raise Refused("files_early", words, "files")


def _attach(actor: Actor, held: Inquiry, message: Message, said: Said) -> None:
    uploads = [
        Upload(
            firm=held.product.firm,
            subject_kind=SubjectKind.INQUIRY,
            subject_ref=held.ref,
            kind=DocumentKind.OTHER,
            name=file.name or "",
            content=file,  # type: ignore[arg-type]
            visible_to_firm=True,
        )
        for file in said.files
    ]
    for document in upload_all(actor, uploads) if uploads else ():
        Attachment.objects.create(message=message, document=document)


def _turn(held: Inquiry, side: str, state: str, actor: Actor) -> None:
    """Set the clocks after a word."""
    if side == Side.BUYER:
        held.waiting_since = (held.waiting_since if held.state == State.OPEN else None) or actor.at
        held.buyer_seen = held.words
    elif side == Side.FIRM:
        held.waiting_since = None
        held.first_answer_at = held.first_answer_at or actor.at
        held.firm_seen = held.words
    held.state, held.last_word_at, held.last_side = state, actor.at, side
    held.save()
