"""What the policy said when applications were determined and gates decided, as the demonstration tells it.

Facts can be computed only from rows that are there: so determinations and gates are planned with the others,
but written after them, each with the decision of the version that judged it. The very functions of the pages
compute the facts and the decision. Where people decided otherwise than recommended, their reason is that of
the departure. People know the reform before they determine: ``Foresight`` is what they expect it to say.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from banso.apps.behalf.models import Entry, Word
from banso.apps.casework.facts import CaseRecords, Course, Facts, RequestRecords
from banso.apps.casework.models import Case, GateResult, GateReview
from banso.apps.casework.recommendation import followed as gate_followed
from banso.apps.casework.subject import DECISIONS as CASE_DECISIONS
from banso.apps.journal.services import Subject, digest
from banso.apps.policies import records
from banso.apps.policies.models import Followed, PolicyDecision, PolicyVersion
from banso.apps.policies.selectors import asked_of, compiled_of
from banso.apps.selection.facts import DECISIONS as APPLICATION_DECISIONS
from banso.apps.selection.models import Application, Determination, SecondLook
from banso.apps.selection.recommendation import followed as determination_followed
from banso.demo.plan import Plan
from banso.demo.policies import PUBLISHED, TRIAL, reform_from, trial_from
from banso.demo.texts import templates

#: The version before firms paid a share.
BEFORE = "as_surveyed"
#: The tables that are written once the policy has spoken: what it said, and what counts its events.
LATE = (Determination, GateReview, PolicyDecision, SecondLook, Entry, Word)


@dataclass
class Decided:
    """Somebody determined an application or decided at a gate. ``row`` is the key of the row that says so."""

    subject: Subject
    key: int
    row: int
    applied_on: date
    moment: datetime
    who: int
    role: str
    result: str
    reason: str
    #: What the event of the decision holds besides its reason; empty where another event tells of it.
    payload: dict[str, Any]
    #: How far a case had come; None of an application.
    course: Course | None = None
    runs_out: bool = False
    #: The event of a decision that waits; empty: by its result.
    action: str = ""


def judging(as_of: date, applied_on: date) -> str:
    """The code of the version that judges what was applied for on a day."""
    if applied_on >= reform_from(as_of):
        return PUBLISHED
    return TRIAL if applied_on >= trial_from(as_of) else BEFORE


def write_decisions(plan: Plan) -> None:
    """Let the policy speak on everything that was decided: its decisions, and the events of both.

    Call it when all other rows are in the database.
    """
    versions = _versions()
    applications = {code: _Asked(version, APPLICATION_DECISIONS) for code, version in versions.items()}
    gates = {code: _Asked(version, CASE_DECISIONS) for code, version in versions.items()}
    chance = plan.random("departures")
    requests = RequestRecords(Application.objects.order_by("pk"))
    cases = CaseRecords(Case.objects.filter(application__isnull=False).order_by("pk"))
    for decided in plan.decided:
        code, day = judging(plan.as_of, decided.applied_on), decided.moment.date()
        if decided.course is None:
            said = applications[code].say(requests.facts(decided.key, day))
            _determined(plan, chance, decided, said, versions[code])
        else:
            said = gates[code].say(cases.facts(decided.key, day, decided.course))
            _gate(plan, chance, decided, said, versions[code])


def _versions() -> dict[str, PolicyVersion]:
    found = PolicyVersion.objects.filter(code__in=(BEFORE, TRIAL, PUBLISHED))
    return {version.code: version for version in found}


class _Asked:
    """A version that is asked again and again for the same results."""

    def __init__(self, version: PolicyVersion, decisions: tuple[str, ...]) -> None:
        self._compiled, self._asked = compiled_of(version, decisions), asked_of(version, decisions)

    def say(self, facts: Facts) -> dict[str, Any]:
        """The columns of a stored decision that say on what it was taken and what came of it."""
        return records.columns(self._compiled, facts, self._compiled.decide(facts), self._asked)


class Foresight:
    """What the reform will say of an application as far as its papers tell; what else it asks is as usual."""

    _USUAL: Mapping[str, Any] = {
        "region_places_pct": 100,
        "group_places_pct": 100,
        "ec_sale_before": False,
        "goal_has_baseline": True,
        "plan_past_end": True,
        "questionnaires_owed": 0,
        "open_cases_same_service": 0,
        "past_support_months": 0,
    }

    def __init__(self, plan: Plan) -> None:
        self._from = reform_from(plan.as_of)
        self._compiled = compiled_of(_versions()[PUBLISHED], ("screening_advice",))

    def judges(self, applied_on: date) -> bool:
        """Whether the reform is in force on a day."""
        return applied_on >= self._from

    def advice(self, facts: Mapping[str, Any]) -> str:
        """``adopt``, ``discuss`` or ``decline``."""
        found = self._compiled.decide({**self._USUAL, **facts})
        return str(found.outputs["screening_advice"])


def _determined(
    plan: Plan, chance: random.Random, decided: Decided, said: Mapping[str, Any], version: PolicyVersion
) -> None:
    advice = said["outputs"].get("screening_advice") or ""
    follows = determination_followed(advice, decided.result)
    if follows is False:
        decided.reason = chance.choice(templates()["departure"][decided.result])
    plan[Determination].change(decided.row, recommendation=advice, reason=decided.reason)
    payload = {**decided.payload, "recommendation": advice, "reason": digest(decided.reason)}
    plan.event(decided.moment, decided.who, decided.role, "application.determined", decided.subject, payload)
    _store(plan, decided, said, version, follows)


def _gate(
    plan: Plan, chance: random.Random, decided: Decided, said: Mapping[str, Any], version: PolicyVersion
) -> None:
    follows = gate_followed(
        said["outputs"].get("continuation_advice"), decided.result, runs_out=decided.runs_out
    )
    if follows is False and decided.result == GateResult.ADVANCE:
        decided.reason = chance.choice(templates()["departure"][decided.result])
        plan[GateReview].change(decided.row, reason=decided.reason)
    if decided.payload:
        usual = "case.paused" if decided.result == GateResult.PAUSE else "gate.decided"
        action = decided.action or usual
        payload = {**decided.payload, "reason": digest(decided.reason)}
        plan.event(decided.moment, decided.who, decided.role, action, decided.subject, payload)
    _store(plan, decided, said, version, follows)


def _store(
    plan: Plan, decided: Decided, said: Mapping[str, Any], version: PolicyVersion, follows: bool | None
) -> None:
    departs = follows is False
    kind, ref = decided.subject
    key = plan[PolicyDecision].add(
        version_id=version.pk,
        subject_kind=kind,
        subject_ref=ref,
        **said,
        decided_at=decided.moment,
        followed="" if follows is None else Followed.DEPARTED.value if departs else Followed.FOLLOWED.value,
        departed_by_id=decided.who if departs else None,
        departure_reason=decided.reason if departs else "",
    )
    payload = {"decision": key, **records.payload(said)}
    told = decided.moment, decided.who, decided.role
    plan.event(*told, "policy.decided", decided.subject, payload, version.code)
    if follows is None:
        return
    payload = {"decision": key, "followed": Followed.DEPARTED.value if departs else Followed.FOLLOWED.value}
    if departs:
        payload["reason"] = digest(decided.reason)
    plan.event(*told, "policy.departed", decided.subject, payload, version.code)
