"""Dated exports: what proves them, and what the firm's people say of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case
from banso.engines.kernel.money import YEN


class ResultSource(models.TextChoices):
    """Where an export is known from, the best proof first. ``results`` says which of them count alone."""

    DOCUMENT = "document", _("Document")
    SITE = "site", _("Report of the site or its operator")
    BUYER = "buyer", _("The buyer's word")
    FIRM = "firm", _("The firm's word")
    EXPERT = "expert", _("Expert, not confirmed by the firm")
    STAFF = "staff", _("Staff, not confirmed by the firm")


class SalesChannel(models.TextChoices):
    DIRECT = "direct", _("Direct export")
    TRADING = "trading", _("Through a trading company")
    STREET = "street", _("Japan Street")
    MALL = "mall", _("JAPAN MALL")
    STORE = "store", _("JAPAN STORE")
    OTHER = "other", _("Other")


class ExportResult(models.Model):
    """A dated export. Samples are marked and never counted as success; only a confirmed result counts.

    ``confirmed_at`` is what ``results.verdict`` makes of the proof and of what the firm's people said;
    services alone write it. A duplicate is kept beside the row that it repeats and never counts.
    """

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="results")
    exported_on = models.DateField(_("exported on"))
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product = models.CharField(_("product"), max_length=80)
    hs_code = models.CharField(_("HS code"), max_length=9, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=YEN)
    #: In a foreign currency; ``amount_yen`` is the same in yen, None while no rate is known for the day. What
    #: was paid in yen stands in ``amount_yen`` alone.
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3, null=True, blank=True)
    amount_yen = models.PositiveBigIntegerField(_("amount (yen)"), null=True, blank=True)
    #: The rate by which it became yen, as stored on that day: yen for one unit, its day and its source.
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=8, null=True, blank=True)
    rate_on = models.DateField(_("day of the rate"), null=True, blank=True)
    rate_source = models.CharField(_("source of the rate"), max_length=80, blank=True)
    quantity = models.PositiveBigIntegerField(_("quantity"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    sample = models.BooleanField(_("sample"), default=False)
    channel = models.CharField(_("channel"), max_length=10, choices=SalesChannel.choices)
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="results"
    )
    source = models.CharField(_("source"), max_length=10, choices=ResultSource.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    #: Staff wrote down what the firm told them; its people confirm it by link or on paper.
    on_behalf = models.BooleanField(_("entered for the firm"), default=False)
    proof = models.CharField(
        _("proof"), max_length=120, blank=True, help_text=_("For example the number of the export permit.")
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    #: When staff decided, with a reason, what becomes of words that disagree.
    settled_at = models.DateTimeField(pgettext_lazy("export", "settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    #: One line of the report of a site, which tells each sale once: they are not compared with each other.
    by_line = models.BooleanField(_("line of a report"), default=False)
    #: The number of the form that was sent, or of the line of a report, so that either is stored once.
    entry = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("exported_on", "id")
        constraints = [
            one_of("source", ResultSource, "result_source_known"),
            one_of("channel", SalesChannel, "result_channel_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(amount_yen__isnull=False) | Q(quantity__isnull=False),
                name="result_has_amount_or_quantity",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit="") | Q(Q(quantity__isnull=False), ~Q(unit="")),
                name="result_quantity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(channel=SalesChannel.MALL, mall__isnull=False)
                | Q(~Q(channel=SalesChannel.MALL), mall__isnull=True),
                name="result_mall_names_the_mall",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="result_amount"),
            models.CheckConstraint(
                condition=Q(
                    currency=YEN,
                    amount__isnull=True,
                    rate__isnull=True,
                    rate_on__isnull=True,
                    rate_source="",
                )
                | (~Q(currency=YEN) & Q(amount_yen__isnull=True, rate__isnull=True, rate_on__isnull=True))
                | (
                    ~Q(currency=YEN)
                    & ~Q(rate_source="")
                    & Q(amount__isnull=False, amount_yen__isnull=False, rate__gt=0, rate_on__isnull=False)
                ),
                name="result_yen_rests_on_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True)
                | (Q(confirmed_at__isnull=True) & ~Q(duplicate_of=F("id"))),
                name="result_duplicate_never_counts",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_reason="")
                | (Q(settled_at__isnull=False) & ~Q(settled_reason="")),
                name="result_settled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "exported_on"], name="result_case_exported")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.exported_on}"


class DistinctResults(models.Model):
    """Two exports that look alike and are not the same: somebody looked. ``first`` has the smaller key."""

    first = models.ForeignKey(ExportResult, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(ExportResult, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("first_id", "second_id")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_results_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_results_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class ConfirmationWay(models.TextChoices):
    LINK = "link", _("By personal link")
    SIGNED_IN = "signed_in", _("Signed in")
    PAPER = "paper", _("On signed paper")


class ConfirmationAnswer(models.TextChoices):
    AS_WRITTEN = "as_written", _("Yes, as written")
    DIFFERENT = "different", _("Yes, but different")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")


class Faster(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")


class Confirmation(models.Model):
    """What one person of the firm is asked, and says, of one export. Nobody's answer replaces another's.

    It waits until ``given_at``. An answer is never changed: whoever thinks again gives another one, and the
    latest of each person holds (``results.verdict``).
    """

    result = models.ForeignKey(ExportResult, on_delete=models.PROTECT, related_name="confirmations")
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Who gave the answer signed in.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The link that asks, or by which it was answered.
    link = models.ForeignKey(
        "accounts.PersonalLink",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    way = models.CharField(_("way"), max_length=10, choices=ConfirmationWay.choices)
    #: The signed paper.
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(pgettext_lazy("export", "asked at"))
    given_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    #: Who typed it in where the person did not.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(
        pgettext_lazy("export", "answer"), max_length=10, choices=ConfirmationAnswer.choices, blank=True
    )
    #: What the person says it was, where it was different: the amount in the currency of the export.
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3, null=True, blank=True)
    exported_on = models.DateField(_("day of export"), null=True, blank=True)
    #: "It would have happened without the support": from 1, not at all, to 7, wholly.
    attribution = models.PositiveSmallIntegerField(_("without the support"), null=True, blank=True)
    faster = models.CharField(_("faster"), max_length=10, choices=Faster.choices, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = [
            one_of("way", ConfirmationWay, "confirmation_way_known"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, answer="")
                | Q(given_at__isnull=False, answer__in=ConfirmationAnswer.values),
                name="confirmation_given_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(user__isnull=False), name="confirmation_is_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(attribution__isnull=True) | Q(attribution__gte=1, attribution__lte=7),
                name="confirmation_attribution_of_seven",
            ),
            models.CheckConstraint(
                condition=Q(faster="") | Q(faster__in=Faster.values), name="confirmation_faster_known"
            ),
            models.CheckConstraint(
                condition=~Q(way=ConfirmationWay.LINK) | Q(link__isnull=False, contact__isnull=False),
                name="confirmation_by_link_names_it",
            ),
            models.UniqueConstraint(
                fields=["result", "contact"],
                condition=Q(given_at__isnull=True),
                name="confirmation_waits_once_a_contact",
            ),
        ]
        indexes = [models.Index(fields=["result", "given_at"], name="confirmation_result_given")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.answer or 'waits'}"
