"""Which version judges, what it says, and whether what was stored would be decided the same again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from banso.apps.accounts.models import User
from banso.apps.policies.models import (
    SUPPORT,
    PolicyDecision,
    PolicyFamily,
    PolicyMigration,
    PolicySteward,
    PolicyVersion,
    State,
)
from banso.apps.policies.records import answer, facts_digest, read_facts
from banso.apps.policies.subjects import Facts
from banso.apps.policies.timeline import describe
from banso.engines.policy.checks import check_files
from banso.engines.policy.compiled import Compiled, WrongFact, compile_policy
from banso.engines.policy.folder import read_files, write_files
from banso.engines.policy.model import Decision, Policy

__all__ = [
    "Advice",
    "Different",
    "ReplayReport",
    "advise",
    "asked_of",
    "check_files",
    "compiled_of",
    "describe",
    "files_digest",
    "files_of",
    "policy_of",
    "published",
    "replay",
    "stewards_on",
    "stored_decision",
    "version_for",
    "version_in_force",
]

#: Stored decisions are read so many at a time.
_AT_ONCE = 2000

_Files = tuple[tuple[str, str], ...]


def published(family_code: str) -> QuerySet[PolicyVersion]:
    """The published versions of a family, the latest first."""
    versions = PolicyVersion.objects.filter(family__code=family_code, state=State.PUBLISHED)
    return versions.order_by("-in_force_from")


def version_in_force(family_code: str, day: date) -> PolicyVersion | None:
    """The version of a family in force on a day; None where there is none."""
    open_then = Q(in_force_to__isnull=True) | Q(in_force_to__gte=day)
    return published(family_code).filter(open_then, in_force_from__lte=day).first()


def version_for(
    subject_kind: str, subject_ref: str, applied_on: date, family_code: str = SUPPORT
) -> PolicyVersion | None:
    """The version that judges a subject: that of the day it applied, unless it was moved to another."""
    moved = PolicyMigration.objects.filter(
        subject_kind=subject_kind, subject_ref=subject_ref, to_version__family__code=family_code
    )
    latest = moved.select_related("to_version").order_by("-id").first()
    return latest.to_version if latest else version_in_force(family_code, applied_on)


def policy_of(version: PolicyVersion) -> Policy:
    """A version in its parsed form, with its dates.

    Raises:
        ValueError: its files cannot be read; only a draft may be so (see ``check_files``).
    """
    return replace(
        _policy(_key(version)), in_force_from=version.in_force_from, in_force_to=version.in_force_to
    )


def compiled_of(version: PolicyVersion, decisions: Sequence[str]) -> Compiled:
    """A version compiled to what of these decisions it knows (``asked_of``). Kept between calls.

    Raises:
        ValueError: its files cannot be read.
    """
    return _compiled(_key(version), asked_of(version, decisions))


def asked_of(version: PolicyVersion, decisions: Sequence[str]) -> tuple[str, ...]:
    """Those of these results that a version answers; what it does not answer stays unknown."""
    policy = _policy(_key(version))
    known = {output.name for table in policy.tables for output in table.outputs}
    known |= {amount.name for amount in policy.amounts}
    return tuple(name for name in decisions if name in known)


def files_of(version: PolicyVersion) -> dict[str, str]:
    """A version as the folder of files that it would ship as: with dates, author and approver in its head.

    Raises:
        ValueError: its files cannot be read.
    """
    author, approver = version.author, version.approver
    return write_files(
        replace(
            policy_of(version),
            author=author.name if author else "",
            approver=approver.name if approver else "",
        )
    )


def files_digest(files: Mapping[str, str]) -> str:
    """SHA-256 of a version's files: the same texts give the same digest."""
    text = json.dumps(dict(files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _key(version: PolicyVersion) -> _Files:
    return tuple(sorted(version.files.items()))


# The texts themselves are the key: what is kept can never be that of another edition.
@lru_cache(maxsize=64)
def _policy(files: _Files) -> Policy:
    reading = read_files(dict(files))
    if reading.policy is None:
        raise ValueError("the files of this version cannot be read")
    return reading.policy


@lru_cache(maxsize=64)
def _compiled(files: _Files, decisions: tuple[str, ...]) -> Compiled:
    return compile_policy(_policy(files), decisions)


@dataclass(frozen=True)
class Advice:
    """What a version says about one subject; people decide."""

    version: PolicyVersion
    policy: Policy
    decision: Decision


def advise(
    subject_kind: str,
    subject_ref: str,
    facts: Facts,
    *,
    decisions: Sequence[str],
    applied_on: date,
    family_code: str = SUPPORT,
) -> Advice | None:
    """What the version that judges a subject says, without writing it down; None where none is in force.

    Raises:
        WrongFact: a fact is of the wrong type or outside its domain.
    """
    version = version_for(subject_kind, subject_ref, applied_on, family_code)
    if version is None:
        return None
    return Advice(version, policy_of(version), compiled_of(version, decisions).decide(facts))


def stored_decision(subject_kind: str, subject_ref: str) -> PolicyDecision | None:
    """The latest decision written down for a subject."""
    found = PolicyDecision.objects.filter(subject_kind=subject_kind, subject_ref=subject_ref)
    return found.select_related("version", "departed_by").order_by("-id").first()


def stewards_on(family: PolicyFamily, day: date) -> QuerySet[PolicySteward]:
    """The rights to a family held on a day."""
    held = family.stewards.filter(given_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    return held.select_related("user").order_by("right", "id")


def may(user: User, family: PolicyFamily, right: str, day: date) -> bool:
    """Whether a person holds a right to a family on a day."""
    return stewards_on(family, day).filter(user=user, right=right).exists()


@dataclass(frozen=True)
class Different:
    """A stored decision that would be decided otherwise now: ``differs`` says what was stored and what is."""

    decision: int
    version: str
    subject: tuple[str, str]
    differs: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class ReplayReport:
    """How many stored decisions were recomputed, and those that differ."""

    total: int
    different: tuple[Different, ...]


def replay(versions: Iterable[str] | None = None) -> ReplayReport:
    """Decide every stored decision again from its stored facts and compare outputs, rows, missing, conflicts.

    Facts that no longer give their keyed digest are named too.

    ``versions`` keeps to those of these codes. Read in streams: memory does not grow with their number.
    """
    kept = PolicyDecision.objects.order_by("version_id", "id")
    if versions is not None:
        kept = kept.filter(version__code__in=list(versions))
    known = PolicyVersion.objects.in_bulk(
        list(kept.order_by().values_list("version_id", flat=True).distinct())
    )
    total, different = 0, []
    for decision in kept.iterator(chunk_size=_AT_ONCE):
        total += 1
        version = known[decision.version_id]
        differs = _differs(decision, version)
        if differs:
            subject = (decision.subject_kind, decision.subject_ref)
            different.append(Different(decision.pk, version.code, subject, differs))
    return ReplayReport(total, tuple(different))


def _differs(decision: PolicyDecision, version: PolicyVersion) -> dict[str, tuple[Any, Any]]:
    compiled = compiled_of(version, decision.decisions)
    try:
        again = {
            "facts_digest": facts_digest(decision.facts),
            **answer(compiled.decide(read_facts(compiled, decision.facts))),
        }
    except (WrongFact, ValueError, TypeError, ArithmeticError):
        # Facts that cannot be decided on were never decided on: somebody changed them.
        return {"facts": (decision.facts, None)}
    return {
        name: (getattr(decision, name), value)
        for name, value in again.items()
        if getattr(decision, name) != value
    }
