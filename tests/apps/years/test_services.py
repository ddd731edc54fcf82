"""A fiscal year is prepared, opened by copying, closed, and opened again."""

from datetime import date

import pytest

from banso.apps.base import Refused
from banso.apps.directory.models import Expert, ExpertYear
from banso.apps.directory.selectors import hours_of, with_hours
from banso.apps.journal.models import Event, FiscalYear
from banso.apps.journal.services import verify
from banso.apps.journal.timeline import describe
from banso.apps.programmes.models import HourlyRate, Round
from banso.apps.selection.models import Seal
from banso.apps.years import services
from banso.apps.years.copying import KINDS
from banso.apps.years.dates import a_year_on
from banso.apps.years.models import Choice, OfficeYear, Reopening, Take
from banso.apps.years.selectors import year_not_open, year_to_prepare
from banso.apps.years.services import OfficeYearData, preview
from support import people
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

MARCH = date(2026, 3, 10)
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


@pytest.fixture
def head():
    return making.manager(MARCH)


@pytest.fixture
def expert():
    person = people.make("expert")
    Expert.objects.filter(user=person).update(monthly_hours=12, contract_to=None)
    return Expert.objects.get(user=person)


@pytest.fixture
def planned(head, expert):
    Round.objects.filter(fiscal_year=2026).delete()
    Round.objects.filter(code="mall-2025").update(places=30, budget_yen=18_000_000)
    office = expert.office
    services.lay_down(head, office, 2025, OfficeYearData(firms=40, budget_yen=5_000_000))
    return services.prepare_year(head, 2026)


def actions(year=2026):
    rows = Event.objects.filter(subject_kind="fiscal_year", subject_ref=str(year)).order_by("number")
    return [row.action for row in rows]


def chosen(head, year, kind, row, take, **values):
    return services.choose(head, year, KINDS[kind], row, take, values)


def opened(head, year):
    return services.open_year(head, year)


def test_preparing_stores_the_year_and_takes_the_one_before_as_open(planned):
    assert list(FiscalYear.objects.order_by("year").values_list("year", "state")) == [
        (2025, "open"),
        (2026, "planned"),
    ]


def test_opening_copies_rounds_a_year_on_with_places_and_budget(head, planned):
    opened(head, planned)
    found = Round.objects.get(code="mall-2026")
    assert (found.opens_on, found.closes_on) == (FIRST, LAST)
    assert (found.places, found.budget_yen, found.name_ja) == (30, 18_000_000, "令和8年度 JAPAN MALL")
    assert Seal.objects.filter(round=found).exists()


def test_opening_lays_down_hours_for_the_year_and_leaves_those_of_the_year_before(head, planned, expert):
    chosen(head, planned, "expert", expert, Take.CHANGE, monthly_hours=20, contract_to=None)
    opened(head, planned)
    given = hours_of(expert)
    assert (given(MARCH), given(FIRST)) == (12, 20)
    assert with_hours(Expert.objects.filter(pk=expert.pk), FIRST).get().hours_then == 20


def test_a_contract_that_ends_with_the_year_runs_on_for_another(head, expert):
    Expert.objects.filter(pk=expert.pk).update(contract_to=date(2026, 3, 31))
    opened(head, services.prepare_year(head, 2026))
    expert.refresh_from_db()
    assert expert.contract_to == LAST


def test_an_expert_whose_contract_ends_before_is_not_taken_over(head, expert):
    Expert.objects.filter(pk=expert.pk).update(contract_to=date(2026, 3, 30))
    opened(head, services.prepare_year(head, 2026))
    assert not ExpertYear.objects.filter(expert=expert).exists()


def test_a_row_left_out_is_not_copied(head, planned, expert):
    chosen(head, planned, "expert", expert, Take.LEAVE)
    opened(head, planned)
    assert not ExpertYear.objects.filter(expert=expert).exists()


