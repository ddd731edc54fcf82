"""Tables that somebody keeps, and those that were published together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import BilingualModel, one_of


class SavedTable(models.Model):
    """A table under a name: what was chosen, not what it came to."""

    name = models.CharField(_("name"), max_length=120)
    waves: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "surveys.Wave", verbose_name=_("waves"), related_name="saved_tables"
    )
    #: ``answer_tables.choice.Choice`` without its waves.
    choice = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_tables"
    )
    saved_at = models.DateTimeField(_("saved at"))
    #: None: not removed. What was removed can be taken back.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["saved_by", "name"],
                condition=Q(removed_at__isnull=True),
                name="saved_table_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseState(models.TextChoices):
    """How far a release is."""

    PREPARING = "preparing", pgettext_lazy("release", "Being prepared")
    PREPARED = "prepared", pgettext_lazy("release", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("release", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("release", "Withdrawn")
    BROKEN = "broken", pgettext_lazy("release", "Stopped with a fault")


class Release(BilingualModel):
    """Tables that are published together, frozen as they were told, their small cells protected at once."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    waves: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "surveys.Wave", verbose_name=_("waves"), related_name="releases"
    )
    #: The tables as they were asked for: name and choice each.
    contents = models.JSONField()
    #: What is told of them (``answer_tables.told``). Empty until the worker is through.
    result = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ReleaseState.choices, default=ReleaseState.PREPARING
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("prepared by"), on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(_("prepared at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ("-prepared_at", "-id")
        constraints = [
            one_of("state", ReleaseState, "release_state_known"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("prepared_by")),
                name="release_published_by_another",
            ),
        ]
