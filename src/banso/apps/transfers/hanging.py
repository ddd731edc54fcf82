"""Everything that hangs on a firm, by table. A test holds this list against all foreign keys to ``Firm``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Firm


@dataclass(frozen=True)
class Hanging:
    """The rows of a table that lead to a firm, by a foreign key or by its reference.

    ``alike`` are the columns by which two rows are the same thing for one firm, among the rows of ``only``:
    if both firms have one, people must settle it before a merge. None: nothing can clash.
    """

    table: str
    words: Promise
    column: str = "firm"
    alike: tuple[str, ...] | None = None
    only: Q = field(default_factory=Q)

    @property
    def model(self) -> type[Model]:
        """The table."""
        return apps.get_model(self.table)

    @property
    def by_reference(self) -> bool:
        """Whether the rows name the firm by its reference instead of a key."""
        return self.column == "subject_ref"

    def end(self, firm: Firm) -> Any:
        """What the column holds for a firm."""
        return firm.ref if self.by_reference else firm.pk

    def of(self, firm: Firm) -> QuerySet[Any]:
        """The rows that hang on a firm."""
        where = Q(**{self.column: self.end(firm)})
        if self.by_reference:
            where &= Q(subject_kind="firm")
        return self.model._default_manager.filter(where)


HANGING = (
    Hanging("accounts.RoleAssignment", _("Members"), alike=("user",), only=Q(valid_to__isnull=True)),
    Hanging("directory.Contact", _("Contacts")),
    Hanging("directory.FormerFirm", _("Former names and places"), alike=("until",)),
    Hanging("directory.AccessRequest", _("Requests for access"), alike=("user",), only=Q(state="waiting")),
    Hanging(
        "directory.ConflictOfInterest",
        _("Conflicts of interest"),
        alike=("expert",),
        only=Q(ended_on__isnull=True),
    ),
    Hanging("intake.Consultation", _("Consultations")),
    Hanging(
        "new_exporters.Registration",
        _("Registrations of new exporters"),
        alike=(),
        only=Q(closed_on__isnull=True),
    ),
    Hanging("selection.Application", _("Applications")),
    Hanging("casework.Case", _("Cases")),
    Hanging("casework.PastSupport", _("Support that ended before Banso")),
    Hanging("casework.ECProof", _("Proofs of an EC record")),
    # Of two open ones the merge makes one: ``casework.services.fold_catch_ups``.
    Hanging("casework.CatchUp", _("Catch-up contacts")),
    Hanging("fees.Quote", _("Quotes")),
    Hanging("fees.Invoice", _("Invoices")),
    Hanging("fees.Payment", _("Payments")),
    # Both may number an article alike; which of the two is meant a person says.
    Hanging("products.Product", _("Products"), alike=("article",)),
    Hanging("sales.Payout", _("Payments of sites to the firm")),
    Hanging("behalf.Entry", _("Entries for the firm")),
    Hanging("documents.Document", _("Documents")),
    Hanging(
        "documents.Document",
        _("Documents of the firm itself"),
        "subject_ref",
        alike=("sha256",),
        only=Q(deleted_at__isnull=True, superseded_by__isnull=True),
    ),
    Hanging("notices.Meeting", _("Meetings")),
    Hanging("notices.Task", _("Tasks")),
    Hanging("notices.Task", _("Tasks about the firm itself"), "subject_ref"),
    Hanging("notices.Reminder", _("Reminders")),
    Hanging("surveys.Answer", _("Answers")),
)
#: Leads to firms and stays: what it tells is that there were two rows, or that something was so at the time.
STAYS = frozenset(
    {
        ("directory.Firm", "merged_into"),
        ("transfers.Merge", "kept"),
        ("transfers.Merge", "lost"),
        ("transfers.MergedValue", "firm"),
        ("transfers.NotSame", "first"),
        ("transfers.NotSame", "second"),
        # A frame is what was so when it was made.
        ("surveys.FrameUnit", "firm"),
    }
)


@dataclass(frozen=True)
class Clash:
    """Rows that both firms have and one firm cannot have twice."""

    words: Promise
    kept: Any
    lost: Any


def clashes(kept: Firm, lost: Firm) -> Iterator[Clash]:
    """What has to be settled before the two can be one."""
    for kind in HANGING:
        if kind.alike is None:
            continue
        there = {_key(kind, row): row for row in kind.of(kept).filter(kind.only).order_by("pk")}
        for row in kind.of(lost).filter(kind.only).order_by("pk"):
            if _key(kind, row) in there:
                yield Clash(kind.words, there[_key(kind, row)], row)


def _key(kind: Hanging, row: Any) -> tuple[Any, ...]:
    return tuple(row.serializable_value(name) for name in kind.alike or ())
