"""A receiver replies to a proposal; for receivers without an account the office records the reply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.intake import services
from banso.apps.intake.acts.base import OnProposalOfOffice
from banso.apps.intake.forms.proposing import OutcomeForm, RefusalForm
from banso.apps.intake.models import OUTSIDE, Proposal, Received, Receiver
from banso.apps.intake.views import proposal_page
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Confirm, Text
from banso.web.formats import joined


class _OnProposal(Act):
    """Something the receiver does to a proposal."""

    action = Action.PROPOSAL_REPLY
    proposal: Proposal

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The proposal, within the reach of the action."""
        rows = Received.objects.select_related(
            "need__subject", "need__market", "need__consultation__firm", "expert"
        )
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

    title, verb, done = _("Take it on"), _("Take it on"), _("You have taken it on.")
    intro = _("Once you have taken it on, get in touch with the firm and tell it your answer here.")

    def find(self, pk: int = 0, **kwargs: Any) -> None:
        """An expert's opens a spot case, and the page says so."""
        super().find(pk=pk, **kwargs)
        if self.proposal.receiver == Receiver.EXPERT:
            self.done = _("You have taken it on. A spot case is open.")

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


@requires(Action.PROPOSAL_REPLY)
@require_POST
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal's page with the firm's contacts opened; it is written down that they were."""
    access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(access.rows(Action.PROPOSAL_REPLY, Received.objects.all()), pk=pk)
    try:
        opened = services.open_contacts(access.actor(Action.PROPOSAL_REPLY), found)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("intake:proposal", pk)
    return proposal_page(request, pk, opened)


class _Recorded(OnProposalOfOffice):
    """Something that a receiver without an account replied, written down by the office."""

    action = Action.PROPOSAL_RECORD

    def find(self, ref: str, pk: int = 0, **kwargs: Any) -> None:
        """Only of receivers outside."""
        super().find(ref, pk, **kwargs)
        get_object_or_404(Proposal, pk=self.proposal.pk, receiver__in=OUTSIDE)


class RecordTakeOn(_Recorded):
    """The receiver takes the need on."""

    title, verb, done = _("The receiver takes it on"), _("Record it"), _("It is recorded as taken on.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it on."""
        services.take(actor, self.proposal)


class RecordHandBack(_Recorded):
    """The receiver hands the need back."""

    title, verb, done = _("The receiver hands it back"), _("Record it"), _("It is recorded as handed back.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return RefusalForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it back."""
        services.refuse(actor, self.proposal, data["reason"])


class RecordSettle(_Recorded):
    """The receiver says how it went."""

    title, verb, done = _("Record how it went"), _("Store it"), _("The firm can read the answer now.")

    def form(self, data: Any) -> forms.Form:
        """Outcome and answer."""
        return OutcomeForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Settle it."""
        services.settle(actor, self.proposal, data["outcome"], data["answer"])
