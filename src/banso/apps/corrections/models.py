"""Recorded facts put right: what stood there before, why it was wrong, who put it right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths


class Correction(models.Model):
    """One field of one record that was corrected. Never changed; only the texts of a person are erased.

    ``kind`` and ``row`` name the record (``kinds.KINDS``); ``old`` and ``new`` are the values as the field
    writes them to text (a foreign key as its key), empty for a value that was or became unknown.
    """

    scope_paths = ScopePaths(office="office")

    kind = models.CharField(_("kind"), max_length=30)
    row = models.PositiveBigIntegerField(_("number of the record"))
    field = models.CharField(_("field"), max_length=40)
    old = models.TextField(_("old value"), blank=True)
    new = models.TextField(_("new value"), blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    #: The chain in the journal that the record belongs to: of a case, a consultation ...
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(_("reference"), max_length=60)
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField(_("corrected at"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("corrected by"),
        on_delete=models.PROTECT,
        related_name="corrections",
    )

    class Meta:
        ordering = ("-corrected_at", "-id")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason")]
        indexes = [
            models.Index(fields=["kind", "row"], name="correction_of_row"),
            models.Index(fields=["subject_kind", "subject_ref"], name="correction_of_subject"),
            models.Index(fields=["office", "-corrected_at"], name="correction_office"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row} {self.field}"
