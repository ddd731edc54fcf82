"""The catalogue: one row a published product, what it is found by, and what means the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


def ways(*said: str) -> tuple[str, ...]:
    """The ways to say a thing, from the columns of languages that hold them."""
    return tuple(way for column in said for way in column.split("|") if way)


class Meaning(models.Model):
    """A thing that is sold and the ways to say it in three languages; products of its category are meant."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    category = models.ForeignKey(
        "products.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="meanings"
    )
    #: The ways to say it, parted by ``|``.
    ja = models.CharField(_("in Japanese"), max_length=200)
    en = models.CharField(_("in English"), max_length=200)
    zh = models.CharField(_("in Chinese"), max_length=200)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """What a published product is sorted into and counted by. Made anew whenever the product changes.

    Bands and other codes are those of ``catalogue.facets``, 0 where something is not known. All are whole
    numbers: processes keep them as columns (``catalogue.columns``).
    """

    #: How many lots there are.
    LOTS = 1_000_000
    #: Instead of hours where nobody asked.
    NEVER_ASKED = -1

    product = models.OneToOneField(
        "products.Product", on_delete=models.CASCADE, primary_key=True, related_name="entry"
    )
    edition = models.OneToOneField("products.Edition", on_delete=models.CASCADE, related_name="entry")
    category = models.ForeignKey("products.Category", on_delete=models.PROTECT, related_name="+")
    chapter = models.PositiveSmallIntegerField()
    price_band = models.PositiveSmallIntegerField()
    minimum_band = models.PositiveSmallIntegerField()
    lead_band = models.PositiveSmallIntegerField()
    temperature = models.PositiveSmallIntegerField()
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    #: The kinds of certificates, a bit each (by their key).
    certificates = models.BigIntegerField(default=0)
    #: The day of the first publication, as an ordinal.
    published_day = models.PositiveIntegerField()
    #: Mean hours until the firm answered what buyers asked; -1 where nobody asked.
    answer_hours = models.IntegerField(default=NEVER_ASKED)
    #: What the edition lacks of what channels may ask, as bits (``catalogue.readiness``); -1: not told.
    lacks = models.BigIntegerField(default=-1)
    #: The key of the firm whose product it is.
    maker = models.BigIntegerField(default=0)
    #: Stays with the product, from 0 to one less than ``LOTS``.
    lot = models.PositiveIntegerField()

    class Meta:
        ordering = ("product_id",)

    def __str__(self) -> str:
        return f"{self.product_id}"


class Words(models.Model):
    """What a product is found by, in plain ASCII words; the category counts as part of the name.

    They are searched through an index of the database's own kind (see the migrations).
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="words")
    in_name = models.TextField()
    in_text = models.TextField()

    class Meta:
        ordering = ("entry_id",)

    def __str__(self) -> str:
        return f"{self.entry_id}"


class Revision(models.Model):
    """Which state the entries are in: one row, another token after each change. Nothing counts upwards, so
    that a change that was undone leads back to the token before it and to no other.
    """

    ONLY = 1

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
