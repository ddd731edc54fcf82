"""Invited companies and what their people recommend, for the test of how far a role reaches."""

from banso.apps.buyers.models import BuyerCompany, Recommendation
from support.reach import Rows, Ties


def _companies():
    return BuyerCompany.objects.order_by("pk")


def _of_company(company: BuyerCompany) -> Ties:
    return Ties(None, company.office_id)


_COMPANY = Rows(_companies, _of_company, lambda company: [company.ref])
_SUSPENDED = Rows(lambda: _companies().filter(state="suspended"), _of_company, lambda company: [company.ref])
_RECOMMENDATION = Rows(
    lambda: Recommendation.objects.filter(state="asked").select_related("by__company").order_by("pk"),
    lambda row: _of_company(row.by.company),
    lambda row: [row.pk],
)
ROWS = {
    "buyers:company": _COMPANY,
    "buyers:reach": _COMPANY,
    "buyers:person_add": _COMPANY,
    "buyers:person_link": Rows(
        _companies, _of_company, lambda company: [company.ref, company.buyers.order_by("pk").first().pk]
    ),
    "buyers:suspend": _COMPANY,
    "buyers:resume": _COMPANY,
    "buyers:recommendation_approve": _RECOMMENDATION,
    "buyers:recommendation_refuse": _RECOMMENDATION,
}
