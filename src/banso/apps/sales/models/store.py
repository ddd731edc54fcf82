"""The page of a product in a store: what was looked at before it goes live, how buyers rate it over time."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths


class TitleFinding(models.TextChoices):
    LONG = "long", _("Longer than the site takes")
    LANGUAGE = "language", _("Not in the language of the site")
    CLAIMS = "claims", _("Claims that cannot be shown")


class PicturesFinding(models.TextChoices):
    MISSING = "missing", _("Too few pictures")
    SMALL = "small", _("Too small or not sharp")
    RIGHTS = "rights", _("Rights not settled")


class LabelFinding(models.TextChoices):
    MISSING = "missing", _("No picture of the label")
    LANGUAGE = "language", _("Not in the language of the market")
    CONTENT = "content", _("Ingredients, allergens or warnings missing")


class PriceFinding(models.TextChoices):
    CURRENCY = "currency", _("Another currency than the site's")
    DIFFERS = "differs", _("Differs from what the firm published")
    SHIPPING = "shipping", _("Shipping or tax not stated")


#: What is looked at before a listing of a store goes live: the column, its name, its findings.
POINTS: tuple[tuple[str, object, type[models.TextChoices]], ...] = (
    ("title", _("Title and description"), TitleFinding),
    ("pictures", pgettext_lazy("listing", "Pictures"), PicturesFinding),
    ("label", pgettext_lazy("product", "Label"), LabelFinding),
    ("price", _("Price"), PriceFinding),
)


class ListingCheck(models.Model):
    """One look at a listing of a store; the latest holds. An empty finding: nothing was found, it is met."""

    scope_paths = ScopePaths(firm="listing__case__firm", office="listing__case__office")

    listing = models.ForeignKey("sales.Listing", on_delete=models.PROTECT, related_name="checks")
    title = models.CharField(
        _("title and description"), max_length=10, choices=TitleFinding.choices, blank=True
    )
    pictures = models.CharField(
        pgettext_lazy("listing", "pictures"), max_length=10, choices=PicturesFinding.choices, blank=True
    )
    label = models.CharField(
        pgettext_lazy("product", "label"), max_length=10, choices=LabelFinding.choices, blank=True
    )
    price = models.CharField(_("price"), max_length=10, choices=PriceFinding.choices, blank=True)
    words = models.CharField(_("remark on the page"), max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(_("time of the look"))

    class Meta:
        ordering = ("-checked_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{name: ""}) | Q(**{f"{name}__in": findings.values}),
                name=f"listing_check_{name}_known",
            )
            for name, _label, findings in POINTS
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.checked_at}"

    @property
    def found(self) -> list[tuple[object, str]]:
        """What stands in the way: the point and the finding in words."""
        return [
            (label, str(dict(findings.choices)[code]))
            for name, label, findings in POINTS
            if (code := getattr(self, name))
        ]


class Rating(models.Model):
    """How buyers rated a listing by a day: the mean in stars, of how many reviews. A day is told once."""

    scope_paths = ScopePaths(firm="listing__case__firm", office="listing__case__office")

    listing = models.ForeignKey("sales.Listing", on_delete=models.PROTECT, related_name="ratings")
    day = models.DateField(_("day"))
    stars = models.DecimalField(_("stars"), max_digits=3, decimal_places=2, validators=[MaxValueValidator(5)])
    reviews = models.PositiveIntegerField(_("reviews"))
    #: SHA-256 over the bytes of the file that told it.
    file = models.CharField(max_length=64)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stored_at = models.DateTimeField(_("stored at"))

    class Meta:
        ordering = ("listing_id", "day")
        constraints = [
            models.UniqueConstraint(fields=["listing", "day"], name="rating_once_a_day"),
            models.CheckConstraint(condition=Q(stars__gte=0, stars__lte=5), name="rating_of_five"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.day}"
