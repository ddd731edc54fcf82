"""Invoices with what a qualified invoice must show, how they are paid in parts, and what takes them back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.fees.models.rates import TaxKind


class InvoiceState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("invoice", "To be paid")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("invoice", "Cancelled")


class Invoice(models.Model):
    """A qualified invoice. Nothing on it changes once issued; credit notes take back.

    ``supplied_on`` is the day of the transaction, ``recipient`` the name of the firm as it was. With a
    ``success_year`` it asks for the share of the exports of that year, else for the price of its quote.
    """

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    ref = models.CharField(_("number"), max_length=20, unique=True)
    quote = models.ForeignKey("fees.Quote", on_delete=models.PROTECT, related_name="invoices")
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="invoices")
    issuer = models.ForeignKey("fees.Issuer", on_delete=models.PROTECT, related_name="invoices")
    recipient = models.CharField(_("addressed to"), max_length=200)
    issued_on = models.DateField(_("issued"))
    supplied_on = models.DateField(_("day of the transaction"))
    success_year = models.PositiveSmallIntegerField(_("fiscal year of the share of exports"), null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=InvoiceState.choices, default=InvoiceState.ISSUED
    )
    net = models.PositiveIntegerField(_("price before tax"))
    tax = models.PositiveIntegerField(_("consumption tax"))
    total = models.PositiveIntegerField(_("price with tax"))

    class Meta:
        ordering = ("-issued_on", "-id")
        constraints = [
            one_of("state", InvoiceState, "invoice_state_known"),
            models.CheckConstraint(condition=Q(total=F("net") + F("tax")), name="invoice_adds_up"),
            models.UniqueConstraint(
                fields=["quote"],
                condition=Q(success_year__isnull=True) & ~Q(state=InvoiceState.CANCELLED),
                name="invoice_once_a_quote",
            ),
            models.UniqueConstraint(
                fields=["quote", "success_year"],
                condition=Q(success_year__isnull=False) & ~Q(state=InvoiceState.CANCELLED),
                name="invoice_once_a_success_year",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class InvoiceLine(models.Model):
    """One line: what it is for, in both languages, and its yen before tax; a discount is below zero."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    text_ja = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    yen = models.IntegerField()
    tax_kind = models.CharField(max_length=10, choices=TaxKind.choices, default=TaxKind.STANDARD)
    tax_percent = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        ordering = ("invoice", "number")
        constraints = [
            one_of("tax_kind", TaxKind, "invoice_line_tax_kind_known"),
            models.UniqueConstraint(fields=["invoice", "number"], name="invoice_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice} {self.number}"

    @property
    def text(self) -> str:
        """What it is for, in the language of the page."""
        return self.text_en if get_language() == "en" else self.text_ja


class _AtRate(models.Model):
    """What a paper comes to at one rate of tax; the tax is rounded once for each rate."""

    tax_kind = models.CharField(max_length=10, choices=TaxKind.choices, default=TaxKind.STANDARD)
    tax_percent = models.DecimalField(max_digits=4, decimal_places=2)
    net = models.PositiveIntegerField()
    tax = models.PositiveIntegerField()

    class Meta:
        abstract = True


class InvoiceTax(_AtRate):
    """What an invoice comes to at one rate of tax."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="taxes")

    class Meta:
        ordering = ("invoice", "-tax_percent", "id")
        constraints = [
            one_of("tax_kind", TaxKind, "invoice_tax_kind_known"),
            models.UniqueConstraint(fields=["invoice", "tax_kind"], name="invoice_tax_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice} {self.tax_percent}"


class Instalment(models.Model):
    """A part of an invoice and the day until which it is paid. Payments pay the earliest part first."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    #: The code of the stage of the service at whose start it falls due; empty: paid at once.
    stage = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(_("pay until"))
    yen = models.PositiveIntegerField()

    class Meta:
        ordering = ("invoice", "number")
        constraints = [models.UniqueConstraint(fields=["invoice", "number"], name="instalment_once")]

    def __str__(self) -> str:
        return f"{self.invoice} {self.number}"


class SuccessBill(models.Model):
    """What an invoice for a share of exports rests on, as it was known when it was issued.

    ``sales_yen`` are all exports that counted until the end of its year, ``due_yen`` is the share of them in
    all, ``before_yen`` what had been billed before. ``counted`` lists the exports: key, day, yen.
    """

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="success")
    sales_yen = models.PositiveBigIntegerField(_("exports that count"))
    due_yen = models.PositiveIntegerField(_("share in all"))
    before_yen = models.PositiveIntegerField(_("billed before"))
    counted = models.JSONField(default=list)

    class Meta:
        ordering = ("invoice",)
        constraints = [
            models.CheckConstraint(condition=Q(due_yen__gt=F("before_yen")), name="success_bill_of_something")
        ]

    def __str__(self) -> str:
        return f"{self.invoice} {self.due_yen}"


class Decided(models.TextChoices):
    """What one person asks for and another decides."""

    ASKED = "asked", pgettext_lazy("request", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REFUSED = "refused", pgettext_lazy("request", "Refused")


class CreditKind(models.TextChoices):
    CREDIT = "credit", _("Credit note")
    CANCEL = "cancel", _("Cancellation")
    WAIVER = "waiver", _("Waiver")


class CreditReason(models.TextChoices):
    """Why an invoice is taken back, in whole or in part; ``reductions.RULES`` says what each allows."""

    WRONG_AMOUNT = "wrong_amount", _("The amount was wrong")
    LESS_SERVICE = "less_service", _("Less service was given than invoiced")
    WRONG_INVOICE = "wrong_invoice", _("The invoice itself was wrong")
    NOT_GIVEN = "not_given", _("The service was not given")
    SALES_CORRECTED = "sales_corrected", _("Exports were corrected or taken back")
    HARDSHIP = "hardship", _("Hardship of the firm")
    DISASTER = "disaster", _("Disaster")
    GOODWILL = "goodwill", _("Goodwill")


class CreditNote(models.Model):
    """So much of an invoice is taken back: asked for by one person, approved by another.

    ``ref`` is its number, given on approval. ``taxes`` say how much it takes back at each rate of tax.
    """

    scope_paths = ScopePaths(firm="invoice__firm", office="invoice__firm__office")

    ref = models.CharField(_("number"), max_length=20, blank=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    kind = models.CharField(_("kind"), max_length=10, choices=CreditKind.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=CreditReason.choices)
    net = models.PositiveIntegerField(_("price before tax"))
    tax = models.PositiveIntegerField(_("consumption tax"))
    total = models.PositiveIntegerField(_("price with tax"))
    state = models.CharField(_("state"), max_length=10, choices=Decided.choices, default=Decided.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            one_of("kind", CreditKind, "credit_kind_known"),
            one_of("reason", CreditReason, "credit_reason_known"),
            one_of("state", Decided, "credit_state_known"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax"), total__gt=0), name="credit_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="credit_takes_two_people",
            ),
            models.CheckConstraint(
                condition=(Q(state=Decided.APPROVED) & ~Q(ref="")) | (~Q(state=Decided.APPROVED) & Q(ref="")),
                name="credit_numbered_once_approved",
            ),
            models.UniqueConstraint(fields=["ref"], condition=~Q(ref=""), name="credit_number_once"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state=Decided.ASKED), name="credit_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref or f"{self.invoice} {self.kind}"


class CreditTax(_AtRate):
    """What a credit note takes back at one rate of tax."""

    note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="taxes")

    class Meta:
        ordering = ("note", "-tax_percent", "id")
        constraints = [
            one_of("tax_kind", TaxKind, "credit_tax_kind_known"),
            models.UniqueConstraint(fields=["note", "tax_kind"], name="credit_tax_once"),
        ]

    def __str__(self) -> str:
        return f"{self.note} {self.tax_percent}"