def test_an_offices_plan_goes_over_with_the_values_chosen(head, planned, expert):
    row = OfficeYear.objects.get(fiscal_year=2025)
    chosen(head, planned, "office", row, Take.CHANGE, firms=45, budget_yen=None)
    opened(head, planned)
    made = OfficeYear.objects.get(fiscal_year=2026, office=expert.office)
    assert (made.firms, made.budget_yen) == (45, None)


def test_a_rate_goes_on_as_it_is_and_only_another_value_makes_a_row(head, planned):
    before = HourlyRate.objects.count()
    rate = KINDS["rate"].sources(2026).order_by("worker").first()
    chosen(head, planned, "rate", rate, Take.CHANGE, yen=rate.yen + 500, basis="contract")
    opened(head, planned)
    assert HourlyRate.objects.count() == before + 1
    made = HourlyRate.objects.get(worker=rate.worker, in_force_from=FIRST)
    assert (made.yen, made.basis) == (rate.yen + 500, "contract")


def test_what_the_new_year_has_already_is_not_copied_again(head, planned, expert):
    ExpertYear.objects.create(expert=expert, fiscal_year=2026, monthly_hours=7)
    opened(head, planned)
    assert ExpertYear.objects.get(expert=expert).monthly_hours == 7


def test_opening_twice_changes_nothing(head, planned):
    opened(head, planned)
    rounds, hours = Round.objects.count(), ExpertYear.objects.count()
    with pytest.raises(Refused) as caught:
        opened(head, planned)
    assert caught.value.rule == "fiscal_year_state"
    assert (Round.objects.count(), ExpertYear.objects.count()) == (rounds, hours)


def test_a_row_that_is_refused_undoes_everything_and_is_named(head, planned):
    source = Round.objects.get(code="mall-2025")
    chosen(head, planned, "round", source, Take.CHANGE, opens_on=FIRST, closes_on=date(2026, 3, 1), places=1)
    with pytest.raises(Refused) as caught:
        opened(head, planned)
    assert caught.value.rule == "closes_first"
    assert source.name_ja in caught.value.message
    planned.refresh_from_db()
    assert planned.state == "planned"
    assert not Round.objects.filter(fiscal_year=2026).exists()


def test_the_preview_is_what_is_copied(head, planned, expert):
    chosen(head, planned, "expert", expert, Take.LEAVE)
    fates = {line.row.pk: line.fate for line in preview(planned, KINDS["expert"])}
    assert fates[expert.pk] == Take.LEAVE
    assert {line.values["opens_on"] for line in preview(planned, KINDS["round"])} == {FIRST}


def test_a_choice_holds_only_values_that_its_form_takes(head, planned, expert, refused):
    with refused("not_valid", "monthly_hours"):
        chosen(head, planned, "expert", expert, Take.CHANGE, monthly_hours=0)
    assert not Choice.objects.exists()


def test_nothing_is_chosen_for_an_open_year(head, planned, expert, refused):
    opened(head, planned)
    with refused("not_prepared"):
        chosen(head, planned, "expert", expert, Take.LEAVE)


@pytest.mark.parametrize(
    ("known", "today", "turn"),
    [
        ((), MARCH, 2026),
        (((2025, "open"),), MARCH, 2026),
        (((2025, "open"), (2026, "planned")), MARCH, None),
        (((2025, "open"),), date(2026, 4, 1), 2026),
        (((2025, "closed"), (2026, "open")), date(2026, 4, 1), 2027),
    ],
)
def test_whose_turn_it_is(known, today, turn):
    for number, state in known:
        making.year(number, state)
    assert year_to_prepare(today) == turn


@pytest.mark.parametrize(
    ("state", "today", "missing"),
    [
        (None, date(2026, 2, 28), None),
        (None, date(2026, 3, 1), 2026),
        ("planned", date(2026, 3, 31), 2026),
        ("open", date(2026, 3, 31), None),
    ],
)
def test_from_march_on_the_next_year_is_missing_until_it_is_open(state, today, missing):
    making.year(2025)
    if state:
        making.year(2026, state)
    assert year_not_open(today) == missing


