"""A product on a site: offered to it, picked or declined, ordered, listed, ended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class ListingState(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("listing", "Offered")
    PICKED = "picked", pgettext_lazy("listing", "Picked")
    ORDERED = "ordered", pgettext_lazy("listing", "Ordered")
    LISTED = "listed", pgettext_lazy("listing", "On sale")
    PAUSED = "paused", pgettext_lazy("listing", "Off sale for now")
    ENDED = "ended", pgettext_lazy("listing", "Ended")
    DECLINED = "declined", pgettext_lazy("listing", "Declined")


#: A product is in one of these at a site once at a time.
OPEN = (
    ListingState.OFFERED,
    ListingState.PICKED,
    ListingState.ORDERED,
    ListingState.LISTED,
    ListingState.PAUSED,
)


class DeclineReason(models.TextChoices):
    """Why a site does not take a product."""

    PRICE = "price", _("Price")
    MINIMUM_ORDER = "minimum_order", _("Minimum order")
    REGULATION = "regulation", _("Regulation of the market")
    LABEL = "label", _("Label or ingredients")
    SHELF_LIFE = "shelf_life", _("Shelf life")
    DELIVERY = "delivery", _("Delivery or storage")
    THEME = "theme", _("Does not fit the theme")
    RANGE_FULL = "range_full", _("The range is full")
    MALL_CLOSED = "mall_closed", _("The mall closed")
    OTHER = "other", pgettext_lazy("decline", "Other")


class EndReason(models.TextChoices):
    """Why a product went off a site again."""

    SEASON = "season", _("The season or campaign is over")
    NOT_SOLD = "not_sold", _("It did not sell")
    NO_STOCK = "no_stock", _("No stock")
    FIRM = "firm", _("The firm takes it back")
    PRODUCT = "product", _("The product is no longer offered")
    MALL_CLOSED = "mall_closed", _("The mall closed")
    OTHER = "other", pgettext_lazy("end", "Other")


class PauseReason(models.TextChoices):
    """Why a product is off sale for now. Goes back on sale when the cause is gone."""

    CERTIFICATE = "certificate", _("A certificate that the site asks for has ended")
    SUSPENDED = "suspended", _("The product is suspended")


_REASONS: dict[ListingState, type[models.TextChoices]] = {
    ListingState.DECLINED: DeclineReason,
    ListingState.PAUSED: PauseReason,
    ListingState.ENDED: EndReason,
}


class Listing(models.Model):
    """A product at a site: a mall, or the page of the store (then ``mall`` is None).

    ``case`` is the case whose place it uses; what is sold becomes a result of it.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    product = models.ForeignKey("products.Product", on_delete=models.PROTECT, related_name="listings")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="listings")
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="listings"
    )
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="listings")
    campaign = models.ForeignKey(
        "sales.Campaign",
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="listings",
    )
    state = models.CharField(_("state"), max_length=10, choices=ListingState.choices)
    offered_on = models.DateField(_("offered on"))
    #: Picked or declined.
    answered_on = models.DateField(pgettext_lazy("listing", "answered on"), null=True, blank=True)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    listed_on = models.DateField(_("on sale since"), null=True, blank=True)
    ended_on = models.DateField(pgettext_lazy("listing", "ended on"), null=True, blank=True)
    #: A ``DeclineReason``, a ``PauseReason`` or an ``EndReason``.
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    #: What the site says to the firm beside the reason for which it declined.
    words = models.CharField(_("words to the firm"), max_length=400, blank=True)

    scope_paths = ScopePaths(firm="case__firm", office="case__office", mall="mall")

    class Meta:
        ordering = ("-offered_on", "-id")
        constraints = [
            one_of("state", ListingState, "sales_listing_state_known"),
            models.UniqueConstraint(
                fields=["product", "mall"],
                condition=Q(state__in=OPEN, mall__isnull=False),
                name="listing_open_once_a_mall",
            ),
            models.UniqueConstraint(
                fields=["product", "channel"],
                condition=Q(state__in=OPEN, mall__isnull=True),
                name="listing_open_once_a_store",
            ),
            models.CheckConstraint(
                condition=Q(state="declined", reason__in=DeclineReason.values)
                | Q(state="paused", reason__in=PauseReason.values)
                | Q(state="ended", reason__in=EndReason.values)
                | (~Q(state__in=["declined", "paused", "ended"]) & Q(reason="")),
                name="listing_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="offered", answered_on__isnull=True)
                    | (~Q(state="offered") & Q(answered_on__gte=F("offered_on")))
                ),
                name="listing_answered_on",
            ),
            models.CheckConstraint(
                condition=Q(words="") | Q(state="declined"), name="listing_words_of_declined"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["listed", "paused"]) | Q(listed_on__isnull=False),
                name="listing_listed_on",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False)
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
                name="listing_ended_on",
            ),
        ]
        indexes = [models.Index(fields=["mall", "state"], name="listing_mall_state")]

    def __str__(self) -> str:
        return self.ref

    @property
    def identifier(self) -> str:
        """By what the site's reports name it first; empty where it was not told. Lists read ``identifiers``
        ahead.
        """
        return next((row.code for row in self.identifiers.all()), "")

    @property
    def reason_words(self) -> str:
        """Why it was declined, is off sale or ended."""
        codes = _REASONS.get(ListingState(self.state))
        return str(codes(self.reason).label) if codes else ""
