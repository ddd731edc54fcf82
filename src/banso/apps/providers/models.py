"""Private providers: what each says of itself in a listing, checked by somebody else, listed until a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.base import one_of


class PriceUnit(models.TextChoices):
    """What a published price is for."""

    HOUR = "hour", pgettext_lazy("price", "per hour")
    TIME = "time", pgettext_lazy("price", "per time")
    MONTH = "month", pgettext_lazy("price", "per month")


class Tie(models.TextChoices):
    """A conflict of interest: what ties a provider to the organisation that lists it."""

    NONE = "none", _("No tie to the organisation or its people")
    ORGANISATION = "organisation", _("Tied to the organisation")
    PERSON = "person", _("Tied to a person of it")


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Mail address not confirmed")
    WAITING = "waiting", _("Waits for its review")
    PUBLISHED = "published", _("On the list")
    REFUSED = "refused", _("Not published")
    REPLACED = "replaced", _("Replaced by a newer one")
    ENDED = "ended", _("Ended early")


class Listing(models.Model):
    """What is said of a provider at one time; never changed once it waits for its review.

    A change is a listing of its own, reviewed again while the published one stays. Whether a published
    one is still listed follows from its days (``selectors.listed``). Without ``entered_by`` the provider
    itself wrote it, and proved its mail address by a link.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    #: The body to whom needs are proposed; empty until the first listing is published.
    provider = models.ForeignKey(
        "directory.PrivateProvider", null=True, blank=True, on_delete=models.PROTECT, related_name="listings"
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    name_ja = models.CharField(_("Japanese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    email = models.EmailField(_("mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    prefecture = models.ForeignKey(
        "directory.Prefecture", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.CharField(_("what is offered"), max_length=400)
    #: The services of the organisation of which this is the like.
    services = models.ManyToManyField("programmes.Service", related_name="+")
    subjects = models.ManyToManyField("intake.Subject", related_name="+")
    markets = models.ManyToManyField("directory.Market", blank=True, related_name="+")
    languages = models.ManyToManyField("directory.Language", blank=True, related_name="+")
    price_from = models.PositiveIntegerField(_("price from"))
    price_to = models.PositiveIntegerField(_("price to"))
    price_unit = models.CharField(_("price for"), max_length=5, choices=PriceUnit.choices)
    tie = models.CharField(_("conflict of interest"), max_length=12, choices=Tie.choices)
    tie_words = models.CharField(_("what the tie is"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: SHA-256 of the token that was mailed to the applicant; empty once used.
    confirm_digest = models.CharField(max_length=64, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why it was not published, or ended early.
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    listed_from = models.DateField(_("listed from"), null=True, blank=True)
    #: The last day on which it is listed.
    listed_to = models.DateField(_("listed until"), null=True, blank=True)

    class Meta:
        ordering = ("ref",)
        constraints = [
            one_of("state", State, "listing_state_known"),
            one_of("price_unit", PriceUnit, "listing_unit_known"),
            one_of("tie", Tie, "listing_tie_known"),
            models.CheckConstraint(
                condition=Q(price_from__gt=0, price_to__gte=F("price_from")), name="listing_price_range"
            ),
            models.CheckConstraint(
                condition=Q(tie="none", tie_words="") | (~Q(tie="none") & ~Q(tie_words="")),
                name="listing_tie_in_words",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(reviewed_by=F("entered_by")),
                name="listing_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    provider__isnull=False,
                    reviewed_at__isnull=False,
                    listed_from__isnull=False,
                    listed_to__gte=F("listed_from"),
                ),
                name="listing_published_with_days",
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(state="published"), name="listing_published_once"
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(state="waiting"), name="listing_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_ja


class NeedLot(models.Model):
    """The seed by which equals are put in order on the list for one need: made once, and kept."""

    need = models.OneToOneField("intake.Need", on_delete=models.PROTECT, related_name="provider_lot")
    seed = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("need_id",)

    def __str__(self) -> str:
        return f"{self.need_id}"
