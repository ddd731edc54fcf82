"""What a firm wants to reach, and what it promises to do itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case


class GoalMetric(models.TextChoices):
    AMOUNT = "amount", _("Amount (yen)")
    QUANTITY = "quantity", _("Quantity")


class BaselineSource(models.TextChoices):
    CUSTOMS = "customs", _("Customs documents")
    BOOKS = "books", _("The firm's books")
    WORD = "word", _("The firm's word")
    NEW = "new", _("Nothing exported before")


class GoalState(models.TextChoices):
    DRAFT = "draft", _("Part of an application")
    FIRM_AGREED = "firm_agreed", _("Waits for the office")
    OFFICE_AGREED = "office_agreed", _("Waits for the firm")
    AGREED = "agreed", _("Agreed")
    DROPPED = "dropped", _("Revision dropped")


#: A revision that waits for one of both sides.
WAITING_STATES = (GoalState.FIRM_AGREED, GoalState.OFFICE_AGREED)


class Verdict(models.TextChoices):
    FEASIBLE = "feasible", _("Within what similar firms reached")
    NOT_AMBITIOUS = "not_ambitious", _("Below what similar firms reached")
    NOT_FEASIBLE = "not_feasible", _("Above what similar firms reached")
    UNKNOWN = "unknown", _("Too few similar firms to say")


#: Whoever goes on against one of these says why.
NEEDS_REASON = (Verdict.NOT_AMBITIOUS, Verdict.NOT_FEASIBLE)


class ExportGoal(models.Model):
    """What a firm wants to reach, by when. Proposed with an application and agreed by its adoption.

    A revision is a new version with its reason: proposed by firm or office, in force from the day on which
    both have agreed. The version in force on a day is the last one whose ``in_force_on`` has come.
    """

    application = models.ForeignKey("selection.Application", on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=14, choices=GoalState.choices, default=GoalState.DRAFT)
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product = models.CharField(_("product"), max_length=80)
    #: Heading (4 digits), subheading (6) or national statistical code (9), of the nomenclature of a year.
    hs_code = models.CharField(_("HS code"), max_length=9, blank=True)
    hs_year = models.PositiveSmallIntegerField(_("year of the HS"), null=True, blank=True)
    metric = models.CharField(_("measured by"), max_length=10, choices=GoalMetric.choices)
    #: Whole yen when measured by amount; whole units of ``unit`` otherwise. Both are totals over 12 months.
    baseline = models.PositiveBigIntegerField(_("baseline"))
    baseline_source = models.CharField(
        _("source of the baseline"),
        max_length=10,
        choices=BaselineSource.choices,
        default=BaselineSource.WORD,
    )
    target = models.PositiveBigIntegerField(_("target"))
    unit = models.CharField(_("unit"), max_length=20)
    due_on = models.DateField(_("due on"))
    #: What the firm will do when support has ended. That of an application stands there until it is adopted.
    after_support = models.TextField(_("after support"), max_length=2000, blank=True)
    set_at = models.DateTimeField(_("set at"))
    #: Why it was revised.
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    firm_agreed_on = models.DateField(_("firm agreed on"), null=True, blank=True)
    firm_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office_agreed_on = models.DateField(_("office agreed on"), null=True, blank=True)
    office_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    drop_reason = models.TextField(_("why it was dropped"), max_length=2000, blank=True)
    #: What similar firms reached, as shown when the goal was set: the verdict and the figures behind it.
    verdict = models.CharField(_("feasibility"), max_length=14, choices=Verdict.choices, blank=True)
    weighed = models.JSONField(null=True, blank=True)
    go_on_reason = models.TextField(_("why go on"), max_length=2000, blank=True)

    class Meta:
        ordering = ("application_id", "version")
        constraints = [
            one_of("metric", GoalMetric, "goal_metric_known"),
            one_of("state", GoalState, "goal_state_known"),
            one_of("baseline_source", BaselineSource, "goal_baseline_source_known"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=Verdict.values), name="goal_verdict_known"
            ),
            models.CheckConstraint(condition=Q(target__gt=F("baseline")), name="goal_target_above_baseline"),
            models.CheckConstraint(
                condition=~Q(baseline_source=BaselineSource.NEW) | Q(baseline=0),
                name="goal_baseline_of_a_new_exporter_is_nothing",
            ),
            models.CheckConstraint(condition=~Q(unit=""), name="goal_has_unit"),
            models.CheckConstraint(
                condition=Q(hs_code="", hs_year__isnull=True) | Q(~Q(hs_code=""), hs_year__isnull=False),
                name="goal_hs_code_has_year",
            ),
            models.CheckConstraint(
                condition=Q(state=GoalState.AGREED, in_force_on__isnull=False)
                | Q(~Q(state=GoalState.AGREED), in_force_on__isnull=True),
                name="goal_agreed_is_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state=GoalState.DROPPED, dropped_on__isnull=False)
                | Q(~Q(state=GoalState.DROPPED), dropped_on__isnull=True),
                name="goal_dropped_has_day",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(~Q(reason=""), case__isnull=False), name="goal_revision_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=NEEDS_REASON)
                | Q(state__in=[GoalState.DRAFT, GoalState.DROPPED])
                | ~Q(go_on_reason=""),
                name="goal_against_the_class_has_reason",
            ),
            models.UniqueConstraint(fields=["application", "version"], name="goal_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=WAITING_STATES), name="goal_one_revision_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.baseline} -> {self.target} {self.unit}"


class Milestone(models.Model):
    """An intermediate value of a goal: the sum that should be reached by a day before the goal is due."""

    goal = models.ForeignKey(ExportGoal, on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField(_("due on"))
    #: In the metric of the goal.
    value = models.PositiveBigIntegerField(_("value"))

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["goal", "due_on"], name="milestone_once_a_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="milestone_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.value}"


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

    scope_paths = ScopePaths(firm="application__firm", office="application__office")

    application = models.ForeignKey(
        "selection.Application", on_delete=models.PROTECT, related_name="own_efforts"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="own_efforts"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EffortKind.choices)
    description = models.CharField(_("what the firm will do"), max_length=200)
    #: Set when it was added during support; what was promised with the application has none.
    added_on = models.DateField(_("added on"), null=True, blank=True)
    since_on = models.DateField(_("begun on"), null=True, blank=True)
    promised_by = models.DateField(_("promised by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    cost_yen = models.PositiveBigIntegerField(_("own cost (yen)"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

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
