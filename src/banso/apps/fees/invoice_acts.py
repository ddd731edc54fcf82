"""What is done to an invoice: taken back, put off, paid."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.fees import services
from banso.apps.fees.accounts import standings
from banso.apps.fees.invoice_pages import notes_within
from banso.apps.fees.models import CreditKind, CreditNote, Invoice, Payment, Refund, RefundReason
from banso.apps.fees.reductions import reasons_of
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text


class ReductionForm(forms.Form):
    """Why, and how much."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    net = forms.MoneyField(
        label=_("Amount before tax"),
        required=False,
        help_text=_("Empty: as much as the reason allows. The tax follows from it."),
    )

    def __init__(self, *args: Any, invoice: Invoice, kinds: tuple[CreditKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons_of(invoice, *kinds)  # type: ignore[attr-defined]


class _OfInvoice(Act):
    """Something done to one invoice."""

    action = Action.PAYMENT_RECORD
    invoice: Invoice

    def find(self, *, ref: str) -> None:
        """The invoice."""
        rows = Invoice.objects.select_related("firm", "quote")
        self.invoice = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def back(self) -> str:
        """The invoice."""
        return reverse("fees:invoice", args=[self.invoice.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """Invoices, and this one."""
        return [(reverse("fees:invoice_list"), _("Invoices")), (self.back(), self.invoice.ref)]

    def known(self) -> list[tuple[Text, Any]]:
        """For whom, how much, and what is open."""
        standing = standings([self.invoice], self.today)[self.invoice.pk]
        return [
            (_("Addressed to"), self.invoice.recipient),
            (_("Price with tax"), formats.yen(self.invoice.total)),
            (_("Still to be paid"), formats.yen(standing.open)),
        ]


class AskWaiver(_OfInvoice):
    """Ask that the firm need not pay all of it."""

    action = Action.WAIVER_ASK
    title, verb, done = _("Ask for a waiver"), _("Ask"), _("You will hear once it is decided.")
    intro = _(
        "In hardship up to half of an invoice and 100,000 yen a fiscal year can be waived, after a disaster "
        "up to all of it and 300,000 yen. Somebody else decides."
    )

    def form(self, data: Any) -> forms.Form:
        """Reasons of waivers."""
        return ReductionForm(data, invoice=self.invoice, kinds=(CreditKind.WAIVER,))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Ask."""
        services.ask_waiver(actor, self.invoice, data["reason"], data["net"])


class AskCredit(_OfInvoice):
    """Ask that the invoice be taken back, in whole or in part."""

    title, verb = _("Ask for a credit note"), _("Ask")
    done = _("It waits for the approval of another person.")
    intro = _("Another person has to approve it. A cancellation takes back the whole invoice.")

    def form(self, data: Any) -> forms.Form:
        """Reasons of credit notes and cancellations."""
        return ReductionForm(data, invoice=self.invoice, kinds=(CreditKind.CREDIT, CreditKind.CANCEL))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Ask."""
        services.ask_credit(actor, self.invoice, data["reason"], data["net"])


class PutOffForm(forms.Form):
    """More time."""

    due_on = forms.DateField(label=_("Pay until"))


class PutOff(_OfInvoice):
    """Give the firm more time for a part."""

    title, verb, done = _("Give more time"), _("Store"), _("The firm has more time.")

    def find(self, *, ref: str, number: int) -> None:
        """The part of the invoice."""
        super().find(ref=ref)
        self.part = get_object_or_404(self.invoice.instalments, number=number)

    def form(self, data: Any) -> forms.Form:
        """The new day."""
        return PutOffForm(data, initial={"due_on": self.part.due_on})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.put_off(actor, self.part, data["due_on"])


class PaymentForm(forms.Form):
    """What came in."""

    received_on = forms.DateField(label=_("Paid in on"))
    yen = forms.MoneyField(label=_("Amount"), help_text=_("What is above the invoice is left for the firm."))


class RecordPayment(_OfInvoice):
    """Record a payment of an invoice."""

    title, verb, done = _("Record a payment"), _("Store"), _("The payment is stored.")

    def form(self, data: Any) -> forms.Form:
        """When, and how much."""
        standing = standings([self.invoice], self.today)[self.invoice.pk]
        return PaymentForm(data, initial={"received_on": self.today, "yen": standing.open})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        payment = services.PaymentData(self.invoice.firm, data["received_on"], data["yen"], (self.invoice,))
        services.record_payment(actor, payment)


class DecisionForm(forms.Form):
    """Yes or no."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("refuse", _("Turn down"))],
        widget=forms.RadioSelect,
    )


class _Decide(Act):
    """Decide what another person asked for."""

    action = Action.REDUCTION_DECIDE
    verb, done = _("Decide"), _("The decision is stored.")
    intro = _("Whoever asked for it does not decide it.")

    def form(self, data: Any) -> forms.Form:
        """Yes or no."""
        return DecisionForm(data)

    def crumbs(self) -> list[tuple[str, Text]]:
        """The accounts."""
        return [(reverse("fees:accounts"), _("Accounts"))]


class DecideCredit(_Decide):
    """Decide a credit note, a cancellation or a waiver."""

    title = _("Decide on taking back")
    note: CreditNote

    def find(self, *, pk: int) -> None:
        """The request."""
        self.note = get_object_or_404(notes_within(self.access).select_related("asked_by"), pk=pk)

    def known(self) -> list[tuple[Text, Any]]:
        """What is asked, by whom."""
        return [
            (_("Fee invoice"), formats.joined(self.note.invoice.ref, self.note.invoice.recipient)),
            (_("Kind"), self.note.get_kind_display()),
            (_("Reason"), self.note.get_reason_display()),
            (_("With tax"), formats.yen(self.note.total)),
            (_("Asked by"), self.note.asked_by.name),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decide it."""
        approve = data["decision"] == "approve"
        (services.approve_credit if approve else services.refuse_credit)(actor, self.note)

    def back(self) -> str:
        """The invoice."""
        return reverse("fees:invoice", args=[self.note.invoice.ref])


class RefundForm(forms.Form):
    """How much is given back, and why."""

    yen = forms.MoneyField(label=_("Amount"))
    reason = forms.ChoiceField(label=_("Reason"), choices=RefundReason.choices, widget=forms.RadioSelect)


class AskRefund(Act):
    """Ask that a part of a payment be given back."""

    action = Action.PAYMENT_RECORD
    title, verb = _("Ask for a refund"), _("Ask")
    done = _("It waits for the approval of another person.")
    payment: Payment

    def find(self, *, ref: str) -> None:
        """The payment."""
        rows = Payment.objects.select_related("firm")
        self.payment = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def form(self, data: Any) -> forms.Form:
        """How much, and why."""
        return RefundForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Ask."""
        services.ask_refund(actor, self.payment, data["yen"], data["reason"])

    def back(self) -> str:
        """The payment."""
        return reverse("fees:payment", args=[self.payment.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The accounts, and this payment."""
        return [(reverse("fees:accounts"), _("Accounts")), (self.back(), self.payment.ref)]

    def known(self) -> list[tuple[Text, Any]]:
        """Whose payment, and how much."""
        return [(_("Firm"), self.payment.firm.name), (_("Amount"), formats.yen(self.payment.yen))]


class DecideRefund(_Decide):
    """Decide a refund."""

    title = _("Decide on the refund")
    refund: Refund

    def find(self, *, pk: int) -> None:
        """The request."""
        rows = Refund.objects.select_related("payment__firm", "asked_by")
        self.refund = get_object_or_404(self.access.rows(self.action, rows), pk=pk)

    def known(self) -> list[tuple[Text, Any]]:
        """What is asked, by whom."""
        return [
            (_("Payment"), formats.joined(self.refund.payment.ref, self.refund.payment.firm.name)),
            (_("Amount"), formats.yen(self.refund.yen)),
            (_("Reason"), self.refund.get_reason_display()),
            (_("Asked by"), self.refund.asked_by.name),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decide it."""
        approve = data["decision"] == "approve"
        (services.approve_refund if approve else services.refuse_refund)(actor, self.refund)

    def back(self) -> str:
        """The accounts."""
        return reverse("fees:accounts")


class LayForm(forms.Form):
    """Which invoice."""

    invoice = forms.ModelChoiceField(label=_("Fee invoice"), queryset=Invoice.objects.none())


class LayPayment(AskRefund):
    """Let what is left of a payment pay another invoice of the firm."""

    title, verb, done = _("Let it pay an invoice"), _("Store"), _("The payment pays the invoice.")

    def form(self, data: Any) -> forms.Form:
        """The invoices of the firm that are open."""
        form = LayForm(data)
        open_ones = Invoice.objects.filter(firm=self.payment.firm_id, state="issued").order_by(
            "issued_on", "pk"
        )
        form.fields["invoice"].queryset = open_ones  # type: ignore[attr-defined]
        return form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Lay it."""
        services.lay_payment(actor, self.payment, [data["invoice"]])
