"""What firms and staff do about conversations, each on a page of its own."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.inquiries import services
from banso.apps.inquiries.forms import AgreeForm, DeclineForm, OutcomeForm, ReportForm, SendForm
from banso.apps.inquiries.models import Inquiry, Sample, Side
from banso.apps.inquiries.naming import product_name
from banso.apps.inquiries.pages import address, find
from banso.apps.inquiries.sections import side_of
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Text


class OnInquiry(Act):
    """Something done about one conversation."""

    found: Inquiry

    def find(self, ref: str = "", **_kwargs: Any) -> None:
        """The conversation."""
        self.found = find(self.access, self.action, ref)

    def back(self) -> str:
        """Its page."""
        return address(self.found)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("inquiries:inquiry_list"), _("Inquiries")), (self.back(), self.found.ref)]

    def subtitle(self) -> Text:
        """About which product."""
        return product_name(self.found.product)


class Settle(OnInquiry):
    """Say what became of it."""

    action = Action.INQUIRY_CLOSE
    title, verb, done = _("What became of it"), _("Store and close"), _("The conversation is closed.")
    intro = _("Both sides see the outcome. A new message opens the conversation again.")

    def form(self, data: Any) -> forms.Form:
        """The outcome as a code, and in words."""
        return OutcomeForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.settle(actor, self.found, side_of(self.access), data["outcome"], data["words"])


class ReportAbuse(OnInquiry):
    """The firm says that a buyer misuses the conversation."""

    action = Action.INQUIRY_ANSWER
    title, verb, done = _("Report abuse"), _("Send the report"), _("Thank you. The office looks at it.")
    intro = _("The office reads the conversation and decides. The buyer is not told that you report it.")

    def form(self, data: Any) -> forms.Form:
        """The reason and what happened."""
        return ReportForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Report it."""
        services.report(actor, self.found, Side.FIRM, data["reason"], data["words"])


class _OnSample(OnInquiry):
    """Something that the maker does about a sample."""

    action = Action.INQUIRY_ANSWER
    sample: Sample

    def find(self, ref: str = "", pk: int = 0, **_kwargs: Any) -> None:
        """The sample."""
        super().find(ref=ref)
        self.sample = get_object_or_404(self.found.samples, pk=pk)

    def known(self) -> list[tuple[Text, Any]]:
        """What was asked for."""
        sample = self.sample
        return [
            (_("Pieces"), sample.quantity),
            (_("Where to send it"), sample.address),
            (_("Who pays the freight"), sample.get_freight_display()),
        ]


class AgreeSample(_OnSample):
    """The maker will send it."""

    title, verb, done = _("Send a sample"), _("We will send it"), _("The buyer is told.")

    def form(self, data: Any) -> forms.Form:
        """A word with it."""
        return AgreeForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Agree."""
        services.agree_sample(actor, self.sample, data["words"])


class DeclineSample(_OnSample):
    """The maker sends none."""

    title, verb, done = _("Send no sample"), _("We cannot send it"), _("The buyer is told.")

    def form(self, data: Any) -> forms.Form:
        """Why not."""
        return DeclineForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decline."""
        services.decline_sample(actor, self.sample, data["refusal"], data["words"])


class SendSample(_OnSample):
    """The maker has sent it."""

    title, verb, done = _("The sample was sent"), _("It was sent"), _("The buyer is told.")

    def form(self, data: Any) -> forms.Form:
        """By whom, under which number, on which day."""
        return SendForm(data, initial={"sent_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.send_sample(actor, self.sample, data["carrier"], data["tracking"], data["sent_on"])
