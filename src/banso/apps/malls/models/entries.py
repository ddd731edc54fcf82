"""A mall's page in the directory: the edition that is published, the draft of the next, those before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class EntryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("mall", "Draft")
    PUBLISHED = "published", pgettext_lazy("mall", "Published")
    REPLACED = "replaced", pgettext_lazy("mall", "Replaced by a newer one")
    DROPPED = "dropped", pgettext_lazy("mall", "Dropped")


class SellerModel(models.TextChoices):
    """Who sells to the buyer, and whose goods they are until then."""

    BUYS = "buys", _("The mall buys the goods and sells them itself")
    CONSIGNMENT = "consignment", _("The mall sells the firm's goods on consignment")
    MARKETPLACE = "marketplace", _("The firm sells under its own name on the mall")


class Logistics(models.TextChoices):
    """How goods come to the buyer."""

    HUB = "hub", _("Collected at a warehouse in Japan")
    ABROAD = "abroad", _("Stocked at a warehouse of the mall abroad")
    PARCEL = "parcel", _("Sent by the firm to each buyer")
    TRADER = "trader", _("Exported by a trading company")
    CHILLED = "chilled", _("Chilled or frozen goods can be carried")


class Paper(models.TextChoices):
    """What a firm has to send along with its goods."""

    LABEL = "label", _("Label in the language of the country")
    INGREDIENTS = "ingredients", _("List of ingredients and allergens")
    CERTIFICATES = "certificates", _("Certificates")
    CUSTOMS = "customs", _("Papers for customs")
    ORIGIN = "origin", _("Certificate of origin")
    TESTS = "tests", _("Test reports")
    SAMPLES = "samples", _("Samples")
    PICTURES = "pictures", _("Pictures without words")


class MallEntry(models.Model):
    """What the directory says of a mall. Unchanged once published: a change is the next edition.

    Of a mall at most one is published and at most one is a draft. What is not known is empty. What the mall
    costs and on what terms it sells is not typed here: it is read from what is recorded of months and terms.
    """

    mall = models.ForeignKey("channels.Mall", on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField(pgettext_lazy("mall", "edition"))
    state = models.CharField(_("state"), max_length=9, choices=EntryState.choices)
    #: Raised with each change; a form that was opened before does not write over it.
    revision = models.PositiveIntegerField(default=1)

    operator = models.CharField(_("company that runs it"), max_length=120, blank=True)
    countries = models.ManyToManyField("directory.Market", blank=True, related_name="+")
    categories = models.ManyToManyField("products.Category", blank=True, related_name="+")
    users = models.PositiveBigIntegerField(_("registered users"), null=True, blank=True)
    #: The day of which the number of users is told.
    users_on = models.DateField(_("users counted on"), null=True, blank=True)
    seller = models.CharField(_("seller model"), max_length=11, choices=SellerModel.choices, blank=True)
    logistics_words = models.CharField(_("more on the way of goods"), max_length=500, blank=True)
    languages = models.ManyToManyField("directory.Language", blank=True, related_name="+")
    papers_words = models.CharField(_("more on papers"), max_length=500, blank=True)
    contract_from = models.DateField(_("contract from"), null=True, blank=True)
    #: Its last day; None: no end was agreed.
    contract_to = models.DateField(_("contract until"), null=True, blank=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in charge"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    words_ja = models.CharField(_("about the mall, in Japanese"), max_length=1000, blank=True)
    words_en = models.CharField(_("about the mall, in English"), max_length=1000, blank=True)

    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(pgettext_lazy("mall", "published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    scope_paths = ScopePaths(mall="mall")

    class Meta:
        ordering = ("mall_id", "number")
        constraints = [
            one_of("state", EntryState, "mall_entry_state_known"),
            models.UniqueConstraint(fields=["mall", "number"], name="mall_entry_number_once"),
            models.UniqueConstraint(
                fields=["mall"], condition=Q(state="published"), name="mall_entry_published_once"
            ),
            models.UniqueConstraint(
                fields=["mall"], condition=Q(state="draft"), name="mall_entry_draft_once"
            ),
            models.CheckConstraint(
                condition=Q(seller="") | Q(seller__in=SellerModel.values), name="mall_entry_seller_known"
            ),
            models.CheckConstraint(
                condition=Q(users__isnull=True, users_on__isnull=True)
                | Q(users__isnull=False, users_on__isnull=False),
                name="mall_entry_users_with_day",
            ),
            models.CheckConstraint(
                condition=Q(contract_to__isnull=True) | Q(contract_to__gte=F("contract_from")),
                name="mall_entry_contract_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"], published_at__isnull=True)
                | Q(state__in=["published", "replaced"], published_at__isnull=False),
                name="mall_entry_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mall_id}/{self.number}"


class PointKind(models.TextChoices):
    LOGISTICS = "logistics", _("Way of goods")
    PAPERS = "papers", _("Papers and samples needed")


#: The codes of each kind of point.
POINTS: dict[str, type[models.TextChoices]] = {PointKind.LOGISTICS: Logistics, PointKind.PAPERS: Paper}


class EntryPoint(models.Model):
    """One way in which goods go there, or one thing that goes along with them."""

    entry = models.ForeignKey(MallEntry, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("kind"), max_length=9, choices=PointKind.choices)
    code = models.CharField(_("code"), max_length=12)

    class Meta:
        ordering = ("entry_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind", "code"], name="entry_point_once"),
            models.CheckConstraint(
                condition=Q(kind="logistics", code__in=Logistics.values)
                | Q(kind="papers", code__in=Paper.values),
                name="entry_point_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.code}"
