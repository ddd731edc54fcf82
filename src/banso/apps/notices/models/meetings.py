"""Meetings about a consultation or a case, and who takes part."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    MOVED = "moved", pgettext_lazy("meeting", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Meeting(models.Model):
    """An appointment. Every change counts its sequence up: calendars know by it which invitation is newer."""

    scope_paths = ScopePaths(firm="firm", office="office", assigned=("participants__user",))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=64)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="meetings")
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="meetings"
    )
    title = models.CharField(pgettext_lazy("meeting", "what it is about"), max_length=80)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    online_address = models.URLField(_("address of the online meeting"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    sequence = models.PositiveSmallIntegerField(default=0)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField(_("planned at"))

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            one_of("state", MeetingState, "meeting_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_address=""), name="meeting_has_a_place"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "starts_at"], name="meeting_office_starts"),
            models.Index(fields=["subject_kind", "subject_ref"], name="meeting_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_at:%Y-%m-%d %H:%M}"


class Participant(models.Model):
    """Who is invited: a person who signs in, or a contact of the firm."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True)
                | Q(user__isnull=True, contact__isnull=False),
                name="participant_is_somebody",
            ),
            models.UniqueConstraint(fields=["meeting", "user"], name="participant_user_once"),
            models.UniqueConstraint(fields=["meeting", "contact"], name="participant_contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id or self.contact_id}"
