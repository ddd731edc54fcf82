"""The needs whose list is drawn and the referrals that come of it, for the test of how far a role reaches."""

from datetime import timedelta

from banso.apps.intake.models import Need
from banso.apps.providers.models import Listing, Referral
from support.build import MOMENT
from support.reach import Rows, Ties


def _needs():
    return Need.objects.select_related("consultation").order_by("pk")


def _of_need(need: Need) -> Ties:
    return Ties(need.consultation.firm_id, need.consultation.office_id)


def _listed() -> str:
    last = MOMENT.date() + timedelta(days=1)
    return Listing.objects.filter(state="published", listed_to__gte=last).order_by("pk").first().ref


def _referrals():
    return Referral.objects.select_related("proposal__need__consultation").order_by("pk")


def _of_referral(referral: Referral) -> Ties:
    return _of_need(referral.proposal.need)


_REFERRAL = Rows(_referrals, _of_referral, lambda referral: [referral.pk])
ROWS = {
    "providers:need_list": Rows(_needs, _of_need, lambda need: [need.pk]),
    "providers:refer": Rows(_needs, _of_need, lambda need: [need.pk, _listed()]),
    "providers:referral": _REFERRAL,
    "providers:referral_report": _REFERRAL,
    "providers:referral_close": _REFERRAL,
    "providers:referral_ask": Rows(_referrals, _of_referral, lambda referral: [referral.pk, "firm"]),
}
