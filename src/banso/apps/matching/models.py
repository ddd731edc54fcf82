"""What was found when experts were held against a need or a case, and the plan of each week."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class Judged(models.Model):
    """Either a need or a case."""

    need = models.ForeignKey("intake.Need", null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("casework.Case", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class MatchRecord(Judged):
    """One expert held against one need or case on a day: every test and every part of the score, as codes.

    Kept for whoever was proposed; those who were not can be worked out again.
    """

    expert = models.ForeignKey("directory.Expert", on_delete=models.PROTECT, related_name="matches")
    judged_on = models.DateField(_("judged on"))
    #: The result of each test by its code.
    tests = models.JSONField(default=dict)
    #: The points of each part by its code.
    parts = models.JSONField(default=dict)
    score = models.IntegerField(_("score"))
    #: Why somebody was chosen who fails a test.
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    #: When a person chose this expert; empty while it is only planned.
    chosen_at = models.DateTimeField(_("chosen at"), null=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, case__isnull=True) | Q(need__isnull=True, case__isnull=False),
                name="match_of_a_need_or_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.need_id or self.case_id} {self.expert_id}"


class Plan(models.Model):
    """The plan of one week: who could help with what has nobody, all at once. Staff confirm or change it."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    #: The Monday of the week.
    week = models.DateField(_("week from"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    asks = models.PositiveIntegerField(_("needs and cases"))
    assigned = models.PositiveIntegerField(_("with an expert"))
    score = models.PositiveIntegerField(_("sum of scores"))

    class Meta:
        ordering = ("-week",)
        constraints = [
            models.CheckConstraint(
                condition=Q(assigned__lte=models.F("asks")), name="plan_assigns_no_more_than_asked"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class PairState(models.TextChoices):
    PROPOSED = "proposed", _("To confirm")
    NOBODY = "nobody", _("Nobody found")
    CONFIRMED = "confirmed", _("Confirmed as planned")
    CHANGED = "changed", _("Given to another")
    DROPPED = "dropped", _("Left out")


#: In these states an office has still to decide.
UNDECIDED = (PairState.PROPOSED, PairState.NOBODY)


class PlannedPair(Judged):
    """One row of a plan: a need or case, and the expert found for it, if any."""

    scope_paths = ScopePaths(office="office")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="pairs")
    #: The office of the need or case when the plan was made.
    office = models.ForeignKey("directory.Office", on_delete=models.PROTECT, related_name="+")
    #: The expert who had the case when the plan was made.
    before = models.ForeignKey("directory.Expert", null=True, on_delete=models.PROTECT, related_name="+")
    found = models.OneToOneField(MatchRecord, null=True, on_delete=models.PROTECT, related_name="planned")
    chosen = models.OneToOneField(MatchRecord, null=True, on_delete=models.PROTECT, related_name="chosen_for")
    state = models.CharField(_("state"), max_length=10, choices=PairState.choices)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("state", PairState, "planned_pair_state_known"),
            models.CheckConstraint(
                condition=Q(need__isnull=False, case__isnull=True) | Q(need__isnull=True, case__isnull=False),
                name="planned_pair_of_a_need_or_a_case",
            ),
            models.UniqueConstraint(fields=["plan", "need"], name="planned_pair_need_once"),
            models.UniqueConstraint(fields=["plan", "case"], name="planned_pair_case_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "confirmed"]) | Q(found__isnull=False),
                name="planned_pair_has_its_expert",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decided_at__isnull=True)
                | Q(~Q(state__in=UNDECIDED), decided_at__isnull=False),
                name="planned_pair_decided_with_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["changed", "dropped"]) | ~Q(reason=""),
                name="planned_pair_departs_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["plan", "office"], name="planned_pair_office")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.need_id or self.case_id}"
