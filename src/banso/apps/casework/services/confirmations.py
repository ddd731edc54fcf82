"""The firm's people confirm exports: by a personal link, signed in, or on paper; staff settle disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.casework.models import (
    Case,
    Confirmation,
    ConfirmationAnswer,
    ConfirmationWay,
    ExportResult,
    Faster,
)
from banso.apps.casework.results import DISPUTED
from banso.apps.casework.services import checks
from banso.apps.casework.services.results import (
    SETTLED_FIELDS,
    answers_of,
    attach,
    locked,
    settle_by_words,
    take_figures,
    verdict_of,
)
from banso.apps.directory.models import Contact
from banso.apps.documents.models import DocumentKind
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.notices.services import LetterData, send_letter

#: The letter that asks for a confirmation.
LETTER = "casework.confirm_results"
#: What staff may decide about words that disagree.
AS_WRITTEN, AS_ANSWERED, NOT_COUNTED = "as_written", "as_answered", "not_counted"


@dataclass(frozen=True)
class AnswerData:
    """What a person says of one export.

    ``amount`` (in the currency of the export) and ``exported_on`` say what was different. ``attribution``:
    how far it would have happened without the support, from 1, not at all, to 7, wholly; None is not said.
    """

    answer: str = ConfirmationAnswer.AS_WRITTEN
    amount: Decimal | None = None
    exported_on: date | None = None
    attribution: int | None = None
    faster: str = ""
    comment: str = ""


@service
def ask_confirmation(
    actor: Actor, case: Case, results: Sequence[ExportResult], contacts: Sequence[Contact]
) -> list[links.IssuedLink]:
    """Send each contact a personal link that asks about these exports.

    A new link closes the one before; what the contact had not answered there yet moves to the new one.

    Raises:
        Refused: no export, no contact, an export of another case or a duplicate, a contact of another firm,
            erased or without mail address.
    """
    case = checks.locked(case)
    if not results:
        raise Refused("no_results", _("Choose at least one export."), "results")
    if not contacts:
        raise Refused("no_contacts", _("Choose at least one person."), "contacts")
    rows = {row.pk: row for row in hold(case.results).order_by("pk")}
    for result in results:
        if result.pk not in rows or rows[result.pk].duplicate_of_id is not None:
            raise Refused("not_to_ask", _("Choose exports of this case that are no duplicates."), "results")
    return [_ask(actor, case, [result.pk for result in results], contact) for contact in contacts]


def _ask(actor: Actor, case: Case, results: list[int], contact: Contact) -> links.IssuedLink:
    if contact.firm_id != case.firm_id or contact.erased_at or contact.left_on or not contact.email:
        message = _("Choose people of the firm who have a mail address.")
        raise Refused("no_such_contact", message, "contacts")
    subject = ("case", case.ref)
    issued = links.issue(
        contact, LinkPurpose.CONFIRM_RESULT, actor.at, subject=subject, made_by=actor.user_id
    )
    waiting = Confirmation.objects.filter(
        contact=contact, result__case=case, way=ConfirmationWay.LINK, given_at__isnull=True
    )
    waiting.update(link=issued.link)
    known = set(waiting.order_by("pk").values_list("result_id", flat=True))
    Confirmation.objects.bulk_create(
        Confirmation(
            result_id=key,
            contact=contact,
            link=issued.link,
            way=ConfirmationWay.LINK,
            asked_at=actor.at,
        )
        for key in results
        if key not in known
    )
    sent = links.sent_to(contact, LinkPurpose.CONFIRM_RESULT, subject)
    record(
        actor,
        "confirmation.asked",
        subject,
        {
            "contact": contact.pk,
            "link": issued.link.pk,
            "results": sorted(known | set(results)),
            "sent": sent,
        },
    )
    send_letter(
        actor,
        LetterData(
            template=LETTER,
            subject=subject,
            to_contact=contact,
            context_refs={"link": issued.link.pk, "case": case.ref},
            enclosed={"path": issued.path},
        ),
    )
    return issued


@service
def answer_by_link(actor: Actor, link: PersonalLink, answers: Mapping[int, AnswerData]) -> list[Confirmation]:
    """Store what a contact says of the exports that a link asks about, and use the link up.

    ``answers`` is by the key of the confirmation; every one that waits must be answered.

    Raises:
        Refused: ``link_closed``; or, with the field as ``<key>-<field>``: an answer missing or unknown, one
            that asks another contact, a "different" that says no difference, an amount or a day out of range.
    """
    links.use(link, actor.at)
    rows = list(
        Confirmation.objects.filter(link=link, given_at__isnull=True, result__duplicate_of__isnull=True)
        .select_related("result__case", "contact")
        .order_by("pk")
    )
    if set(answers) - {row.pk for row in rows}:
        raise Refused("other_contact", _("This link does not ask you about one of these exports."))
    # Results are held in the order of their keys, so that two answers never wait for each other.
    results = {key: locked(ExportResult(pk=key)) for key in sorted({row.result_id for row in rows})}
    told = []
    for row in rows:
        if row.pk not in answers:
            raise Refused("answer_missing", _("Choose an answer."), f"{row.pk}-answer")
        told.append(_store(actor, row, results[row.result_id], answers[row.pk], prefix=f"{row.pk}-"))
    if rows:
        record(
            actor,
            "confirmation.given",
            ("case", rows[0].result.case.ref),
            {"contact": link.contact_id, "link": link.pk, "answers": told},
        )
    return rows


@service
def confirm_result(actor: Actor, result: ExportResult, data: AnswerData | None = None) -> ExportResult:
    """A member of the firm, signed in, says what is true of an export that others recorded.

    Raises:
        Refused: anybody but the firm, a result that is confirmed or marked as a duplicate, and what
            ``answer_by_link`` refuses of an answer.
    """
    if actor.role != Role.FIRM_MEMBER:
        raise Refused("role", _("Only the firm confirms its exports."))
    result = locked(result)
    if result.duplicate_of_id is not None:
        raise Refused("duplicate", _("This export repeats another one and is not counted."))
    if result.confirmed_at is not None:
        raise Refused("already_confirmed", _("This export is confirmed already."))
    contact = Contact.objects.filter(firm=result.case.firm_id, user=actor.user_id).order_by("pk").first()
    row = Confirmation(
        result=result,
        contact=contact,
        user_id=actor.user_id,
        way=ConfirmationWay.SIGNED_IN,
        asked_at=actor.at,
    )
    told = _store(actor, row, result, data or AnswerData())
    action = "result.confirmed" if result.confirmed_at is not None else "result.answered"
    record(actor, action, ("case", result.case.ref), told)
    return result


@service
def confirm_on_paper(
    actor: Actor, result: ExportResult, contact: Contact, data: AnswerData, file: UploadedFile
) -> ExportResult:
    """Staff enter what a contact of the firm confirmed on signed paper; the paper is attached.

    Raises:
        Refused: a contact of another firm or erased, and what ``answer_by_link`` refuses of an answer.
    """
    result = locked(result)
    if contact.firm_id != result.case.firm_id or contact.erased_at or contact.left_on:
        raise Refused("no_such_contact", _("Choose a person of the firm."), "contact")
    waiting = hold(Confirmation.objects).filter(result=result, contact=contact, given_at__isnull=True)
    row = waiting.first() or Confirmation(result=result, contact=contact, asked_at=actor.at)
    row.way, row.link, row.recorded_by_id = ConfirmationWay.PAPER, None, actor.user_id
    row.document = attach(actor, result, file, DocumentKind.OTHER)
    told = _store(actor, row, result, data)
    payload = {**told, "contact": contact.pk, "document": row.document.ref}
    record(actor, "confirmation.on_paper", ("case", result.case.ref), payload)
    return result


@service
def settle_result(
    actor: Actor, result: ExportResult, decision: str, reason: str, answer: Confirmation | None = None
) -> ExportResult:
    """Staff decide about an export that is disputed: as written, as one answer says, or not at all.

    Raises:
        Refused: nothing to settle, the person who recorded the export, no reason, or ``as_answered`` without
            an answer that gives other figures.
    """
    result = locked(result)
    state = verdict_of(result, answers_of(result)).state
    if state not in DISPUTED or result.settled_at is not None or result.duplicate_of_id is not None:
        raise Refused("nothing_to_settle", _("There is nothing to settle: nobody disagrees."))
    if result.recorded_by_id == actor.user_id:
        raise Refused("own_record", _("Somebody else has to settle this: you recorded the export."))
    checks.one_of(decision, [AS_WRITTEN, AS_ANSWERED, NOT_COUNTED], "decision")
    result.settled_reason = checks.text(reason, "reason", checks.LONGEST_NOTE)
    before = {"amount_yen": result.amount_yen, "exported_on": result.exported_on.isoformat()}
    if decision == AS_ANSWERED:
        if answer is None or answer.result_id != result.pk or answer.answer != ConfirmationAnswer.DIFFERENT:
            raise Refused("no_other_figures", _("Nobody gave other figures for this export."), "decision")
        take_figures(result, answer)
    result.settled_at, result.settled_by_id = actor.at, actor.user_id
    result.confirmed_at = None if decision == NOT_COUNTED else actor.at
    result.save()
    record(
        actor,
        "result.settled",
        ("case", result.case.ref),
        {
            "result": result.pk,
            "was": state.value,
            "decision": decision,
            "answer": answer.pk if answer else None,
            "before": before,
            "amount_yen": result.amount_yen,
            "exported_on": result.exported_on.isoformat(),
            "reason": digest(result.settled_reason),
        },
    )
    return result


def _store(
    actor: Actor, row: Confirmation, result: ExportResult, data: AnswerData, *, prefix: str = ""
) -> dict[str, object]:
    """Check and store one answer and what becomes of the export; gives what the journal is told."""
    row.answer = checks.one_of(data.answer, ConfirmationAnswer.values, f"{prefix}answer")
    row.amount, row.exported_on = None, None
    if row.answer == ConfirmationAnswer.DIFFERENT:
        _different(actor, row, result, data, prefix)
    if data.attribution is not None and not 1 <= data.attribution <= 7:
        raise Refused("attribution_range", _("Choose one of the seven steps."), f"{prefix}attribution")
    row.attribution = data.attribution
    row.faster = checks.one_of(data.faster, Faster.values, f"{prefix}faster") if data.faster else ""
    row.comment = checks.text(data.comment, f"{prefix}comment", 1000, wanted=False)
    row.given_at = actor.at
    row.save()
    settle_by_words(result)
    result.save(update_fields=SETTLED_FIELDS)
    return {
        "result": result.pk,
        "confirmation": row.pk,
        "answer": row.answer,
        "attribution": row.attribution,
        "faster": row.faster,
        "confirmed": result.confirmed_at is not None,
    }


def _different(actor: Actor, row: Confirmation, result: ExportResult, data: AnswerData, prefix: str) -> None:
    if data.amount is not None and not 0 <= data.amount <= checks.LARGEST:
        message = _("Enter an amount from 0 to 10,000,000,000,000.")
        raise Refused("amount_range", message, f"{prefix}amount")
    if data.exported_on is not None:
        checks.not_in_future(data.exported_on, actor.today, f"{prefix}exported_on")
    written = result.amount_yen if result.amount is None else result.amount
    row.amount = None if data.amount == written else data.amount
    row.exported_on = None if data.exported_on == result.exported_on else data.exported_on
    if row.amount is None and row.exported_on is None and not data.comment.strip():
        message = _("Say what was different: the amount, the day, or in the comment.")
        raise Refused("no_difference", message, f"{prefix}answer")
