"""Two rows that are one firm become one, and apart again if that was wrong.

A merge:
1. refuses what cannot be one firm: two corporate numbers, or rows of which a firm may have one only;
2. takes over, column by column, the values chosen from the lost firm (kind and corporate number together);
3. lets one open catch-up contact stand for both, where both have one;
4. re-points every row of every room that leads to the lost firm, and writes down which;
5. leaves the lost firm as a row that leads to the kept one.

It can be undone for ``DAYS_TO_UNDO`` days, as long as nothing new hangs on the kept firm.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.services import Folding, fold_catch_ups, unfold_catch_ups, unfolds
from banso.apps.directory.models import Firm, FirmKind
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.transfers.hanging import HANGING, clashes
from banso.apps.transfers.models import Merge, MergedValue, MovedRow, NotSame

DAYS_TO_UNDO = 30
#: Kind and corporate number say together who the firm is.
IDENTITY = "identity"
#: What can be taken over from the lost firm, and the columns that go together.
CHOICES: dict[str, tuple[str, ...]] = {
    IDENTITY: ("kind", "corporate_number"),
    "name": ("name", "name_kana"),
    "name_en": ("name_en",),
    "address": ("prefecture_id", "city", "office_id"),
    "industry": ("industry_id",),
    "products": ("products",),
    "employees": ("employees",),
    "capital_yen": ("capital_yen",),
    "export_experience": ("export_experience",),
    "ec_record": ("ec_record",),
    "brought_by": ("brought_by_id",),
    "founded_on": ("founded_on",),
}


@service
def merge_firms(actor: Actor, kept: Firm, lost: Firm, taken: Collection[str], *, reason: str) -> Merge:
    """Make two rows one firm. ``taken``: the choices (``CHOICES``) whose values come from the lost firm.

    Raises:
        Refused: ``same_row``, ``merged_already``, ``one_closed``, ``two_numbers``, ``clash``,
            ``reason_missing``.
    """
    kept, lost = _held(kept, lost)
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", _("Say why the two are one firm."), "reason")
    _refuse_two(kept, lost)
    if taken_by_both := next(clashes(kept, lost), None):
        message = _("Both have open: %(what)s. Settle this first; then they can be merged.")
        raise Refused("clash", message % {"what": taken_by_both.words})
    try:
        with transaction.atomic():
            merge = Merge.objects.create(
                kept=kept,
                lost=lost,
                reason=reason,
                merged_at=actor.at,
                merged_by_id=actor.user_id,
                marks={_mark(kind): _highest(kind) for kind in HANGING},
            )
    except IntegrityError:
        raise _merged_already() from None
    _take_over(merge, kept, lost, taken)
    if (folding := fold_catch_ups(actor, kept, lost)) is not None:
        merge.folding = asdict(folding)
        merge.save(update_fields=["folding"])
    moved = _repoint(merge, kept, lost)
    record(actor, "merge.took_in", ("firm", kept.ref), {"firm": lost.ref, "rows": moved, "merge": merge.pk})
    said = {"firm": kept.ref, "rows": moved, "merge": merge.pk, "reason": digest(reason)}
    record(actor, "merge.went_into", ("firm", lost.ref), said)
    return merge


def _held(kept: Firm, lost: Firm) -> tuple[Firm, Firm]:
    if kept.pk == lost.pk:
        raise Refused("same_row", _("A firm cannot be merged with itself."))
    rows = hold(Firm.objects).filter(pk__in=[kept.pk, lost.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[kept.pk], found[lost.pk]


def _refuse_two(kept: Firm, lost: Firm) -> None:
    if kept.merged_into_id or lost.merged_into_id:
        raise _merged_already()
    if (kept.closed_on is None) != (lost.closed_on is None):
        text = _("One of the two is noted as closed. Note first for both whether the firm has closed.")
        raise Refused("one_closed", text)
    if kept.corporate_number and lost.corporate_number:
        text = _("The two have two corporate numbers: they are two firms, however alike they are.")
        raise Refused("two_numbers", text)


def _merged_already() -> Refused:
    return Refused("merged_already", _("One of the two was merged with another firm already."))


def _mark(kind: Any) -> str:
    return f"{kind.table}.{kind.column}"


def _highest(kind: Any) -> int:
    return kind.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _take_over(merge: Merge, kept: Firm, lost: Firm, taken: Collection[str]) -> None:
    """Set the chosen values, and let the lost firm lead to the kept one."""
    after: dict[Firm, dict[str, Any]] = {kept: {}, lost: {"merged_into_id": kept.pk}}
    for choice in CHOICES:
        if choice in taken and choice != IDENTITY:
            after[kept] |= {column: getattr(lost, column) for column in CHOICES[choice]}
    if (lost.corporate_number and not kept.corporate_number) or IDENTITY in taken:
        # A number is unique: the lost row lets go of it, and is told from others by its reference alone.
        after[kept] |= {"kind": lost.kind, "corporate_number": lost.corporate_number}
        if lost.corporate_number:
            after[lost] |= {"kind": FirmKind.SOLE_TRADER.value, "corporate_number": None}
    for firm in (lost, kept):
        _change(merge, firm, after[firm])


def _change(merge: Merge, firm: Firm, after: dict[str, Any]) -> None:
    changed = {column: value for column, value in after.items() if getattr(firm, column) != value}
    MergedValue.objects.bulk_create(
        MergedValue(
            merge=merge,
            firm=firm,
            column=column,
            before=_text(getattr(firm, column)),
            after=_text(value),
        )
        for column, value in changed.items()
    )
    for column, value in changed.items():
        setattr(firm, column, value)
    if changed:
        firm.save(update_fields=[_field(column).name for column in changed])


def _field(column: str) -> Any:
    return next(field for field in Firm._meta.concrete_fields if column in (field.name, field.attname))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _repoint(merge: Merge, kept: Firm, lost: Firm) -> int:
    """Let every row that leads to the lost firm lead to the kept one; gives their number."""
    rows = [
        MovedRow(merge=merge, table=kind.table, row=pk, column=kind.column)
        for kind in HANGING
        for pk in kind.of(lost).order_by("pk").values_list("pk", flat=True)
    ]
    MovedRow.objects.bulk_create(rows, batch_size=500)
    for kind in HANGING:
        kind.of(lost).update(**{kind.column: kind.end(kept)})
    return len(rows)


@service
def undo_merge(actor: Actor, merge: Merge, *, reason: str) -> Merge:
    """Let both firms stand as they did before.

    Raises:
        Refused: ``undone_already``, ``too_late``, ``reason_missing``; ``new_rows``, ``rows_gone``,
            ``contact_worked_on`` or ``changed_since``: somebody has worked on the firm since, so that nobody
            can tell whose it is.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", _("Say why the two are not one firm."), "reason")
    if (why := why_not_undone(merge, actor.today)) is not None:
        raise why
    claimed = Merge.objects.filter(pk=merge.pk, undone_at__isnull=True).update(
        undone_at=actor.at, undone_by_id=actor.user_id
    )
    if not claimed:
        raise _undone_already()
    merge.refresh_from_db()
    kept, lost = _held(merge.kept, merge.lost)
    for kind in HANGING:
        moved = merge.rows.filter(table=kind.table, column=kind.column).values("row")
        kind.model._default_manager.filter(pk__in=moved).update(**{kind.column: kind.end(lost)})
    if (folding := _folding(merge)) is not None:
        unfold_catch_ups(actor, folding)
    for firm in (kept, lost):
        columns = []
        for value in merge.values.filter(firm=firm).order_by("pk"):
            field = _field(value.column)
            setattr(firm, field.attname, None if value.before is None else field.to_python(value.before))
            columns.append(field.name)
        if columns:
            firm.save(update_fields=columns)
    record(actor, "merge.undone", ("firm", kept.ref), {"firm": lost.ref, "merge": merge.pk})
    said = {"firm": kept.ref, "merge": merge.pk, "reason": digest(reason)}
    record(actor, "merge.came_out", ("firm", lost.ref), said)
    return merge


