"""Referrals for tests."""

from banso.apps.accounts.access import NO_ROLE
from banso.apps.intake.models import Need
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter
from banso.apps.providers import links, referring
from banso.apps.providers.models import Listing, ProviderLink, Referral
from banso.apps.providers.referring import OutcomeData
from tests.apps.intake import making as intake
from tests.apps.providers.making import published

MADE = OutcomeData(True, "made", band="to_50k", satisfied="yes")
NONE = OutcomeData(True, "none", reason="price", satisfied="partly")
OPEN = OutcomeData(True, "open", satisfied="yes")
NO_CONTACT = OutcomeData(False)


def listed() -> Listing:
    """A provider of contracts on the list."""
    return published(intake.staff(), intake.by("programme_manager"))


def referred(need: Need | None = None, listing: Listing | None = None) -> Referral:
    """A need that its firm sent to a listed provider itself."""
    listing = listing or listed()
    return referring.refer(
        intake.by("firm_member"), need or intake.need(code="contract"), listing, consented=True
    )


def nobody(at=intake.NOW) -> Actor:
    """Who has only a link."""
    return Actor(None, NO_ROLE, at)


def mailed(template: str = referring.TO_PROVIDER) -> str:
    """The path in the newest letter of a kind."""
    return Letter.objects.filter(template=template).order_by("pk").last().enclosed["path"]


def link_of(at=intake.NOW) -> ProviderLink:
    """The open link in the newest letter to a provider."""
    found = links.find_open(mailed().rstrip("/").rsplit("/", 1)[1], at)
    assert found is not None
    return found
