"""Where an office says something else than the records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths


class OfficeCorrection(models.Model):
    """One question of the yearly form for which an office confirmed another value than the records give."""

    scope_paths = ScopePaths(office="unit__office")

    unit = models.ForeignKey("surveys.FrameUnit", on_delete=models.PROTECT, related_name="corrections")
    question = models.CharField(_("question"), max_length=20)
    #: As the records had it when it was confirmed, and as the office has it. None: nothing to say.
    known = models.JSONField(pgettext_lazy("office", "from records"), null=True)
    given = models.JSONField(pgettext_lazy("office", "as confirmed"), null=True)
    reason = models.CharField(_("reason"), max_length=400)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["unit", "question"], name="office_correction_once_a_question"),
            models.CheckConstraint(condition=~Q(reason=""), name="office_correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.question}"
