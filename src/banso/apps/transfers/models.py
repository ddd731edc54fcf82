"""Merges of firms, what each of them moved, and who had the work before it went to another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


def _by(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Merge(models.Model):
    """Two rows were one firm. ``lost`` stays and leads to ``kept``; undone, both stand as before."""

    scope_paths = ScopePaths(office="kept__office")

    kept = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="merges")
    lost = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=400)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = _by(_("merged by"))
    #: The highest row of each table that hangs on firms, at the time of the merge: what is above it is new.
    marks = models.JSONField(default=dict)
    #: Of two open catch-up contacts: which one goes on, and what it held before and after; empty: not two.
    folding = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = _by(_("undone by"))

    class Meta:
        ordering = ("-merged_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("lost")), name="merge_of_two_firms"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
            models.UniqueConstraint(
                fields=["lost"], condition=Q(undone_at__isnull=True), name="merge_once_a_lost_firm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lost_id} -> {self.kept_id}"


class MovedRow(models.Model):
    """One row that a merge re-pointed: its table, its key and the column that led to the lost firm."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=60)
    row = models.PositiveBigIntegerField()
    column = models.CharField(max_length=40)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["merge", "table", "row", "column"], name="moved_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class MergedValue(models.Model):
    """What one column of one of the two firms held before and after the merge, as text; None: not known."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="values")
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="+")
    column = models.CharField(max_length=40)
    before = models.CharField(max_length=200, null=True)  # noqa: DJ001 unknown is not empty
    after = models.CharField(max_length=200, null=True)  # noqa: DJ001

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["merge", "firm", "column"], name="merged_value_once")]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.column}"


class NotSame(models.Model):
    """Somebody looked at two firms that are alike, and said that they are two."""

    first = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))
    said_by = _by(_("said by"))

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class GiverKind(models.TextChoices):
    STAFF = "staff", _("Member of staff")
    EXPERT = "expert", _("Expert")
    OFFICE = "office", _("Office")


class Occasion(models.TextChoices):
    MOVE = "move", _("Transfer")
    LEAVE = "leave", _("Leave with a stand-in")
    CONTRACT = "contract", _("End of contract")
    OFFICE = "office", _("Office merged or closed")


class Transfer(models.Model):
    """The open work of a person, an expert or an office went to others in one step."""

    scope_paths = ScopePaths(office="office")

    giver_kind = models.CharField(_("whose work"), max_length=10, choices=GiverKind.choices)
    #: The user's number, or the code of the expert or the office.
    giver_ref = models.CharField(max_length=40)
    #: The office of the giver at the time.
    office = models.ForeignKey("directory.Office", on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    reason = models.CharField(_("reason"), max_length=400)
    done_at = models.DateTimeField(_("done at"))
    done_by = _by(_("done by"))
    #: Of a leave: the day on which the work goes back to its owner; empty: it does not.
    back_on = models.DateField(_("back on"), null=True, blank=True)
    went_back_at = models.DateTimeField(_("went back at"), null=True, blank=True)
    #: Of a leave of staff: on these days nobody gives them new work.
    absence = models.ForeignKey(
        "accounts.StaffAbsence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-done_at", "-id")
        constraints = [
            one_of("giver_kind", GiverKind, "transfer_giver_known"),
            one_of("occasion", Occasion, "transfer_occasion_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_reason"),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.LEAVE, back_on__isnull=False)
                | (~Q(occasion=Occasion.LEAVE) & Q(back_on__isnull=True)),
                name="transfer_comes_back_after_leave_only",
            ),
        ]
        indexes = [models.Index(fields=["back_on", "went_back_at"], name="transfer_back_on")]

    def __str__(self) -> str:
        return f"{self.giver_kind} {self.giver_ref}"


class Handed(models.Model):
    """One row that a transfer gave to somebody else: its kind, and who had it and has it, by key."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="handed")
    kind = models.CharField(_("kind"), max_length=30)
    row = models.PositiveBigIntegerField()
    before = models.PositiveBigIntegerField()
    after = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["transfer", "kind", "row"], name="handed_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="handed_to_another"),
        ]
        indexes = [models.Index(fields=["kind", "row"], name="handed_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class Placement(models.Model):
    """With which office a case was until a day, before it went to another. The last one stands on the case.

    Figures by office ask ``selectors.office_on``: what happened while it was here stays here.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="placements")
    office = models.ForeignKey("directory.Office", on_delete=models.PROTECT, related_name="+")
    #: The last day with this office.
    until = models.DateField(_("until"))

    class Meta:
        ordering = ("case_id", "until")
        constraints = [models.UniqueConstraint(fields=["case", "until"], name="placement_once_a_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.until}"
