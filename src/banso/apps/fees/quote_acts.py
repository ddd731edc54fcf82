"""What is done to a quote: written, sent, answered, started, invoiced."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.fees import services
from banso.apps.fees.cost import Rates
from banso.apps.fees.models import DeclineReason, Part, Quote
from banso.apps.fees.quote_pages import visible
from banso.apps.journal.actor import Actor
from banso.apps.selection.models import Application
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class QuoteForm(forms.Form):
    """What is quoted. The price follows from it and from the policy in force."""

    expert_hours = forms.DecimalField(
        label=_("Hours of experts"), min_value=0, max_digits=6, decimal_places=2, required=False
    )
    staff_hours = forms.DecimalField(
        label=pgettext_lazy("part of a cost", "Hours of staff"),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
    )
    units = forms.DecimalField(
        label=_("Listings"), min_value=0, max_digits=6, decimal_places=2, required=False
    )
    extra_discount = forms.MoneyField(
        label=_("Discount by the office"), required=False, help_text=_("In yen before tax; empty: none.")
    )
    service_starts_on = forms.DateField(
        label=_("Service starts"),
        help_text=_("The quote ends 21 days before, and at the latest 30 days after it is sent."),
    )
    by_stage = forms.BooleanField(
        label=_("The firm pays in parts, at the start of each stage"), required=False
    )


def _data(values: dict[str, Any]) -> services.QuoteData:
    work = {name: values[name] or Decimal(0) for name in ("expert_hours", "staff_hours", "units")}
    return services.QuoteData(
        service_starts_on=values["service_starts_on"],
        extra_discount=values["extra_discount"] or 0,
        by_stage=values["by_stage"],
        **work,
    )


class WriteQuote(Act):
    """Write a quote for an application or a case."""

    action = Action.QUOTE_WRITE
    title, verb, done = _("Write a quote"), _("Store the draft"), _("The draft is stored.")
    intro = _(
        "The price follows from the hours and listings, the cost rates and the policy of today. "
        "Nothing is sent yet."
    )

    def find(self, *, kind: str, ref: str) -> None:
        """The application or case."""
        model = {"application": Application, "case": Case}.get(kind)
        if model is None:
            raise Http404
        rows = self.access.rows(self.action, model.objects.select_related("firm", "service"))
        self.about = get_object_or_404(rows, ref=ref)
        self.quote: Quote | None = None

    def form(self, data: Any) -> forms.Form:
        """What one time of the service usually takes."""
        rates = Rates.of([self.about.service], self.today)
        usual = {line.part: line.quantity for line in rates.cost(self.about.service).lines}
        return QuoteForm(
            data,
            initial={
                "expert_hours": usual.get(Part.EXPERT),
                "staff_hours": usual.get(Part.STAFF),
                "units": usual.get(Part.UNIT),
            },
        )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        self.quote = services.write_quote(actor, self.about, _data(data))

    def back(self) -> str:
        """The quote; without one the record it is for."""
        if self.quote is not None:
            return reverse("fees:quote", args=[self.quote.ref])
        if isinstance(self.about, Case):
            return reverse("casework:case", args=[self.about.ref])
        return reverse("selection:application", args=[self.about.ref])

    def subtitle(self) -> Text:
        """For whom, and which service."""
        return formats.joined(self.about.firm.name, self.about.service.name, self.about.ref)


class _OfQuote(Act):
    """Something done to one quote."""

    action = Action.QUOTE_WRITE
    quote: Quote

    def find(self, *, ref: str) -> None:
        """The quote."""
        self.quote = get_object_or_404(self.access.rows(self.action, visible(self.access)), ref=ref)

    def form(self, data: Any) -> forms.Form:
        """The button alone."""
        return Confirm(data)

    def back(self) -> str:
        """The quote."""
        return reverse("fees:quote", args=[self.quote.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """Quotes, and this one."""
        return [(reverse("fees:quote_list"), _("Quotes")), (self.back(), self.quote.ref)]

    def subtitle(self) -> Text:
        """For whom, and which service."""
        return formats.joined(self.quote.firm.name, self.quote.service.name)

    def known(self) -> list[tuple[Text, Any]]:
        """The price, how long it holds, and what is paid later of exports."""
        until = formats.day(self.quote.valid_until) if self.quote.valid_until else ""
        found: list[tuple[Text, Any]] = [(_("Price with tax"), formats.yen(self.quote.total))]
        if until:
            found.append((_("Valid until"), until))
        if self.quote.success_until is not None:
            words = self.quote.frozen["success"][f"words_{formats.language()}"]
            found.append((_("Share of later exports"), words))
        return found


class ChangeQuote(_OfQuote):
    """Change a draft."""

    title, verb, done = _("Change the draft"), _("Store"), _("The draft is stored.")

    def form(self, data: Any) -> forms.Form:
        """What is quoted now."""
        return QuoteForm(data, initial={name: getattr(self.quote, name) for name in QuoteForm.base_fields})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Price it anew."""
        services.change_quote(actor, self.quote, _data(data))


