"""On what terms a site sells goods of firms: commission, fees, and when it pays. Dated, never overwritten."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import one_of
from banso.apps.sales.words import per_cent


class SiteTerms(models.Model):
    """The terms of a mall, or of a channel with one page only, from a day on until the next begin.

    Those in force on the last day of a month hold for the whole month.
    """

    mall = models.ForeignKey(
        "channels.Mall",
        verbose_name=_("mall"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="terms",
    )
    #: Of what is no mall.
    channel = models.ForeignKey(
        "channels.Channel",
        verbose_name=_("sales channel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="terms",
    )
    since = models.DateField(_("in force from"))
    #: Of what was sold less what came back.
    commission = models.DecimalField(
        _("commission in per cent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    #: So many days after the last day of the month the site pays.
    pays_after = models.PositiveSmallIntegerField(_("days after the month's end until payment"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        ordering = ("-since", "-id")
        constraints = [
            models.UniqueConstraint(fields=["mall", "since"], name="site_terms_once_a_day"),
            models.UniqueConstraint(fields=["channel", "since"], name="site_terms_once_a_day_of_channel"),
            models.CheckConstraint(
                condition=Q(mall__isnull=False, channel__isnull=True)
                | Q(mall__isnull=True, channel__isnull=False),
                name="site_terms_of_mall_or_channel",
            ),
            models.CheckConstraint(
                condition=Q(commission__gte=0, commission__lte=100), name="site_terms_commission_of_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mall_id or self.channel_id} {self.since}"

    @property
    def commission_words(self) -> str:
        """The commission as it is written: ``12.5 %``."""
        return per_cent(self.commission)


class FeePer(models.TextChoices):
    """What a fee is taken for."""

    MONTH = "month", _("Month of the corner")
    LISTING = "listing", _("Product sold in the month")
    SALE = "sale", _("Sale")


class SiteFee(models.Model):
    """A fee among the terms of a site. That of a month is the corner's; the others are the firm's."""

    terms = models.ForeignKey(SiteTerms, on_delete=models.PROTECT, related_name="fees")
    per = models.CharField(_("taken for each"), max_length=7, choices=FeePer.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        ordering = ("terms_id", "id")
        constraints = [
            one_of("per", FeePer, "site_fee_per_known"),
            models.UniqueConstraint(fields=["terms", "per"], name="site_fee_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="site_fee_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.per}"
