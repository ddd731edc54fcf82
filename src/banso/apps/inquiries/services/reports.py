"""Reports of abuse, and what the office decides."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, fire, hold
from banso.apps.buyers.models import State as CompanyState
from banso.apps.buyers.services import suspend
from banso.apps.inquiries.letters import ended_letters
from banso.apps.inquiries.models import Inquiry, Report, ReportState, Side, State
from banso.apps.inquiries.services.talks import held_inquiry, subject
from banso.apps.inquiries.transitions import INQUIRY, REFUSALS, REPORT
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service


@service
def report(actor: Actor, inquiry: Inquiry, side: str, reason: str, words: str) -> Report:
    """One side says that the other misuses a conversation. The other is not told.

    Raises:
        Refused: ``words_missing``, ``reported`` the office looks at it already.
    """
    if not words.strip():
        raise Refused("words_missing", _("Please say what happened."), "words")
    held = held_inquiry(inquiry)
    made = Report(
        inquiry=held,
        side=side,
        reason=reason,
        words=words.strip(),
        office_id=held.company.office_id if side == Side.FIRM else held.product.firm.office_id,
        reported_at=actor.at,
        reported_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("reported", _("The office is looking at your report already.")) from None
    told = {"report": made.pk, "side": str(side), "reason": str(reason), "words": digest(made.words)}
    record(actor, "inquiry.reported", subject(held), told)
    return made


@service
def decide(actor: Actor, found: Report, result: str, reason: str) -> None:
    """Close a report: no abuse, or the conversation ends, or the buyer is kept out besides.

    ``result`` is ``dismissed``, ``ended`` or ``suspended`` (``ReportState``).

    Raises:
        Refused: ``reason_missing``, ``not_the_buyer`` the firm is reported, ``inquiry_report_state``;
            ``role``; as by ``buyers.services.suspend``.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Give the reason."), "reason")
    rows = hold(Report.objects).select_related("inquiry__company")
    held = rows.get(pk=found.pk)
    if result == ReportState.SUSPENDED and held.side != Side.FIRM:
        raise Refused("not_the_buyer", _("It is not the buyer who is reported."), "result")
    held.state = fire(REPORT, REFUSALS, held.state, result, actor.role).target
    held.decided_at, held.decided_by_id, held.decision = actor.at, actor.user_id, reason.strip()
    held.save()
    told = {"report": held.pk, "result": str(result), "reason": digest(held.decision)}
    record(actor, "inquiry.report_decided", subject(held.inquiry), told)
    if result != ReportState.DISMISSED:
        _end(actor, held.inquiry)
    if result == ReportState.SUSPENDED and held.inquiry.company.state == CompanyState.OPEN:
        suspend(actor, held.inquiry.company, held.decision)


def _end(actor: Actor, inquiry: Inquiry) -> None:
    held = held_inquiry(inquiry)
    if held.state == State.ENDED:
        return
    held.state = fire(INQUIRY, REFUSALS, held.state, "end", actor.role).target
    held.waiting_since = None
    held.save(update_fields=["state", "waiting_since"])
    record(actor, "inquiry.ended", subject(held))
    ended_letters(actor, held)
