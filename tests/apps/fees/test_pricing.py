"""What a service costs a firm: full cost, share, allowance, discount, caps, tax, and what is not known."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from banso.apps.directory.models import ExportExperience
from banso.apps.fees import usage
from banso.apps.fees.cost import Rates, Work
from banso.apps.fees.models import CostRate, TaxRate
from banso.apps.fees.pricing import price_of, prices_of, quotation
from banso.apps.fees.quotation import at_rates
from banso.apps.fees.usage import Charged, Usage
from banso.apps.policies.models import PolicyVersion
from banso.apps.programmes.models import HourlyRate, Service
from banso.engines.fees.price import Price
from support import people, policies
from tests.apps.casework import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

TODAY = date(2026, 3, 10)
#: 50 hours at 12,000 and 20 at 4,800, and a tenth of overhead.
HANDS_ON = 765_600
#: Everything known of a firm of 30 people that exports now and then and promises nothing.
FACTS = {
    "service": "hands_on",
    "employees": 30,
    "export_record": "occasional",
    "ec_record": "none",
    "efforts_promised": 0,
    "plan_past_end": False,
    "support_months": 0,
}


def service(code="hands_on"):
    return Service.objects.get(code=code)


def quoted(code="hands_on", version="fair_share", used=None, work=None, on=TODAY, **facts):
    """The price by a version that ships, on described facts."""
    rates = Rates.of([service(code)], on)
    chosen = PolicyVersion.objects.get(code=version)
    known = FACTS | {"service": code} | facts
    return quotation(service(code), rates, chosen, known, used or Usage(), work)


def test_the_full_cost_is_that_of_the_day():
    assert quoted().full_cost == HANDS_ON
    # Before April 2023 an hour of an expert cost 11,000 yen, before April 2024 one of staff 4,500.
    assert quoted(on=date(2023, 3, 31)).full_cost == (50 * 11_000 + 20 * 4_500) * 110 // 100


def test_a_share_of_the_cost_is_paid_less_free_hours_with_tax():
    found = quoted(employees=12, used=Usage(hours=Decimal(4)))
    # Six of ten free hours are left: 44 hours at 12,000 and 20 at 4,800, overhead, 10 %.
    assert found.most.free_hours == 6
    assert found.price == Price(68_640, 68_640, 6_864, 75_504)
    assert found.certain and not found.free


def test_a_discount_and_the_cap_a_time_cut_the_price():
    found = quoted(efforts_promised=3)
    # 40 hours at 12,000 and 20 at 4,800, overhead, 15 %: 95,040; less 5,000.
    assert (found.most.discount, found.most.cap, found.price.subtotal) == (5_000, "", 90_040)
    capped = quoted(used=Usage(hours=Decimal(10)))
    assert (capped.most.cap, capped.most.cut) == ("cap_time_yen", 14_840)
    assert capped.price == Price(114_840, 100_000, 10_000, 110_000)


def test_the_cap_that_leaves_least_holds():
    charged = Usage(charged=Charged(year=120_000, life=390_000))
    found = quoted(used=charged)
    assert (found.most.cap, found.price.subtotal) == ("cap_life_yen", 10_000)
    assert quoted(used=Usage(charged=Charged(year=160_000))).price.total == 0


def test_the_first_questions_of_a_year_are_free():
    free = quoted("spot", used=Usage(times=1))
    assert (free.free, free.most.free_time) == (True, True)
    paid = quoted("spot", used=Usage(times=2))
    # (3 x 12,000 + 4,800) with overhead, 20 %.
    assert paid.price.net == 8_976


def test_what_is_free_by_policy_is_free_whatever_it_costs():
    CostRate.objects.all().delete()
    found = quoted(version="as_surveyed")
    assert (found.free, found.full_cost, found.stopped) == (True, None, "")


@pytest.mark.parametrize(
    ("model", "stopped"), [(CostRate, "no_cost"), (HourlyRate, "no_cost"), (TaxRate, "no_tax")]
)
def test_without_a_rate_there_is_no_price(model, stopped):
    model.objects.all().delete()
    found = quoted()
    assert (found.stopped, found.price, found.least) == (stopped, None, None)


def test_other_work_than_usual_is_priced_by_its_hours():
    found = quoted(work=Work(expert=Decimal("12.5")))
    # Ten hours are free, two and a half at 13,200 with overhead, 15 %.
    assert found.full_cost == 165_000
    assert found.price.net == 4_950


def test_an_unknown_fact_gives_a_range_and_never_a_price():
    found = quoted(employees=None)
    assert not found.certain and found.price is None
    assert [name for name, _title in found.missing] == ["employees"]
    assert (found.least.price.net, found.most.price.net) == (63_360, 95_040)
    with pytest.raises(ValueError, match="certain"):
        found.as_frozen()


def test_an_unknown_fact_that_changes_nothing_leaves_the_price_certain():
    found = quoted("spot", employees=None, export_record="none")
    assert (found.free, found.missing) == (True, ())


def test_a_version_that_does_not_speak_of_a_service_gives_no_price():
    assert quoted(export_record="none", employees=0, ec_record="both").stopped == ""
    rates = Rates.of([service()], TODAY)
    assert quotation(service(), rates, None, FACTS, Usage()).stopped == "no_policy"


def test_the_rows_that_decided_come_with_their_words_in_both_languages():
    rows = quoted(efforts_promised=3).rows
    assert [(row.table, row.row) for row in rows if row.settles] == [
        ("share", 5), ("allowance", 2), ("discount", 1), ("discount", 2), ("fee_caps", 2), ("success", 1),
    ]  # fmt: skip
    assert "15%" in rows[0].reason.ja and "15%" in rows[0].reason.en


def test_a_frozen_price_is_json_that_gives_the_same_price_again():
    found = quoted(efforts_promised=3)
    frozen = json.loads(json.dumps(found.as_frozen()))
    assert [rate.price for rate in at_rates(frozen)] == [found.price]
    assert frozen["policy"] == "fair_share"
    assert (frozen["full_cost"], frozen["share"], frozen["cost_lines"][0]["yen"]) == (
        HANDS_ON,
        "0.15",
        "13200",
    )


def test_the_version_in_force_prices_what_a_firm_thinks_of_asking():
    firm = people.make_firm(employees=12, export_experience=ExportExperience.OCCASIONAL)
    assert price_of(service(), firm, None, TODAY).free
    policies.put_in_force("fair_share", date(2025, 4, 1))
    found = price_of(service(), firm, None, TODAY)
    # Efforts and plan are not promised yet: up to 10,000 yen of discount are open.
    assert {name for name, _title in found.missing} == {"efforts_promised", "plan_past_end"}
    assert found.most.price.subtotal - found.least.price.subtotal == 10_000


def test_a_case_is_priced_by_the_version_of_its_application_and_not_against_itself():
    policies.put_in_force("reformed", date(2026, 1, 1))
    firm = people.make_firm(employees=30, export_experience=ExportExperience.OCCASIONAL)
    case = making.opened(firm=firm, expert=making.expert())
    case.activities.create(expert=case.expert, kind="advice", done_on=TODAY, hours=Decimal(8), advice="a")
    found = price_of(case.service, firm, None, TODAY, about=case)
    assert (found.version.code, found.free, found.usage) == ("as_surveyed", True, Usage())
    another = price_of(case.service, firm, None, TODAY)
    assert (another.version.code, another.usage.hours) == ("reformed", 8)


def test_prices_of_all_services_take_the_same_queries_as_of_one(django_assert_max_num_queries):
    policies.put_in_force("fair_share", date(2025, 4, 1))
    firm = people.make_firm(employees=12)
    services = list(Service.objects.order_by("pk"))
    with django_assert_max_num_queries(12):
        assert len(prices_of(services, firm, TODAY)) == 5


def test_a_question_counts_towards_the_free_ones_and_what_was_charged_towards_caps(monkeypatch):
    firm = people.make_firm(employees=12)
    spot = service("spot")
    for day in (TODAY - timedelta(days=400), TODAY - timedelta(days=30)):
        case = making.services.open_spot_case(making.by("expert", day), making.need(firm), making.expert())
        case.activities.create(
            expert=case.expert, kind="advice", done_on=day, hours=Decimal("1.5"), advice="a"
        )
    monkeypatch.setattr(usage, "_charges", [lambda firm, on, besides: {spot.pk: Charged(5_000, 9_000)}])
    found = usage.usages_of(firm, [spot, service()], TODAY)
    assert found[spot.pk] == Usage(1, Decimal("1.5"), Charged(5_000, 9_000))
    assert found[service().pk] == Usage()
