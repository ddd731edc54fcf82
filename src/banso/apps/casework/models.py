"""A supported firm's case: goal, stages and gates, activities, own effort, export results, follow-up."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class CaseState(models.TextChoices):
    ACTIVE = "active", _("Under support")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Support ended")


class CaseOutcome(models.TextChoices):
    SELF_DRIVEN = "self_driven", _("Exports on its own")
    EXPORTED = "exported", _("Exported, not yet on its own")
    NOT_EXPORTED = "not_exported", _("Did not export")
    STOPPED = "stopped", _("Stopped before the end")
    ANSWERED = "answered", _("Question answered")
    NOT_ANSWERED = "not_answered", _("Question not answered")


class Case(models.Model):
    """One firm under one service. A spot case answers one need; all others come out of applications."""

    scope_paths = ScopePaths(
        firm="firm",
        office="office",
        assigned=("expert__user", "firm__consultations__partner_body__members__user"),
    )

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="cases"
    )
    service = models.ForeignKey(
        "programmes.Service", verbose_name=_("service"), on_delete=models.PROTECT, related_name="cases"
    )
    version = models.ForeignKey("programmes.ServiceVersion", on_delete=models.PROTECT, related_name="cases")
    application = models.OneToOneField(
        "selection.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )
    need = models.OneToOneField(
        "intake.Need", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )
    expert = models.ForeignKey(
        "directory.Expert",
        verbose_name=_("expert"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff in charge"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.ACTIVE)
    started_on = models.DateField(_("support began"))
    planned_end_on = models.DateField(_("planned end"))
    ended_on = models.DateField(_("support ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CaseOutcome.choices, blank=True)
    outcome_note = models.TextField(_("why it ended so"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-started_on", "-id")
        constraints = [
            one_of("state", CaseState, "case_state_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.ENDED, ended_on__isnull=False, outcome__in=CaseOutcome.values)
                | Q(~Q(state=CaseState.ENDED), ended_on__isnull=True, outcome=""),
                name="case_ended_with_date_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="case_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False, need__isnull=True)
                | Q(application__isnull=True, need__isnull=False),
                name="case_comes_from_application_or_need",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__gte=F("started_on")), name="case_planned_end_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state"], name="case_office_state"),
            models.Index(fields=["expert", "state"], name="case_expert_state"),
            models.Index(fields=["service", "started_on"], name="case_service_started"),
        ]

    def __str__(self) -> str:
        return self.ref


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


class ActivityKind(models.TextChoices):
    ADVICE = "advice", _("Advice")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    DOCUMENT = "document", _("Work on documents")
    CONTACT = "contact", _("Contact")


class Activity(models.Model):
    """Logged hours and advice."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    expert = models.ForeignKey(
        "directory.Expert", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind.choices)
    done_on = models.DateField(_("done on"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    advice = models.TextField(_("advice"), max_length=2000)
    #: The number of the form that was sent, so that a form sent twice is stored once.
    entry = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("-done_on", "-id")
        constraints = [
            one_of("kind", ActivityKind, "activity_kind_known"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=24), name="activity_hours_within_a_day"
            ),
        ]
        indexes = [models.Index(fields=["case", "-done_on"], name="activity_case_done")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.done_on} {self.hours}"


class ResultSource(models.TextChoices):
    FIRM = "firm", _("The firm's word")
    STAFF = "staff", _("Staff, not confirmed by the firm")
    EXPERT = "expert", _("Expert, not confirmed by the firm")


class SalesChannel(models.TextChoices):
    DIRECT = "direct", _("Direct export")
    TRADING = "trading", _("Through a trading company")
    STREET = "street", _("Japan Street")
    MALL = "mall", _("JAPAN MALL")
    STORE = "store", _("JAPAN STORE")
    OTHER = "other", _("Other")


class ExportResult(models.Model):
    """A dated export. Samples are marked and never counted as success; only a confirmed result counts."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="results")
    exported_on = models.DateField(_("exported on"))
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product = models.CharField(_("product"), max_length=80)
    amount_yen = models.PositiveBigIntegerField(_("amount (yen)"), null=True, blank=True)
    quantity = models.PositiveBigIntegerField(_("quantity"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    sample = models.BooleanField(_("sample"), default=False)
    channel = models.CharField(_("channel"), max_length=10, choices=SalesChannel.choices)
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="results"
    )
    source = models.CharField(_("source"), max_length=10, choices=ResultSource.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The number of the form that was sent, so that a form sent twice is stored once.
    entry = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("exported_on", "id")
        constraints = [
            one_of("source", ResultSource, "result_source_known"),
            one_of("channel", SalesChannel, "result_channel_known"),
            models.CheckConstraint(
                condition=Q(amount_yen__isnull=False) | Q(quantity__isnull=False),
                name="result_has_amount_or_quantity",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit="") | Q(Q(quantity__isnull=False), ~Q(unit="")),
                name="result_quantity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(channel=SalesChannel.MALL, mall__isnull=False)
                | Q(~Q(channel=SalesChannel.MALL), mall__isnull=True),
                name="result_mall_names_the_mall",
            ),
            models.CheckConstraint(
                condition=~Q(source=ResultSource.FIRM) | Q(confirmed_at__isnull=False),
                name="result_of_the_firm_is_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["case", "exported_on"], name="result_case_exported")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.exported_on}"


class Trend(models.TextChoices):
    UP = "up", _("Up")
    FLAT = "flat", _("Flat")
    DOWN = "down", _("Down")
    STOPPED = "stopped", _("Stopped")


class NewExports(models.TextChoices):
    SUCCESS = "success", _("Tried and succeeded")
    FAILED = "failed", _("Tried and failed")
    NOT_YET = "notyet", _("Trying")
    NO_PLAN = "noplan", _("Not considered")


class FollowUpMethod(models.TextChoices):
    CALL = "call", _("Telephone")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")


class FollowUp(models.Model):
    """A look back at a firm some months after support ended. Due by its date; done when recorded."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after the end"))
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    method = models.CharField(_("by"), max_length=10, choices=FollowUpMethod.choices, blank=True)
    #: Whether the firm could be reached; empty until the follow-up is recorded.
    reached = models.BooleanField(_("reached"), null=True, blank=True)
    trend = models.CharField(_("exports since"), max_length=10, choices=Trend.choices, blank=True)
    amount_yen = models.PositiveBigIntegerField(
        _("exports in the last 12 months (yen)"), null=True, blank=True
    )
    new_exports = models.CharField(
        _("new market or product without support"), max_length=10, choices=NewExports.choices, blank=True
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "months"], name="follow_up_once_a_month"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, reached__isnull=True)
                | Q(done_on__isnull=False, reached__isnull=False),
                name="follow_up_done_says_reached",
            ),
            models.CheckConstraint(
                condition=Q(trend="") | Q(trend__in=Trend.values), name="follow_up_trend_known"
            ),
            models.CheckConstraint(
                condition=Q(new_exports="") | Q(new_exports__in=NewExports.values),
                name="follow_up_new_exports_known",
            ),
            models.CheckConstraint(
                condition=Q(method="") | Q(method__in=FollowUpMethod.values), name="follow_up_method_known"
            ),
            models.CheckConstraint(
                condition=Q(reached=True) | Q(trend="", amount_yen__isnull=True, new_exports=""),
                name="follow_up_answers_only_when_reached",
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.case_id} +{self.months}"
