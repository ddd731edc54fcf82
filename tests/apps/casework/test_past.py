"""A firm that starts again is linked to its past, on the case page and on that of the application."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.casework import services
from banso.apps.casework.models import Case
from banso.apps.casework.past import past_of
from banso.apps.selection.models import ApplicationState
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

FIRST_END, SECOND = date(2024, 8, 31), date(2026, 3, 2)


class Everything:
    """An access that reaches every row."""

    @staticmethod
    def rows(_action, queryset):
        return queryset


class Nothing:
    @staticmethod
    def rows(_action, queryset):
        return queryset.none()


def ended(firm, follow_up=None):
    case = making.opened(date(2023, 4, 1), firm=firm)
    by = making.by("office_staff", FIRST_END)
    case = services.end_support(by, case, outcome="exported", note="終了", ended_on=FIRST_END)
    if follow_up:
        day = date(2025, 2, 28)
        row = case.follow_ups.get(months=6)
        services.record_follow_up(making.by("office_staff", day), row, follow_up)
    return case


def shown(client_as, case):
    client = client_as("office_staff", office=case.office)
    return client.get(reverse("casework:case", args=[case.ref])).text


def test_earlier_cases_are_told_with_their_outcome_and_the_last_follow_up(client_as):
    firm = people.make_firm()
    before = ended(firm, services.FollowUpData(date(2025, 2, 28), "call", "up"))
    html = shown(client_as, making.opened(SECOND, firm=firm, efforts=[]))
    section = html.split('id="past"')[1].split("</section>")[0]
    assert reverse("casework:case", args=[before.ref]) in section
    assert before.get_outcome_display() in section
    assert "2025年2月28日：輸出は増加" in section


def test_the_first_case_of_a_firm_has_no_past(client_as):
    assert 'id="past"' not in shown(client_as, making.opened())


def test_a_case_is_no_past_of_the_one_before_it():
    firm = people.make_firm()
    before = ended(firm)
    making.opened(SECOND, firm=firm, efforts=[])
    assert past_of(Everything, firm.pk, before.started_on) == []


def test_single_questions_are_no_support_before():
    firm = people.make_firm()
    expert = making.expert()
    services.open_spot_case(making.by("expert", user=expert.user), making.need(firm=firm), expert)
    assert Case.objects.filter(firm=firm).exists()
    assert past_of(Everything, firm.pk, SECOND) == []


def imported(firm, **values):
    row = services.PastRow(firm.pk, "x1", "旧支援", date(2024, 3, 31), **values)
    services.import_past_support(making.by("office_manager", date(2025, 4, 1)), [row])


@pytest.mark.parametrize(
    ("exported", "words"), [(True, "輸出あり"), (False, "輸出に至らなかった"), (None, "不明")]
)
def test_support_before_banso_is_told_as_the_old_records_have_it(exported, words):
    firm = people.make_firm()
    imported(firm, exported=exported)
    line = past_of(Everything, firm.pk, SECOND)[0]
    assert (line.ref, line.open, line.service, line.outcome, line.since) == ("", False, "旧支援", words, "")


def test_a_contact_that_caught_up_is_the_last_word_on_support_before_banso():
    firm = people.make_firm()
    imported(firm)
    day = date(2025, 4, 9)
    row = firm.catch_ups.get()
    services.record_follow_up(making.by("office_staff", day), row, services.FollowUpData(day, "call", "down"))
    assert past_of(Everything, firm.pk, SECOND)[0].since.startswith("2025年4月9日")


def test_a_case_out_of_reach_is_named_and_not_linked():
    firm = people.make_firm()
    ended(firm)
    assert [line.open for line in past_of(Nothing, firm.pk, SECOND)] == [False]
    assert [line.open for line in past_of(Everything, firm.pk, SECOND)] == [True]


def test_the_past_is_read_in_one_query(queries):
    firm = people.make_firm()
    ended(firm)
    imported(firm)
    with queries(1):
        assert len(past_of(Everything, firm.pk, SECOND)) == 2


def test_whoever_judges_an_application_sees_the_past(client_as):
    firm = people.make_firm()
    before = ended(firm)
    application = making.application(ApplicationState.SUBMITTED, firm=firm)
    application.created_at = application.submitted_at = making.at(SECOND)
    application.save()
    html = client_as("decider").get(reverse("selection:application", args=[application.ref])).text
    section = html.split('id="past"')[1].split("</section>")[0]
    assert before.service.name in section
