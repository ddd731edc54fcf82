"""What keeps a firm from exporting: noted, solved, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case, CaseState, CauseKind, RootCause
from banso.apps.casework.services import checks
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service


@dataclass(frozen=True)
class CauseData:
    """What stands in the firm's way, since when, and what was agreed against it, if anything was."""

    kind: CauseKind
    description: str
    since: date
    remedy: str = ""
    remedy_due_on: date | None = None


@service
def note_cause(actor: Actor, case: Case, data: CauseData) -> RootCause:
    """Note a root cause.

    Raises:
        Refused: support has ended, the case is another expert's, one of this kind is open already, the kind
            is no longer in use, a day after today, no words, or a day of a remedy without a remedy.
    """
    case = _open(actor, case)
    if data.kind.retired_on is not None and data.kind.retired_on <= actor.today:
        raise Refused("unknown_code", _("Choose one of the options."), "kind")
    _refuse_second(case, data.kind)
    remedy, remedy_due_on = _remedy(data, actor.today)
    cause = RootCause.objects.create(
        case=case,
        kind=data.kind,
        description=checks.text(data.description, "description", 200),
        since=checks.not_in_future(data.since, actor.today, "since"),
        noted_by_id=actor.user_id,
        noted_on=actor.today,
        remedy=remedy,
        remedy_due_on=remedy_due_on,
    )
    record(
        actor,
        "cause.noted",
        ("case", case.ref),
        {
            "cause": cause.pk,
            "kind": cause.kind.code,
            "since": cause.since.isoformat(),
            "description": digest(cause.description),
            "remedy": digest(remedy) if remedy else None,
        },
    )
    return cause


@service
def solve_cause(actor: Actor, cause: RootCause, *, solved_on: date, how: str) -> RootCause:
    """Store that a root cause is solved, and how.

    Raises:
        Refused: it is solved already, support has ended, the case is another expert's, a day after today or
            before it began, or nobody says how.
    """
    case = _open(actor, cause.case)
    cause = RootCause.objects.select_related("kind").get(pk=cause.pk)
    if cause.solved_on is not None:
        raise Refused("already_done", _("This root cause is recorded as solved already."))
    if checks.past_day(actor, solved_on, "solved_on") < cause.since:
        raise Refused("before_cause", _("This day lies before the root cause began."), "solved_on")
    cause.solved_on = solved_on
    cause.how = checks.text(how, "how", 500)
    cause.save(update_fields=["solved_on", "how"])
    payload = {"cause": cause.pk, "kind": cause.kind.code, "solved_on": solved_on.isoformat()}
    record(actor, "cause.solved", ("case", case.ref), {**payload, "how": digest(cause.how)})
    return cause


@service
def reopen_cause(actor: Actor, cause: RootCause, *, reason: str) -> RootCause:
    """Open a root cause again that turned out not to be solved: it counts from its first day on.

    Raises:
        Refused: it is open, another of its kind is, support has ended, the case is another expert's, or no
            reason.
    """
    case = _open(actor, cause.case)
    cause = RootCause.objects.select_related("kind").get(pk=cause.pk)
    if cause.solved_on is None:
        raise Refused("still_open", _("This root cause is open."))
    _refuse_second(case, cause.kind)
    reason = checks.text(reason, "reason", 500)
    cause.solved_on, cause.how = None, ""
    cause.save(update_fields=["solved_on", "how"])
    payload = {"cause": cause.pk, "kind": cause.kind.code, "reason": digest(reason)}
    record(actor, "cause.reopened", ("case", case.ref), payload)
    return cause


def _open(actor: Actor, case: Case) -> Case:
    case = checks.locked(case)
    checks.own_case(actor, case)
    if case.state == CaseState.ENDED:
        raise Refused("case_state", _("Support has ended. Nothing can be changed any more."))
    return case


def _refuse_second(case: Case, kind: CauseKind) -> None:
    if case.causes.filter(kind=kind, solved_on__isnull=True).exists():
        raise Refused("cause_open", _("A root cause of this kind is open already."), "kind")


def _remedy(data: CauseData, today: date) -> tuple[str, date | None]:
    remedy = checks.text(data.remedy, "remedy", 500, wanted=data.remedy_due_on is not None)
    if data.remedy_due_on is not None and data.remedy_due_on < today:
        raise Refused("remedy_day", _("Give a day from today on."), "remedy_due_on")
    return remedy, data.remedy_due_on
