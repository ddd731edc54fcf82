"""The append-only journal: one chain of events a subject."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Event(models.Model):
    """One thing that happened to one subject. Never changed, never deleted: the database refuses both.

    It holds references, codes and keyed digests; never a name, a contact or free text.
    """

    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_ref = models.CharField(_("subject"), max_length=64)
    number = models.PositiveIntegerField(_("number in the chain"))
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("in the role of"), max_length=30)
    action = models.CharField(_("action"), max_length=60)
    #: Canonical JSON, kept as the very text that was hashed.
    payload = models.TextField(_("details"))
    policy_version = models.CharField(_("policy version"), max_length=60, blank=True)
    batch = models.CharField(_("batch"), max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "number"], name="event_number_once_a_chain"
            )
        ]
        indexes = [
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["batch"], name="event_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_ref}#{self.number} {self.action}"

    @property
    def data(self) -> dict[str, Any]:
        """The payload as the values it was written from."""
        return json.loads(self.payload)

    @property
    def short_id(self) -> str:
        """What a page shows of the event: its number and the start of its hash."""
        return f"#{self.number} {self.hash[:6]}"


class Counter(models.Model):
    """The last number given to a kind of record in a fiscal year: references are never given twice."""

    kind = models.CharField(max_length=20)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fiscal_year"], name="counter_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.fiscal_year}: {self.last}"


class YearState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("fiscal year", "Being prepared")
    OPEN = "open", pgettext_lazy("fiscal year", "Open")
    CLOSED = "closed", pgettext_lazy("fiscal year", "Closed")


class FiscalYear(models.Model):
    """A fiscal year of the organisation. A year without a row takes entries like an open one."""

    #: Named after the year of its April.
    year = models.PositiveSmallIntegerField(_("fiscal year"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=YearState.choices, default=YearState.PLANNED)
    opened_at = models.DateTimeField(_("year opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("year closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-year",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=YearState.values), name="fiscal_year_state_known"),
            models.CheckConstraint(
                condition=Q(state=YearState.CLOSED, closed_at__isnull=False)
                | (~Q(state=YearState.CLOSED) & Q(closed_at__isnull=True)),
                name="fiscal_year_closed_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"
