"""The firm sees before it asks or applies what it would pay and why; managers keep the rates."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.fees.models import CostRate, RoundingRule, TaxRate
from banso.apps.programmes.models import Service
from support import people, policies
from tests.apps.selection import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def charges():
    """A version that charges is in force."""
    return policies.put_in_force("fair_share", date(2025, 4, 1))


@pytest.fixture
def seller(charges):
    """A firm of twelve people that exports now and then."""
    return people.make_firm(employees=12, export_experience="occasional", ec_record="none")


def test_a_firm_reads_that_support_is_free_while_the_policy_says_so(client_as):
    shown = text(client_as("firm_member", firm=people.make_firm()).get(reverse("fees:prices")))
    assert shown.count("無料") >= 5
    assert "支援は無料です。" in shown


def test_a_firm_reads_what_it_would_pay_and_by_which_rows_and_no_way_into_the_policy(client_as, seller):
    shown = text(client_as("firm_member", firm=seller).get(reverse("fees:prices")))
    assert "従業員20人以下の会社は、費用の10%をいただきます。" in shown
    assert "まだ決まりません" in shown and "約束した自社取組の件数" in shown
    assert "相談は、1年度に2件まで無料です。" in shown
    assert "/policies/" not in shown


def test_staff_look_a_firm_up_and_a_manager_sees_the_trace(client_as, seller):
    found = client_as("programme_manager").get(reverse("fees:prices"), {"firm": seller.ref}, follow=True)
    assert reverse("policies:table", args=["fair_share", "share"]) + "#row-4" in text(found)
    unknown = client_as("programme_manager").get(reverse("fees:prices"), {"firm": "どこにもない"})
    assert "errors" in text(unknown) or "err" in text(unknown)


def test_the_price_stands_on_the_form_of_an_application_and_of_a_question(client_as, seller):
    client = client_as("firm_member", firm=seller)
    assert "料金の見込み" in text(client.get(reverse("selection:application_new")))
    question = text(client.get(reverse("intake:consultation_ask")))
    assert "相談の料金" in question and "相談は、1年度に2件まで無料です。" in question


def test_the_page_of_an_application_says_its_price_by_what_is_promised(client_as, charges):
    application = making.submitted()
    application.firm.export_experience, application.firm.employees = "occasional", 12
    application.firm.save()
    shown = text(
        client_as("firm_member", firm=application.firm).get(
            reverse("selection:application", args=[application.ref])
        )
    )
    assert "お支払い額の見込み" in shown and "費用の全額" in shown
    assert "まだ決まりません" not in shown


def test_a_manager_adds_rates_and_the_list_shows_them(client_as):
    manager = client_as("programme_manager")
    mall = Service.objects.get(code="mall")
    sent = {
        "service": mall.pk,
        "part": "unit",
        "usual": "1",
        "yen": "150,000",
        "basis": "contract",
        "tax_kind": "outside",
    }
    page = manager.post(reverse("fees:cost_rate_add"), {**sent, "in_force_from": "2026-03-09"})
    assert "今日以降の日" in text(page)
    assert (
        manager.post(reverse("fees:cost_rate_add"), {**sent, "in_force_from": "2026-04-01"}).status_code
        == 302
    )
    tax = {"kind": "standard", "percent": "12", "in_force_from": "2026-10-01"}
    assert manager.post(reverse("fees:tax_rate_add"), tax).status_code == 302
    rule = {"net": "down", "tax": "down", "in_force_from": "2026-10-01"}
    assert manager.post(reverse("fees:rounding_set"), rule).status_code == 302
    assert CostRate.objects.filter(yen=150_000).exists()
    assert TaxRate.objects.filter(percent=12).exists() and RoundingRule.objects.count() == 2
    shown = text(manager.get(reverse("fees:rates")))
    assert "150,000円" in shown and "2026年10月1日" in shown
