"""The pages on which a gate is decided, agreed to, replied to and settled."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.gate_forms import (
    AgreeForm,
    GateForm,
    RemedyForm,
    ReplyForm,
    ResumeForm,
    SettleForm,
    results_for,
)
from banso.apps.casework.gate_review import Sheet
from banso.apps.casework.hints import hints_of
from banso.apps.casework.models import GateResult, GateReview, GateState, Stage
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.casework.overview import Overview
from banso.apps.casework.services.limits import rooms
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import Agreement, GateGround
from banso.web import formats, forms


class DecideGate(OnCase):
    """Decide on the open stage."""

    action = Action.GATE_DECIDE
    title, verb, done = _("Gate review"), _("Decide"), _("The decision is recorded.")
    template = "casework/gate_decide.html"

    def find(self, ref: str) -> None:
        """The case and its open stage."""
        super().find(ref)
        stages = list(self.case.stages.select_related("definition", "case").order_by("order"))
        found = next((stage for stage in stages if stage.started_on and not stage.ended_on), None)
        if found is None and self.request.method == "POST" and stages:
            # Support ended while the form was open: the service says so.
            found = stages[-1]
        if found is None:
            raise Http404
        self.stage: Stage = found
        self.following = next(iter(services.stages_ahead(self.case, found, self.today)), None)

    def form(self, data: Any) -> forms.Form:
        """The stage and what was seen of it go with the form, so that nothing is decided unseen or twice."""
        initial = {"stage": self.stage.order, "seen_reviews": self.stage.reviews.count()}
        results = results_for(self.case.state, last=self.following is None)
        return GateForm(data, initial=initial, results=results, rooms=rooms(self.case))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decide."""
        stage = get_object_or_404(self.case.stages.select_related("case"), order=data.pop("stage"))
        ground = GateGround.objects.filter(code=data.pop("ground")).first()
        review = services.decide_gate(actor, stage, services.GateData(**data, ground=ground))
        if review.state == GateState.PROPOSED:
            self.done = _("The decision is recorded. It waits for somebody else to agree.")
        elif review.state == GateState.ANNOUNCED:
            self.done = _("The decision is recorded and the firm is told. It waits for the firm's reply.")

    def known(self) -> Known:
        """The stage, the one after it and the day."""
        after = self.following.definition.name if self.following else _("none: this is the last stage")
        return [
            (_("Stage"), f"{self.stage.order} {self.stage.definition.name}"),
            (_("Next stage"), after),
            (_("Planned until"), formats.day(self.stage.planned_to)),
        ]

    def more(self) -> dict[str, Any]:
        """What the gate collects by itself, and what the policy recommends."""
        view = Overview(self.case, self.today)
        return {
            "view": view,
            "sheet": Sheet(view),
            "case": self.case,
            "recommendation": view.recommendation,
            "hints": hints_of(self.case, self.today),
            "may_note": self.access.allows(Action.CAUSE_NOTE, self.case),
        }


