"""Invited buyers: their companies, the groups by which products are shown to them, who recommended them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.buyers import zones
from banso.apps.products.models.lists import TrilingualModel


class BuyerGroup(TrilingualModel):
    """Buyers to whom the same categories are shown. A group without parts is shown all of them."""


class GroupPart(models.Model):
    """Categories that are shown to a group of buyers."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(BuyerGroup, on_delete=models.PROTECT, related_name="parts")
    shown = models.ForeignKey("products.CategoryGroup", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class Kind(models.TextChoices):
    """What a company does with what it buys."""

    IMPORTER = "importer", _("Importer")
    WHOLESALER = "wholesaler", _("Wholesaler")
    RETAILER = "retailer", _("Retailer")
    RESTAURANT = "restaurant", _("Restaurant or hotel")
    ONLINE = "online", _("Online shop")
    MANUFACTURER = "manufacturer", pgettext_lazy("buyer", "Manufacturer")
    OTHER = "other", pgettext_lazy("buyer", "Other")


class CameBy(models.TextChoices):
    """How a company came to be invited."""

    OFFICE = "office", pgettext_lazy("buyer", "Invited by an office")
    EVENT = "event", pgettext_lazy("buyer", "Met at an event")
    RECOMMENDED = "recommended", pgettext_lazy("buyer", "Recommended by a buyer")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("buyer", "Open")
    SUSPENDED = "suspended", pgettext_lazy("buyer", "Suspended")


class BuyerCompany(models.Model):
    """A company that was invited. Its people see products from ``first_day`` to ``last_day``, both included.

    ``market`` is where it sells, ``markets`` are others for which it is told how ready a product is.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    name = models.CharField(_("company"), max_length=120)
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("country"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind of business"), max_length=12, choices=Kind.choices)
    website = models.URLField(_("website"), blank=True)
    #: By its name (IANA); empty: that of its market.
    zone = models.CharField(_("time zone"), max_length=40, blank=True)
    interests = models.ManyToManyField("products.Category", blank=True, related_name="+")
    languages = models.ManyToManyField("directory.Language", blank=True, related_name="+")

    #: Who looks after it: answers its questions, ends or suspends its access.
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="buyer_companies"
    )
    came_by = models.CharField(_("how it came"), max_length=12, choices=CameBy.choices)
    occasion = models.CharField(pgettext_lazy("buyer", "event"), max_length=120, blank=True)
    groups = models.ManyToManyField(BuyerGroup, related_name="companies")
    markets = models.ManyToManyField("directory.Market", blank=True, related_name="+")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    #: Why it is suspended, in words of staff.
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )

    scope_paths = ScopePaths(office="office", assigned=("buyers__user",))

    class Meta:
        ordering = ("ref",)
        constraints = [
            one_of("state", State, "buyer_company_state_known"),
            one_of("came_by", CameBy, "buyer_company_came_by_known"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="buyer_company_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="open", reason="") | (Q(state="suspended") & ~Q(reason="")),
                name="buyer_company_suspended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def clock(self) -> ZoneInfo:
        """The time zone in which its people live."""
        return ZoneInfo(self.zone or zones.usual(self.market.code))


class Language(models.TextChoices):
    """The languages of buyers' pages."""

    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "中文"
    JAPANESE = "ja", "日本語"


class Buyer(models.Model):
    """A person of an invited company. ``joined_at``: when the profile was first filled in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="buyer")
    company = models.ForeignKey(BuyerCompany, on_delete=models.PROTECT, related_name="buyers")
    language = models.CharField(_("language"), max_length=7, choices=Language.choices)
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)

    scope_paths = ScopePaths(office="company__office", assigned=("user",))

    class Meta:
        ordering = ("pk",)
        constraints = [one_of("language", Language, "buyer_language_known")]

    def __str__(self) -> str:
        return str(self.user_id)


class RecommendationState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("recommendation of a buyer", "Waits for staff")
    APPROVED = "approved", pgettext_lazy("recommendation of a buyer", "Invited")
    REFUSED = "refused", pgettext_lazy("recommendation of a buyer", "Not invited")


class Recommendation(models.Model):
    """A buyer recommends another company; staff decide. Its person's name and address stay until then."""

    by = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="recommendations")
    company_name = models.CharField(_("company"), max_length=120)
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("country"), on_delete=models.PROTECT, related_name="+"
    )
    person = models.CharField(_("name of the person"), max_length=80, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    words = models.CharField(_("why"), max_length=400)
    state = models.CharField(
        max_length=8, choices=RecommendationState.choices, default=RecommendationState.ASKED
    )
    made_at = models.DateTimeField(_("recommended at"))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    invited = models.OneToOneField(
        BuyerCompany, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendation"
    )

    scope_paths = ScopePaths(office="by__company__office")

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            one_of("state", RecommendationState, "recommendation_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(person="", email=""), name="recommendation_person_forgotten"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", invited__isnull=False)
                | (~Q(state="approved") & Q(invited__isnull=True)),
                name="recommendation_approved_with_company",
            ),
        ]

    def __str__(self) -> str:
        return self.company_name


class MissedQuery(models.Model):
    """Words that found nothing, by market and day: what is asked for and not offered. It names nobody."""

    words = models.CharField(_("words"), max_length=80)
    language = models.CharField(_("language"), max_length=7)
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering = ("-day", "pk")
        constraints = [
            models.UniqueConstraint(fields=["words", "language", "market", "day"], name="missed_query_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
