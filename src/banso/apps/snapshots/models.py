"""Snapshots: what casework came to on a day, kept as files that figures are computed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class SnapshotState(models.TextChoices):
    """How far a snapshot is."""

    TAKING = "taking", pgettext_lazy("snapshot", "Being taken")
    READY = "ready", pgettext_lazy("snapshot", "Ready")
    FROZEN = "frozen", pgettext_lazy("snapshot", "Frozen")
    FAILED = "failed", pgettext_lazy("snapshot", "Stopped with a fault")
    REMOVED = "removed", pgettext_lazy("snapshot", "Files removed")


#: There are files to read.
READABLE = (SnapshotState.READY, SnapshotState.FROZEN)


class Snapshot(models.Model):
    """One snapshot. Its files lie in the folder of its name; ``digest`` says what they were.

    A frozen one is kept for good: something published rests on it. Others make room after a while.
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SnapshotState.choices, default=SnapshotState.TAKING
    )
    as_of = models.DateField(pgettext_lazy("snapshot", "as of"))
    asked_at = models.DateTimeField(pgettext_lazy("snapshot", "asked for"))
    #: None: taken by itself at night.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    taken_at = models.DateTimeField(pgettext_lazy("snapshot", "taken"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    #: How many rows each table has.
    rows = models.JSONField(default=dict)
    #: Code of the fault that stopped it (``words.FAULTS``).
    fault = models.CharField(pgettext_lazy("snapshot", "fault"), max_length=20, blank=True)
    #: What rests on it, as it was said when it was frozen.
    frozen_for = models.CharField(_("frozen for"), max_length=200, blank=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            one_of("state", SnapshotState, "snapshot_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=READABLE) | (Q(taken_at__isnull=False) & ~Q(digest="")),
                name="snapshot_with_its_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state=SnapshotState.FROZEN) | (Q(frozen_at__isnull=False) & ~Q(frozen_for="")),
                name="snapshot_frozen_for_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=SnapshotState.FAILED) | ~Q(fault=""), name="snapshot_failed_with_fault"
            ),
        ]

    def __str__(self) -> str:
        return self.name