class ResumeCase(OnCase):
    """Take a paused case up again."""

    action = Action.GATE_DECIDE
    title, verb, done = _("Resume support"), _("Resume"), _("Support goes on.")
    intro = _("The open stage goes on with its planned dates; extend it at the gate if they no longer fit.")

    def find(self, ref: str) -> None:
        """The case and the pause it rests in."""
        super().find(ref)
        pauses = GateReview.objects.filter(stage__case=self.case, result=GateResult.PAUSE)
        self.pause = pauses.order_by("-id").first()

    @property
    def owed(self) -> bool:
        """Whether something had to be put right and is not recorded as done."""
        return bool(self.pause and self.pause.remedy and self.pause.remedy_done_on is None)

    def form(self, data: Any) -> forms.Form:
        """Whether it was put right, if anything had to be."""
        return ResumeForm(data, owed=self.owed)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Resume."""
        resume = services.ResumeData(data.get("remedied", True), data.get("note", ""))
        services.resume_case(actor, self.case, resume)

    def known(self) -> Known:
        """What had to be put right."""
        if not self.pause or not self.pause.remedy:
            return []
        return [
            (_("To be put right"), self.pause.remedy),
            (_("By"), formats.day(self.pause.remedy_due_on)),
        ]


class _OnReview(OnCase):
    """Something done to one decision at a gate of the case."""

    def find(self, ref: str, pk: int) -> None:
        """The case and the decision, within reach."""
        super().find(ref)
        rows = self.access.rows(self.action, GateReview.objects.filter(stage__case=self.case))
        rows = rows.select_related("stage__definition", "stage__case", "ground", "decided_by")
        self.review: GateReview = get_object_or_404(rows, pk=pk)

    def known(self) -> Known:
        """What was decided, on which ground, by whom and why."""
        review = self.review
        lines: Known = [
            (_("Stage"), f"{review.stage.order} {review.stage.definition.name}"),
            (_("Decision"), review.get_result_display()),
        ]
        if review.months:
            lines.append((_("Months"), formats.number(review.months)))
        if review.ground:
            lines.append((_("Ground"), review.ground.name))
        if review.end_before and review.end_after:
            said = f"{formats.day(review.end_before)} → {formats.day(review.end_after)}"
            lines.append((_("Planned end of support"), said))
        lines.append((_("Reason"), review.reason))
        if review.decided_by:
            lines.append((_("Decided by"), review.decided_by.name))
        if review.agreement:
            lines.append((_("Must agree"), Agreement(review.agreement).label))
        return lines


class AgreeToGate(_OnReview):
    """Agree to a decision, or not."""

    action = Action.GATE_AGREE
    title, verb, done = (
        _("Agree to a decision at a gate"),
        _("Store the answer"),
        _("Your answer is recorded."),
    )
    intro = _(
        "An extension holds once you agree. A shortening is then announced to the firm, which may reply."
    )

    def form(self, data: Any) -> forms.Form:
        """Yes or no."""
        return AgreeForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the answer."""
        services.agree_to_gate(actor, self.review, **data)

    def back(self) -> str:
        """The decisions that wait."""
        return reverse("casework:gate_list")


class ReplyToGate(_OnReview):
    """The firm replies before its support is shortened."""

    action = Action.GATE_REPLY
    title, verb, done = (
        _("Reply before your support is shortened"),
        _("Send the reply"),
        _("Thank you. Your office reads your reply and decides whether it stays so."),
    )
    intro = _(
        "Tell us what we should know before this takes effect: for example orders to come, or what you are "
        "putting right. Nothing changes until your office has read your reply."
    )

    def form(self, data: Any) -> forms.Form:
        """The firm's own words."""
        return ReplyForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.reply_to_gate(actor, self.review, data["reply"])

    def known(self) -> Known:
        """When support is to end, why, and until when to reply."""
        review = self.review
        return [
            (_("Support is to end on"), formats.day(review.end_after) if review.end_after else "–"),
            (_("Planned until now"), formats.day(review.end_before) if review.end_before else "–"),
            (_("Reason"), review.reason),
            (_("Reply until"), formats.day(review.reply_until) if review.reply_until else "–"),
        ]


class SettleGate(_OnReview):
    """Confirm a shortening after the firm's reply, or withdraw a decision that waits."""

    action = Action.GATE_DECIDE
    title, verb, done = _("Settle a decision that waits"), _("Store it"), _("The decision is settled.")

    def form(self, data: Any) -> forms.Form:
        """To confirm needs the firm's reply."""
        return SettleForm(data, may_confirm=self.review.replied_on is not None)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Settle it."""
        confirmed = data["answer"] == SettleForm.CONFIRM
        services.settle_gate(actor, self.review, confirmed=confirmed, note=data["note"])

    def known(self) -> Known:
        """The decision and what the firm says to it."""
        lines = super().known()
        if self.review.replied_on:
            lines.append((_("The firm's reply"), self.review.reply))
            lines.append((_("Replied on"), formats.day(self.review.replied_on)))
        elif self.review.reply_until:
            lines.append((_("Reply until"), formats.day(self.review.reply_until)))
        return lines


class RecordRemedy(_OnReview):
    """Record that what a decision asked for was put right."""

    action = Action.GATE_DECIDE
    title, verb, done = _("Record what was put right"), _("Record it"), _("It is recorded as put right.")

    def form(self, data: Any) -> forms.Form:
        """Today is the likely day."""
        return RemedyForm(data, initial={"done_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.record_remedy(actor, self.review, **data)

    def known(self) -> Known:
        """What was asked for."""
        return [
            (_("To be put right"), self.review.remedy),
            (_("By"), formats.day(self.review.remedy_due_on) if self.review.remedy_due_on else "–"),
        ]
