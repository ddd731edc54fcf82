"""Letters that leave by mail: to whom, from which template, and what became of them. Never what they said."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class LetterState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("letter", "Waiting to be sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Could not be sent")
    BOUNCED = "bounced", pgettext_lazy("letter", "Came back")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "No longer needed")


class Letter(models.Model):
    """One letter to one person or address. It is written when it is sent, from references."""

    #: Names the letter outside: in its Message-ID, and in the address that bounces come back to.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    to_contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    #: Or to the address of a record: its kind (office, partner_body ...) and its code.
    to_kind = models.CharField(max_length=20, blank=True)
    to_ref = models.CharField(max_length=64, blank=True)
    template = models.CharField(_("letter"), max_length=60)
    language = models.CharField(_("language"), max_length=7)
    #: Codes and references that the template's words are looked up by.
    references = models.JSONField(default=dict)
    #: What the mail alone may hold, such as the token of a link; emptied as soon as the letter has left.
    enclosed = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("written at"))
    #: It leaves no earlier than this.
    not_before = models.DateTimeField(_("leaves from"))
    sent_at = models.DateTimeField(pgettext_lazy("letter", "sent at"), null=True, blank=True)
    #: When it came back, failed for good or was withdrawn.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    #: Why it failed or came back: a status code of the mail server such as 5.1.1, or the kind of error.
    fault = models.CharField(_("why"), max_length=60, blank=True)
    #: A keyed digest of the address it was sent to: another address may work where this one did not.
    address_digest = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("-queued_at", "-id")
        constraints = [
            one_of("state", LetterState, "letter_state_known"),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_contact__isnull=True, to_kind="")
                | Q(to_user__isnull=True, to_contact__isnull=False, to_kind="")
                | (Q(to_user__isnull=True, to_contact__isnull=True) & ~Q(to_kind="") & ~Q(to_ref="")),
                name="letter_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(sent_at__isnull=False), name="letter_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["address_digest", "-queued_at"], name="letter_address"),
            models.Index(fields=["subject_kind", "subject_ref"], name="letter_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.key}"
