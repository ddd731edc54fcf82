"""Export strategies and business plans: on paper before, in versions since, in every state."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import CaseState, PlanState, Stage, StagePlan
from banso.apps.casework.models.plans import PARTS
from banso.apps.journal.services import digest
from banso.apps.programmes.models import StageDefinition
from banso.demo.casework import CaseRow
from banso.demo.plan import Plan, in_office, working

#: A document that was agreed is revised so often.
_REVISED = 0.15
#: What is there of the document of a stage that goes on, the further the later.
_UNDER_WAY = (
    None,
    PlanState.DRAFT,
    PlanState.SENT,
    PlanState.FIRM_AGREED,
    PlanState.OFFICE_AGREED,
    PlanState.AGREED,
)


@dataclass
class _Version:
    """One version on its way."""

    case: CaseRow
    kind: str
    number: int
    edition: int = 0


def write_plans(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Write the documents of all cases. Call it when the cases and their stages are written."""
    chance = plan.random("plans")
    closing = {
        key: (kind, since)
        for key, kind, since in StageDefinition.objects.exclude(closes_with="")
        .order_by("pk")
        .values_list("pk", "closes_with", "closes_with_from")
    }
    by_case: dict[int, list[dict[str, Any]]] = defaultdict(list)
    table = plan[Stage]
    for row in table.rows:
        stage = dict(zip(table.columns, row, strict=True))
        if stage["definition_id"] in closing and stage["started_on"] is not None:
            by_case[stage["case_id"]].append(stage)
    for case in cases:
        for stage in by_case.get(case.id, ()):
            _document(plan, chance, case, stage, *closing[stage["definition_id"]])


def _document(
    plan: Plan,
    chance: random.Random,
    case: CaseRow,
    stage: dict[str, Any],
    kind: str,
    since: date | None,
) -> None:
    began, ended = stage["started_on"], stage["ended_on"]
    closed = ended is not None and ended != case.ended_on
    if since is not None and closed and ended < since:
        if case.ended_on is None or case.ended_on > since:
            _on_paper(plan, chance, case, kind, ended, since)
            if case.firm.example or chance.random() < _REVISED:
                _agreed_later(plan, chance, case, kind, since)
        return
    version = _Version(case, kind, 1)
    written = working(began + timedelta(days=chance.randint(20, 70)))
    if closed:
        agreed = working(ended - timedelta(days=chance.randint(4, 25)))
        written = min(written, working(agreed - timedelta(days=20)))
        _go(plan, chance, version, max(written, began), PlanState.AGREED, last=min(agreed, ended))
        return
    if case.state == CaseState.ENDED or not plan.past(written):
        return
    share = (plan.as_of - began).days / max(1, (stage["planned_to"] - began).days)
    state = _UNDER_WAY[min(len(_UNDER_WAY) - 1, max(0, round(share * 4 + chance.uniform(-1.2, 1.2))))]
    if state is not None:
        _go(plan, chance, version, written, state, last=plan.as_of - timedelta(days=2))


def _on_paper(plan: Plan, chance: random.Random, case: CaseRow, kind: str, ended: date, since: date) -> None:
    """Noted in the weeks after documents were kept here for the first time."""
    day = working(since + timedelta(days=chance.randint(5, 75)))
    if not plan.past(day) or (case.ended_on is not None and day > case.ended_on):
        return
    paper_on = max(case.started_on, ended - timedelta(days=chance.randint(3, 20)))
    reason = case.writer.text("plans", "paper")
    moment = in_office(chance, day)
    plan[StagePlan].add(
        case_id=case.id,
        kind=kind,
        state=PlanState.ON_PAPER.value,
        written_at=moment,
        written_by_id=case.staff,
        paper_on=paper_on,
        paper_reason=reason,
    )
    payload = {"kind": kind, "version": 1, "edition": 1, "paper_on": paper_on.isoformat()}
    _tell(plan, case, moment, "office", "plan.on_paper", {**payload, "why": digest(reason)})


def _agreed_later(plan: Plan, chance: random.Random, case: CaseRow, kind: str, since: date) -> None:
    """A case that had its document on paper writes a new version of it here."""
    written = working(since + timedelta(days=chance.randint(90, 200)))
    until = case.ended_on or plan.as_of
    last = working(written + timedelta(days=chance.randint(20, 50)))
    if last < until and plan.past(last):
        _go(plan, chance, _Version(case, kind, 2, 1), written, PlanState.AGREED, last=last)


def _go(
    plan: Plan, chance: random.Random, version: _Version, written: date, state: PlanState, *, last: date
) -> None:
    """Write a version and take it as far as a state, no later than a day."""
    case, kind = version.case, version.kind
    texts = {part: case.writer.text("plans", part) for part in PARTS}
    if state == PlanState.DRAFT:
        for part in chance.sample(PARTS[2:], 3):
            texts[part] = ""
    days = [min(last, working(written + timedelta(days=gap))) for gap in (0, 12, 17, 24)]
    moments = sorted(in_office(chance, day) for day in days)
    sides = ["firm", "office"] if chance.random() < 0.5 else ["office", "firm"]
    if state == PlanState.FIRM_AGREED:
        sides = ["firm"]
    elif state == PlanState.OFFICE_AGREED:
        sides = ["office"]
    elif state in (PlanState.DRAFT, PlanState.SENT):
        sides = []
    who = "firm" if case.expert is None or chance.random() < 0.4 else "expert"
    values: dict[str, Any] = {
        "case_id": case.id,
        "kind": kind,
        "version": version.number,
        "state": state.value,
        "written_at": moments[0],
        "written_by_id": _people(case)[who][0],
        **texts,
    }
    about = {"kind": kind, "version": version.number}
    steps: list[tuple[datetime, str, str, dict[str, Any]]] = [
        (moments[0], who, "plan.written", {"text": digest("\n".join(texts.values()))})
    ]
    if state != PlanState.DRAFT:
        values["sent_on"] = moments[1].date()
        steps.append((moments[1], who, "plan.sent", {}))
    for side, moment in zip(sides, moments[2:], strict=False):
        values |= {f"{side}_agreed_on": moment.date(), f"{side}_agreed_by_id": _people(case)[side][0]}
        reached = PlanState.AGREED if side == sides[-1] and len(sides) == 2 else f"{side}_agreed"
        steps.append((moment, side, "plan.agreed", {"side": side, "state": str(reached)}))
    for moment, side, action, more in steps:
        version.edition += 1
        _tell(plan, case, moment, side, action, {**about, "edition": version.edition, **more})
    plan[StagePlan].add(**values, edition=version.edition)


def _people(case: CaseRow) -> dict[str, tuple[int | None, Role]]:
    return {
        "firm": (case.firm.user, Role.FIRM_MEMBER),
        "office": (case.staff, Role.OFFICE_STAFF),
        "expert": (case.expert.user if case.expert else None, Role.EXPERT),
    }


def _tell(
    plan: Plan, case: CaseRow, moment: datetime, side: str, action: str, payload: dict[str, Any]
) -> None:
    plan.event(moment, *_people(case)[side], action, case.subject, payload)
