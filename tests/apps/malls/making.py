"""What the tests of malls stand on: operators of two malls, and a campaign."""

from datetime import date

from banso.apps.journal.actor import Actor
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
