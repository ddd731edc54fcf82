"""Export strategy and business plan: written, sent, and agreed by firm and office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.agreed_by_both import NEW, fire_plan, side_of
from banso.apps.casework.models import Case, CaseState, Stage, StagePlan
from banso.apps.casework.models.plans import OPEN_STATES, PARTS, SETTLED_STATES
from banso.apps.casework.services import checks
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service


def document_agreed(stage: Stage) -> bool:
    """Whether the document with which a stage closes is agreed by both, or was on paper; True if it has none.

    A version that is being written beside an agreed one changes nothing: the agreed one stands.
    """
    kind = stage.definition.closes_with
    return (
        not kind or StagePlan.objects.filter(case=stage.case_id, kind=kind, state__in=SETTLED_STATES).exists()
    )


@service
def write_plan(actor: Actor, case: Case, kind: str, texts: Mapping[str, str], *, edition: int) -> StagePlan:
    """Store the texts of a document, finished or not. ``edition`` is the one that was in view (0: none).

    A draft is written over. What was sent becomes a draft again, and whoever had agreed agrees anew. After
    both have agreed, the texts are a new version.

    Raises:
        Refused: with the part as field: a text too long; no stage of the case has this document, an expert of
            another case, support has ended, or somebody else has changed it meanwhile.
    """
    case = checks.locked(case)
    checks.own_case(actor, case)
    kind = _kind_of(case, kind)
    latest = _latest(case, kind)
    facts = {"under_way": _under_way(case), "as_seen": edition == (latest.edition if latest else 0)}
    if latest is None or latest.state not in OPEN_STATES:
        fired = fire_plan(NEW, "write", actor, facts)
        plan = StagePlan(case=case, kind=kind, version=latest.version + 1 if latest else 1)
    else:
        plan = latest
        fired = fire_plan(plan.state, "write", actor, facts)
    plan.state, plan.edition = fired.target, edition + 1
    for part in PARTS:
        setattr(plan, part, checks.text(texts.get(part, ""), part, checks.LONGEST_NOTE, wanted=False))
    plan.written_at, plan.written_by_id = actor.at, actor.user_id
    plan.sent_on = plan.firm_agreed_on = plan.office_agreed_on = None
    plan.firm_agreed_by = plan.office_agreed_by = None
    plan.save()
    text = digest("\n".join(getattr(plan, part) for part in PARTS))
    _tell(actor, plan, "plan.written", {"text": text})
    return plan


@service
def send_plan(actor: Actor, plan: StagePlan, *, edition: int) -> StagePlan:
    """Ask firm and office to agree to a draft.

    Raises:
        Refused: a part is empty, not a draft, changed meanwhile, or support has ended.
    """
    plan = _held(actor, plan)
    facts = {**_facts(plan, edition), "complete": all(getattr(plan, part) for part in PARTS)}
    fired = fire_plan(plan.state, "send", actor, facts)
    plan.state, plan.sent_on, plan.edition = fired.target, actor.today, plan.edition + 1
    plan.save()
    _tell(actor, plan, "plan.sent", {"guards": dict(fired.guards)})
    return plan


@service
def agree_plan(actor: Actor, plan: StagePlan, *, edition: int) -> StagePlan:
    """Agree to what was sent, for the own side. When both have, the document stands.

    Raises:
        Refused: nothing was sent, the own side has agreed already, the text was changed meanwhile, or support
            has ended.
    """
    plan = _held(actor, plan)
    side = side_of(actor)
    fired = fire_plan(plan.state, f"{side}_agree", actor, _facts(plan, edition))
    plan.state, plan.edition = fired.target, plan.edition + 1
    setattr(plan, f"{side}_agreed_on", actor.today)
    setattr(plan, f"{side}_agreed_by_id", actor.user_id)
    plan.save()
    _tell(actor, plan, "plan.agreed", {"side": side, "state": plan.state, "guards": dict(fired.guards)})
    return plan


@service
def accept_paper(actor: Actor, case: Case, kind: str, *, agreed_on: date, reason: str) -> StagePlan:
    """Note that a document was agreed on paper before documents were kept here, and where it is to be found.

    Raises:
        Refused: the case began later, something is kept here already, a day to come or before support began,
            no reason, or support has ended.
    """
    case = checks.locked(case)
    kind = _kind_of(case, kind)
    latest = _latest(case, kind)
    since = case.version.stages.filter(closes_with=kind).order_by("order").first().closes_with_from
    began_before = latest is None and since is not None and case.started_on < since
    facts = {"under_way": _under_way(case), "began_before": began_before}
    fired = fire_plan(latest.state if latest else NEW, "accept_paper", actor, facts)
    day = checks.not_in_future(agreed_on, actor.today, "agreed_on")
    if day < case.started_on:
        raise Refused("before_support", _("This day lies before support began."), "agreed_on")
    plan = StagePlan.objects.create(
        case=case,
        kind=kind,
        state=fired.target,
        paper_on=day,
        paper_reason=checks.text(reason, "reason", checks.LONGEST_NOTE),
        written_at=actor.at,
        written_by_id=actor.user_id,
    )
    why = {"paper_on": day.isoformat(), "why": digest(plan.paper_reason), "guards": dict(fired.guards)}
    _tell(actor, plan, "plan.on_paper", why)
    return plan


def _kind_of(case: Case, kind: str) -> str:
    kinds = set(case.version.stages.exclude(closes_with="").values_list("closes_with", flat=True))
    return checks.one_of(kind, sorted(kinds), "kind")


def _latest(case: Case, kind: str) -> StagePlan | None:
    return case.plans.filter(kind=kind).order_by("-version").first()


def _held(actor: Actor, plan: StagePlan) -> StagePlan:
    case = checks.locked(plan.case)
    checks.own_case(actor, case)
    held = hold(StagePlan.objects).get(pk=plan.pk)
    held.case = case
    return held


def _under_way(case: Case) -> bool:
    return case.state != CaseState.ENDED


def _facts(plan: StagePlan, edition: int) -> dict[str, bool]:
    return {"under_way": _under_way(plan.case), "as_seen": edition == plan.edition}


def _tell(actor: Actor, plan: StagePlan, action: str, more: dict[str, object]) -> None:
    payload = {"kind": plan.kind, "version": plan.version, "edition": plan.edition, **more}
    record(actor, action, ("case", plan.case.ref), payload)
