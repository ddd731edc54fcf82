"""A firm asks, or somebody writes down what it asks; needs are taken out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Firm
from banso.apps.directory.selectors import matching_firms
from banso.apps.fees.selectors import price_shown
from banso.apps.intake import services
from banso.apps.intake.acts.base import OnConsultation
from banso.apps.intake.forms.asking import (
    ConsultForm,
    Lists,
    NeedForm,
    QuestionForm,
    QuestionOnBehalfForm,
)
from banso.apps.intake.models import Channel, Consultation
from banso.apps.journal.actor import Actor
from banso.apps.programmes.selectors import spot_service
from banso.web import forms
from banso.web.acts import Act, Text

#: How many firms are offered while somebody types.
FOUND = 8


class Ask(Act):
    """Ask a question: the firm itself, a partner body, or staff who write down a whole conversation."""

    action = Action.CONSULTATION_ASK
    title, verb = _("Ask a question"), _("Send the question")
    done = _("The question has reached the office.")

    def find(self, **_kwargs: Any) -> None:
        """Whose question it is, and who writes it down."""
        self.asked: Consultation | None = None
        held = [item for item in self.access.assignments if item.role == Role.FIRM_MEMBER]
        self.firm: Firm | None = held[0].firm if held and self.access.roles == {Role.FIRM_MEMBER} else None
        self.partner = next(
            (item.partner_body for item in self.access.assignments if item.partner_body), None
        )
        self.by_staff = self.access.can(Action.NEED_TAKE_OUT)
        if self.firm is None:
            self.title, self.verb = _("Record a question"), _("Record it")
            self.done = _("The question is recorded.")
        if self.by_staff:
            self.template = "intake/consult.html"

    def form(self, data: Any) -> forms.Form:
        """The firm's own form, that of a partner body, or the whole conversation."""
        if self.firm is not None:
            return QuestionForm(data, day=self.today, initial={"office": self.firm.office_id})
        office = next((item.office_id for item in self.access.assignments if item.office_id), None)
        initial = {
            "office": office,
            "firm": self.request.GET.get("firm", ""),
            "channel": Channel.PARTNER if self.partner else Channel.COUNTER,
        }
        if not self.by_staff:
            return QuestionOnBehalfForm(data, day=self.today, firms=self._firms(), initial=initial)
        self.whole = ConsultForm(data, day=self.today, firms=self._firms(), initial=initial)
        return self.whole

    def _firms(self) -> Any:
        return self.access.rows(Action.FIRM_VIEW, Firm.objects.standing()).order_by("ref")

    def more(self) -> dict[str, Any]:
        """For staff: the firms that what was typed may mean, and the one picked."""
        if not self.by_staff:
            return {}
        typed, picked = self.whole["firm"].value() or "", self.whole["picked"].value() or ""
        return {"found": found_firms(self._firms(), picked or typed), "picked": picked, "typed": typed}

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
        if not self.by_staff:
            self.asked = services.ask(actor, question)
            return
        new = self.whole.new if self.whole.registers else None
        register = (new.firm_data, new.contact_data) if new else None
        self.asked = services.consult(actor, question, self.whole.taken_out(), register=register)

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
        return [(_("Firm"), self.firm.name), *self._price(self.firm)]

    def _price(self, firm: Firm) -> list[tuple[Text, Any]]:
        """What an answer would cost the firm; nothing where no service answers single questions."""
        spot = spot_service(self.today)
        if spot is None:
            return []
        said = price_shown(spot, firm, self.today)
        way = format_html('<a href="{}">{}</a>', reverse("fees:prices"), _("How this comes about"))
        because = " ".join(reason.words for reason in said.reasons if reason.settles) or said.stopped
        return [(_("What an answer costs you"), format_html("{}<br>{}　{}", said.headline, because, way))]


def found_firms(firms: Any, typed: str) -> list[Firm]:
    """The firms that what was typed may mean; none while too little was typed to tell."""
    if len(typed.strip()) < 2:
        return []
    found = matching_firms(firms, typed).select_related("prefecture").order_by("name_kana", "pk")
    return list(found[:FOUND])


@requires(Action.CONSULTATION_ASK)
@require_GET
def firm_find(request: HttpRequest) -> HttpResponse:
    """The firms within reach that are meant, while somebody types."""
    access = request.access  # type: ignore[attr-defined]
    firms = access.rows(Action.FIRM_VIEW, Firm.objects.standing())
    typed = request.GET.get("firm", "")
    context = {"found": found_firms(firms, typed), "picked": request.GET.get("picked", ""), "typed": typed}
    return render(request, "intake/parts/firms.html", context)


class TakeOutNeed(OnConsultation):
    """Take a need out of the question."""

    action = Action.NEED_TAKE_OUT
    title, verb, done = _("Take out a need"), _("Take it out"), _("The need is taken out.")

    def form(self, data: Any) -> forms.Form:
        """The market of the question is the likely one."""
        return NeedForm(data, lists=Lists(self.today), initial={"market": self.consultation.market_id})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it out."""
        services.take_out_need(actor, self.consultation, **data)
