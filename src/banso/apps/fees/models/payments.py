"""What the bank says was paid, which invoices it pays, and what is given back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.fees.models.invoices import Decided


class BankLayout(models.Model):
    """Which columns of a bank's file hold what, by the names of the columns; remembered for its next file.

    ``kept_by`` is None for a layout that ships.
    """

    name = models.CharField(_("name of the bank"), max_length=60, unique=True)
    day = models.CharField(_("column of the day"), max_length=60)
    yen = models.CharField(_("amount paid in"), max_length=60)
    payer = models.CharField(_("payer"), max_length=60)
    text = models.CharField(_("text of the bank"), max_length=60, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(_("stored"), null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def columns(self) -> dict[str, str]:
        """By field the name of its column; none for a text that the file does not have."""
        found = {"day": self.day, "yen": self.yen, "payer": self.payer, "text": self.text}
        return {field: column for field, column in found.items() if column}


class BankFile(models.Model):
    """A file of the bank, stored once: its digest is unique."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    name = models.CharField(_("file"), max_length=200)
    #: SHA-256 over its bytes.
    digest = models.CharField(max_length=64, unique=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(_("stored"))

    class Meta:
        ordering = ("-stored_at", "-id")

    def __str__(self) -> str:
        return self.ref


class BankLine(models.Model):
    """One payment in as the bank tells it. Without a ``Payment`` nobody knows yet whose it is."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    booked_on = models.DateField(_("booked"))
    yen = models.PositiveIntegerField(_("amount"))
    payer = models.CharField(_("payer"), max_length=120)
    text = models.CharField(_("text of the bank"), max_length=200, blank=True)

    class Meta:
        ordering = ("file", "number")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="bank_line_once")]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"


class Payment(models.Model):
    """Yen that a firm paid. What pays which invoice stands in ``Allocation``; the rest is left."""

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="payments")
    line = models.OneToOneField(BankLine, null=True, on_delete=models.PROTECT, related_name="payment")
    received_on = models.DateField(_("received"))
    yen = models.PositiveIntegerField(_("amount"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ("-received_on", "-id")
        constraints = [models.CheckConstraint(condition=Q(yen__gt=0), name="payment_of_something")]

    def __str__(self) -> str:
        return self.ref


class Allocation(models.Model):
    """So many yen of a payment pay an invoice; below zero: they no longer do. Never changed."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey("fees.Invoice", on_delete=models.PROTECT, related_name="allocations")
    yen = models.IntegerField(_("amount"))
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~Q(yen=0), name="allocation_of_something")]

    def __str__(self) -> str:
        return f"{self.payment} {self.invoice} {self.yen}"


class RefundReason(models.TextChoices):
    PAID_TOO_MUCH = "paid_too_much", _("More was paid than was owed")
    PAID_TWICE = "paid_twice", _("The same was paid twice")
    NOT_OURS = "not_ours", _("The payment was not meant for us")
    CREDITED = "credited", _("The invoice was credited")


class Refund(models.Model):
    """So much of a payment is given back: asked for by one person, approved by another."""

    scope_paths = ScopePaths(firm="payment__firm", office="payment__firm__office")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    yen = models.PositiveIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=20, choices=RefundReason.choices)
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
            one_of("reason", RefundReason, "refund_reason_known"),
            one_of("state", Decided, "refund_state_known"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="refund_of_something"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="refund_takes_two_people",
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state=Decided.ASKED), name="refund_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} {self.yen}"
