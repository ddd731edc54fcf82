"""What can be done in this room: ask a firm, store what its people say, keep what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.behalf.following import rebuild, settle
from banso.apps.behalf.models import Entry, EntryState, Word, WordAnswer, WordWay
from banso.apps.behalf.selectors import to_confirm
from banso.apps.directory.models import Contact, Firm
from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.notices.services import LetterData, send_letter

__all__ = [
    "LETTER",
    "Answer",
    "answer_by_link",
    "ask_firm",
    "confirm_entries",
    "confirm_on_paper",
    "keep_as_written",
    "rebuild",
]

#: The letter that asks for a confirmation.
LETTER = "behalf.confirm_entries"
LONGEST = 1000


@dataclass(frozen=True)
class Answer:
    """What a person says of one entry. ``number`` is that of the writing which the page showed."""

    number: int
    answer: str = WordAnswer.AS_WRITTEN
    comment: str = ""


@service
def confirm_entries(actor: Actor, firm: Firm, answers: Mapping[int, Answer]) -> list[Entry]:
    """A member of the firm, signed in, says what is true of entries, by their keys.

    Raises:
        Refused: anybody but the firm, nothing to confirm; or, with the field as ``<key>-<field>``: an entry
            that is not this firm's or that was written anew meanwhile (``stale``), "different" without words.
    """
    if actor.role != Role.FIRM_MEMBER:
        raise Refused("role", _("Only the firm confirms what was entered for it."))
    contact = Contact.objects.filter(firm=firm, user=actor.user_id).order_by("pk").first()
    given = {"way": WordWay.SIGNED_IN, "user_id": actor.user_id, "contact": contact}
    return _store(actor, firm, answers, given)


@service
def ask_firm(actor: Actor, firm: Firm, contacts: Sequence[Contact]) -> list[links.IssuedLink]:
    """Send each contact a personal link that asks about everything that waits for the firm's word.

    A new link closes the one before.

    Raises:
        Refused: nothing waits, no contact, a contact of another firm, erased or without mail address.
    """
    if not to_confirm(Entry.objects.filter(firm=firm)).exists():
        raise Refused("nothing_waits", _("Nothing waits for the confirmation of this firm."))
    if not contacts:
        raise Refused("no_contacts", _("Choose at least one person."), "contacts")
    return [_ask(actor, firm, contact) for contact in contacts]


def _ask(actor: Actor, firm: Firm, contact: Contact) -> links.IssuedLink:
    if contact.firm_id != firm.pk or contact.erased_at or contact.left_on or not contact.email:
        message = _("Choose people of the firm who have a mail address.")
        raise Refused("no_such_contact", message, "contacts")
    subject = ("firm", firm.ref)
    issued = links.issue(
        contact, LinkPurpose.CONFIRM_ENTRIES, actor.at, subject=subject, made_by=actor.user_id
    )
    sent = links.sent_to(contact, LinkPurpose.CONFIRM_ENTRIES, subject)
    told = {"contact": contact.pk, "link": issued.link.pk, "sent": sent}
    record(actor, "entries.asked", subject, told)
    send_letter(
        actor,
        LetterData(
            template=LETTER,
            subject=subject,
            to_contact=contact,
            context_refs={"link": issued.link.pk, "firm": firm.ref},
            enclosed={"path": issued.path},
        ),
    )
    return issued


@service
def answer_by_link(actor: Actor, link: PersonalLink, answers: Mapping[int, Answer]) -> list[Entry]:
    """Store what a contact says of entries behind a personal link, and use the link up.

    Raises:
        Refused: ``link_closed``, and what ``confirm_entries`` refuses of answers.
    """
    links.use(link, actor.at)
    assert link.contact is not None
    given = {"way": WordWay.LINK, "link": link, "contact": link.contact}
    return _store(actor, link.contact.firm, answers, given)


@service
def confirm_on_paper(
    actor: Actor, firm: Firm, contact: Contact, entries: Iterable[Entry], file: UploadedFile
) -> list[Entry]:
    """Staff enter that a contact of the firm confirmed entries on signed paper; the paper is attached.

    Of what is different on the paper the record itself is corrected.

    Raises:
        Refused: a contact of another firm or erased, no entry, and what ``confirm_entries`` refuses of one.
    """
    if contact.firm_id != firm.pk or contact.erased_at or contact.left_on:
        raise Refused("no_such_contact", _("Choose a person of the firm."), "contact")
    paper = Upload(
        firm=firm,
        subject_kind=SubjectKind.FIRM,
        subject_ref=firm.ref,
        kind=DocumentKind.OTHER,
        name=file.name or "file",
        content=file.file,  # type: ignore[arg-type]
        title=_("Signed confirmation of entries"),
        visible_to_firm=True,
    )
    given: dict[str, Any] = {"way": WordWay.PAPER, "contact": contact, "recorded_by_id": actor.user_id}
    answers = {entry.pk: Answer(entry.number) for entry in entries}
    return _store(actor, firm, answers, {**given, "document": upload(actor, paper)})


@service
def keep_as_written(actor: Actor, entry: Entry, reason: str) -> Entry:
    """The office keeps, with a reason, an entry of which the firm says that something is different.

    Raises:
        Refused: nobody says so (any more), the person who wrote the entry, or no reason.
    """
    held = hold(Entry.objects).get(pk=entry.pk)
    if held.state != EntryState.DIFFERENT:
        raise Refused("nothing_to_settle", _("There is nothing to settle: nobody disagrees."))
    if held.written_by_id == actor.user_id:
        raise Refused("own_entry", _("Somebody else has to settle this: you wrote the entry."))
    word = Word(
        entry=held,
        number=held.number,
        answer=WordAnswer.KEPT,
        way=WordWay.OFFICE,
        recorded_by_id=actor.user_id,
        given_at=actor.at,
        comment=_words(reason, "reason"),
    )
    word.save()
    settle(held)
    told = {"kind": held.kind, "row": held.row, "reason": digest(word.comment)}
    record(actor, "entries.kept", (held.subject_kind, held.subject_ref), told)
    return held


def _store(actor: Actor, firm: Firm, answers: Mapping[int, Answer], given: Mapping[str, Any]) -> list[Entry]:
    """Store one word an entry, and tell each chain of it. Entries are held in the order of their keys."""
    rows = hold(Entry.objects).filter(firm=firm, pk__in=answers).order_by("pk")
    entries = list(rows)
    if not answers:
        raise Refused("nothing_waits", _("Nothing is left to confirm."))
    if len(entries) < len(answers):
        raise Refused("other_firm", _("This is not about one of these entries."))
    told: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        word = _word(actor, entry, answers[entry.pk], given)
        settle(entry)
        said = {"kind": entry.kind, "row": entry.row, "answer": word.answer}
        told[entry.subject_kind, entry.subject_ref].append(said)
    batch = str(uuid4()) if len(told) > 1 else ""
    contact = given["contact"]
    for subject, several in told.items():
        payload = {
            "way": given["way"].value,
            "contact": contact.pk if contact else None,
            "document": given["document"].ref if "document" in given else None,
            "entries": several,
        }
        record(actor, "entries.answered", subject, payload, batch=batch)
    return entries


def _word(actor: Actor, entry: Entry, data: Answer, given: Mapping[str, Any]) -> Word:
    if data.answer not in (WordAnswer.AS_WRITTEN, WordAnswer.DIFFERENT):
        raise Refused("unknown_code", _("Choose one of the options."), f"{entry.pk}-answer")
    if entry.number != data.number or entry.state == EntryState.NONE:
        message = _("This was written anew since you opened the page. Read it again, then answer.")
        raise Refused("stale", message, f"{entry.pk}-answer")
    different = data.answer == WordAnswer.DIFFERENT
    comment = _words(data.comment, f"{entry.pk}-comment") if different else ""
    return Word.objects.create(
        entry=entry, number=entry.number, answer=data.answer, comment=comment, given_at=actor.at, **given
    )


def _words(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("required", _("Please say it in a few words."), field)
    if len(text) > LONGEST:
        raise Refused("too_long", _("Write at most %(n)s characters.") % {"n": LONGEST}, field)
    return text
