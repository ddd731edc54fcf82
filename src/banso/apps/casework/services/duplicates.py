"""Exports that look like one: marked as a repetition, or told apart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.models import DistinctResults, ExportResult
from banso.apps.casework.services.results import SETTLED_FIELDS, locked, settle_by_words
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service


@service
def mark_duplicate(actor: Actor, result: ExportResult, original: ExportResult) -> ExportResult:
    """Mark an export as a repetition of another of the same firm. It is kept and no longer counts.

    Raises:
        Refused: the same row, another firm, the original is a duplicate itself, or other duplicates refer to
            the one to be marked.
    """
    result, original = _both(result, original)
    if result.duplicate_of_id is not None:
        raise Refused("already_duplicate", _("This export is marked as a duplicate already."))
    if original.duplicate_of_id is not None:
        raise Refused("original_is_duplicate", _("The other export is a duplicate itself."))
    if result.duplicates.exists():
        raise Refused("has_duplicates", _("Other exports are marked as duplicates of this one."))
    result.duplicate_of, result.confirmed_at = original, None
    result.save(update_fields=["duplicate_of", "confirmed_at"])
    payload = {"result": result.pk, "of": original.pk, "of_case": original.case.ref}
    record(actor, "result.duplicate", ("case", result.case.ref), payload)
    return result


@service
def unmark_duplicate(actor: Actor, result: ExportResult) -> ExportResult:
    """Take back that an export is a duplicate: it stands for itself again.

    Raises:
        Refused: it is marked as no duplicate.
    """
    result = locked(result)
    if result.duplicate_of_id is None:
        raise Refused("no_duplicate", _("This export is not marked as a duplicate."))
    before, result.duplicate_of = result.duplicate_of_id, None
    settle_by_words(result)
    result.save(update_fields=["duplicate_of", *SETTLED_FIELDS])
    payload = {"result": result.pk, "was_of": before, "confirmed": result.confirmed_at is not None}
    record(actor, "result.no_duplicate", ("case", result.case.ref), payload)
    return result


@service
def say_distinct(actor: Actor, one: ExportResult, other: ExportResult) -> None:
    """Say that two exports that look alike are two. Saying it again changes nothing.

    Raises:
        Refused: the same row, or another firm.
    """
    one, other = _both(one, other)
    first, second = sorted((one, other), key=lambda row: row.pk)
    _kept, made = DistinctResults.objects.get_or_create(
        first=first, second=second, defaults={"said_by_id": actor.user_id, "said_at": actor.at}
    )
    if made:
        payload = {"result": first.pk, "other": second.pk}
        record(actor, "result.distinct", ("case", first.case.ref), payload)


def _both(one: ExportResult, other: ExportResult) -> tuple[ExportResult, ExportResult]:
    """Two exports of one firm, held in the order of their keys."""
    if one.pk == other.pk:
        raise Refused("same_row", _("An export is no duplicate of itself."))
    rows = hold(ExportResult.objects).select_related("case").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=(one.pk, other.pk))}
    if found[one.pk].case.firm_id != found[other.pk].case.firm_id:
        raise Refused("other_firm", _("These are exports of two firms."))
    return found[one.pk], found[other.pk]
