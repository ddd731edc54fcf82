"""What a firm wants to reach, and what it promises to do itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import one_of
from banso.apps.casework.models.cases import Case


class GoalMetric(models.TextChoices):
    AMOUNT = "amount", _("Amount (yen)")
    QUANTITY = "quantity", _("Quantity")


class ExportGoal(models.Model):
    """What a firm wants to reach, by when. Proposed with an application; a revision is a new version."""

    application = models.ForeignKey("selection.Application", on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product = models.CharField(_("product"), max_length=80)
    metric = models.CharField(_("measured by"), max_length=10, choices=GoalMetric.choices)
    #: Whole yen when measured by amount; whole units of ``unit`` otherwise. Both are totals over 12 months.
    baseline = models.PositiveBigIntegerField(_("baseline"))
    target = models.PositiveBigIntegerField(_("target"))
    unit = models.CharField(_("unit"), max_length=20)
    due_on = models.DateField(_("due on"))
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        ordering = ("application_id", "version")
        constraints = [
            one_of("metric", GoalMetric, "goal_metric_known"),
            models.CheckConstraint(condition=Q(target__gt=F("baseline")), name="goal_target_above_baseline"),
            models.CheckConstraint(condition=~Q(unit=""), name="goal_has_unit"),
            models.UniqueConstraint(fields=["application", "version"], name="goal_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.baseline} -> {self.target} {self.unit}"


class EffortKind(models.TextChoices):
    PR = "pr", _("PR")
    HR = "hr", _("Staffing")
    PRODUCT = "product", _("Product improvement")
    PRICE = "price", _("Price review")
    PARTNER = "partner", _("Local partner")
    CERTIFICATE = "cert", _("Certification")
    FAIR = "fair", _("Trade fair")
    SITE = "site", _("Own website")
    OTHER = "otherx", _("Other")


class OwnEffort(models.Model):
    """What the firm promises to do, and does, itself."""

    application = models.ForeignKey(
        "selection.Application", on_delete=models.PROTECT, related_name="own_efforts"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="own_efforts"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EffortKind.choices)
    description = models.CharField(_("what the firm will do"), max_length=200)
    promised_by = models.DateField(_("promised by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    cost_yen = models.PositiveBigIntegerField(_("own cost (yen)"), null=True, blank=True)

    class Meta:
        ordering = ("promised_by", "id")
        constraints = [
            one_of("kind", EffortKind, "own_effort_kind_known"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(cost_yen__isnull=True),
                name="own_effort_cost_when_done",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(case__isnull=False), name="own_effort_done_in_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.description
