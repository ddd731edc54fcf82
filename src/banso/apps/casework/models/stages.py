"""The stages of a case, and the gate reviews that close or continue them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case
from banso.apps.programmes.models import Agreement


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


class GateState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for agreement")
    ANNOUNCED = "announced", _("Announced to the firm")
    IN_FORCE = "in_force", pgettext_lazy("decision", "In force")
    REFUSED = "refused", _("Not agreed to")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: A decision that has not taken effect and still may.
WAITING = (GateState.PROPOSED, GateState.ANNOUNCED)


class GateReview(models.Model):
    """The review that closes or continues a stage, decided by a person with a reason.

    Where somebody must agree it waits; a shortening waits besides until the firm could reply.
    """

    scope_paths = ScopePaths(
        firm="stage__case__firm", office="stage__case__office", assigned=("stage__case__expert__user",)
    )

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="reviews")
    result = models.CharField(_("result"), max_length=10, choices=GateResult.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("decided on"))
    state = models.CharField(_("state"), max_length=10, choices=GateState.choices, default=GateState.IN_FORCE)
    #: The first day on which it held; None while it waits and if it never came into force.
    in_force_on = models.DateField(_("in force on"), null=True, blank=True)
    #: Why it is extended or shortened, as a code. None of decisions taken before there were grounds.
    ground = models.ForeignKey(
        "programmes.GateGround", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The planned end of support before the decision and by it, where it moves the end.
    end_before = models.DateField(_("planned end before"), null=True, blank=True)
    end_after = models.DateField(_("planned end after"), null=True, blank=True)
    #: Who else must agree, as the limit of the day said; empty: nobody.
    agreement = models.CharField(_("must agree"), max_length=20, choices=Agreement.choices, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: When somebody agreed, or refused to.
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    #: A shortening: when the firm was told, the last day of its time to reply, and its reply.
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    reply_until = models.DateField(_("reply until"), null=True, blank=True)
    reply = models.TextField(_("the firm's reply"), max_length=2000, blank=True)
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    #: Why it was not agreed to, or was confirmed or withdrawn after the firm's reply.
    settled_note = models.TextField(_("why"), max_length=2000, blank=True)
    #: What has to be put right, and by when. A pause always says.
    remedy = models.TextField(_("what has to be put right"), max_length=500, blank=True)
    remedy_due_on = models.DateField(_("put right by"), null=True, blank=True)
    remedy_done_on = models.DateField(_("put right on"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("result", GateResult, "gate_result_known"),
            one_of("state", GateState, "gate_state_known"),
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
            models.UniqueConstraint(
                fields=["stage"], condition=Q(state__in=WAITING), name="gate_one_decision_waits"
            ),
            models.CheckConstraint(
                condition=Q(state=GateState.IN_FORCE, in_force_on__isnull=False)
                | Q(~Q(state=GateState.IN_FORCE), in_force_on__isnull=True),
                name="gate_in_force_since",
            ),
            models.CheckConstraint(
                condition=Q(state=GateState.IN_FORCE)
                | Q(result__in=[GateResult.EXTEND, GateResult.SHORTEN], ground__isnull=False),
                name="gate_waits_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("decided_by")),
                name="gate_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True, reply_until__isnull=True, replied_on__isnull=True)
                | Q(
                    result=GateResult.SHORTEN, announced_on__isnull=False, reply_until__gte=F("announced_on")
                ),
                name="gate_announced_with_time_to_reply",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True, reply="") | Q(Q(replied_on__isnull=False), ~Q(reply="")),
                name="gate_reply_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(remedy="", remedy_due_on__isnull=True, remedy_done_on__isnull=True)
                | Q(
                    ~Q(remedy=""),
                    result__in=[GateResult.EXTEND, GateResult.PAUSE],
                    remedy_due_on__isnull=False,
                ),
                name="gate_remedy_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "reply_until"], name="gate_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.result}"
