"""What firms, offices and providers see of referrals."""

import pytest
from django.test import Client
from django.urls import reverse

from banso.apps.directory.models import Contact
from banso.apps.providers import referring
from banso.apps.providers.models import Outcome, Referral
from tests.apps.intake import making as intake
from tests.apps.providers.referred import MADE, NONE, link_of, listed, mailed, nobody, referred

pytestmark = pytest.mark.usefixtures("configuration", "clock")

TYPED = {"contact_made": "yes", "contract": "made", "band": "to_50k", "satisfied": "yes", "seen": "0"}


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def person_at(referral):
    firm = referral.proposal.need.consultation.firm
    return Contact.objects.create(firm=firm, name="青木理恵", email="a@x.invalid")


def test_a_firm_agrees_on_the_list_for_its_need(client_as):
    listing, need = listed(), intake.need(code="contract")
    client = client_as("firm_member", firm=need.consultation.firm)
    ask = reverse("providers:refer", args=[need.pk, listing.ref])
    assert ask in text(client.get(reverse("providers:need_list", args=[need.pk])))
    assert "伝えることに同意します" in text(client.post(ask, {})) and not Referral.objects.exists()
    client.post(ask, {"consent": "on"})
    referral = Referral.objects.get()
    shown = text(client.get(reverse("providers:need_list", args=[need.pk])))
    assert reverse("providers:referral", args=[referral.pk]) in shown and ask not in shown


def test_a_firm_sees_its_own_answer_and_the_office_both(client_as):
    referral = referred()
    firm = referral.proposal.need.consultation.firm
    page = reverse("providers:referral", args=[referral.pk])
    member = client_as("firm_member", firm=firm)
    member.post(reverse("providers:referral_report", args=[referral.pk]), TYPED)
    referring.report_by_provider(nobody(), link_of(), NONE, seen=0)
    own = text(member.get(page))
    assert "5万円以下" in own and "料金が合わなかった" not in own
    both = text(client_as("office_staff", office=firm.office).get(page))
    assert "5万円以下" in both and "料金が合わなかった" in both and "食い違い" in both


def test_a_provider_sees_whom_to_reach_once_it_asks_and_answers_by_its_link():
    referral = referred()
    contact = person_at(referral)
    client, path = Client(), mailed()
    assert contact.name not in text(client.get(path))
    assert contact.name in text(client.post(path, {"show": "1"}))
    wrong = text(client.post(path, TYPED | {"band": ""}))
    assert "選んでください" in wrong
    client.post(path, TYPED)
    assert Outcome.objects.get().contract == "made"
    assert text(client.get("/providers/l/wrong/"), 404)


def test_a_contact_answers_behind_its_link_without_signing_in():
    referral = referred()
    contact = person_at(referral)
    referring.ask_again(intake.staff(), referral, "firm")
    client, path = Client(), mailed(referring.TO_FIRM)
    assert str(referral.proposal.private_provider) in text(client.get(path))
    client.post(path, TYPED)
    assert Outcome.objects.get().contact == contact
    assert client.get(path).status_code == 410


def test_staff_ask_again_and_give_up_asking(client_as):
    referral = referred()
    staff = client_as("office_staff", office=referral.proposal.need.consultation.office)
    staff.post(reverse("providers:referral_ask", args=[referral.pk, "provider"]))
    staff.post(reverse("providers:referral_close", args=[referral.pk]))
    referral.refresh_from_db()
    assert referral.closed_on is not None
    shown = text(staff.get(reverse("providers:referral", args=[referral.pk])))
    assert reverse("providers:referral_close", args=[referral.pk]) not in shown


@pytest.mark.parametrize(("which", "found"), [("differ", 1), ("made", 1), ("silent", 0)])
def test_staff_find_referrals_by_what_was_said(client_as, queries, which, found):
    referral = referred()
    referring.report(intake.by("firm_member"), referral, MADE, seen=0)
    referring.report_by_provider(nobody(), link_of(), NONE, seen=0)
    client = client_as("office_staff", office=referral.proposal.need.consultation.office)
    address = reverse("providers:referral_list") + f"?which={which}"
    client.get(address)
    with queries(at_most=8):
        shown = text(client.get(address))
    assert shown.count(reverse("providers:referral", args=[referral.pk])) == found
