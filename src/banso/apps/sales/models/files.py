"""Files that sites send: what they hold, how their columns are read, and what becomes of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class FileKind(models.TextChoices):
    """What a file of a site holds."""

    SALES = "sales", _("Sales and returns")
    RATINGS = "ratings", _("Ratings")
    REVIEWS = "reviews", pgettext_lazy("buyers", "Reviews")
    STOCK = "stock", pgettext_lazy("sales", "Stock")


class SalesLayout(models.Model):
    """Which columns of a site's files of a kind hold what, remembered for the next one."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    mall = models.ForeignKey("channels.Mall", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it holds"), max_length=7, choices=FileKind.choices)
    #: By field: the name of the column.
    columns = models.JSONField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(_("stored"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("kind", FileKind, "sales_layout_kind_known"),
            models.UniqueConstraint(
                fields=["mall", "kind"], condition=Q(mall__isnull=False), name="sales_layout_once_a_mall"
            ),
            models.UniqueConstraint(
                fields=["channel", "kind"], condition=Q(mall__isnull=True), name="sales_layout_once_a_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.mall_id or ''} {self.kind}"


class FileState(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    FAULTY = "faulty", _("Has errors")
    CHECKED = "checked", _("Checked, not stored yet")
    STORING = "storing", _("Being stored")
    STORED = "stored", pgettext_lazy("file", "Stored")
    CANCELLED = "cancelled", pgettext_lazy("file", "Cancelled")
    BROKEN = "broken", _("Stopped by a fault of the system")


#: Somebody or the worker still has something to do with the file.
WAITING = (FileState.CHECKING, FileState.FAULTY, FileState.CHECKED, FileState.STORING)


class SentFile(models.Model):
    """A file of a site on its way in: checked, then stored whole or not at all. The file itself is thrown
    away once that is over.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("what it holds"), max_length=7, choices=FileKind.choices)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="sales/", blank=True)
    size = models.PositiveIntegerField(_("bytes"))
    #: It may add to months that were reported before.
    adds = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=9, choices=FileState.choices)
    #: What the last check or the storing came to (``taking.Outcome``).
    outcome = models.JSONField(default=dict)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"))
    ended_at = models.DateTimeField(pgettext_lazy("file", "ended at"), null=True, blank=True)

    scope_paths = ScopePaths(mall="mall")

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            one_of("state", FileState, "sent_file_state_known"),
            one_of("kind", FileKind, "sent_file_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in WAITING], ended_at__isnull=True)
                | (~Q(state__in=[state.value for state in WAITING]) & Q(ended_at__isnull=False)),
                name="sent_file_ended_at",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
