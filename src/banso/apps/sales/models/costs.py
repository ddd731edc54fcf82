"""What channels cost, month by month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class CostKind(models.TextChoices):
    RUNNING = "running", _("Running the corner")
    FEES = "fees", _("Fees of the site")
    PROMOTION = "promotion", _("Promotion")
    OTHER = "other", pgettext_lazy("cost", "Other")


class MonthCost(models.Model):
    """What one month of a mall, or of a channel with one page only, cost, by kind, in whole yen.

    Written again it replaces what stood there.
    """

    mall = models.ForeignKey(
        "channels.Mall",
        verbose_name=_("mall"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="costs",
    )
    #: Of what is no mall.
    channel = models.ForeignKey(
        "channels.Channel",
        verbose_name=_("sales channel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="costs",
    )
    #: The first day of the month.
    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=10, choices=CostKind.choices)
    yen = models.PositiveBigIntegerField(_("yen"))
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(_("stored"))

    class Meta:
        ordering = ("mall_id", "month", "kind")
        constraints = [
            one_of("kind", CostKind, "month_cost_kind_known"),
            models.UniqueConstraint(fields=["mall", "month", "kind"], name="month_cost_once"),
            models.UniqueConstraint(fields=["channel", "month", "kind"], name="month_cost_once_a_channel"),
            models.CheckConstraint(
                condition=Q(mall__isnull=False, channel__isnull=True)
                | Q(mall__isnull=True, channel__isnull=False),
                name="month_cost_of_mall_or_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mall_id or self.channel_id} {self.month} {self.kind}"
