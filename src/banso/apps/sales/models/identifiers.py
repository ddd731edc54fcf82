"""By what a site names a listing: on each of its marketplaces a code of its own, and one currency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class CodeKind(models.TextChoices):
    """What a code is."""

    ASIN = "asin", "ASIN"
    SKU = "sku", "SKU"
    GTIN = "gtin", "JAN / EAN / UPC"
    OTHER = "other", pgettext_lazy("identifier", "Another code of the site")


class Identifier(models.Model):
    """A code of a listing on one marketplace of its site; a mall has one marketplace only.

    What reports tell is found by marketplace and code. A code that is in use names one listing of a site and
    marketplace; with ``until`` it is one of a listing that has ended, of which late reports still tell.
    """

    listing = models.ForeignKey("sales.Listing", on_delete=models.PROTECT, related_name="identifiers")
    #: Those of the listing, so that the database keeps codes apart.
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("marketplace"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=CodeKind.choices)
    code = models.CharField(_("identifier on the site"), max_length=60)
    #: In which it is sold there; empty where that was not said. Reports in another are refused.
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    scope_paths = ScopePaths(firm="listing__case__firm", office="listing__case__office", mall="mall")

    class Meta:
        ordering = ("listing_id", "id")
        constraints = [
            one_of("kind", CodeKind, "identifier_kind_known"),
            models.CheckConstraint(condition=~Q(code=""), name="identifier_has_code"),
            models.UniqueConstraint(fields=["listing", "market", "kind"], name="identifier_once_a_listing"),
            models.UniqueConstraint(
                "mall",
                "market",
                Lower("code"),
                condition=Q(until__isnull=True, mall__isnull=False),
                name="identifier_once_a_mall",
            ),
            models.UniqueConstraint(
                "channel",
                "market",
                Lower("code"),
                condition=Q(until__isnull=True, mall__isnull=True),
                name="identifier_once_a_store",
            ),
        ]

    def __str__(self) -> str:
        return self.code
