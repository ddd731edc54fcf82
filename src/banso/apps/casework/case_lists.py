"""Every list around one case, read in one round trip for the pages that show it whole."""

from __future__ import annotations

from django.db.models import QuerySet

from banso.apps.casework.models import (
    Activity,
    Case,
    Confirmation,
    ExportGoal,
    ExportResult,
    FollowUp,
    GateReview,
    Milestone,
    OwnEffort,
    RootCause,
    Stage,
    StagePlan,
)
from banso.apps.casework.past import PastLine, lines_of, past_cases, past_supports
from banso.apps.journal.models import Event
from banso.apps.journal.selectors import events_of
from banso.apps.journal.services import Subject
from banso.apps.programmes.models import HourlyRate
from banso.apps.together import attach, together


class CaseLists:
    """The records of a case, each list in the order in which pages show it."""

    def __init__(self, case: Case, subjects: list[Subject], reach: QuerySet[Case]) -> None:
        """``subjects`` are those whose events make the timeline, ``reach`` the cases the reader may open."""
        stages = case.stages.select_related("definition").order_by("order")
        reviews = GateReview.objects.filter(stage__case=case)
        reviews = reviews.select_related("decided_by", "agreed_by", "ground").order_by("-decided_on", "-id")
        goals = case.goals.select_related("market", "proposed_by").order_by("version")
        milestones = Milestone.objects.filter(goal__case=case).order_by("due_on")
        plans = case.plans.order_by("version")
        results = case.results.select_related("market", "mall", "recorded_by", "document")
        results = results.order_by("exported_on", "id")
        confirmations = Confirmation.objects.filter(result__case=case).select_related("contact", "user")
        confirmations = confirmations.order_by("asked_at", "id")
        efforts = case.own_efforts.order_by("promised_by", "id")
        activities = case.activities.select_related("expert", "staff").order_by("-done_on", "-id")
        causes = case.causes.select_related("kind").order_by("since", "pk")
        follow_ups = case.follow_ups.select_related("recorded_by").order_by("due_on", "id")
        rates = HourlyRate.objects.order_by("worker", "in_force_from")
        events = events_of(subjects)
        before = past_cases(case.firm_id, case.started_on, reach)
        supports = past_supports(case.firm_id, case.started_on)
        together(
            *(stages, reviews, goals, milestones, plans, results, confirmations, efforts),
            *(activities, causes, follow_ups, rates, events, before, supports),
        )
        attach(goals, "milestones", milestones, "goal_id")
        attach(results, "confirmations", confirmations, "result_id")
        self.stages: list[Stage] = list(stages)
        self.reviews: list[GateReview] = list(reviews)
        self.goals: list[ExportGoal] = list(goals)
        self.plans: list[StagePlan] = list(plans)
        self.results: list[ExportResult] = list(results)
        self.efforts: list[OwnEffort] = list(efforts)
        self.activities: list[Activity] = list(activities)
        self.causes: list[RootCause] = list(causes)
        self.follow_ups: list[FollowUp] = list(follow_ups)
        self.rates: list[HourlyRate] = list(rates)
        self.events: list[Event] = list(events)
        self.past: list[PastLine] = lines_of(before, supports)
        of_key = {stage.pk: stage for stage in self.stages}
        for review in self.reviews:
            review.stage = of_key[review.stage_id]
        for result in self.results:
            result.case = case
            for answer in result.confirmations.all():
                answer.result = result
