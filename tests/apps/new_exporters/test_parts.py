"""The parts of the programme: each course as a table of steps."""

import pytest

from banso.apps.base import Refused
from banso.apps.new_exporters import services
from banso.apps.new_exporters.models import ComponentState, Course
from banso.apps.new_exporters.services import StepData
from banso.apps.new_exporters.transitions import CLOSED, COMPONENTS
from tests.apps.new_exporters import making

pytestmark = pytest.mark.usefixtures("configuration")


def step(by, component, event, **values):
    values.setdefault("note", "済み")
    return services.move(by, component, event, StepData(edition=component.edition, **values))


COMPANY = {"company": True}
WAYS = [
    ("advice", [("begin", {}), ("finish", {})], ComponentState.DONE),
    ("advice", [("drop", {}), ("reopen", {}), ("begin", {})], ComponentState.UNDER_WAY),
    (
        "subsidy",
        [("apply", {"amount_yen": 3_000}), ("grant", {"amount_yen": 2_000}), ("pay", {"amount_yen": 1_900})],
        ComponentState.PAID,
    ),
    ("subsidy", [("apply", {"amount_yen": 500_000}), ("refuse", {})], ComponentState.REFUSED),
    ("trading_company", [("propose", COMPANY), ("meet", {}), ("contract", {})], ComponentState.CONTRACT),
    ("trading_company", [("propose", COMPANY), ("none", {})], ComponentState.NO_CONTRACT),
]  # fmt: skip


@pytest.mark.parametrize(("code", "steps", "end"), WAYS)
def test_a_part_goes_the_way_of_its_course(code, steps, end):
    member = making.member()
    part = making.planned(member, making.registered(member), code)
    for event, values in steps:
        values = dict(values)
        if values.pop("company", False):
            values["trading_company"] = making.company()
        part = step(member, part, event, **values)
    assert part.state == end
    assert (part.closed_on is not None) == (end in CLOSED)


@pytest.mark.parametrize("course", Course.values)
def test_every_open_state_of_a_course_leads_on(course):
    machine = COMPONENTS[course]
    for state in {row.target for row in machine.rows} - set(CLOSED):
        assert any(row.source == state for row in machine.rows), state


@pytest.mark.parametrize(
    ("code", "event", "values", "field"),
    [
        ("subsidy", "apply", {}, "amount_yen"),
        ("trading_company", "propose", {}, "trading_company"),
        ("advice", "drop", {"note": ""}, "note"),
    ],
)
def test_a_step_without_what_it_needs_is_refused_at_its_field(code, event, values, field):
    member = making.member()
    part = making.planned(member, making.registered(member), code)
    with pytest.raises(Refused) as refused:
        step(member, part, event, **values)
    assert refused.value.field == field


def test_no_more_is_paid_than_was_granted():
    member = making.member()
    part = making.planned(member, making.registered(member), "subsidy")
    part = step(member, part, "apply", amount_yen=100)
    part = step(member, part, "grant", amount_yen=80)
    with pytest.raises(Refused) as refused:
        step(member, part, "pay", amount_yen=81)
    assert refused.value.rule == "more_than_granted"


def test_a_step_from_an_old_page_is_refused():
    member = making.member()
    part = making.planned(member, making.registered(member))
    step(member, part, "begin")
    with pytest.raises(Refused) as refused:
        services.move(member, part, "finish", StepData(edition=1, note="済み"))
    assert refused.value.rule == "stale"


def test_only_the_holder_carries_a_part_on():
    member = making.member()
    part = making.planned(member, making.registered(member))
    with pytest.raises(Refused) as refused:
        step(making.member(making.body("chamber-b")), part, "begin")
    assert refused.value.rule == "holds"
