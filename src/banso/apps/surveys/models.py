"""Waves of a questionnaire and the answers to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banso.apps.base import BilingualModel, ScopePaths


class Wave(BilingualModel):
    """One round of asking, with the form version that was asked."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    form = models.CharField(_("form"), max_length=40)
    form_version = models.CharField(_("form version"), max_length=40)
    asked_on = models.DateField(_("asked on"))

    class Meta:
        ordering = ("-asked_on", "-id")


class Answer(models.Model):
    """What one firm answered about one programme in one wave.

    An answer whose firm is unknown is kept unlinked.
    """

    scope_paths = ScopePaths(office="firm__office")

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="answers")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="answers")
    firm_ref = models.CharField(_("firm reference"), max_length=40)
    firm = models.ForeignKey(
        "directory.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    stratum = models.CharField(_("stratum"), max_length=60, blank=True)
    cohort_fy = models.PositiveSmallIntegerField(_("cohort (fiscal year)"), null=True, blank=True)
    #: As it stood in the file, by question code.
    raw = models.JSONField(_("as given"))
    #: What counts: checked and cleaned values by question code; several choices as a list.
    values = models.JSONField(_("cleaned"))
    #: What cleaning changed or warned of: question, rule, value, params (what the rule's message needs).
    log = models.JSONField(_("cleaning log"), default=list)
    stored_at = models.DateTimeField(_("stored at"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["wave", "programme", "firm_ref"], name="answer_once_a_respondent")
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.firm_ref}"
