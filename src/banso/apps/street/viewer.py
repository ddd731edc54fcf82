"""Who looks at Japan Street: the buyer, what the company is shown, and the lists that every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from babel import Locale
from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.buyers.models import Buyer, BuyerCompany
from banso.apps.buyers.selectors import groups_of, groups_shown, may_enter, shown
from banso.apps.catalogue.facets import Codes, codes_of
from banso.apps.catalogue.models import Meaning
from banso.apps.catalogue.readiness import Wants, wants
from banso.apps.catalogue.selectors import meanings_on, synonyms_of
from banso.apps.channels.models import Channel, ChannelKind, ChannelNeed
from banso.apps.directory.models import Market, Region
from banso.apps.products.models import Category, CertificateKind, Edition
from banso.apps.products.readiness import Asked, Readiness
from banso.apps.products.selectors import published
from banso.apps.street.extending import bar_places
from banso.apps.street.models import ShortlistItem
from banso.apps.together import together
from banso.engines.catalogue.synonyms import Synonyms


@dataclass(frozen=True)
class Lists:
    """The lists that products choose from, as they stand."""

    meanings: list[Meaning]
    categories: list[Category]
    regions: list[Region]
    certificates: list[CertificateKind]

    @cached_property
    def codes(self) -> Codes:
        """What the numbers of facets are called."""
        return codes_of(self.categories, self.regions, self.certificates)

    @cached_property
    def synonyms(self) -> Synonyms:
        """What means the same."""
        return synonyms_of(self.meanings)


class Outside(Exception):
    """Somebody's access is suspended, has ended or has not begun; ``buyer`` says whose."""

    def __init__(self, buyer: Buyer) -> None:
        super().__init__(buyer.pk)
        self.buyer = buyer


class Viewer:
    """A buyer who may enter, with everything that pages of Japan Street need. One query.

    Raises:
        Http404: the person is no buyer.
        Outside: access does not hold today.
    """

    def __init__(self, access: Access) -> None:
        self.day, self.user = access.today, access.user
        buyers = access.rows(Action.STREET_VIEW, Buyer.objects.filter(user=access.user)).select_related(
            "company__market", "company__office", "user"
        )
        markets = Market.objects.filter(pk__in=_further(access.user.pk)).order_by("position", "code")
        kept = ShortlistItem.objects.filter(company__buyers__user=access.user.pk).order_by("pk")
        groups = groups_of(access.user.pk, self.day)
        needs = ChannelNeed.objects.select_related("channel", "market")
        needs = needs.filter(channel__kind=ChannelKind.CATALOGUE)
        meanings = meanings_on(self.day)
        categories, regions = Category.objects.order_by("position", "pk"), Region.objects.order_by("pk")
        certificates = CertificateKind.objects.order_by("position", "pk")
        counted = {place.code: place.rows(access.user.pk) for place in bar_places()}
        together(buyers, markets, kept, groups, needs, meanings, categories, regions, certificates,
                 *counted.values())  # fmt: skip
        if not buyers:
            raise Http404
        self.buyer: Buyer = buyers[0]
        if not may_enter(self.company, self.day):
            raise Outside(self.buyer)
        self._groups = groups
        #: The references of the products that the buyer chose to compare.
        self.compared: list[str] = []
        self.markets: list[Market] = [self.company.market, *markets]
        self.kept = {item.product_id for item in kept}
        #: How many rows are counted beside each further place in the bar.
        self.counted = {code: len(rows) for code, rows in counted.items()}
        self.lists = Lists(list(meanings), list(categories), list(regions), list(certificates))
        self._needs = list(needs)
        self._asked = Asked(self._needs)

    @property
    def company(self) -> BuyerCompany:
        """The buyer's company."""
        return self.buyer.company

    def within(self) -> Q:
        """What the company is shown, among editions."""
        return shown(self._groups, "category__group")

    @property
    def categories(self) -> list[int] | None:
        """The keys of the categories that the company is shown; None: all."""
        groups = groups_shown(self._groups)
        if groups is None:
            return None
        return [category.pk for category in self.lists.categories if category.group_id in groups]

    def edition(self, ref: str) -> Edition:
        """The published edition of a product that the company is shown.

        Raises:
            Http404: there is none, or it is not shown to this company: the answer does not say which.
        """
        rows = published().filter(self.within(), product__ref=ref)
        found = rows.select_related("product__firm__prefecture", "category").first()
        if found is None:
            raise Http404
        return found

    @property
    def channel(self) -> Channel | None:
        """The catalogue, where its needs are configured."""
        return self._needs[0].channel if self._needs else None

    def wants(self) -> Wants | None:
        """What the catalogue asks in the company's own market; None where nothing is asked. One query."""
        if self.channel is None:
            return None
        market, kinds = self.company.market, {kind.code: kind.pk for kind in self.lists.certificates}
        return wants(market, self._asked.codes(self.channel, market), kinds, self.day)

    def readiness(self, edition: Edition, market: Market) -> Readiness | None:
        """How ready an edition is for a market; None where nothing is asked."""
        if self.channel is None:
            return None
        return self._asked.readiness(edition, self.channel, market, self.day)


def _further(user: int) -> object:
    through = BuyerCompany.markets.through.objects.filter(buyercompany__buyers__user=user)
    return through.order_by().values("market")


def market_name(market: Market) -> str:
    """The name of a market in the language of the page, Chinese included."""
    if get_language() == "zh-hans":
        return str(Locale("zh", script="Hans").territories.get(market.code, market.name_en))
    return market.name
