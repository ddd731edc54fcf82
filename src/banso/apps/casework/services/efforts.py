"""Own efforts that a firm takes up during support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case, CaseState, EffortKind, OwnEffort
from banso.apps.casework.services import checks
from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service


@dataclass(frozen=True)
class NewEffortData:
    """One own effort: begun on ``since_on`` (None: not yet, or not known), to be done by ``promised_by``.

    One that is done already says ``done_on`` instead, with its cost in yen (None: not known). ``evidence`` is
    the text of a link or a reference.
    """

    kind: str
    description: str
    promised_by: date | None = None
    since_on: date | None = None
    done_on: date | None = None
    cost_yen: int | None = None
    evidence: str = ""
    file: UploadedFile | None = None


@service
def add_effort(actor: Actor, case: Case, data: NewEffortData) -> OwnEffort:
    """Add an own effort to a case under support: the firm itself, or staff for it.

    What was done during support and told only after its end is added by a correction.

    Raises:
        Refused: support has ended or answers a single question, an unknown kind, no description, neither a
            promised day nor a day on which it was done, a day in the wrong order, outside the support or
            after today, a cost of what is not done.
    """
    case = checks.locked(case)
    if case.state == CaseState.ENDED:
        _refuse_after_the_end(actor, case, data.done_on)
    if case.application_id is None:
        raise Refused("no_application", _("Own efforts belong to support that was applied for."))
    done_on = checks.past_day(actor, data.done_on, "done_on") if data.done_on else None
    promised_by = data.promised_by or done_on
    if promised_by is None:
        raise Refused("no_day", _("Enter by when it will be done, or when it was done."), "promised_by")
    if done_on is None and promised_by < actor.today:
        raise Refused("promised_in_past", _("Promise a day from today on."), "promised_by")
    since_on = checks.not_in_future(data.since_on, actor.today, "since_on") if data.since_on else None
    if since_on and done_on and since_on > done_on:
        raise Refused("since_after_done", _("It cannot be done before it was begun."), "since_on")
    cost_yen = checks.amount(data.cost_yen, "cost_yen")
    if cost_yen is not None and done_on is None:
        raise Refused("cost_before_done", _("Enter the cost once it is done."), "cost_yen")
    effort = OwnEffort.objects.create(
        application_id=case.application_id,
        case=case,
        kind=checks.one_of(data.kind, EffortKind.values, "kind"),
        description=checks.text(data.description, "description", 200),
        added_on=actor.today,
        since_on=since_on,
        promised_by=promised_by,
        done_on=done_on,
        cost_yen=cost_yen,
        evidence=checks.text(data.evidence, "evidence", 300, wanted=False),
    )
    if data.file is not None:
        attach_evidence(actor, effort, data.file)
    record(
        actor,
        "effort.added",
        ("case", case.ref),
        {
            "effort": effort.pk,
            "kind": effort.kind,
            "promised_by": promised_by.isoformat(),
            "since_on": since_on.isoformat() if since_on else None,
            "done_on": done_on.isoformat() if done_on else None,
            "cost_yen": cost_yen,
        },
    )
    return effort


def _refuse_after_the_end(actor: Actor, case: Case, done_on: date | None) -> None:
    """Once support has ended, only a correction adds what was done while it went on."""
    if not actor.correcting:
        raise Refused("case_state", _("Support has ended. Nothing can be changed any more."))
    if done_on is None:
        raise Refused("required", _("Enter the day on which it was done."), "done_on")
    if done_on < case.started_on:
        raise Refused("before_support", _("This day lies before support began."), "done_on")
    if case.ended_on is not None and done_on > case.ended_on:
        raise Refused("after_support", _("This day lies after support ended."), "done_on")


def attach_evidence(actor: Actor, effort: OwnEffort, file: UploadedFile) -> None:
    """Store a file as the evidence of an own effort, seen by firm and expert."""
    assert effort.case is not None
    effort.document = upload(
        actor,
        Upload(
            firm=effort.case.firm,
            subject_kind=SubjectKind.CASE,
            subject_ref=effort.case.ref,
            kind=DocumentKind.OTHER,
            name=file.name or "file",
            content=file.file,  # type: ignore[arg-type]
            visible_to_firm=True,
            visible_to_expert=True,
        ),
    )
    effort.save(update_fields=["document"])
