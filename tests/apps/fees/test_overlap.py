"""Public support without a fee beside private providers, by region and service or subject."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.casework.services import ActivityData, log_activity
from banso.apps.fees.overlap import By, overlap
from banso.apps.fees.overlap_pages import told
from banso.apps.providers import referring
from tests.apps.casework import making as casework
from tests.apps.intake import making as intake
from tests.apps.providers.making import published
from tests.apps.providers.referred import MADE, referred

pytestmark = pytest.mark.usefixtures("configuration", "clock")

TODAY = date(2026, 3, 10)


def line(by, about):
    return next(one for one in overlap(by, 2025, TODAY) if one.about.code == about)


def test_a_referral_and_the_contract_that_one_side_says_was_made_count_where_the_firm_is():
    referral = referred()
    referring.report(intake.by("firm_member"), referral, MADE, seen=0)
    by_subject, by_service = line(By.SUBJECT, "contract"), line(By.SERVICE, "spot")
    region = referral.proposal.need.consultation.firm.prefecture.region
    for found in (
        next(one for one in overlap(By.SUBJECT, 2025, TODAY) if one.referrals),
        next(one for one in overlap(By.SERVICE, 2025, TODAY) if one.referrals),
    ):
        assert (found.region, found.referrals, found.contracts) == (region, 1, 1)
    assert by_subject.providers == by_service.providers == 1
    assert not [one for one in overlap(By.SUBJECT, 2024, TODAY) if one.referrals]


def test_a_provider_of_one_prefecture_stands_in_its_region_alone():
    firm = intake.need().consultation.firm
    staff, head = intake.staff(), intake.by("programme_manager")
    published(staff, head, prefecture=firm.prefecture)
    assert [one.region for one in overlap(By.SUBJECT, 2025, TODAY)] == [firm.prefecture.region]
    published(staff, head)
    counts = {one.region: one.providers for one in overlap(By.SUBJECT, 2025, TODAY)}
    assert counts.pop(firm.prefecture.region) == 2
    assert len(counts) > 1 and set(counts.values()) == {1}


def test_hours_on_a_case_without_a_fee_are_free_support():
    case = casework.opened(date(2025, 5, 1))
    data = ActivityData("advice", date(2025, 6, 2), Decimal("1.50"), "価格を見直した")
    log_activity(casework.by("office_staff", date(2025, 6, 3)), case, data)
    found = line(By.SERVICE, case.service.code)
    assert (found.cases, found.hours, found.both) == (1, Decimal("1.50"), False)
    assert overlap(By.SERVICE, 2024, TODAY) == []


@pytest.mark.parametrize(("count", "exactly"), [(0, True), (1, False), (2, False), (3, True)])
def test_one_or_two_referrals_are_not_told_exactly(count, exactly):
    assert (told(count) == count) is exactly


def test_a_manager_takes_it_away_as_a_workbook(client_as):
    referred()
    client = client_as("programme_manager")
    page = client.get(reverse("fees:overlap"), {"by": "subject"})
    assert page.status_code == 200 and "1～2" in page.content.decode()
    book = client.get(reverse("fees:overlap"), {"format": "xlsx"})
    assert book.headers["Content-Disposition"].endswith('overlap-service-2025.xlsx"')
    assert book.content.startswith(b"PK")
