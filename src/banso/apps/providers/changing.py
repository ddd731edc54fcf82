"""A listed provider changes its listing by a mailed link; what is published stays until it is reviewed."""

from __future__ import annotations

from django.utils.translation import get_language

from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.providers import links
from banso.apps.providers.models import Listing, ProviderLink, State
from banso.apps.providers.selectors import published_of
from banso.apps.providers.services import ListingData, store_change

LETTER = "providers.change"


@service
def send_link(actor: Actor, email: str) -> int:
    """Mail a link to every provider that is published with this address; how many were found.

    Who asks is told the same whatever is found: an address does not say whether it is listed.
    """
    found = Listing.objects.filter(state=State.PUBLISHED, email__iexact=email).select_related("provider")
    for listing in found.order_by("ref"):
        issued = links.issue(listing.provider, actor.at)  # type: ignore[arg-type]
        subject = ("listing", listing.ref)
        record(actor, "listing.link_asked", subject, {"link": issued.link.pk})
        send_letter(
            actor,
            LetterData(
                LETTER,
                subject,
                to_address_of=subject,
                context_refs={"link": issued.link.pk},
                enclosed={"path": issued.path},
                language=get_language() or "",
            ),
        )
    return len(found)


@service
def change(actor: Actor, link: ProviderLink, data: ListingData) -> Listing:
    """The provider changes or renews what it says; it is reviewed as an application is. The link is used up.

    Its mail address stays: it was proved by a link, and a new one is entered by an office.

    Raises:
        Refused: ``link_closed`` (also where it was taken off the list meanwhile), ``change_waits``; else as
            by ``services.enter``.
    """
    links.use(link, actor.at)
    published = published_of(link.provider)
    if published is None:
        raise links.closed()
    return store_change(actor, published, data)
