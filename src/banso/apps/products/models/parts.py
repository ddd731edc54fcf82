"""What hangs on an edition: texts by language, pictures, certificates, markets where it is not sold."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of
from banso.apps.products.models.editions import Edition


class Text(models.Model):
    """Name, description and ingredients in one language."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    #: A code of ``settings.PRODUCT_LANGUAGES``.
    language = models.CharField(_("language"), max_length=7)
    name = models.CharField(pgettext_lazy("product", "name"), max_length=120)
    description = models.CharField(_("description"), max_length=2000, blank=True)
    #: In the order of the label.
    ingredients = models.CharField(_("ingredients"), max_length=2000, blank=True)

    class Meta:
        ordering = ("edition_id", "language")
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="text_language_once")]

    def __str__(self) -> str:
        return self.name


class Image(models.Model):
    """A picture of an edition. The file is shared by the editions that show it; ``stored_name`` names it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="images")
    position = models.PositiveSmallIntegerField()
    stored_name = models.CharField(max_length=32)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    #: What is to be seen, for who does not see it.
    alt_ja = models.CharField(_("text for the picture (Japanese)"), max_length=160)
    alt_en = models.CharField(_("text for the picture (English)"), max_length=160)

    class Meta:
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="image_position_once"),
            models.CheckConstraint(condition=~Q(alt_ja="") & ~Q(alt_en=""), name="image_with_words"),
        ]

    def __str__(self) -> str:
        return self.stored_name


class Certificate(models.Model):
    """A certificate that a product holds; ``expires_on`` is its last day, empty where it has none."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificates")
    kind = models.ForeignKey("products.CertificateKind", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=60, blank=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ("edition_id", "kind_id")
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="certificate_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind_id}"

    def holds_on(self, day: date) -> bool:
        """Whether it has not run out before a day."""
        return self.expires_on is None or self.expires_on >= day


class CertificateTold(models.Model):
    """That a firm was told of the end of a certificate, or that its end was noted (``days`` 0).

    By product, kind and day, not by the certificate: the next edition holds the same one in a row of its own.
    """

    product = models.ForeignKey(
        "products.Product", on_delete=models.PROTECT, related_name="certificates_told"
    )
    kind = models.ForeignKey("products.CertificateKind", on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField()
    #: How many days before the end, as a step of ``services.certificates.STEPS``; 0: it has ended.
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "expires_on", "days"], name="certificate_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.kind_id} {self.days}"


class Closed(models.TextChoices):
    """Why a product is not sold in a market."""

    NOT_ALLOWED = "not_allowed", _("May not be sold there")
    EXCLUSIVE = "exclusive", _("An exclusive distributor holds it")


class ClosedMarket(models.Model):
    """A market in which a product is not offered, until a day or for good."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="closed_markets")
    market = models.ForeignKey("directory.Market", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=12, choices=Closed.choices)
    until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ("edition_id", "market_id")
        constraints = [
            one_of("why", Closed, "closed_market_why_known"),
            models.UniqueConstraint(fields=["edition", "market"], name="closed_market_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.market_id}"
