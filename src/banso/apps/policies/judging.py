"""Deciding by a version and writing it down; what people made of it; moving a subject to another version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.policies import records
from banso.apps.policies.models import (
    SUPPORT,
    Followed,
    PolicyDecision,
    PolicyFamily,
    PolicyMigration,
    PolicyVersion,
    State,
)
from banso.apps.policies.records import written
from banso.apps.policies.selectors import asked_of, compiled_of, version_for
from banso.apps.policies.subjects import Case, Facts, Subject, subject_of
from banso.engines.policy.compiled import WrongFact
from banso.engines.policy.expressions import Value
from banso.engines.policy.model import Decision


@service
def decide(
    actor: Actor,
    subject_kind: str,
    subject_ref: str,
    facts: Facts,
    *,
    decisions: Sequence[str],
    applied_on: date,
    family_code: str = SUPPORT,
) -> PolicyDecision | None:
    """Ask the version that judges a subject, and write down what it was asked on and what it said.

    None where no version judges it. A result that the version does not answer is left out.

    Raises:
        Refused: a fact is of the wrong type or outside its domain, or a text that is no code.
    """
    version = version_for(subject_kind, subject_ref, applied_on, family_code)
    if version is None:
        return None
    return _decided(actor, subject_kind, subject_ref, version, facts, decisions)


@service
def note_departure(
    actor: Actor, decision: PolicyDecision, *, followed: bool, reason: str = ""
) -> PolicyDecision:
    """Write down once whether a person followed what the version said; why not, if departed from.

    Raises:
        Refused: departed from without a reason, or written down already.
    """
    held = hold(PolicyDecision.objects).select_related("version").get(pk=decision.pk)
    if held.followed:
        raise Refused("noted_already", _("What came of this recommendation is written down already."))
    reason = "" if followed else reason.strip()
    if not followed and not reason:
        raise Refused("required", _("Say why you depart from the recommendation."), "reason")
    held.followed = Followed.FOLLOWED if followed else Followed.DEPARTED
    held.departed_by_id = None if followed else actor.user_id
    held.departure_reason = reason
    held.save(update_fields=["followed", "departed_by", "departure_reason"])
    payload = {"decision": held.pk, "followed": held.followed}
    if reason:
        payload["reason"] = digest(reason)
    subject = (held.subject_kind, held.subject_ref)
    record(actor, "policy.departed", subject, payload, policy_version=held.version.code)
    return held


@service
def migrate(
    actor: Actor, subject_kind: str, subject_ref: str, to_version: PolicyVersion, reason: str
) -> PolicyMigration:
    """Let a subject be judged by another published version from now on, and decide it anew by that one.

    Raises:
        Refused: not published, judged by it already, no reason, no such record, or what ``decide`` refuses.
    """
    # Two who move the same subject at once come one after the other.
    hold(PolicyFamily.objects).get(pk=to_version.family_id)
    target = PolicyVersion.objects.select_related("family").get(pk=to_version.pk)
    if target.state != State.PUBLISHED:
        raise Refused("not_published", _("Only a published version can judge."), "to_version")
    reason = reason.strip()
    if not reason:
        raise Refused("required", _("Please fill this in."), "reason")
    subject = subject_of(subject_kind)
    case = subject.case_of(subject_ref)
    if case is None:
        raise Refused("subject_unknown", _("There is no such record."))
    found = difference_if_moved(subject, case, target)
    if found.before == target:
        raise Refused("judged_by_it", _("This version judges the record already."), "to_version")
    migration = PolicyMigration(
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        from_version=found.before,
        to_version=target,
        reason=reason,
        moved_by_id=actor.user_id,
        moved_at=actor.at,
    )
    record(
        actor,
        "policy.migrated",
        (subject_kind, subject_ref),
        {"from": found.before.code if found.before else None, "reason": digest(reason)},
        policy_version=target.code,
    )
    _decided(actor, subject_kind, subject_ref, target, case.facts, subject.decisions)
    migration.difference = {name: [written(was), written(now)] for name, (was, now) in found.changed.items()}
    migration.save()
    return migration


@dataclass(frozen=True)
class Moved:
    """What moving a record would change: the version that judges it now, and (before, after) by result."""

    before: PolicyVersion | None
    changed: Mapping[str, tuple[Value, Value]]


def difference_if_moved(subject: Subject, case: Case, target: PolicyVersion) -> Moved:
    """Ask both versions on the facts as they are now, so that the difference is the version's alone.

    Raises:
        Refused: a fact is of the wrong type or outside its domain.
    """
    before = version_for(subject.kind, case.ref, case.applied_on, target.family.code)
    was = _asked(before, case.facts, subject.decisions).outputs if before else {}
    now = _asked(target, case.facts, subject.decisions).outputs
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return Moved(before, {name: (was.get(name), now.get(name)) for name in names})


def _asked(version: PolicyVersion, facts: Facts, decisions: Sequence[str]) -> Decision:
    try:
        return compiled_of(version, decisions).decide(facts)
    except WrongFact as fault:
        raise Refused(
            "wrong_fact",
            _("The fact %(name)s cannot be %(value)s.") % {"name": fault.name, "value": fault.value},
            fault.name,
        ) from fault


def _decided(
    actor: Actor, kind: str, ref: str, version: PolicyVersion, facts: Facts, decisions: Sequence[str]
) -> PolicyDecision:
    asked = asked_of(version, decisions)
    decision = _asked(version, facts, decisions)
    try:
        columns = records.columns(compiled_of(version, decisions), facts, decision, asked)
    except records.NoCode as fault:
        raise Refused("fact_no_code", _("The fact %(name)s is no code.") % {"name": fault}) from fault
    stored = PolicyDecision.objects.create(
        version=version, subject_kind=kind, subject_ref=ref, decided_at=actor.at, **columns
    )
    record(
        actor,
        "policy.decided",
        (kind, ref),
        {"decision": stored.pk, **records.payload(columns)},
        policy_version=version.code,
    )
    return stored