def why_not_undone(merge: Merge, today: Any) -> Refused | None:
    """Why a merge cannot be undone on a day; None if it can."""
    if merge.undone_at:
        return _undone_already()
    if today > last_day_to_undo(merge):
        text = _("A merge can be undone within %(days)s days.") % {"days": DAYS_TO_UNDO}
        return Refused("too_late", text)
    for kind in HANGING:
        if kind.of(merge.kept).filter(pk__gt=merge.marks.get(_mark(kind), 0)).exists():
            text = _("Since the merge there is something new: %(what)s. It cannot be undone any more.")
            return Refused("new_rows", text % {"what": kind.words})
        moved = merge.rows.filter(table=kind.table, column=kind.column).values("row")
        if kind.of(merge.kept).filter(pk__in=moved).count() != moved.count():
            text = _("Some of what was moved is not there any more: %(what)s. It cannot be undone any more.")
            return Refused("rows_gone", text % {"what": kind.words})
    if (folding := _folding(merge)) is not None and not unfolds(folding, merge.merged_at):
        text = _("Somebody has worked on the catch-up contact since the merge. It cannot be undone any more.")
        return Refused("contact_worked_on", text)
    for value in merge.values.select_related("firm").order_by("pk"):
        if _text(getattr(value.firm, value.column)) != value.after:
            text = _("The firm's data were changed since the merge. It cannot be undone any more.")
            return Refused("changed_since", text)
    return None


def _folding(merge: Merge) -> Folding | None:
    """What the merge made of two open catch-up contacts; JSON keeps tuples as lists."""
    said = merge.folding
    return Folding(said["into"], tuple(said["before"]), tuple(said["after"])) if said else None


def _undone_already() -> Refused:
    return Refused("undone_already", _("This merge was undone already."))


def last_day_to_undo(merge: Merge) -> Any:
    """The last day on which a merge can be undone."""
    return timezone.localdate(merge.merged_at) + timedelta(days=DAYS_TO_UNDO)


@service
def say_not_same(actor: Actor, one: Firm, other: Firm) -> NotSame:
    """Two firms that are alike are two: nobody is asked about them again.

    Raises:
        Refused: ``same_row``.
    """
    if one.pk == other.pk:
        raise Refused("same_row", _("A firm cannot be merged with itself."))
    first, second = sorted((one, other), key=lambda firm: firm.pk)
    said, new = NotSame.objects.get_or_create(
        first=first, second=second, defaults={"said_at": actor.at, "said_by_id": actor.user_id}
    )
    if new:
        record(actor, "merge.not_same", ("firm", first.ref), {"firm": second.ref})
    return said
