"""Logged hours and advice."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case


class ActivityKind(models.TextChoices):
    ADVICE = "advice", _("Advice")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    DOCUMENT = "document", _("Work on documents")
    CONTACT = "contact", _("Contact")


class Activity(models.Model):
    """Logged hours and advice."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    expert = models.ForeignKey(
        "directory.Expert", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind.choices)
    done_on = models.DateField(_("done on"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    advice = models.TextField(_("advice"), max_length=2000)
    #: What travelling cost, in yen. None: nobody said; only a visit needs it said.
    travel_yen = models.PositiveIntegerField(_("travel (yen)"), null=True, blank=True)
    #: The number of the form that was sent, so that a form sent twice is stored once.
    entry = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("-done_on", "-id")
        constraints = [
            one_of("kind", ActivityKind, "activity_kind_known"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=24), name="activity_hours_within_a_day"
            ),
        ]
        indexes = [models.Index(fields=["case", "-done_on"], name="activity_case_done")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.done_on} {self.hours}"
