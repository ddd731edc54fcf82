"""Dated exports: by whom they are said and by whom confirmed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case


class ResultSource(models.TextChoices):
    FIRM = "firm", _("The firm's word")
    STAFF = "staff", _("Staff, not confirmed by the firm")
    EXPERT = "expert", _("Expert, not confirmed by the firm")


class SalesChannel(models.TextChoices):
    DIRECT = "direct", _("Direct export")
    TRADING = "trading", _("Through a trading company")
    STREET = "street", _("Japan Street")
    MALL = "mall", _("JAPAN MALL")
    STORE = "store", _("JAPAN STORE")
    OTHER = "other", _("Other")


class ExportResult(models.Model):
    """A dated export. Samples are marked and never counted as success; only a confirmed result counts."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="results")
    exported_on = models.DateField(_("exported on"))
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    product = models.CharField(_("product"), max_length=80)
    amount_yen = models.PositiveBigIntegerField(_("amount (yen)"), null=True, blank=True)
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
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The number of the form that was sent, so that a form sent twice is stored once.
    entry = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("exported_on", "id")
        constraints = [
            one_of("source", ResultSource, "result_source_known"),
            one_of("channel", SalesChannel, "result_channel_known"),
            models.CheckConstraint(
                condition=Q(amount_yen__isnull=False) | Q(quantity__isnull=False),
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
            models.CheckConstraint(
                condition=~Q(source=ResultSource.FIRM) | Q(confirmed_at__isnull=False),
                name="result_of_the_firm_is_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["case", "exported_on"], name="result_case_exported")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.exported_on}"
