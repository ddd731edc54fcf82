"""What was answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class AnswerWay(models.TextChoices):
    """How an answer came."""

    FILE = "file", _("In a file")
    LINK = "link", _("By personal link")
    ACCOUNT = "account", _("Signed in")
    PAPER = "paper", _("On paper, typed in")
    PHONE = "phone", _("By telephone, typed in")


class Answer(models.Model):
    """What one firm answered about one programme in one wave, or one office or provider.

    An answer in a file whose firm is unknown is kept unlinked.
    """

    scope_paths = ScopePaths(office="firm__office")

    wave = models.ForeignKey("surveys.Wave", on_delete=models.PROTECT, related_name="answers")
    #: Who was asked; none where the answer came in a file and stands in no frame.
    unit = models.OneToOneField(
        "surveys.FrameUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )
    way = models.CharField(_("way"), max_length=10, choices=AnswerWay.choices, default=AnswerWay.FILE)
    programme = models.ForeignKey(
        "programmes.Programme", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    #: Who answered, as files of answers name it: the reference of a firm or provider, the code of an office.
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
    #: How many of the frame it stands for, once the wave was weighted.
    weight = models.FloatField(pgettext_lazy("survey", "weight"), null=True, blank=True)
    stored_at = models.DateTimeField(_("stored at"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "programme", "firm_ref"], name="answer_once_a_respondent"
            ),
            models.UniqueConstraint(
                fields=["wave", "firm_ref"],
                condition=Q(programme__isnull=True),
                name="answer_once_without_programme",
            ),
            one_of("way", AnswerWay, "answer_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.firm_ref}"
