"""A product and its editions: one published, one being written, those that went before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class ProductState(models.TextChoices):
    """Whether buyers and operators may be shown a product at all."""

    DRAFT = "draft", _("Not published yet")
    PUBLISHED = "published", pgettext_lazy("product", "Published")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("product", "Withdrawn")


class EditionState(models.TextChoices):
    WRITTEN = "written", _("Being written")
    WAITING = "waiting", _("Waits for its review")
    RETURNED = "returned", _("Sent back with comments")
    PUBLISHED = "published", pgettext_lazy("product", "Published")
    REPLACED = "replaced", pgettext_lazy("product", "Replaced by a newer one")
    DROPPED = "dropped", pgettext_lazy("product", "Dropped")


#: Of a product at most one edition is in one of these: the one that comes next.
OPEN = (EditionState.WRITTEN, EditionState.WAITING, EditionState.RETURNED)


class Terms(models.TextChoices):
    """Terms of delivery that a price is for (Incoterms 2020)."""

    EXW = "EXW", _("EXW (ex works)")
    FCA = "FCA", _("FCA (free carrier)")
    FOB = "FOB", _("FOB (free on board)")
    CIF = "CIF", _("CIF (cost, insurance and freight)")
    DAP = "DAP", _("DAP (delivered at place)")
    DDP = "DDP", _("DDP (delivered duty paid)")


class Temperature(models.TextChoices):
    """The band in which goods are kept and carried."""

    AMBIENT = "ambient", _("Ambient")
    CHILLED = "chilled", _("Chilled (0 to 10 °C)")
    FROZEN = "frozen", _("Frozen (-18 °C or below)")


class Stock(models.TextChoices):
    IN_STOCK = "in_stock", _("In stock")
    TO_ORDER = "to_order", _("Made to order")
    SEASONAL = "seasonal", _("In season only")
    OUT = "out", _("Out of stock")


class Maker(models.TextChoices):
    """Who makes it. Where the firm is not the maker, the maker must have agreed."""

    FIRM = "firm", _("The firm itself")
    CONSENTED = "consented", _("Another maker, who has agreed")
    ASKED = "asked", _("Another maker, who has not agreed yet")


class Product(models.Model):
    """Something a firm sells. What is said of it stands in its editions."""

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="goods")
    #: The firm's own number, by which it enters and changes many at once.
    article = models.CharField(_("article number"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=ProductState.choices)
    #: Why it is suspended or withdrawn; a code, or words of staff.
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    begun_at = models.DateTimeField(_("begun at"))
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True)

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    class Meta:
        ordering = ("ref",)
        constraints = [
            one_of("state", ProductState, "product_state_known"),
            models.UniqueConstraint(fields=["firm", "article"], name="product_article_once"),
            models.CheckConstraint(
                condition=Q(state="draft", first_published_at__isnull=True)
                | (~Q(state="draft") & Q(first_published_at__isnull=False))
                | Q(state="withdrawn"),
                name="product_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.article}"


class Edition(models.Model):
    """What is said of a product. Unchanged from its review on: a change is the next edition.

    While the next one is written the published one stays. What is not known is empty, and counts as missing
    where a channel needs it. Prices are exact decimals of ``currency`` for one ``price_unit``.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(pgettext_lazy("product", "edition"))
    state = models.CharField(_("state"), max_length=10, choices=EditionState.choices)
    #: Raised with each change; a form that was opened before does not write over it.
    revision = models.PositiveIntegerField(default=1)

    category = models.ForeignKey(
        "products.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hs_code = models.CharField(_("HS code"), max_length=9, blank=True)
    hs_year = models.PositiveSmallIntegerField(_("year of the nomenclature"), null=True, blank=True)
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True)

    price = models.DecimalField(_("price"), max_digits=14, decimal_places=3, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    terms = models.CharField(_("terms of delivery"), max_length=3, choices=Terms.choices, blank=True)
    terms_place = models.CharField(_("place of delivery"), max_length=60, blank=True)
    price_unit = models.CharField(_("unit"), max_length=20, blank=True)
    minimum_order = models.PositiveIntegerField(_("minimum order"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time (days)"), null=True, blank=True)
    shelf_days = models.PositiveSmallIntegerField(_("shelf life (days)"), null=True, blank=True)
    temperature = models.CharField(_("temperature"), max_length=8, choices=Temperature.choices, blank=True)
    #: Whether the firm has looked for allergens; without it an empty list says nothing.
    allergens_stated = models.BooleanField(_("allergens stated"), default=False)
    allergens = models.ManyToManyField("products.Allergen", blank=True, related_name="+")
    maker = models.CharField(_("maker"), max_length=9, choices=Maker.choices, blank=True)
    maker_name = models.CharField(_("name of the maker"), max_length=120, blank=True)
    stock = models.CharField(_("stock"), max_length=8, choices=Stock.choices, blank=True)

    written_at = models.DateTimeField(_("written at"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("product_id", "number")
        constraints = [
            one_of("state", EditionState, "edition_state_known"),
            models.UniqueConstraint(fields=["product", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="published"), name="edition_published_once"
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(state__in=["written", "waiting", "returned"]),
                name="edition_open_once",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True, currency="") | (Q(price__gt=0) & ~Q(currency="")),
                name="edition_price_with_currency",
            ),
            models.CheckConstraint(
                condition=Q(hs_code="", hs_year__isnull=True) | (~Q(hs_code="") & Q(hs_year__isnull=False)),
                name="edition_hs_with_year",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(handed_in_by__isnull=True)
                | ~Q(reviewed_by=F("handed_in_by")),
                name="edition_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.number}"

    @property
    def has_picture(self) -> bool:
        """Whether it shows a picture; a list that reads many annotates ``pictured``."""
        pictured: bool | None = getattr(self, "pictured", None)
        return bool(self.images.all()) if pictured is None else pictured


class Comment(models.Model):
    """What a reviewer says of one field of an edition; it stays until the firm has changed or answered it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    #: The name of the field, as in ``Content``; empty: about the whole.
    field = models.CharField(_("field"), max_length=40, blank=True)
    words = models.CharField(pgettext_lazy("product", "comment"), max_length=400)
    made_at = models.DateTimeField(pgettext_lazy("product", "made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(pgettext_lazy("product", "settled at"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.field}"
