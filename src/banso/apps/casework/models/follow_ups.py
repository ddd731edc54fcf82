"""Looks back at a firm after its support ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths
from banso.apps.casework.models.cases import Case


class Trend(models.TextChoices):
    UP = "up", _("Up")
    FLAT = "flat", _("Flat")
    DOWN = "down", _("Down")
    STOPPED = "stopped", _("Stopped")


class NewExports(models.TextChoices):
    SUCCESS = "success", _("Tried and succeeded")
    FAILED = "failed", _("Tried and failed")
    NOT_YET = "notyet", _("Trying")
    NO_PLAN = "noplan", _("Not considered")


class FollowUpMethod(models.TextChoices):
    CALL = "call", _("Telephone")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")


class FollowUp(models.Model):
    """A look back at a firm some months after support ended. Due by its date; done when recorded."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after the end"))
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    method = models.CharField(_("by"), max_length=10, choices=FollowUpMethod.choices, blank=True)
    #: Whether the firm could be reached; empty until the follow-up is recorded.
    reached = models.BooleanField(_("reached"), null=True, blank=True)
    trend = models.CharField(_("exports since"), max_length=10, choices=Trend.choices, blank=True)
    amount_yen = models.PositiveBigIntegerField(
        _("exports in the last 12 months (yen)"), null=True, blank=True
    )
    new_exports = models.CharField(
        _("new market or product without support"), max_length=10, choices=NewExports.choices, blank=True
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "months"], name="follow_up_once_a_month"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, reached__isnull=True)
                | Q(done_on__isnull=False, reached__isnull=False),
                name="follow_up_done_says_reached",
            ),
            models.CheckConstraint(
                condition=Q(trend="") | Q(trend__in=Trend.values), name="follow_up_trend_known"
            ),
            models.CheckConstraint(
                condition=Q(new_exports="") | Q(new_exports__in=NewExports.values),
                name="follow_up_new_exports_known",
            ),
            models.CheckConstraint(
                condition=Q(method="") | Q(method__in=FollowUpMethod.values), name="follow_up_method_known"
            ),
            models.CheckConstraint(
                condition=Q(reached=True) | Q(trend="", amount_yen__isnull=True, new_exports=""),
                name="follow_up_answers_only_when_reached",
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.case_id} +{self.months}"
