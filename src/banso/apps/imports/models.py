"""Files that were sent, how their columns were read, and by which ids records were known before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class OldId(models.Model):
    """The id that a record had in the system used before. One old id of a kind leads to one record."""

    kind = models.CharField(_("kind"), max_length=20)
    old = models.CharField(_("old id"), max_length=40)
    #: The reference of the record; its key where it has no reference.
    ref = models.CharField(_("reference"), max_length=40)

    class Meta:
        ordering = ("kind", "old")
        constraints = [models.UniqueConstraint(fields=["kind", "old"], name="old_id_once")]
        indexes = [models.Index(fields=["kind", "ref"], name="old_id_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old} -> {self.ref}"


class Layout(models.Model):
    """How the columns of a file were read last time, remembered for the next file with the same header."""

    kind = models.CharField(_("kind"), max_length=20)
    #: SHA-256 over the names of the columns, in order.
    header = models.CharField(max_length=64)
    #: By field: the name of the column.
    columns = models.JSONField()

    class Meta:
        ordering = ("kind", "id")
        constraints = [models.UniqueConstraint(fields=["kind", "header"], name="import_layout_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.header[:8]}"


class RunState(models.TextChoices):
    SENT = "sent", _("Columns to be confirmed")
    CHECKING = "checking", _("Being checked")
    FAULTY = "faulty", _("Has errors")
    CHECKED = "checked", _("Checked, not stored yet")
    STORING = "storing", _("Being stored")
    STORED = "stored", pgettext_lazy("file", "Stored")
    BROKEN = "broken", _("Stopped by a fault of the system")


class ImportRun(models.Model):
    """One file of one kind: sent, tried, stored. The file itself is thrown away once it is stored."""

    State = RunState

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.SENT)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="imports/", blank=True)
    #: SHA-256 of the file: what was tried is what is stored.
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent at"))
    stored_at = models.DateTimeField(_("stored at"), null=True, blank=True)
    #: What the last try came to (``reconciling.Outcome``): rows, sums, the first errors.
    outcome = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            one_of("state", RunState, "import_run_state_known"),
            models.CheckConstraint(
                condition=Q(state=RunState.STORED, stored_at__isnull=False)
                | Q(~Q(state=RunState.STORED), stored_at__isnull=True),
                name="import_run_stored_at",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
