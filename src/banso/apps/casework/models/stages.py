"""The stages of a case, and the gate reviews that close or continue them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import one_of
from banso.apps.casework.models.cases import Case


class Stage(models.Model):
    """One stage of one case: planned and actual days. A gate review closes it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    definition = models.ForeignKey("programmes.StageDefinition", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"))
    planned_from = models.DateField(_("planned from"))
    planned_to = models.DateField(_("planned until"))
    started_on = models.DateField(_("started on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ("case_id", "order")
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="stage_order_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=False, ended_on__gte=F("started_on")),
                name="stage_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(started_on__isnull=False, ended_on__isnull=True),
                name="stage_one_open_a_case",
            ),
            models.CheckConstraint(
                condition=Q(planned_to__gte=F("planned_from")), name="stage_planned_end_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.order}"


class GateResult(models.TextChoices):
    ADVANCE = "advance", _("Advance")
    EXTEND = "extend", _("Extend")
    SHORTEN = "shorten", _("Shorten")
    PAUSE = "pause", _("Pause")
    END = "end", _("End support")


class GateReview(models.Model):
    """The review that closes or continues a stage, decided by a person with a reason."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="reviews")
    result = models.CharField(_("result"), max_length=10, choices=GateResult.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("decided on"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("result", GateResult, "gate_result_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="gate_has_reason"),
            models.CheckConstraint(
                condition=Q(result__in=[GateResult.EXTEND, GateResult.SHORTEN], months__gte=1)
                | Q(~Q(result__in=[GateResult.EXTEND, GateResult.SHORTEN]), months__isnull=True),
                name="gate_months_when_extended_or_shortened",
            ),
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(result__in=[GateResult.ADVANCE, GateResult.END]),
                name="gate_closes_a_stage_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.result}"
