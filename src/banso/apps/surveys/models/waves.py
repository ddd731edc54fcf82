"""Waves of a questionnaire: whom they could ask, whom they do ask, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import BilingualModel, ScopePaths, one_of


class Asked(models.TextChoices):
    """Who answers a form."""

    FIRMS = "firms", _("Supported firms")
    OFFICES = "offices", _("Offices")
    PROVIDERS = "providers", _("Private providers")


class Drawing(models.TextChoices):
    """How those who are asked were chosen."""

    CENSUS = "census", _("Everybody in the frame")
    SAMPLE = "sample", _("A drawn sample")
    #: Somebody else asked; the answers came as files.
    BROUGHT = "brought", _("Answers brought in as files")


class WaveState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("wave", "Planned")
    DRAWN = "drawn", pgettext_lazy("wave", "Drawn, not sent yet")
    OPEN = "open", pgettext_lazy("wave", "Open")
    CLOSED = "closed", pgettext_lazy("wave", "Closed")


class Wave(BilingualModel):
    """One round of asking with one edition of a form."""

    State = WaveState

    code = models.CharField(_("code"), max_length=40, unique=True)
    edition = models.ForeignKey(
        "surveys.FormEdition",
        verbose_name=_("form version"),
        on_delete=models.PROTECT,
        related_name="waves",
    )
    asked = models.CharField(_("who is asked"), max_length=10, choices=Asked.choices, default=Asked.FIRMS)
    drawing = models.CharField(_("drawing"), max_length=10, choices=Drawing.choices, default=Drawing.BROUGHT)
    state = models.CharField(_("state"), max_length=10, choices=WaveState.choices, default=WaveState.CLOSED)
    asked_on = models.DateField(_("asked on"))
    #: The last day on which an answer is taken. None: not said (answers brought in).
    closes_on = models.DateField(pgettext_lazy("wave", "closes on"), null=True, blank=True)
    #: The wave that its numbers are compared with.
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="after")
    #: What the frame holds (``frames.FrameSpec`` as JSON).
    frame = models.JSONField(default=dict)
    #: By which facts the frame is divided into strata, in order.
    strata = models.JSONField(default=list)
    #: How many are drawn: in all, or by stratum, as ``frames`` reads it.
    sizes = models.JSONField(default=dict)
    #: What the draw follows from, hexadecimal; the same seed draws the same.
    seed = models.CharField(max_length=64, blank=True)
    #: How its answers were weighted (``weighing.Weighting`` as JSON); nothing while they are not.
    weighting = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(pgettext_lazy("wave", "drawn at"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("wave", "opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = [
            one_of("asked", Asked, "wave_asked_known"),
            one_of("drawing", Drawing, "wave_drawing_known"),
            one_of("state", WaveState, "wave_state_known"),
        ]


class Exclusion(models.TextChoices):
    """Why somebody in the frame is not asked."""

    CLOSED = "closed", pgettext_lazy("frame", "The firm has closed")
    OPTED_OUT = "opted_out", _("Wants no questionnaires")
    STOPPED = "stopped", _("Has stopped the use of its data")
    NO_CONTACT = "no_contact", pgettext_lazy("frame", "Nobody to write to")
    ASKED_LATELY = "asked_lately", _("Was asked a short time ago")
    BY_HAND = "by_hand", _("Taken out by hand")


class FrameUnit(models.Model):
    """One that the wave could ask: a firm in one programme, an office in one year, or a provider.

    Those left out stay, with the reason. The timestamps say what became of each that is asked; one that
    answered has an ``Answer``.
    """

    scope_paths: ClassVar[ScopePaths] = ScopePaths(firm="firm", office="office")

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="units")
    programme = models.ForeignKey(
        "programmes.Programme", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    firm = models.ForeignKey(
        "directory.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="frame_units"
    )
    provider = models.ForeignKey(
        "directory.PrivateProvider", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The office that answers; of a firm the office that looks after it when the frame is made.
    office = models.ForeignKey(
        "directory.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stratum = models.CharField(_("stratum"), max_length=60, blank=True)
    cohort_fy = models.PositiveSmallIntegerField(_("cohort (fiscal year)"), null=True, blank=True)
    #: What the frame knew of it when it was made, by fact: strata are made of it, answers begin with it.
    facts = models.JSONField(default=dict)
    excluded = models.CharField(_("not asked because"), max_length=12, choices=Exclusion.choices, blank=True)
    excluded_note = models.CharField(_("note"), max_length=200, blank=True)
    drawn = models.BooleanField(pgettext_lazy("wave", "drawn"), default=False)
    #: How likely it was to be drawn, over 0 up to 1. None: not drawn yet, or left out.
    probability = models.FloatField(_("probability"), null=True, blank=True)
    #: Short code on paper; unique, none before something is sent.
    code = models.CharField(_("code"), max_length=16, blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("wave", "sent at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("respondent", "opened at"), null=True, blank=True)
    started_at = models.DateTimeField(pgettext_lazy("wave", "started at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "programme", "firm"],
                condition=Q(firm__isnull=False),
                name="frame_unit_firm_once",
            ),
            models.UniqueConstraint(
                fields=["wave", "provider"],
                condition=Q(provider__isnull=False),
                name="frame_unit_provider_once",
            ),
            models.UniqueConstraint(
                fields=["wave", "office"],
                condition=Q(firm__isnull=True, provider__isnull=True),
                name="frame_unit_office_once",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="frame_unit_code_once"),
            models.CheckConstraint(
                condition=Q(firm__isnull=False, programme__isnull=False, provider__isnull=True)
                | Q(firm__isnull=True, provider__isnull=False)
                | Q(firm__isnull=True, provider__isnull=True, office__isnull=False),
                name="frame_unit_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gt=0, probability__lte=1),
                name="frame_unit_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.pk}"
