"""Reports of abuse: one side says that the other misuses a conversation, staff decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.inquiries.models.talks import Inquiry, Side


class ReportReason(models.TextChoices):
    ADVERTISING = "advertising", pgettext_lazy("abuse", "Advertising or mass mail")
    OFFENSIVE = "offensive", pgettext_lazy("abuse", "Insults or harassment")
    FRAUD = "fraud", pgettext_lazy("abuse", "Suspicion of fraud")
    NO_BUSINESS = "no_business", pgettext_lazy("abuse", "No business purpose")
    OTHER = "other", pgettext_lazy("abuse", "Another reason")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("abuse", "Waits for the office")
    DISMISSED = "dismissed", pgettext_lazy("abuse", "No abuse found")
    ENDED = "ended", pgettext_lazy("abuse", "Conversation ended")
    SUSPENDED = "suspended", pgettext_lazy("abuse", "Buyer suspended")


class Report(models.Model):
    """What one side says of the other. ``office`` looks after who is reported, and decides."""

    scope_paths = ScopePaths(office="office")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="reports")
    side = models.CharField(max_length=5, choices=Side.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    words = models.TextField(_("what happened"), max_length=1000)
    office = models.ForeignKey("directory.Office", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=ReportState.choices, default=ReportState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why staff decided so.
    decision = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints = [
            one_of("state", ReportState, "inquiry_report_state_known"),
            one_of("side", Side, "inquiry_report_side_known"),
            one_of("reason", ReportReason, "inquiry_report_reason_known"),
            models.UniqueConstraint(
                fields=["inquiry", "side"], condition=Q(state="open"), name="inquiry_report_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decision="")),
                name="inquiry_report_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.side}"
