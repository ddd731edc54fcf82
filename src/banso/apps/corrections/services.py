"""Corrections and moves. Each call is one transaction and one event; the old value stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.models import Case
from banso.apps.corrections.kinds import Kind
from banso.apps.corrections.models import Correction
from banso.apps.corrections.values import as_text, seen
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.journal.years import in_closed_year

#: The longest reason.
LONGEST_REASON = 400


@service
def correct(
    actor: Actor, kind: Kind, row: Any, values: Mapping[str, Any], *, reason: str, page: str
) -> list[Correction]:
    """Put fields of a recorded fact right. What stood there before is kept, with who changed it and why.

    ``page`` is what ``values.seen`` gave for the values that the person had before the eyes.

    Raises:
        Refused: no reason, nothing changed, somebody who approved the record, a value that the record's own
            rules refuse, or a record that somebody else changed meanwhile.
    """
    held = _held(kind, row)
    _refuse_approver(actor, kind, held)
    if seen(kind, held) != page:
        raise Refused(
            "stale", _("Somebody else has changed this meanwhile. Read the page again, then correct it.")
        )
    before = _texts(held, (*kind.fields, *kind.following))
    for name in kind.fields:
        if name in values:
            setattr(held, name, values[name])
    if not _changed(held, before):
        raise Refused("nothing_changed", _("Nothing is different from what stands there."))
    reason = _reason(reason)
    _clean(held, _changed(held, before))
    kind.check(held, actor.today)
    kind.follow(held)
    changed = _changed(held, before)
    _save(held, changed)
    rows = _keep(actor, kind, held, {name: before[name] for name in changed}, reason)
    payload = {
        "kind": kind.code,
        "row": held.pk,
        "fields": changed,
        "values": {name: digest(as_text(held, name)) for name in changed},
        "reason": digest(reason),
    }
    record(actor, "record.corrected", kind.subject(held), payload)
    return rows


@service
def move(actor: Actor, kind: Kind, row: Any, to: Case | Firm, *, reason: str) -> Correction:
    """Move a record that was entered on the wrong case or firm. The chains of both places tell of it.

    Raises:
        Refused: a kind that is not moved, the same place, somebody who approved the record, no reason, a day
            outside the support of the other case, or what ``kind.moves.rows`` finds in the way.
    """
    moving = kind.moves
    if moving is None:
        raise Refused("not_moved", _("A record of this kind is not moved."))
    held = _held(kind, row)
    _refuse_approver(actor, kind, held)
    old = getattr(held, moving.column)
    if old.pk == to.pk:
        raise Refused("same_place", _("It stands there already."), "to")
    reason = _reason(reason)
    to = moving.places.objects.select_related(*moving.joins).get(pk=to.pk)
    rows, subject = moving.rows(held, to), kind.subject(held)
    names = (*moving.keeps, *kind.following)
    before = [_texts(changing, names) for changing in rows]
    moving.put(actor, rows, to)
    standing = rows[-1]
    try:
        kind.check(standing, actor.today)
        kind.follow(standing)
    except Refused as refused:
        raise Refused(refused.rule, refused.message, "to") from refused
    kept: list[Correction] = []
    for changing, texts in zip(rows, before, strict=True):
        changed = _changed(changing, texts)
        _save(changing, [*changed, *moving.silent])
        kept += _keep(actor, kind, changing, {name: texts[name] for name in changed}, reason)
    chains = [subject, kind.subject(standing), *moving.carry(actor, rows, old, to)]
    payload = {"kind": kind.code, "from": old.ref, "to": to.ref, "reason": digest(reason)}
    for chain in dict.fromkeys(chains):
        row_there = standing if chain == kind.subject(standing) else held
        record(actor, "record.moved", chain, {**payload, "row": row_there.pk})
    return kept[0]


@service
def enter(actor: Actor, kind: Kind, case: Case, values: Mapping[str, Any], *, reason: str) -> Any:
    """Add a record that a closed fiscal year or a case that has ended lacks, with the reason.

    The rules of the record hold.

    Raises:
        Refused: a kind that is not added so, no reason, no day, a day that is entered as usual
            (``year_open``), or what the service of the record refuses.
    """
    if kind.enter is None:
        raise Refused("not_entered", _("A record of this kind is not added by a correction."))
    reason = _reason(reason)
    day = values[kind.day]
    if day is None:
        raise Refused("required", _("Please fill this in."), kind.day)
    late = kind.late(Case.objects.get(pk=case.pk))
    if not late and not in_closed_year(day):
        message = _("This day lies in a year that takes entries. Enter it on the case as usual.")
        raise Refused("year_open", message, kind.day)
    row = kind.enter(replace(actor, correcting=True), case, values)
    held = _held(kind, row)
    _keep(actor, kind, held, {kind.day: ""}, reason)
    payload = {"kind": kind.code, "row": held.pk, "day": day.isoformat(), "late": late}
    payload["reason"] = digest(reason)
    record(actor, "record.entered", kind.subject(held), payload)
    return held


def _held(kind: Kind, row: Any) -> Any:
    """The record as stored now, held until the transaction ends."""
    rows = hold(kind.model._default_manager).select_related(*kind.joins)
    return rows.get(pk=row.pk)


def _refuse_approver(actor: Actor, kind: Kind, held: Any) -> None:
    if actor.user_id is not None and actor.user_id in kind.approved_by(held):
        raise Refused("approved_by_you", _("You approved this. Somebody else has to correct it."))


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("required", _("Please fill this in."), "why")
    return reason[:LONGEST_REASON]


def _texts(held: Any, names: Iterable[str]) -> dict[str, str]:
    """What stands in these fields now, each once."""
    return {name: as_text(held, name) for name in names}


def _changed(held: Any, before: Mapping[str, str]) -> list[str]:
    return [name for name, old in before.items() if as_text(held, name) != old]


def _clean(held: Any, changed: list[str]) -> None:
    """Say which of the changed columns its own rules refuse."""
    others = [field.name for field in held._meta.fields if field.name not in changed]
    try:
        held.clean_fields(exclude=others)
    except ValidationError as fault:
        name, messages = next(iter(fault.message_dict.items()))
        raise Refused("not_valid", str(messages[0]), name) from fault


def _save(held: Any, changed: list[str]) -> None:
    """Store the changed columns, or say that they contradict what is stored."""
    try:
        with transaction.atomic():
            held.save(update_fields=changed)
    except IntegrityError as fault:
        message = _("These values contradict each other or another record. Look at them together.")
        raise Refused("contradiction", message, changed[0]) from fault


def _keep(actor: Actor, kind: Kind, held: Any, before: Mapping[str, str], reason: str) -> list[Correction]:
    subject_kind, subject_ref = kind.subject(held)
    return Correction.objects.bulk_create(
        [
            Correction(
                kind=kind.code,
                row=held.pk,
                field=name,
                old=old,
                new=as_text(held, name),
                reason=reason,
                subject_kind=subject_kind,
                subject_ref=subject_ref,
                office_id=kind.office(held),
                corrected_at=actor.at,
                corrected_by_id=actor.user_id,
            )
            for name, old in before.items()
        ]
    )
