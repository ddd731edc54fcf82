"""A closed fiscal year takes no entries: every service that takes the day of an entry says so."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

import banso.apps
from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.casework.models import CauseKind, RootCause, SalesChannel
from banso.apps.directory import services as directory
from banso.apps.inquiries import services as samples
from banso.apps.journal.actor import ZONE
from banso.apps.journal.years import refuse_closed
from banso.apps.new_exporters import services as new_exporters
from banso.apps.new_exporters.models import Readiness
from banso.apps.programmes.models import Round
from banso.apps.selection.services import RoundData, change_round, open_round
from banso.apps.transfers import services as transfers
from tests.apps.casework import making as cases
from tests.apps.inquiries import making as inquiries
from tests.apps.new_exporters import making as registrations
from tests.apps.products import making as goods

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

#: A day of the closed year, and a day of the year after it on which everything is entered.
CLOSED_DAY, TODAY = date(2025, 9, 12), date(2026, 6, 10)


@pytest.fixture
def case():
    return cases.opened(date(2025, 5, 1))


@pytest.fixture
def closed():
    making.year(2025, "closed")


def staff():
    return cases.by("office_staff", TODAY)


def log_activity(case):
    data = casework.ActivityData("advice", CLOSED_DAY, Decimal(1), "価格を見直した")
    casework.log_activity(staff(), case, data)


def record_result(case):
    data = casework.ResultData(CLOSED_DAY, cases.market(), "緑茶", "direct", amount_yen=1000)
    casework.record_result(staff(), case, data)


def record_sold(case):
    sold = casework.Sold(
        uuid4(), case, CLOSED_DAY, cases.market().pk, "緑茶", "", "JPY", Decimal(1000), 1, "点", sample=False
    )
    casework.record_sold(staff(), casework.Report("SR-1", SalesChannel.STORE), [sold])


def end_support(case):
    casework.end_support(staff(), case, outcome="exported", note="終了", ended_on=CLOSED_DAY)


def _follow_up(case):
    ended = date(2025, 5, 20)
    casework.end_support(
        cases.by("office_staff", ended), case, outcome="exported", note="終了", ended_on=ended
    )
    return case.follow_ups.get(months=6)


def record_follow_up(case):
    data = casework.FollowUpData(date(2025, 11, 20), "call", trend="up")
    casework.record_follow_up(staff(), _follow_up(case), data)


def bring_follow_up(case):
    data = casework.FollowUpData(date(2025, 11, 20), "call", trend="up")
    casework.bring_follow_up(staff(), _follow_up(case), data, reached=True)


def bring_goal(case):
    casework.bring_goal(
        cases.by("administrator", TODAY), case, cases.goal(target=6_000_000), CLOSED_DAY, "前のシステムの目標"
    )


def note_attempt(case):
    data = casework.AttemptData(date(2025, 11, 20), "call", "no_answer")
    casework.note_attempt(staff(), _follow_up(case), data)


def record_effort_done(case):
    casework.record_effort_done(staff(), case.own_efforts.get(), done_on=CLOSED_DAY)


def add_effort(case):
    casework.add_effort(staff(), case, casework.NewEffortData("pr", "展示会", done_on=CLOSED_DAY))


def solve_cause(case):
    cause = RootCause.objects.create(
        case=case, kind=CauseKind.objects.first(), description="人手", since=case.started_on,
        noted_by_id=staff().user_id, noted_on=case.started_on,
    )  # fmt: skip
    casework.solve_cause(staff(), cause, solved_on=CLOSED_DAY, how="採用した")


def record_remedy(case):
    day = date(2025, 8, 1)
    stage = case.stages.get(order=1)
    data = casework.GateData(
        "pause", "人手が足りない", remedy="担当者を決める", remedy_due_on=date(2025, 10, 1), seen_reviews=0
    )
    review = casework.decide_gate(cases.by("office_manager", day), stage, data)
    casework.record_remedy(staff(), review, done_on=CLOSED_DAY)


def change_readiness(case):
    first = registrations.staff(case.office, making.at(date(2025, 5, 1)))
    registration = registrations.registered(first, case.firm)
    later = dataclasses.replace(first, at=making.at(TODAY))
    ready = Readiness.objects.exclude(pk=registration.readiness_id).first()
    new_exporters.change_readiness(later, registration, readiness=ready, since=CLOSED_DAY, evidence="見積")


def change_firm(case):
    firm = case.firm
    values = {field.name: getattr(firm, field.name) for field in dataclasses.fields(directory.FirmData)}
    values["corporate_number"] = firm.corporate_number or ""
    directory.change_firm(
        staff(), firm, directory.FirmData(**values | {"name": "新しい名"}), since=CLOSED_DAY
    )


def note_closed(case):
    directory.note_closed(staff(), case.firm, CLOSED_DAY)


def close_firm(case):
    transfers.close_firm(staff(), case.firm, CLOSED_DAY)


def _round(**values):
    found = Round.objects.filter(fiscal_year=2026).first()
    data = {
        "service": found.service,
        "name_ja": "追加",
        "name_en": "Extra",
        "opens_on": CLOSED_DAY,
        "closes_on": CLOSED_DAY,
    }
    return RoundData(**data | values)


def open_a_round(_case):
    Round.objects.filter(fiscal_year=2025).delete()
    open_round(making.manager(TODAY), _round())


def change_a_round(_case):
    found = Round.objects.filter(fiscal_year=2026).first()
    Round.objects.filter(fiscal_year=2025).delete()
    change_round(making.manager(TODAY), found, _round(closes_on=found.closes_on))


def send_sample(_case):
    asked, now = (datetime.combine(day, time(9), ZONE) for day in (CLOSED_DAY, TODAY))
    made = inquiries.answered(goods.by("office_staff", asked), timedelta(0), at=asked, first=CLOSED_DAY)
    wish = samples.Wish(1, "12 Lake Road", "buyer")
    sample = samples.ask_sample(inquiries.by_buyer(made, asked), made, wish)
    samples.agree_sample(inquiries.by_firm(made, asked), sample)
    samples.send_sample(inquiries.by_firm(made, now), sample, "EMS", "", CLOSED_DAY)


#: By service and field of the day: an entry on a day of the closed year.
ENTRIES = {
    ("casework.log_activity", "done_on"): log_activity,
    ("casework.record_result", "exported_on"): record_result,
    ("casework.record_sold", "sold_on"): record_sold,
    ("casework.end_support", "ended_on"): end_support,
    ("casework.record_follow_up", "done_on"): record_follow_up,
    ("casework.bring_follow_up", "done_on"): bring_follow_up,
    ("casework.bring_goal", "agreed_on"): bring_goal,
    ("casework.note_attempt", "tried_on"): note_attempt,
    ("casework.record_effort_done", "done_on"): record_effort_done,
    ("casework.add_effort", "done_on"): add_effort,
    ("casework.solve_cause", "solved_on"): solve_cause,
    ("casework.record_remedy", "done_on"): record_remedy,
    ("new_exporters.change_readiness", "since"): change_readiness,
    ("directory.change_firm", "since"): change_firm,
    ("directory.note_closed", "on"): note_closed,
    ("transfers.close_firm", "on"): close_firm,
    ("inquiries.send_sample", "sent_on"): send_sample,
    ("selection.open_round", "opens_on"): open_a_round,
    ("selection.change_round", "opens_on"): change_a_round,
}


@pytest.mark.parametrize(("name", "field"), sorted(ENTRIES))
def test_an_entry_on_a_day_of_a_closed_year_is_refused_beside_the_day(name, field, case, closed):
    with pytest.raises(Refused) as caught:
        ENTRIES[name, field](case)
    assert (caught.value.rule, caught.value.field) == ("year_closed", field)
    assert "令和7年度" in caught.value.message


@pytest.mark.parametrize(("name", "field"), sorted(ENTRIES))
def test_the_same_entry_is_stored_while_the_year_is_open(name, field, case):
    making.year(2025, "open")
    ENTRIES[name, field](case)


#: Days that are no entry of the year they lie in, and why.
NO_ENTRIES = {
    "buyers": "days of access lie ahead, and are changed as they come",
    "orders.report": "asks; tried beside the other faults (tests/apps/orders/test_services.py)",
    "meetings": "slots lie ahead; minutes ask for the day of the meeting itself",
    "accounts": "terms of office of staff",
    "casework.import_past_support": "support that ended before there were years here",
    "casework.add_past_support": "support that ended before there were years here",
    "casework.bring_goal.due_on": "a goal is due ahead",
    "casework.accept_ec_proof": "what a paper shows of the time before; it is looked at today",
    "casework.note_cause": "since when it stands in the way; it is noted today",
    "casework.answer_follow_up.answers": "what the firm says today; its form asks for no day",
    "casework.answer_by_link": "what the firm says about a record; the record changes by correction",
    "casework.confirm_on_paper": "what the firm says about a record; the record changes by correction",
    "casework.confirm_result": "what the firm says about a record; the record changes by correction",
    "casework.add_effort.promised_by": "a promise lies ahead",
    "casework.add_effort.since_on": "when it began; what counts is when it was done",
    "casework.decide_gate": "a remedy is due ahead",
    "casework.promise_efforts": "a promise lies ahead",
    "casework.propose_goal": "a goal is due ahead",
    "casework.revise_goal": "a goal is due ahead",
    "casework.accept_paper": "where an old paper is found; it is noted today",
    "directory.note_absence": "absences are noted for today or later",
    "directory.retire_body": "a body is no longer offered",
    "directory.keep_body": "until when a body is offered",
    "directory.register_expert": "the term of a contract",
    "directory.lay_down_year": "the term of a contract",
    "directory.register_office": "what an office is",
    "directory.register_firm": "what a firm is",
    "directory.change_firm.founded_on": "what a firm is",
    "fees.add_cost_rate": "a rate holds from today or later",
    "fees.add_tax_rate": "a rate holds from today or later",
    "fees.add_terms": "terms hold from today or later",
    "fees.set_issuer": "the issuer's particulars hold from today or later",
    "fees.write_quote": "a service starts ahead",
    "fees.revise_quote": "a service starts ahead",
    "fees.change_quote": "a service starts ahead",
    "fees.start_service": "asks; tried beside the other days of a quote (tests/apps/fees/test_quotes.py)",
    "fees.put_off": "more time lies ahead",
    "fees.record_payment": "asks; tried beside the other payments (tests/apps/fees/test_invoices.py)",
    "fees.set_rounding": "a rule holds from today or later",
    "intake.consult": "what a firm is",
    "intake.retire_reason": "a reason is no longer offered",
    "intake.pause": "a pause lasts until a day ahead",
    "intake.resume": "computed from the pause",
    "notices.note_task": "a task is due ahead",
    "policies": "versions keep their own order of days",
    "privacy": "the law counts from the day on which a request came",
    "providers.publish": "a listing ends today or later",
    "products.begin": "the last day of a certificate or of an exclusive right",
    "products.write": "the last day of a certificate or of an exclusive right",
    "programmes.add_days_off": "days on which nobody works, which clocks leave out",
    "programmes.add_hourly_rate": "a rate holds from today or later",
    "sales.end": "asks; tried beside the other steps (tests/apps/sales/test_listings.py)",
    "sales.tell_stock": "asks; tried beside the other stock (tests/apps/sales/test_stock.py)",
    "sales.dispose_stock": "asks; tried beside the other stock (tests/apps/sales/test_stock.py)",
    "sales.report_nothing": "asks; tried beside the other reports (tests/apps/malls/test_monthly.py)",
    "sales.report_by_form": "rows of a closed year are refused by sales.reading",
    "sales.write_campaign": "days of a campaign lie ahead",
    "sales.change_campaign": "days of a campaign lie ahead",
    "malls.close_mall": "asks; tried beside the other days (tests/apps/malls/test_closing.py)",
    "malls.write_entry": "days of a contract, and of a count that is no entry of a year",
    "malls.invite_operator": "days of access lie ahead",
    "sales.begin_terms": "asks; tried beside the other terms (tests/apps/sales/test_dues.py)",
    "sales.mark_paid": "when a site paid what was sold before: no figure of a year counts it",
    "sales.keep_cost": "asks; tried beside the other costs (tests/apps/sales/test_listings.py)",
    "selection.open_round.closes_on": "a round belongs to the year in which it opens",
    "selection.change_round.closes_on": "a round belongs to the year in which it opens",
    "selection.change.": "goals and promises lie ahead",
    "selection.start.": "goals and promises lie ahead",
    "snapshots": "a snapshot is of the present day",
    "surveys": "a wave opens today or later and is changed only until then",
    "transfers.transfer_work": "days of leave and of leaving",
}


def _days(kind, depth=0):
    """The paths to dates below a type."""
    if kind is date:
        return [""]
    found = [path for part in typing.get_args(kind) for path in _days(part, depth)]
    if dataclasses.is_dataclass(kind) and depth < 3 and kind.__module__.startswith("banso.apps"):
        for name, part in typing.get_type_hints(kind).items():
            found += [f".{name}{path}" for path in _days(part, depth + 1)]
    return found


def services():
    """Every service of the house: its room and name, and the function behind the transaction."""
    for module in pkgutil.walk_packages(banso.apps.__path__, "banso.apps."):
        if ".migrations" in module.name:
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if inspect.isfunction(value) and value.__code__.co_qualname == "service.<locals>.call":
                behind = value.__wrapped__
                yield f"{behind.__module__.split('.')[2]}.{behind.__name__}", behind


def test_every_service_that_takes_a_day_asks_or_is_known_to_make_no_entry():
    unknown = set()
    for name, behind in services():
        # Types of what only reads a file are not services' data.
        hints = {key: kind for key, kind in typing.get_type_hints(behind).items() if key != "return"}
        for key, kind in hints.items():
            for path in _days(kind) if "imports" not in name else []:
                field = (key + path).rsplit(".", 1)[-1]
                full = f"{name}.{field}"
                if (name, field) not in ENTRIES and not any(full.startswith(known) for known in NO_ENTRIES):
                    unknown.add(full)
    assert unknown == set()


def test_a_year_without_a_row_takes_entries(case):
    log_activity(case)


def test_a_correction_may_lie_in_a_closed_year(closed):
    refuse_closed(dataclasses.replace(staff(), correcting=True), CLOSED_DAY)


def test_an_entry_of_the_present_year_costs_no_query(queries, closed):
    actor = staff()
    with queries(0):
        refuse_closed(actor, TODAY)


def test_the_last_day_of_a_closed_year_is_in_it_and_the_day_after_is_not(closed):
    with pytest.raises(Refused):
        refuse_closed(staff(), date(2026, 3, 31))
    refuse_closed(staff(), date(2026, 4, 1))


def test_the_refusal_names_the_year_and_the_way_out(closed):
    with pytest.raises(Refused) as caught:
        refuse_closed(staff(), CLOSED_DAY)
    assert "令和7年度" in caught.value.message
    assert "訂正" in caught.value.message
