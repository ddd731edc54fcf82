"""What an operator does with many products at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.malls.services.operators import subject
from banso.apps.sales.models import Listing

#: One step of one listing: a service of ``sales``.
Step = Callable[[Actor, Listing], Listing]


@service
def answer_many(actor: Actor, mall: Mall, act: str, listings: Sequence[Listing], step: Step) -> int:
    """Do the same with many products of a mall: an event of each, and one of the mall. Gives how many.

    Raises:
        Refused: ``nothing_chosen``; ``other_mall``; as the step, with the reference of the product.
    """
    if not listings:
        raise Refused("nothing_chosen", _("Choose at least one product."))
    if any(listing.mall_id != mall.pk for listing in listings):
        raise Refused("other_mall", _("Choose products of one mall."))
    for listing in sorted(listings, key=lambda row: row.pk):
        try:
            step(actor, listing)
        except Refused as refused:
            if len(listings) == 1:
                raise
            raise Refused(refused.rule, f"{listing.ref}: {refused.message}", refused.field) from refused
    record(actor, "mall.answered", subject(mall), {"act": act, "listings": len(listings)})
    return len(listings)
