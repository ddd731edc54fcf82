"""The pages on which somebody does one thing in the one-stop programme."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.new_exporters import selectors, services
from banso.apps.new_exporters.forms import (
    CloseForm,
    ConsentForm,
    HandBackForm,
    HandOverForm,
    PartForm,
    ReadinessForm,
    RegisterForm,
    StepForm,
)
from banso.apps.new_exporters.holders import name_of, parse
from banso.apps.new_exporters.models import Component, HandOver, Registration
from banso.apps.new_exporters.transitions import COMPONENTS, EVENTS
from banso.web import forms
from banso.web.acts import Act, Confirm, Text
from banso.web.formats import joined


class Register(Act):
    """Register a firm that is known already; a new one is registered as a firm first."""

    action = Action.REGISTRATION_WORK
    title, verb = _("Register a firm in the programme"), _("Register it")
    done = _("The firm is registered in the programme.")

    def find(self, **_kwargs: Any) -> None:
        """Nothing yet."""
        self.registered: Registration | None = None

    def form(self, data: Any) -> forms.Form:
        """The firms within reach."""
        firms = self.access.rows(Action.FIRM_VIEW, Firm.objects.standing())
        initial = {"firm": self.request.GET.get("firm", "")}
        return RegisterForm(data, day=self.today, firms=firms.order_by("ref"), initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Register it."""
        self.registered = services.register(
            actor,
            data["firm"],
            readiness=data["readiness"],
            evidence=data["evidence"],
            agreed_to_share=data["agreed"],
        )

    def back(self) -> str:
        """The registration once it is there; the list before."""
        if self.registered:
            return reverse("new_exporters:registration", args=[self.registered.ref])
        return reverse("new_exporters:registration_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("new_exporters:registration_list"), _("New exporters"))]


class _OnRegistration(Act):
    """Something done to one registration."""

    action = Action.REGISTRATION_WORK
    registration: Registration

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The registration, within reach."""
        rows = self.access.rows(self.action, Registration.objects.all())
        joined_rows = rows.select_related("firm", "office", "readiness", "lead_office", "lead_body")
        self.registration = get_object_or_404(joined_rows, ref=ref)

    def back(self) -> str:
        """The page of the registration."""
        return reverse("new_exporters:registration", args=[self.registration.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the registration."""
        return [
            (reverse("new_exporters:registration_list"), _("New exporters")),
            (self.back(), self.registration.ref),
        ]

    def subtitle(self) -> Text:
        """Whose registration it is."""
        return self.registration.firm.name


class ChangeReadiness(_OnRegistration):
    """Note how near the firm is now."""

    title, verb, done = _("Change the readiness"), _("Note it"), _("The readiness is noted.")

    def form(self, data: Any) -> forms.Form:
        """From today, unless said otherwise."""
        return ReadinessForm(data, day=self.today, initial={"since": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.change_readiness(actor, self.registration, **data)

    def known(self) -> list[tuple[Text, Any]]:
        """Where it stands."""
        return [(_("Readiness now"), self.registration.readiness.name)]


class Consent(_OnRegistration):
    """Note the firm's consent to sharing, or its end."""

    title, verb, done = _("Consent to sharing"), _("Note it"), _("The consent is noted.")

    def form(self, data: Any) -> forms.Form:
        """As it stands."""
        return ConsentForm(data, initial={"agreed": self.registration.shared_from is not None})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.agree_to_sharing(actor, self.registration, agreed=data["agreed"])


class Close(_OnRegistration):
    """Close the registration."""

    title, verb, done = _("Close the registration"), _("Close it"), _("The registration is closed.")

    def form(self, data: Any) -> forms.Form:
        """Why."""
        return CloseForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        services.close(actor, self.registration, reason=data["reason"])


class PlanPart(_OnRegistration):
    """Plan a part."""

    title, verb, done = _("Plan a part"), _("Plan it"), _("The part is planned; you hold it now.")

    def form(self, data: Any) -> forms.Form:
        """Which."""
        return PartForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Plan it."""
        services.start(actor, self.registration, **data)


class _OnPart(_OnRegistration):
    """Something done to one part."""

    component: Component

    def find(self, ref: str, pk: int, **kwargs: Any) -> None:
        """The part of a registration within reach."""
        super().find(ref)
        parts = self.registration.components.select_related("kind", "holder_office", "holder_body")
        self.component = get_object_or_404(parts, pk=pk)
        self.component.registration = self.registration

    def subtitle(self) -> Text:
        """The firm and the part."""
        return joined(self.registration.firm.name, self.component.kind.name, self.component.title)

    def known(self) -> list[tuple[Text, Any]]:
        """Where it stands, and with whom."""
        return [
            (_("State"), self.component.get_state_display()),
            (_("Holder"), name_of(self.component, "holder")),
        ]


class Step(_OnPart):
    """Carry a part one step on."""

    done = _("The step is noted.")

    def find(self, ref: str, pk: int, event: str, **kwargs: Any) -> None:
        """The part, and the row of the table that the step stands in."""
        super().find(ref, pk)
        rows = COMPONENTS[self.component.kind.course].rows
        if event not in {row.event for row in rows}:
            raise Http404
        self.event = event
        self.needs = next(
            (row.guards for row in rows if row.event == event and row.source == self.component.state), ()
        )
        self.title = self.verb = EVENTS[event]

    def form(self, data: Any) -> forms.Form:
        """Only what the step needs."""
        initial = {"edition": self.component.edition}
        return StepForm(data, day=self.today, needs=self.needs, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Carry it on."""
        services.move(actor, self.component, self.event, services.StepData(**data))


class OfferPart(_OnPart):
    """Offer a part to another holder."""

    title, verb, done = _("Hand it over"), _("Offer it"), _("It is offered. Till it is accepted you hold it.")

    def form(self, data: Any) -> forms.Form:
        """To whom."""
        return HandOverForm(data, choices=selectors.holders(self.today))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Offer it."""
        to = parse(data["to"])
        services.hand_over(actor, self.registration, self.component, to=to, reason=data["reason"])


class OfferLead(_OnRegistration):
    """Offer the lead to another holder."""

    title, verb, done = (
        _("Hand over the lead"),
        _("Offer it"),
        _("It is offered. Till it is accepted you lead."),
    )

    def form(self, data: Any) -> forms.Form:
        """To whom."""
        return HandOverForm(data, choices=selectors.holders(self.today))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Offer it."""
        services.hand_over(actor, self.registration, None, to=parse(data["to"]), reason=data["reason"])


class _OnOffer(_OnRegistration):
    """An answer to a hand-over."""

    sent: HandOver

    def find(self, ref: str, pk: int, **kwargs: Any) -> None:
        """The hand-over of a registration within reach."""
        super().find(ref)
        rows = self.registration.hand_overs.select_related(
            "component__kind", "from_office", "from_body", "to_office", "to_body"
        )
        self.sent = get_object_or_404(rows, pk=pk)
        self.sent.registration = self.registration

    def known(self) -> list[tuple[Text, Any]]:
        """What is handed over, by whom, and why."""
        what = self.sent.component.kind.name if self.sent.component else _("The lead")
        return [
            (_("What"), what),
            (_("Sender"), name_of(self.sent, "from")),
            (_("Asked to take it"), name_of(self.sent, "to")),
            (_("Why"), self.sent.reason),
        ]

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)


class Accept(_OnOffer):
    """Take it over."""

    title, verb, done = _("Take it over"), _("Take it over"), _("You hold it now.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it over."""
        services.accept(actor, self.sent)


class HandBack(_OnOffer):
    """Hand it back."""

    title, verb, done = _("Return it"), _("Return it"), _("It stays with the sender.")

    def form(self, data: Any) -> forms.Form:
        """Why."""
        return HandBackForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it back."""
        services.hand_back(actor, self.sent, answer=data["answer"])


class Recall(_OnOffer):
    """Take the offer back."""

    title, verb, done = _("Take the offer back"), _("Take it back"), _("The offer is taken back.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.recall(actor, self.sent)