class ReviseQuote(ChangeQuote):
    """Write the next revision of a quote that waits."""

    title, verb = _("Replace by a new revision"), _("Store the draft")
    intro = _("The firm can accept the present quote until you send the new revision.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the draft of it."""
        self.quote = services.revise_quote(actor, self.quote, _data(data))


class StartForm(forms.Form):
    """A later start."""

    service_starts_on = forms.DateField(label=_("Service starts"))


class MoveStart(_OfQuote):
    """Put off a start that was agreed."""

    title, verb, done = _("Put the start off"), _("Store"), _("The start is put off.")

    def form(self, data: Any) -> forms.Form:
        """The new day."""
        return StartForm(data, initial={"service_starts_on": self.quote.service_starts_on})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        values = {name: getattr(self.quote, name) for name in services.QuoteData.__dataclass_fields__}
        services.change_quote(actor, self.quote, services.QuoteData(**{**values, **data}))


class OfferQuote(_OfQuote):
    """Send the quote to the firm."""

    title, verb = _("Send the quote to the firm"), _("Send the quote")
    done = _("The firm sees the quote now and is reminded of it.")
    intro = _("Once sent, price and terms never change; a change is a new revision.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.offer_quote(actor, self.quote)


class WithdrawQuote(_OfQuote):
    """Take a quote back."""

    title, verb, done = _("Withdraw the quote"), _("Withdraw"), _("The quote is withdrawn.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_quote(actor, self.quote)


class CancelQuote(_OfQuote):
    """Cancel what was accepted, before the service starts."""

    title, verb, done = _("Cancel the accepted quote"), _("Cancel the quote"), _("The quote is cancelled.")
    intro = _("The service has not started: nothing is invoiced.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Cancel it."""
        services.cancel_quote(actor, self.quote)


class StartedForm(forms.Form):
    """When the service began."""

    started_on = forms.DateField(label=_("Service started"))


class StartService(_OfQuote):
    """Note that the service has started."""

    title, verb, done = _("Service has started"), _("Store"), _("The accountants can invoice it now.")

    def form(self, data: Any) -> forms.Form:
        """The day."""
        return StartedForm(data, initial={"started_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.start_service(actor, self.quote, data["started_on"])


class AcceptQuote(_OfQuote):
    """The firm accepts."""

    action = Action.QUOTE_ANSWER
    title, verb, done = _("Accept the quote"), _("Accept"), _("Thank you. The quote is accepted.")

    def more(self) -> dict[str, Any]:
        """The terms that are accepted with it."""
        return {"terms": self.quote.terms}

    template = "fees/accept.html"

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Accept it."""
        services.accept_quote(actor, self.quote)


class DeclineForm(forms.Form):
    """Why the firm declines."""

    reason = forms.ChoiceField(
        label=_("Why do you decline?"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )


class DeclineQuote(_OfQuote):
    """The firm declines, with a reason."""

    action = Action.QUOTE_ANSWER
    title, verb, done = _("Decline the quote"), _("Decline this quote"), _("You have declined the quote.")

    def form(self, data: Any) -> forms.Form:
        """The reasons."""
        return DeclineForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decline it."""
        services.decline_quote(actor, self.quote, data["reason"])


class InvoiceQuote(_OfQuote):
    """Issue the invoice of a service that has started."""

    action = Action.INVOICE_ISSUE
    title, verb, done = _("Issue the invoice"), _("Issue"), _("The invoice is issued.")
    intro = _("The invoice says exactly what the quote said, whatever policy and rates are in force today.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Issue it."""
        self.invoice = services.issue_invoice(actor, self.quote)

    def back(self) -> str:
        """The invoice; without one the quote."""
        if hasattr(self, "invoice"):
            return reverse("fees:invoice", args=[self.invoice.ref])
        return super().back()
