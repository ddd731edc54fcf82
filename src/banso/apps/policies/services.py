"""What can be done to policy versions. Each call is one transaction and one event in the version's chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.policies.judging import decide, difference_if_moved, migrate, note_departure
from banso.apps.policies.models import PolicyFamily, PolicyVersion
from banso.apps.policies.rights import end_right, give_right
from banso.apps.policies.selectors import check_files, files_digest, published
from banso.apps.policies.shipping import load_shipped_policies
from banso.apps.policies.transitions import NEW, fire
from banso.apps.policies.writing import (
    MOST_REASON,
    Head,
    Unreadable,
    head_of,
    kept_notes,
    read_whole,
    refuse_strange_code,
    with_head,
    with_table,
)
from banso.engines.kernel.faults import errors_among
from banso.engines.kernel.transitions import Fired
from banso.engines.policy.in_force import overlapping

__all__ = [
    "Unreadable",
    "approve",
    "copy_version",
    "decide",
    "difference_if_moved",
    "discard",
    "end",
    "end_right",
    "give_right",
    "import_version",
    "load_shipped_policies",
    "migrate",
    "note_departure",
    "publish",
    "return_to_draft",
    "save_files",
    "save_head",
    "save_table",
    "send_to_approval",
]


@service
def copy_version(
    actor: Actor, source: PolicyVersion, *, code: str, title_ja: str, title_en: str
) -> PolicyVersion:
    """Begin a draft with the tables of another version of the family, whatever state that is in.

    Raises:
        Refused: the code is taken or cannot be one, or a title is missing.
    """
    fire(NEW, "copy", actor)
    head = Head(title_ja, title_en, source.legal_basis_ja, source.legal_basis_en).checked()
    return _begin(
        actor, source.family, code, head, source.files, "policy.copied", {"from": source.code}, source
    )


@service
def import_version(
    actor: Actor, family: PolicyFamily, files: Mapping[str, str], *, code: str | None = None
) -> PolicyVersion:
    """Begin a draft from the files of a folder. ``code`` takes the place of the id in their head.

    Raises:
        Unreadable: the files cannot be read.
        Refused: the code is taken or cannot be one.
    """
    fire(NEW, "import", actor)
    policy, texts = read_whole(files)
    head = Head(policy.title.ja, policy.title.en, policy.legal_basis.ja, policy.legal_basis.en).checked()
    payload = {"files": files_digest(files)}
    return _begin(actor, family, code or policy.id, head, texts, "policy.imported", payload)


@service
def save_table(
    actor: Actor,
    version: PolicyVersion,
    table: str,
    rows: Sequence[Mapping[str, str]],
    edition: int,
    notes: Mapping[int, str] | None = None,
) -> PolicyVersion:
    """Write the rows of one table anew: cells as typed, by the names of the columns.

    ``notes`` say by row, from 1, why it differs from the version it is based on; None leaves them as they
    are. Cells that cannot be read and tables with gaps may be saved, but not sent to approval.

    Raises:
        Refused: no draft, changed meanwhile, no such table or column, too many rows.
    """
    held = _held(version, edition)
    fire(held.state, "change", actor)
    held.files = with_table(held.files, table, rows)
    if notes is not None:
        held.change_notes = kept_notes(held.change_notes, table, notes, len(rows))
    return _save(actor, held, {"table": table})


@service
def save_files(actor: Actor, version: PolicyVersion, files: Mapping[str, str], edition: int) -> PolicyVersion:
    """Write all tables anew, for example from a workbook. Code, family and head stay those of the draft.

    Raises:
        Unreadable: the files cannot be read.
        Refused: no draft, or changed meanwhile.
    """
    held = _held(version, edition)
    fire(held.state, "change", actor)
    _policy, texts = read_whole(files)
    held.files = with_head(texts, held.code, held.family.code, head_of(held))
    return _save(actor, held)


@service
def save_head(
    actor: Actor,
    version: PolicyVersion,
    edition: int,
    *,
    title_ja: str,
    title_en: str,
    legal_basis_ja: str = "",
    legal_basis_en: str = "",
) -> PolicyVersion:
    """Write titles and legal basis anew.

    Raises:
        Refused: no draft, changed meanwhile, or a title is missing.
    """
    held = _held(version, edition)
    fire(held.state, "change", actor)
    head = Head(title_ja, title_en, legal_basis_ja, legal_basis_en).checked()
    held.title_ja, held.title_en = head.title_ja, head.title_en
    held.legal_basis_ja, held.legal_basis_en = head.legal_basis_ja, head.legal_basis_en
    held.files = with_head(held.files, held.code, held.family.code, head)
    return _save(actor, held)


@service
def send_to_approval(actor: Actor, version: PolicyVersion, edition: int) -> PolicyVersion:
    """Send a draft to approval. Of a draft as shipped the sender becomes the author.

    Raises:
        Refused: the check finds faults, no draft, or changed meanwhile.
    """
    held = _held(version, edition)
    passes = not errors_among(check_files(held.files))
    fired = fire(held.state, "send", actor, {"check_passes": passes})
    held.editors.add(actor.user_id)  # type: ignore[arg-type]
    if held.author_id is None:
        held.author_id = actor.user_id
    held.checked_at = actor.at
    return _move(actor, held, fired, "checked", {"files": held.digest}, "author", "checked_at")


@service
def return_to_draft(actor: Actor, version: PolicyVersion, edition: int, reason: str) -> PolicyVersion:
    """Give a version back that waits for approval or is approved.

    Raises:
        Refused: no reason, neither checked nor approved, or changed meanwhile.
    """
    held = _held(version, edition)
    reason = reason.strip()[:MOST_REASON]
    fired = fire(held.state, "return", actor, {"has_reason": bool(reason)})
    held.approver, held.checked_at, held.approved_at, held.return_reason = None, None, None, reason
    changed = ("approver", "checked_at", "approved_at", "return_reason")
    return _move(actor, held, fired, "returned", {"reason": digest(reason)}, *changed)


@service
def approve(actor: Actor, version: PolicyVersion, edition: int) -> PolicyVersion:
    """Approve a version that was checked.

    Raises:
        Refused: the approver is its author or wrote in it, not checked, or changed meanwhile.
    """
    held = _held(version, edition)
    wrote = held.author_id == actor.user_id or held.editors.filter(pk=actor.user_id).exists()
    fired = fire(held.state, "approve", actor, {"approver_wrote_nothing": not wrote})
    held.approver_id, held.approved_at = actor.user_id, actor.at
    return _move(actor, held, fired, "approved", {"files": held.digest}, "approver", "approved_at")


@service
def publish(
    actor: Actor,
    version: PolicyVersion,
    *,
    in_force_from: date,
    edition: int,
    last_day: date | None = None,
) -> PolicyVersion:
    """Let an approved version be in force from a day on. An open one before it ends the day before.

    Raises:
        Refused: the day lies in the past, another version is in force on some of these days, not approved, or
            changed meanwhile.
    """
    # The family is held before the version: of two that overlap, the second sees the first.
    family = hold(PolicyFamily.objects).get(pk=version.family_id)
    held = _held(version, edition)
    if last_day is not None and last_day < in_force_from:
        raise Refused("last_day_first", _("The last day may not lie before the first day."), "last_day")
    held.in_force_from, held.in_force_to, held.published_at = in_force_from, last_day, actor.at
    others = list(published(family.code))
    before = next((other for other in others if _gives_way(other, in_force_from)), None)
    clashes = overlapping([held, *(other for other in others if other != before)])
    facts = {"not_in_the_past": in_force_from >= actor.today, "overlaps_none": not clashes}
    fired = fire(held.state, "publish", actor, facts)
    if before is not None:
        before.edition += 1
        _end(actor, before, in_force_from - timedelta(days=1), {"successor": held.code})
    payload = {"in_force_from": in_force_from.isoformat(), "files": held.digest}
    if last_day is not None:
        payload["last_day"] = last_day.isoformat()
    changed = ("in_force_from", "in_force_to", "published_at")
    return _move(actor, held, fired, "published", payload, *changed)


@service
def end(actor: Actor, version: PolicyVersion, *, last_day: date, edition: int) -> PolicyVersion:
    """Set the last day of a published version that is open.

    Raises:
        Refused: it has a last day, the day lies in the past or before the first, or changed meanwhile.
    """
    hold(PolicyFamily.objects).get(pk=version.family_id)
    held = _held(version, edition)
    ahead = last_day >= max(actor.today, held.in_force_from or actor.today)
    _end(actor, held, last_day, ahead=ahead)
    return held


@service
def discard(actor: Actor, version: PolicyVersion, edition: int) -> PolicyVersion:
    """Throw a version away that was not published. It stays readable.

    Raises:
        Refused: published or discarded already, or changed meanwhile.
    """
    held = _held(version, edition)
    fired = fire(held.state, "discard", actor)
    return _move(actor, held, fired, "discarded", {})


def _begin(
    actor: Actor,
    family: PolicyFamily,
    code: str,
    head: Head,
    files: Mapping[str, str],
    action: str,
    payload: Mapping[str, Any],
    based_on: PolicyVersion | None = None,
) -> PolicyVersion:
    refuse_strange_code(code)
    texts = with_head(files, code, family.code, head)
    version = PolicyVersion(
        family=family,
        code=code,
        title_ja=head.title_ja,
        title_en=head.title_en,
        legal_basis_ja=head.legal_basis_ja,
        legal_basis_en=head.legal_basis_en,
        author_id=actor.user_id,
        based_on=based_on,
        files=texts,
        digest=files_digest(texts),
        created_at=actor.at,
        saved_at=actor.at,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused("code_taken", _("Another version has this code."), "code") from taken
    version.editors.add(actor.user_id)  # type: ignore[arg-type]
    record(actor, action, ("policy", code), payload)
    return version


def _held(version: PolicyVersion, edition: int) -> PolicyVersion:
    """The version as stored now, held until the transaction ends, its edition counted on."""
    held = hold(PolicyVersion.objects).get(pk=version.pk)
    if held.edition != edition:
        raise Refused(
            "stale",
            _("Somebody else has changed this version since you opened the page. What you typed is kept "
              "here: read the version as it stands now in another window. Sent again, yours counts."),
        )  # fmt: skip
    held.edition += 1
    return held


def _save(actor: Actor, held: PolicyVersion, payload: Mapping[str, Any] | None = None) -> PolicyVersion:
    held.digest, held.saved_at = files_digest(held.files), actor.at
    held.save()
    held.editors.add(actor.user_id)  # type: ignore[arg-type]
    record(
        actor,
        "policy.changed",
        ("policy", held.code),
        {"edition": held.edition, "files": held.digest, **(payload or {})},
    )
    return held


def _move(
    actor: Actor, held: PolicyVersion, fired: Fired, what: str, payload: Mapping[str, Any], *changed: str
) -> PolicyVersion:
    held.state = fired.target
    held.save(update_fields=["state", "edition", *changed])
    guards = {"guards": dict(fired.guards)} if fired.guards else {}
    record(actor, f"policy.{what}", ("policy", held.code), {**payload, **guards}, policy_version=held.code)
    return held


def _gives_way(other: PolicyVersion, in_force_from: date) -> bool:
    """Whether a published version ends when another begins on this day: it began before and has no end."""
    return (
        other.in_force_to is None and other.in_force_from is not None and other.in_force_from < in_force_from
    )


def _end(
    actor: Actor,
    version: PolicyVersion,
    last_day: date,
    payload: Mapping[str, Any] | None = None,
    *,
    ahead: bool = True,
) -> None:
    facts = {"end_is_open": version.in_force_to is None, "last_day_ahead": ahead}
    fired = fire(version.state, "end", actor, facts)
    version.in_force_to = last_day
    payload = {"last_day": last_day.isoformat(), **(payload or {})}
    _move(actor, version, fired, "ended", payload, "in_force_to")