def test_no_other_year_is_prepared(head, refused):
    with refused("its_turn"):
        services.prepare_year(head, 2028)


@pytest.mark.parametrize(
    ("today", "years", "rule"),
    [
        (date(2026, 3, 31), {2025: "open", 2026: "open"}, "over"),
        (date(2026, 4, 1), {2025: "open", 2026: "planned"}, "next_open"),
        (date(2026, 4, 1), {2024: "open", 2025: "open", 2026: "open"}, "earlier_closed"),
        (date(2026, 4, 1), {2025: "closed", 2026: "open"}, "fiscal_year_state"),
    ],
)
def test_a_year_is_closed_once_it_is_over_and_in_order(today, years, rule, refused):
    rows = {number: making.year(number, state) for number, state in years.items()}
    with refused(rule):
        services.close_year(making.manager(today), rows[2025])


def test_closing_tells_what_is_left_open():
    row = making.year(2025)
    making.year(2026)
    services.close_year(making.manager(date(2026, 6, 1)), row)
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed", making.at(date(2026, 6, 1)))
    event = Event.objects.get(action="year.closed")
    assert set(event.data["unfinished"]) >= {"gates", "follow_ups", "tasks"}


def test_a_closed_year_is_opened_again_with_a_reason_that_the_journal_does_not_hold(refused):
    row = making.year(2025, "closed")
    head = making.manager(date(2026, 7, 1))
    with refused("required", "reason"):
        services.reopen_year(head, row, "  ")
    services.reopen_year(head, row, "会計検査の指摘")
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("open", None)
    assert Reopening.objects.get().reason == "会計検査の指摘"
    assert "会計検査" not in Event.objects.get(action="year.reopened").payload


def test_the_plan_of_a_closed_year_stands(head, expert, refused):
    making.year(2025, "closed")
    with refused("year_closed"):
        services.lay_down(head, expert.office, 2025, OfficeYearData(firms=1))


def test_only_head_office_opens_and_closes(planned, actor, refused):
    with refused("role"):
        services.open_year(actor("office_manager"), planned)


def test_every_event_of_a_year_is_said_in_words_and_the_chain_is_whole(head, planned, expert):
    chosen(head, planned, "expert", expert, Take.LEAVE)
    opened(head, planned)
    assert actions() == ["year.prepared", "year.chosen", "year.opened"]
    events = list(Event.objects.order_by("pk"))
    assert list(verify(events)) == []
    assert all(describe(event) for event in events if event.subject_kind == "fiscal_year")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 1 April 2027 is a Thursday, 31 March 2028 a Friday.
        (date(2026, 4, 1), date(2027, 3, 31), (date(2027, 4, 1), date(2028, 3, 31))),
        # 3 October 2026 is a Saturday: the Monday after it.
        (date(2025, 10, 3), date(2025, 10, 31), (date(2026, 10, 5), date(2026, 11, 2))),
        # 31 March 2029 is a Saturday: the Monday lies in the next year, so the Friday before.
        (date(2027, 4, 1), date(2028, 3, 31), (date(2028, 4, 3), date(2029, 3, 30))),
        (date(2024, 2, 29), date(2024, 2, 29), (date(2025, 2, 28), date(2025, 2, 28))),
    ],
)
def test_dates_move_a_year_and_off_weekends_within_the_fiscal_year(first, last, expected):
    assert a_year_on(first, last) == expected


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_year_at_once_copy_once(configuration):
    head = making.manager(MARCH)
    people.make("expert")
    year = services.prepare_year(head, 2026)
    rows = Expert.objects.count()
    done = at_once(*(lambda: services.open_year(head, year) for _ in range(2)))
    assert done == ["fiscal_year_state", "stored"]
    assert ExpertYear.objects.filter(fiscal_year=2026).count() == rows


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_to_prepare_at_once_make_one_year(configuration):
    head = making.manager(MARCH)
    done = at_once(*(lambda: services.prepare_year(head, 2026) for _ in range(2)))
    assert "stored" in done
    assert FiscalYear.objects.filter(year=2026).count() == 1
