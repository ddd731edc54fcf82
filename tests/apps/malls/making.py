"""What the tests of malls stand on: operators of two malls, and a campaign."""

from datetime import date

from banso.apps.accounts.models import User
from banso.apps.directory.models import Language, Market
from banso.apps.journal.actor import Actor
from banso.apps.malls import services as malls
from banso.apps.malls.entry_content import EntryData
from banso.apps.products.models import Category
from banso.apps.sales import services
from support import people
from tests.apps.sales import making as sales


def operator(code="us-a", at=sales.NOW):
    """Somebody who runs a mall, as an actor."""
    return Actor(people.make("mall_operator", mall=sales.site(code).mall).pk, "mall_operator", at)


def campaign_data(**values):
    said = {
        "theme": "和の調味料",
        "theme_en": "Japanese seasonings",
        "text": "",
        "places": 1,
        "offers_from": date(2026, 3, 1),
        "offers_to": date(2026, 3, 31),
        "runs_from": date(2026, 5, 1),
        "runs_to": date(2026, 6, 30),
    }
    return services.CampaignData(**said | values)


def opened(**values):
    campaign = services.write_campaign(sales.by(), sales.site().mall, campaign_data(**values))
    return services.open_campaign(sales.by(), campaign)


def offered(campaign, article="S-1"):
    """A product of a firm of its own, offered to the campaign."""
    listing = sales.offered(article=article, firm=people.make_firm())
    services.decline(sales.by(), listing, "theme")
    return services.offer(sales.by(), listing.product, sales.site(), listing.case, campaign)


def entry_data(**values):
    """Everything that publishing a mall's page needs."""
    said = {
        "operator": "Hillside Ltd.",
        "countries": list(Market.objects.filter(code__in=["US", "CA"])),
        "categories": list(Category.objects.filter(code__in=["soy_sauce", "miso"])),
        "users": 120_000,
        "users_on": date(2026, 1, 31),
        "seller": "buys",
        "logistics": ["hub", "chilled"],
        "languages": list(Language.objects.filter(code="en")),
        "papers": ["label"],
        "papers_words": "賞味期限は6か月以上",
        "contract_from": date(2025, 1, 15),
        "contract_to": date(2027, 3, 31),
        "staff": User.objects.get(pk=sales.by().user_id),
        "words_ja": "日本の食品のECサイトです。",
        "words_en": "An EC site for Japanese food.",
    }
    return EntryData(**said | values)


def drafted(code="us-a", **values):
    """The draft of a mall's page, as it is stored."""
    return malls.write_entry(sales.by(), sales.site(code).mall, entry_data(**values))


def published_entry(code="us-a", **values):
    """A mall's page that firms read."""
    return malls.publish_entry(sales.by(), drafted(code, **values))
