"""The ledger of reminders, and when each person may be told."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of
from banso.apps.notices.models.letters import Letter


class Reminder(models.Model):
    """One thing that one person is reminded of: recorded once, told once, done when it is due no longer."""

    kind = models.CharField(_("kind"), max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=64)
    due_on = models.DateField(_("due on"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    office = models.ForeignKey(
        "directory.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    firm = models.ForeignKey(
        "directory.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The page where it is done.
    address = models.CharField(max_length=200)
    found_at = models.DateTimeField(_("found at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    #: The digest that told of it; empty: not told yet.
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "kind", "due_on", "person"], name="reminder_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on"],
                name="reminder_person_open",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["kind"], name="reminder_kind_open", condition=models.Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_ref} {self.due_on}"


class Digest(models.TextChoices):
    DAILY = "daily", pgettext_lazy("digest", "Every day")
    WEEKLY = "weekly", pgettext_lazy("digest", "Once a week, on Monday")
    NONE = "none", pgettext_lazy("digest", "Not by mail")


#: When nobody is written to who has not chosen otherwise (Tokyo).
QUIET_FROM, QUIET_TO = time(20, 0), time(8, 0)


class Rhythm(models.Model):
    """When one person is told by mail. Without a row: every day, not from 20:00 to 8:00."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rhythm")
    digest = models.CharField(_("digest"), max_length=10, choices=Digest.choices, default=Digest.DAILY)
    quiet_from = models.TimeField(_("no mail from"), default=QUIET_FROM)
    quiet_to = models.TimeField(_("no mail until"), default=QUIET_TO)

    class Meta:
        constraints = [one_of("digest", Digest, "rhythm_digest_known")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest}"
