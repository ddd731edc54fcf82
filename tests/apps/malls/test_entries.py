"""A mall's page in the directory: a draft is written, published or dropped, and what is published stands."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from banso.apps.base import Faulty, Refused
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Event
from banso.apps.malls import services
from banso.apps.malls.entry_content import missing
from banso.apps.malls.models import EntryPoint, MallEntry
from banso.apps.malls.reminders import contracts_end
from banso.apps.malls.selectors import running_cost, standing
from banso.apps.malls.transitions import ENTRY
from banso.apps.sales.models import CostKind
from banso.apps.sales.services import keep_cost
from support import people
from support.races import at_once
from tests.apps.sales import making as sales

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def refused(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.rule


def states():
    return list(MallEntry.objects.order_by("number").values_list("number", "state"))


def test_a_page_is_written_published_and_replaced_by_its_next_edition():
    making.published_entry()
    draft = making.drafted(operator="Hillside Holdings")
    stands = standing(sales.site().mall)
    assert (stands.published.operator, stands.draft.operator) == ("Hillside Ltd.", "Hillside Holdings")
    services.publish_entry(sales.by(), draft)
    assert states() == [(1, "replaced"), (2, "published")]
    told = Event.objects.filter(subject_kind="mall", subject_ref="us-a").order_by("pk")
    steps = ["mall.entry_written", "mall.entry_published"]
    assert list(told.values_list("action", flat=True)) == steps * 2


def test_a_draft_that_is_dropped_leaves_what_is_published():
    making.published_entry()
    services.drop_entry(sales.by(), making.drafted(operator="Other"))
    assert states() == [(1, "published"), (2, "dropped")]
    assert making.drafted().number == 3


def test_a_draft_may_lack_what_publishing_needs():
    draft = making.drafted(staff=None, papers=[], words_en=" ")
    assert refused(services.publish_entry, sales.by(), draft) == "complete"
    assert missing(making.entry_data(staff=None, papers=[])) == ["papers", "staff"]
    assert states() == [(1, "draft")]


def test_all_faults_are_told_at_once_and_nothing_is_stored():
    wrong = {
        "operator": "x" * 121, "users": 5, "users_on": None, "seller": "gives", "papers": ["passport"],
        "contract_to": date(2024, 1, 1), "staff": people.make("office_staff"),
    }  # fmt: skip
    with pytest.raises(Faulty) as caught:
        making.drafted(**wrong)
    told = {(fault.rule, fault.field) for fault in caught.value.faults}
    assert told == {
        ("too_long", "operator"),
        ("users_without_day", "users_on"),
        ("code_unknown", "seller"),
        ("code_unknown", "papers"),
        ("end_before", "contract_to"),
        ("staff_unknown", "staff"),
    }
    assert not MallEntry.objects.exists() and not EntryPoint.objects.exists()


def test_a_draft_that_somebody_else_changed_published_or_dropped_is_not_written_over():
    mall, data = sales.site().mall, making.entry_data()
    draft = services.write_entry(sales.by(), mall, data, 0)
    assert refused(services.write_entry, sales.by(), mall, data, 0) == "as_seen"
    services.write_entry(sales.by(), mall, data, draft.revision)
    services.publish_entry(sales.by(), draft)
    assert refused(services.write_entry, sales.by(), mall, data, 2) == "as_seen"


def test_only_head_office_writes_and_publishes():
    draft = making.drafted()
    for role in ("office_manager", "mall_operator", "firm_member"):
        other = Actor(people.make(role).pk, role, sales.NOW)
        assert refused(services.write_entry, other, draft.mall, making.entry_data()) == "role"
        assert refused(services.publish_entry, other, draft) == "role"
        assert refused(services.drop_entry, other, draft) == "role"
    assert {role for row in ENTRY.rows for role in row.roles} == {"programme_manager"}


def test_a_mall_that_closes_drops_its_draft_and_takes_no_other():
    making.published_entry()
    draft = making.drafted(operator="Other")
    services.close_mall(sales.by(), draft.mall, services.ClosingData(date(2026, 3, 10), "cost"))
    assert states() == [(1, "published"), (2, "dropped")]
    assert refused(services.write_entry, sales.by(), draft.mall, making.entry_data()) == "mall_closed"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_a_draft_at_once_one_does():
    mall, data, actor = sales.site().mall, making.entry_data(), sales.by()
    write = [lambda: services.write_entry(actor, mall, data, 0)] * 2
    assert at_once(*write) == ["as_seen", "stored"]
    assert states() == [(1, "draft")]


def test_the_database_holds_one_draft_and_one_published_page_of_a_mall():
    making.published_entry()
    making.drafted()
    for state, published_at in (("draft", None), ("published", sales.NOW)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MallEntry.objects.create(
                mall=sales.site().mall, number=9, state=state, written_at=sales.NOW, published_at=published_at
            )


def test_who_is_in_charge_is_reminded_ninety_days_before_the_contract_ends():
    entry = making.published_entry(contract_to=date(2026, 6, 8))
    assert list(contracts_end(datetime(2026, 3, 9, 9, tzinfo=ZONE), None)) == []
    found = list(contracts_end(sales.NOW, None))
    assert [(due.subject_ref, due.due_on, due.persons) for due in found] == [
        ("us-a", date(2026, 6, 8), (entry.staff_id,))
    ]


def test_where_who_was_in_charge_is_gone_all_of_head_office_is_reminded():
    entry = making.published_entry(contract_to=date(2026, 6, 8))
    others = [people.make("programme_manager").pk for _ in range(2)]
    entry.staff.assignments.update(valid_to=date(2026, 3, 1))
    assert set(next(contracts_end(sales.NOW, None)).persons) == set(others)


def test_the_running_cost_is_the_mean_of_the_full_months_on_record():
    site = sales.site()
    assert running_cost(site.mall, sales.NOW.date()) is None
    for month, kind, yen in (
        (date(2025, 2, 1), CostKind.RUNNING, 90_000),
        (date(2025, 3, 1), CostKind.RUNNING, 10_000),
        (date(2026, 2, 1), CostKind.RUNNING, 20_001),
        (date(2026, 2, 1), CostKind.PROMOTION, 70_000),
        (date(2026, 3, 1), CostKind.RUNNING, 50_000),
    ):
        keep_cost(sales.by(), site, month, kind, yen)
    cost = running_cost(site.mall, sales.NOW.date())
    assert (cost.yen, cost.months) == (15_001, 2)
