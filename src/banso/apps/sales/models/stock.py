"""Goods of a listing at its site: what was sent there, what was counted, what became of what did not sell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class StockKind(models.TextChoices):
    """What an entry tells. What was sold is told by reports."""

    SENT_IN = "sent_in", pgettext_lazy("stock", "Sent in")
    COUNTED = "counted", pgettext_lazy("stock", "Counted")
    RETURNED = "returned", pgettext_lazy("stock", "Returned to the firm")
    SOLD_OFF = "sold_off", pgettext_lazy("stock", "Sold off")
    GIVEN_AWAY = "given_away", pgettext_lazy("stock", "Given away")
    DESTROYED = "destroyed", pgettext_lazy("stock", "Destroyed")


#: What may become of goods that were not sold.
DISPOSALS = (StockKind.RETURNED, StockKind.SOLD_OFF, StockKind.GIVEN_AWAY, StockKind.DESTROYED)
DISPOSAL_CHOICES = [(kind.value, kind.label) for kind in DISPOSALS]


class StockEntry(models.Model):
    """What a day changed in the stock of a listing. A day of a kind is told once; told again it is replaced.

    On one day goods are sent in and sold first, then counted, then disposed of.
    """

    listing = models.ForeignKey("sales.Listing", on_delete=models.PROTECT, related_name="stock")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=StockKind.choices)
    #: Of a count: how many are there.
    pieces = models.PositiveIntegerField(_("pieces"))
    #: What getting rid of them cost.
    cost = models.DecimalField(_("cost"), max_digits=16, decimal_places=3, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    scope_paths = ScopePaths(firm="listing__case__firm", office="listing__case__office", mall="listing__mall")

    class Meta:
        ordering = ("listing_id", "day", "id")
        constraints = [
            one_of("kind", StockKind, "stock_kind_known"),
            models.UniqueConstraint(fields=["listing", "day", "kind"], name="stock_once_a_day"),
            models.CheckConstraint(condition=Q(kind="counted") | Q(pieces__gte=1), name="stock_pieces"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True, currency="")
                | (Q(cost__gte=0, kind__in=[kind.value for kind in DISPOSALS]) & ~Q(currency="")),
                name="stock_cost_of_disposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.day} {self.kind}"

    @property
    def cost_words(self) -> str:
        """The cost in its currency; empty where none was told."""
        return f"{self.cost.normalize():,f} {self.currency}" if self.cost is not None else ""


class StockLimit(models.Model):
    """After how many days goods at the sites of a channel count as unsold."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    channel = models.OneToOneField("channels.Channel", on_delete=models.PROTECT, related_name="stock_limit")
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        ordering = ("position",)
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="stock_limit_days")]

    def __str__(self) -> str:
        return self.code
