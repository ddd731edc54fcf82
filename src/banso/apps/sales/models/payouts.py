"""What a site says that it paid to a firm for a month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths


class Voided(models.TextChoices):
    """Why what was said of a payment no longer stands."""

    NOT_ARRIVED = "missing", pgettext_lazy("payout", "The firm says that it did not arrive")
    MISTAKE = "mistake", pgettext_lazy("payout", "Marked by mistake")


class Payout(models.Model):
    """A site says that it paid so much to a firm for a month, in one currency. What is due is computed.

    An amount below zero was set off against other months of the same payment. ``voided``: it counts no more.
    """

    firm = models.ForeignKey(
        "directory.Firm", verbose_name=_("firm"), on_delete=models.PROTECT, related_name="payouts"
    )
    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("sales channel"), on_delete=models.PROTECT, related_name="+"
    )
    mall = models.ForeignKey(
        "channels.Mall",
        verbose_name=_("mall"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="payouts",
    )
    month = models.DateField(_("month"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3)
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("reference of the payment"), max_length=60, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(_("marked at"))
    voided = models.CharField(
        pgettext_lazy("payout", "voided"), max_length=7, choices=Voided.choices, blank=True
    )
    voided_on = models.DateField(pgettext_lazy("payout", "voided on"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    scope_paths = ScopePaths(firm="firm", office="firm__office", mall="mall")

    class Meta:
        ordering = ("paid_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(voided="", voided_on__isnull=True)
                | Q(voided__in=Voided.values, voided_on__isnull=False),
                name="payout_voided_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="payout_of_something"),
        ]
        indexes = [models.Index(fields=["firm", "month"], name="payout_firm_month")]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.month} {self.currency}"
