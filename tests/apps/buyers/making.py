"""Invited buyers for tests, made through the services."""

from datetime import date

from banso.apps.buyers import services
from banso.apps.buyers.models import Buyer, BuyerCompany, BuyerGroup
from banso.apps.buyers.services import CompanyData, PersonData, Reach
from banso.apps.directory.models import Market, Office
from support import people

FIRST, LAST = date(2026, 3, 1), date(2027, 2, 28)


def reach(*groups, first=FIRST, last=LAST, markets=()):
    codes = groups or ("food",)
    return Reach(
        list(BuyerGroup.objects.filter(code__in=codes).order_by("code")),
        first,
        last,
        list(Market.objects.filter(code__in=markets).order_by("code")),
    )


def company_data(**values):
    office = Office.objects.order_by("pk").first() or people.make("office_staff").assignments.get().office
    return CompanyData(
        **{
            "name": "Lakeside Pantry",
            "market": Market.objects.get(code="CA"),
            "kind": "importer",
            "office": office,
            **values,
        }
    )


def invited(actor, *groups, email="emma@buyer.invalid", language="en", **values) -> BuyerCompany:
    company = {name: values.pop(name) for name in list(values) if name in CompanyData.__annotations__}
    person = PersonData("Emma Carter", email, language)
    return services.invite(actor, company_data(**company), reach(*groups, **values), person)


def buyer(actor, *groups, **values) -> Buyer:
    """A buyer who has joined."""
    made = invited(actor, *groups, **values).buyers.select_related("user", "company").get()
    made.joined_at = actor.at
    made.save(update_fields=["joined_at"])
    return made
