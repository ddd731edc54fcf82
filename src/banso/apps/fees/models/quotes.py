"""What a firm is asked to pay before its service starts, under which terms, and who asks."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class TermsText(models.Model):
    """Terms of payment from a day on. Never changed once stored: a quote keeps those it was made under."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    in_force_from = models.DateField(_("in force from"), unique=True)
    #: How many days after its invoice a firm pays.
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), validators=[MinValueValidator(1)])
    text_ja = models.TextField(_("Japanese text"), max_length=8000)
    text_en = models.TextField(_("English text"), max_length=8000)

    class Meta:
        ordering = ("in_force_from",)

    def __str__(self) -> str:
        return f"{self.number}: {self.in_force_from}"

    @property
    def text(self) -> str:
        """The terms in the language of the page."""
        return self.text_en if get_language() == "en" else self.text_ja

    @property
    def digest(self) -> str:
        """SHA-256 over both texts and the days, by which it is told that they are still the same."""
        told = f"{self.payment_days}\x1f{self.text_ja}\x1f{self.text_en}"
        return hashlib.sha256(told.encode()).hexdigest()


class Issuer(models.Model):
    """Who issues invoices from a day on, with the number of a registered issuer. Never changed."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    name_ja = models.CharField(_("Japanese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    address_ja = models.CharField(_("Japanese address"), max_length=200)
    address_en = models.CharField(_("English address"), max_length=200)
    #: T and the 13 digits of the corporate number.
    registration_number = models.CharField(_("registration number"), max_length=14)
    bank_ja = models.CharField(_("account in Japanese"), max_length=200)
    bank_en = models.CharField(_("account in English"), max_length=200)

    class Meta:
        ordering = ("in_force_from",)

    def __str__(self) -> str:
        return f"{self.name_ja} {self.registration_number}"


class QuoteState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("quote", "Being written")
    OFFERED = "offered", pgettext_lazy("quote", "Waits for the firm")
    ACCEPTED = "accepted", pgettext_lazy("quote", "Accepted")
    STARTED = "started", pgettext_lazy("quote", "Service started")
    INVOICED = "invoiced", pgettext_lazy("quote", "Invoiced")
    DECLINED = "declined", pgettext_lazy("quote", "Declined")
    REPLACED = "replaced", pgettext_lazy("quote", "Replaced by a later one")
    WITHDRAWN = "withdrawn", pgettext_lazy("quote", "Withdrawn")
    CANCELLED = "cancelled", pgettext_lazy("quote", "Cancelled after it was accepted")


class DeclineReason(models.TextChoices):
    PRICE = "price", _("The price is too high")
    BUDGET = "budget", _("No budget this fiscal year")
    TIMING = "timing", _("The time does not suit")
    CONTENT = "content", _("The service does not fit our need")
    PRIVATE = "private", _("We use a private provider")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


#: States in which a firm has said yes.
AGREED = (QuoteState.ACCEPTED, QuoteState.STARTED, QuoteState.INVOICED)
#: States in which a quote came to nothing: another may be written.
OVER = (QuoteState.DECLINED, QuoteState.REPLACED, QuoteState.WITHDRAWN, QuoteState.CANCELLED)


class Quote(models.Model):
    """The price of a service for a firm; once offered, price, policy rows and terms never change.

    A change is a new revision that replaces it. ``frozen`` is ``Quotation.as_frozen()`` with the discount of
    the office, and ``instalments``: stage, months after the start, yen. Its ``rates`` say the price at each
    rate of tax. Amounts are whole yen.
    """

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by", verbose_name=_("replaces")
    )
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="quotes")
    service = models.ForeignKey("programmes.Service", on_delete=models.PROTECT, related_name="quotes")
    application = models.ForeignKey(
        "selection.Application", null=True, on_delete=models.PROTECT, related_name="quotes"
    )
    case = models.ForeignKey("casework.Case", null=True, on_delete=models.PROTECT, related_name="quotes")
    state = models.CharField(_("state"), max_length=10, choices=QuoteState.choices)
    service_starts_on = models.DateField(_("service starts"))
    valid_until = models.DateField(_("valid until"), null=True)
    expert_hours = models.DecimalField(_("hours of experts"), max_digits=6, decimal_places=2)
    staff_hours = models.DecimalField(_("staff hours"), max_digits=6, decimal_places=2)
    units = models.DecimalField(_("listings"), max_digits=6, decimal_places=2)
    extra_discount = models.PositiveIntegerField(_("discount by the office"), default=0)
    #: Paid in equal parts, one for each stage of the service, instead of at once.
    by_stage = models.BooleanField(_("paid by stage"), default=False)
    #: A share of later exports, before tax, until a day: all three or none. ``frozen["success"]`` says it.
    success_share = models.DecimalField(_("share of exports"), max_digits=8, decimal_places=7, null=True)
    success_cap_yen = models.PositiveIntegerField(_("cap on the share of exports"), null=True)
    success_until = models.DateField(_("share of exports until"), null=True)
    frozen = models.JSONField()
    net = models.PositiveIntegerField(_("price before discount"))
    subtotal = models.PositiveIntegerField(_("price before tax"))
    tax = models.PositiveIntegerField(_("consumption tax"))
    total = models.PositiveIntegerField(_("price with tax"))
    terms = models.ForeignKey(TermsText, on_delete=models.PROTECT, related_name="quotes")
    terms_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    offered_at = models.DateTimeField(_("offered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answer given"), null=True)
    decline_reason = models.CharField(
        _("why declined"), max_length=10, choices=DeclineReason.choices, blank=True
    )
    started_on = models.DateField(_("service started"), null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            one_of("state", QuoteState, "quote_state_known"),
            models.CheckConstraint(
                condition=Q(success_share=None, success_cap_yen=None, success_until=None)
                | Q(
                    success_share__gt=0,
                    success_share__lte=1,
                    success_cap_yen__gt=0,
                    success_until__isnull=False,
                ),
                name="quote_success_share_whole",
            ),
            models.CheckConstraint(
                condition=Q(total=F("subtotal") + F("tax"), subtotal__lte=F("net")), name="quote_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[QuoteState.DRAFT, QuoteState.WITHDRAWN])
                | Q(valid_until__isnull=False, offered_at__isnull=False),
                name="quote_offered_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*AGREED, QuoteState.DECLINED]) | Q(answered_at__isnull=False),
                name="quote_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=QuoteState.DECLINED, decline_reason__in=DeclineReason.values)
                | (~Q(state=QuoteState.DECLINED) & Q(decline_reason="")),
                name="quote_declined_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_until"], name="quote_state_until")]

    def __str__(self) -> str:
        return self.ref
