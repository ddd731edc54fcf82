"""Conversations for tests, made through the services."""

from datetime import timedelta

from banso.apps.inquiries import services
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.journal.actor import Actor
from support import people
from tests.apps.buyers import making as buyers
from tests.apps.products import making as goods

QUESTION = "What does a pallet cost, FOB Yokohama?"


def said(text=QUESTION, language="en", files=()):
    return services.Said(text, language, files)


def by_buyer(inquiry, at=goods.NOW):
    return Actor(inquiry.buyer.user_id, "buyer", at)


def by_firm(inquiry, at=goods.NOW):
    return goods.by("firm_member", at, firm=inquiry.product.firm)


def asked(staff, at=goods.NOW, text=QUESTION, product=None, **values) -> Inquiry:
    """A buyer of food in Canada asks about a soy sauce."""
    product = product or goods.published().product
    values.setdefault("email", f"buyer-{Inquiry.objects.count() + 1}@buyer.invalid")
    buyer = buyers.buyer(staff, "food", **values)
    return services.ask(Actor(buyer.user_id, "buyer", at), buyer, product, said(text))


def answered(staff, after=timedelta(days=1), **values) -> Inquiry:
    made = asked(staff, **values)
    services.write(by_firm(made, made.asked_at + after), made, Side.FIRM, said("4.80 USD a bottle."))
    return Inquiry.objects.get(pk=made.pk)


def member(inquiry):
    """Somebody of the firm, with a client's user."""
    return people.make("firm_member", firm=inquiry.product.firm)
