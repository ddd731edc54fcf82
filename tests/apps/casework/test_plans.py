"""Export strategy and business plan: written, sent, agreed by both; no stage closes without."""

from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.casework.agreed_by_both import PLAN
from banso.apps.casework.models import StagePlan
from banso.apps.casework.models.plans import PARTS
from support import races

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

BEFORE, LATER = date(2025, 3, 3), date(2025, 9, 1)
WHOLE = {part: f"{part}の本文" for part in PARTS}


def write(case, role="firm_member", edition=0, texts=WHOLE, day=LATER):
    return services.write_plan(making.by(role, day), case, "strategy", texts, edition=edition)


def sent(case):
    plan = write(case)
    return services.send_plan(making.by("firm_member", LATER), plan, edition=plan.edition)


def agree(plan, role):
    plan.refresh_from_db()
    return services.agree_plan(making.by(role, LATER), plan, edition=plan.edition)


def agreed(case):
    return agree(agree(sent(case), "firm_member"), "office_staff")


def advance(case, day=LATER):
    stage = case.stages.get(order=1)
    data = services.GateData("advance", "進む", stage.reviews.count())
    return services.decide_gate(making.by("office_staff", day), stage, data)


def test_a_document_goes_from_draft_to_agreed_by_both(events):
    case = making.opened(documents=False)
    plan = agreed(case)
    assert (plan.state, plan.firm_agreed_on, plan.office_agreed_on) == ("agreed", LATER, LATER)
    assert events(case)[-4:] == ["plan.written", "plan.sent", "plan.agreed", "plan.agreed"]


def test_a_draft_with_a_gap_is_stored_and_not_sent(refused):
    plan = write(making.opened(documents=False), texts={**WHOLE, "price": ""})
    with refused("complete"):
        services.send_plan(making.by("firm_member", LATER), plan, edition=plan.edition)


def test_a_text_changed_after_it_was_sent_is_a_draft_again_and_agreed_anew():
    case = making.opened(documents=False)
    plan = agree(sent(case), "firm_member")
    again = write(case, "office_staff", edition=plan.edition)
    assert (again.pk, again.version, again.state, again.firm_agreed_on) == (plan.pk, 1, "draft", None)


def test_a_text_changed_after_agreement_is_a_new_version_beside_the_agreed_one():
    case = making.opened(documents=False)
    plan = agreed(case)
    again = write(case, edition=plan.edition)
    plan.refresh_from_db()
    assert (again.version, again.state, plan.state) == (2, "draft", "agreed")


def test_a_stale_form_is_refused(refused):
    case = making.opened(documents=False)
    write(case)
    with refused("as_seen"):
        write(case, "office_staff", edition=0)


def test_nobody_agrees_twice(refused):
    plan = agree(sent(making.opened(documents=False)), "office_staff")
    with refused("plan_state"):
        agree(plan, "office_staff")


def test_an_expert_writes_and_does_not_agree(refused):
    expert = making.expert()
    case = making.opened(documents=False, expert=expert)
    actor = making.by("expert", LATER, expert.user)
    plan = services.write_plan(actor, case, "strategy", WHOLE, edition=0)
    plan = services.send_plan(actor, plan, edition=plan.edition)
    with refused("role"):
        services.agree_plan(actor, plan, edition=plan.edition)


def test_a_document_that_no_stage_closes_with_is_refused(refused):
    with refused("unknown_code", "kind"):
        write(making.opened(service="mall", documents=False))


def test_a_stage_does_not_close_without_its_document(refused):
    case = making.opened(documents=False)
    with refused("document_agreed"):
        advance(case)


def test_a_stage_does_not_close_while_only_one_side_has_agreed(refused):
    case = making.opened(documents=False)
    agree(sent(case), "firm_member")
    with refused("document_agreed"):
        advance(case)


def test_a_stage_closes_with_its_document_while_a_new_version_is_written():
    case = making.opened(documents=False)
    plan = agreed(case)
    write(case, edition=plan.edition)
    assert advance(case).result == "advance"


def test_a_stage_without_a_document_closes_as_before():
    case = making.opened(service="mall", documents=False)
    assert advance(case, date(2025, 6, 2)).result == "advance"


def test_paper_stands_in_for_cases_from_before(events):
    case = making.opened(BEFORE, documents=False)
    services.accept_paper(
        making.by("office_staff", LATER), case, "strategy", agreed_on=BEFORE, reason="案件ファイルにある"
    )
    assert advance(case).result == "advance"
    assert "plan.on_paper" in events(case)


@pytest.mark.parametrize(
    ("began", "agreed_on", "reason", "rule", "field"),
    [
        (making.START, making.START, "ある", "began_before", None),
        (BEFORE, date(2025, 9, 2), "ある", "in_future", "agreed_on"),
        (BEFORE, date(2025, 3, 2), "ある", "before_support", "agreed_on"),
        (BEFORE, BEFORE, " ", "required", "reason"),
    ],
)
def test_paper_does_not_stand_in_otherwise(refused, began, agreed_on, reason, rule, field):
    case = making.opened(began, documents=False)
    with refused(rule, field):
        services.accept_paper(
            making.by("office_staff", LATER), case, "strategy", agreed_on=agreed_on, reason=reason
        )


def test_paper_does_not_stand_in_for_what_is_written_here(refused):
    case = making.opened(BEFORE, documents=False)
    write(case)
    with refused("plan_state"):
        services.accept_paper(
            making.by("office_staff", LATER), case, "strategy", agreed_on=BEFORE, reason="ある"
        )


def test_the_firm_does_not_accept_paper_for_the_office(refused):
    case = making.opened(BEFORE, documents=False)
    with refused("role"):
        services.accept_paper(
            making.by("firm_member", LATER), case, "strategy", agreed_on=BEFORE, reason="ある"
        )


def test_an_ended_case_keeps_its_documents(refused):
    case = making.opened(documents=False)
    services.end_support(
        making.by("office_staff", LATER), case, outcome="stopped", note="中止", ended_on=LATER
    )
    with refused("under_way"):
        write(case)


def test_every_state_is_left_by_every_event_only_as_the_table_says():
    table = {(row.source, row.event): row.target for row in PLAN.rows}
    assert table == {
        ("new", "write"): "draft",
        ("new", "accept_paper"): "on_paper",
        ("draft", "write"): "draft",
        ("draft", "send"): "sent",
        ("sent", "write"): "draft",
        ("firm_agreed", "write"): "draft",
        ("office_agreed", "write"): "draft",
        ("sent", "firm_agree"): "firm_agreed",
        ("sent", "office_agree"): "office_agreed",
        ("firm_agreed", "office_agree"): "agreed",
        ("office_agreed", "firm_agree"): "agreed",
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_first_versions_at_the_same_moment_one_is_stored():
    case = making.opened(documents=False)
    firm, office = making.by("firm_member", LATER), making.by("office_staff", LATER)
    outcomes = races.at_once(
        lambda: services.write_plan(firm, case, "strategy", WHOLE, edition=0),
        lambda: services.write_plan(office, case, "strategy", WHOLE, edition=0),
    )
    assert outcomes == ["as_seen", "stored"]
    assert StagePlan.objects.count() == 1
