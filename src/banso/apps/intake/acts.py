"""The pages on which somebody does one thing at the consultation window."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Firm
from banso.apps.intake import selectors, services
from banso.apps.intake.forms import (
    AnswerForm,
    NeedForm,
    OutcomeForm,
    ProposalForm,
    QuestionForm,
    QuestionOnBehalfForm,
    RefusalForm,
)
from banso.apps.intake.models import Channel, Consultation, Need, Proposal
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Confirm, Text
from banso.web.formats import joined

#: How many experts are offered before "all".
BEST = 12


class Ask(Act):
    """Ask a question: the firm itself, or somebody on its behalf."""

    action = Action.CONSULTATION_ASK
    title, verb = _("Ask a question"), _("Send the question")
    done = _("The question has reached the office.")

    def find(self, **_kwargs: Any) -> None:
        """Whose question it is."""
        self.asked: Consultation | None = None
        held = [item for item in self.access.assignments if item.role == Role.FIRM_MEMBER]
        self.firm: Firm | None = held[0].firm if held and self.access.roles == {Role.FIRM_MEMBER} else None
        self.partner = next(
            (item.partner_body for item in self.access.assignments if item.partner_body), None
        )
        if self.firm is None:
            self.title, self.verb = _("Record a question"), _("Record it")
            self.done = _("The question is recorded.")

    def form(self, data: Any) -> forms.Form:
        """The firm's own form, or that of somebody who writes for it."""
        if self.firm is not None:
            return QuestionForm(data, day=self.today, initial={"office": self.firm.office_id})
        office = next((item.office_id for item in self.access.assignments if item.office_id), None)
        firms = self.access.rows(Action.FIRM_VIEW, Firm.objects.all())
        initial = {
            "office": office,
            "firm": self.request.GET.get("firm", ""),
            "channel": Channel.PARTNER if self.partner else Channel.COUNTER,
        }
        return QuestionOnBehalfForm(data, day=self.today, firms=firms.order_by("ref"), initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Write it down."""
        question = services.Question(
            firm=self.firm or data["firm"],
            office=data["office"],
            title=data["title"],
            body=data["body"],
            channel=Channel.WEB if self.firm else data["channel"],
            market=data["market"],
            partner_body=self.partner,
        )
        self.asked = services.ask(actor, question)

    def back(self) -> str:
        """The question once it is asked; the list before."""
        if self.asked:
            return reverse("intake:consultation", args=[self.asked.ref])
        return reverse("intake:consultation_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("intake:consultation_list"), _("Consultations"))]

    def known(self) -> list[tuple[Text, Any]]:
        """What need not be asked again."""
        if self.firm is None:
            return []
        return [(_("Firm"), self.firm.name)]


class _OnConsultation(Act):
    """Something done to one consultation."""

    consultation: Consultation

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The consultation, within the reach of the action."""
        rows = self.access.rows(self.action, Consultation.objects.select_related("firm", "office", "market"))
        self.consultation = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """The page of the consultation."""
        return reverse("intake:consultation", args=[self.consultation.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the consultation."""
        return [
            (reverse("intake:consultation_list"), _("Consultations")),
            (self.back(), self.consultation.ref),
        ]

    def subtitle(self) -> Text:
        """Whose question it is."""
        return joined(self.consultation.firm.name, self.consultation.title)

    def known(self) -> list[tuple[Text, Any]]:
        """The question itself."""
        return [(_("What the firm asks"), self.consultation.body)]


class TakeOutNeed(_OnConsultation):
    """Take a need out of the question."""

    action = Action.NEED_TAKE_OUT
    title, verb, done = _("Take out a need"), _("Take it out"), _("The need is taken out.")

    def form(self, data: Any) -> forms.Form:
        """The market of the question is the likely one."""
        return NeedForm(data, day=self.today, initial={"market": self.consultation.market_id})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it out."""
        services.take_out_need(actor, self.consultation, **data)


class _OnNeed(_OnConsultation):
    """Something done to one need."""

    need: Need

    def find(self, ref: str, pk: int = 0, **_kwargs: Any) -> None:
        """The need of the consultation."""
        super().find(ref)
        needs = Need.objects.select_related("subject", "market", "consultation")
        self.need = get_object_or_404(needs, pk=pk, consultation=self.consultation)

    def known(self) -> list[tuple[Text, Any]]:
        """The need, and the question it was taken out of."""
        need = joined(self.need.subject.name, self.need.market, self.need.description)
        return [(_("Need"), need), *super().known()]


class AnswerNeed(_OnNeed):
    """Answer at the window."""

    action = Action.NEED_ANSWER
    title, verb, done = _("Answer the firm"), _("Send the answer"), _("The firm can read the answer now.")

    def form(self, data: Any) -> forms.Form:
        """The answer."""
        return AnswerForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Answer."""
        services.answer_need(actor, self.need, data["answer"])


class Propose(_OnNeed):
    """Offer the need to an expert."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Propose to an expert"), _("Send the proposal"), _("The proposal is sent.")
    intro = _("Those who cover the subject and the market come first, then those of your office.")

    def form(self, data: Any) -> forms.Form:
        """The experts who fit best; all of them on request."""
        experts = selectors.experts_for(self.need, self.today)
        if "all" not in self.request.GET:
            best = [expert.pk for expert in experts[:BEST]]
            experts = experts.filter(pk__in=best)
            self.intro = format_html('{} <a href="?all">{}</a>', self.intro, _("Show all experts"))
        return ProposalForm(data, experts=experts)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.propose(actor, self.need, data["expert"])


class _OnProposal(Act):
    """Something the expert does to a proposal."""

    action = Action.PROPOSAL_REPLY
    proposal: Proposal

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The proposal, within the reach of the action."""
        rows = Proposal.objects.select_related("need__subject", "need__market", "need__consultation__firm")
        self.proposal = get_object_or_404(self.access.rows(self.action, rows), pk=pk)

    def back(self) -> str:
        """The page of the proposal."""
        return reverse("intake:proposal", args=[self.proposal.pk])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the proposal."""
        return [
            (reverse("intake:proposal_list"), _("Proposals")),
            (self.back(), self.proposal.need.consultation.ref),
        ]

    def subtitle(self) -> Text:
        """Whose need it is."""
        return self.proposal.need.consultation.firm.name

    def known(self) -> list[tuple[Text, Any]]:
        """The need."""
        need = self.proposal.need
        return [(_("Need"), joined(need.subject.name, need.market, need.description))]


class TakeOn(_OnProposal):
    """Take a need on."""

    title, verb, done = _("Take it on"), _("Take it on"), _("You have taken it on. A spot case is open.")
    intro = _("Once you have taken it on, get in touch with the firm and tell it your answer here.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it on."""
        services.take(actor, self.proposal)


class HandBack(_OnProposal):
    """Hand a need back."""

    title, verb, done = _("Hand it back"), _("Hand it back"), _("The office will look for somebody else.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return RefusalForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it back."""
        services.refuse(actor, self.proposal, data["reason"])


class Settle(_OnProposal):
    """Say how it went."""

    title, verb, done = _("Say how it went"), _("Store it"), _("The firm can read your answer now.")

    def form(self, data: Any) -> forms.Form:
        """Outcome and answer."""
        return OutcomeForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Settle it."""
        services.settle(actor, self.proposal, data["outcome"], data["answer"])


class Reopen(_OnProposal):
    """Take a closed proposal up again."""

    title, verb, done = _("Take it up again"), _("Take it up again"), _("It is open again.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Re-open it."""
        services.reopen(actor, self.proposal)


class ReopenByOffice(_OnNeed):
    """The office takes a closed proposal up again."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Take it up again"), _("Take it up again"), _("It is open again.")

    def find(self, ref: str, pk: int = 0, **_kwargs: Any) -> None:
        """The proposal of the consultation."""
        _OnConsultation.find(self, ref)
        rows = Proposal.objects.select_related("need__subject", "need__market")
        self.proposal = get_object_or_404(rows, pk=pk, need__consultation=self.consultation)
        self.need = self.proposal.need

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Re-open it."""
        services.reopen(actor, self.proposal)
