"""What buyers write on the page of a listing: the words alone, nothing of who wrote them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths


class Review(models.Model):
    """A review as the site tells it. The site's id tells it once; name and profile are not stored."""

    listing = models.ForeignKey("sales.Listing", on_delete=models.PROTECT, related_name="reviews")
    #: Those of the listing, so that the database keeps ids apart.
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    mall = models.ForeignKey("channels.Mall", null=True, on_delete=models.PROTECT, related_name="+")
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("marketplace"), on_delete=models.PROTECT, related_name="+"
    )
    #: By what the site knows it.
    code = models.CharField(_("id of the review"), max_length=60)
    day = models.DateField(_("day"))
    stars = models.PositiveSmallIntegerField(_("stars"))
    title = models.CharField(pgettext_lazy("review", "title"), max_length=200, blank=True)
    text = models.TextField(pgettext_lazy("review", "text"), blank=True)
    #: Two or three letters (ISO 639); empty where the file does not say.
    language = models.CharField(_("language"), max_length=8, blank=True)
    #: SHA-256 over the bytes of the file that told it.
    file = models.CharField(max_length=64)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stored_at = models.DateTimeField(_("stored at"))

    scope_paths = ScopePaths(firm="listing__case__firm", office="listing__case__office", mall="mall")

    class Meta:
        ordering = ("-day", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_of_five"),
            models.UniqueConstraint(
                fields=["mall", "code"], condition=Q(mall__isnull=False), name="review_once_a_mall"
            ),
            models.UniqueConstraint(
                fields=["channel", "code"], condition=Q(mall__isnull=True), name="review_once_a_store"
            ),
        ]
        indexes = [models.Index(fields=["listing", "-day"], name="review_listing_day")]

    def __str__(self) -> str:
        return self.code
