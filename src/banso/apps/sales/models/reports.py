"""What sites report as sold: a report, the months that it tells of, and its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class SalesReport(models.Model):
    """What a site reported as sold in some months: stored once, whole or not at all."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("sales channel"), on_delete=models.PROTECT, related_name="reports"
    )
    mall = models.ForeignKey(
        "channels.Mall",
        verbose_name=_("mall"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    name = models.CharField(_("file"), max_length=200)
    #: SHA-256 over the bytes of the file.
    digest = models.CharField(max_length=64)
    first_month = models.DateField(_("first month"))
    last_month = models.DateField(_("last month"))
    lines_count = models.PositiveIntegerField(_("lines"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stored by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stored_at = models.DateTimeField(_("stored at"))

    scope_paths = ScopePaths(mall="mall")

    class Meta:
        ordering = ("-stored_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "digest"], condition=Q(mall__isnull=False), name="sales_report_once_a_mall"
            ),
            models.UniqueConstraint(
                fields=["channel", "digest"], condition=Q(mall__isnull=True), name="sales_report_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def site(self) -> str:
        """The mall, or the channel where there is one page only."""
        return self.mall.name if self.mall else self.channel.name


class ReportedMonth(models.Model):
    """A month of a site that a report tells of. The first tells it; others only add what was missing."""

    report = models.ForeignKey(SalesReport, on_delete=models.PROTECT, related_name="months")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    mall = models.ForeignKey("channels.Mall", null=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    #: It adds to a month that was reported before.
    adds = models.BooleanField(default=False)

    class Meta:
        ordering = ("month", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "month"],
                condition=Q(mall__isnull=False, adds=False),
                name="month_reported_once_a_mall",
            ),
            models.UniqueConstraint(
                fields=["channel", "month"],
                condition=Q(mall__isnull=True, adds=False),
                name="month_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.month}"


class LineKind(models.TextChoices):
    SALE = "sale", pgettext_lazy("line", "Sale")
    RETURN = "return", pgettext_lazy("line", "Return")
    FEE = "fee", pgettext_lazy("line", "Fee")


class SetAside(models.TextChoices):
    """Why a line is nobody's sale here."""

    NOT_OURS = "not_ours", _("Not a product of a supported firm")
    TEST = "test", _("A trial booking of the site")
    WRONG = "wrong", _("A mistake of the report")


class SalesLine(models.Model):
    """One line of a report. Returns and fees bear amounts and pieces below zero or zero, sales above.

    Without a listing, and not set aside, a line waits for staff. A sale with a listing has its ``result``.
    """

    report = models.ForeignKey(SalesReport, on_delete=models.PROTECT, related_name="lines")
    #: Its row in the file.
    row = models.PositiveIntegerField(_("row"))
    #: The same line of the same site has the same key, in whichever file it comes.
    key = models.UUIDField(unique=True)
    listing = models.ForeignKey(
        "sales.Listing", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    result = models.OneToOneField(
        "casework.ExportResult",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sales_line",
    )
    #: Of a return: the sale that it takes back, where the report names its order.
    takes_back = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    #: That of the mall; of a store its marketplace.
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product_key = models.CharField(_("product in the report"), max_length=60)
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    month = models.DateField(_("month"))
    #: None where the report tells months only.
    day = models.DateField(_("day"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=LineKind.choices)
    quantity = models.IntegerField(_("quantity"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3)
    #: By the rate of the day, or of the last day of the month; None while no rate is known.
    amount_yen = models.BigIntegerField(_("amount (yen)"), null=True, blank=True)
    sample = models.BooleanField(_("sample"), default=False)
    #: Whether the buyer had bought before; None where the report does not say.
    repeat = models.BooleanField(_("bought again"), null=True, blank=True)
    set_aside = models.CharField(_("set aside"), max_length=10, choices=SetAside.choices, blank=True)

    #: What is owed by a line is owed to the firm of its listing.
    scope_paths = ScopePaths(
        firm="listing__case__firm", office="listing__case__firm__office", mall="report__mall"
    )

    class Meta:
        ordering = ("report_id", "row")
        constraints = [
            one_of("kind", LineKind, "sales_line_kind_known"),
            models.UniqueConstraint(fields=["report", "row"], name="sales_line_row_once"),
            models.CheckConstraint(
                condition=(Q(kind="sale", amount__gte=0, quantity__gte=0))
                | Q(kind__in=["return", "fee"], amount__lte=0, quantity__lte=0),
                name="sales_line_sign",
            ),
            models.CheckConstraint(
                condition=Q(set_aside="") | Q(set_aside__in=SetAside.values, listing__isnull=True),
                name="sales_line_set_aside_has_no_listing",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(kind="sale", listing__isnull=False),
                name="sales_line_result_of_a_sale",
            ),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) | Q(kind="return"), name="sales_line_return_takes_back"
            ),
        ]
        indexes = [models.Index(fields=["listing", "month"], name="sales_line_listing_month")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.row}"

    @property
    def amount_words(self) -> str:
        """The amount in its currency."""
        return f"{self.amount.normalize():,f} {self.currency}"
