"""What buyers write on Japan Street: the shortlist of their company."""

from __future__ import annotations

from banso.apps.buyers.models import BuyerCompany
from banso.apps.buyers.services import subject
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.products.models import Product
from banso.apps.street.models import ShortlistItem


@service
def keep(actor: Actor, company: BuyerCompany, product: Product) -> None:
    """Put a product on the shortlist of a company; one that is there already stays as it is."""
    values = {"added_at": actor.at, "added_by_id": actor.user_id}
    _item, new = ShortlistItem.objects.get_or_create(company=company, product=product, defaults=values)
    if new:
        record(actor, "street.kept", subject(company), {"product": product.ref})


@service
def note(actor: Actor, item: ShortlistItem, words: str) -> None:
    """Write a note for colleagues beside a product on the shortlist."""
    item.note = words.strip()
    item.save(update_fields=["note"])
    told = {"product": item.product.ref, "note": digest(item.note)}
    record(actor, "street.noted", subject(item.company), told)


@service
def drop(actor: Actor, company: BuyerCompany, product: Product) -> None:
    """Take a product off the shortlist; one that is not there changes nothing."""
    gone, _by_model = ShortlistItem.objects.filter(company=company, product=product).delete()
    if gone:
        record(actor, "street.dropped", subject(company), {"product": product.ref})
