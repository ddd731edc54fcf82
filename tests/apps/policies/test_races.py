"""Two people act at the same moment: exactly one of them is stored."""

from datetime import date

import pytest

from banso.apps.journal.models import Event
from banso.apps.policies import services
from banso.apps.policies.models import PolicyDecision, PolicySteward, PolicyVersion
from support import people
from support.races import at_once

from . import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]


def test_a_version_is_approved_once_when_two_approve_it():
    version = making.checked()
    first, second = making.manager(), making.manager()
    outcomes = at_once(
        lambda: services.approve(first, version, version.edition),
        lambda: services.approve(second, version, version.edition),
    )
    assert outcomes == ["stale", "stored"]
    assert making.stored(version).approver_id in (first.user_id, second.user_id)
    assert Event.objects.filter(action="policy.approved").count() == 1


@pytest.mark.parametrize("days", [(date(2026, 4, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 5, 1))])
def test_of_two_versions_published_at_once_no_two_share_a_day(days):
    versions = [making.approved("first"), making.approved("second")]
    managers = [making.manager(), making.manager()]

    def publish(number):
        version = versions[number]
        last = date(2026, 12, 31)
        return lambda: services.publish(
            managers[number], version, in_force_from=days[number], last_day=last, edition=version.edition
        )

    assert at_once(publish(0), publish(1)) == ["overlaps_none", "stored"]
    assert PolicyVersion.objects.filter(state="published").count() == 1


def test_two_that_are_published_without_end_leave_one_open():
    versions = [making.approved("first"), making.approved("second")]
    managers = [making.manager(), making.manager()]
    days = [date(2026, 4, 1), date(2026, 5, 1)]

    def publish(number):
        version = versions[number]
        return lambda: services.publish(
            managers[number], version, in_force_from=days[number], edition=version.edition
        )

    outcomes = at_once(publish(0), publish(1))
    assert outcomes in (["stored", "stored"], ["overlaps_none", "stored"])
    published = PolicyVersion.objects.filter(state="published").order_by("in_force_from")
    ends = list(published.values_list("in_force_from", "in_force_to"))
    assert ends in (
        [(days[0], date(2026, 4, 30)), (days[1], None)],
        [(days[1], None)],
    )


def test_one_of_two_saves_of_the_same_edition_is_kept():
    version = making.draft()
    writers = [making.manager(), making.manager()]
    outcomes = at_once(
        lambda: services.save_table(writers[0], version, "entry", making.rows(70), 1),
        lambda: services.save_table(writers[1], version, "entry", making.rows(80), 1),
    )
    assert outcomes == ["stale", "stored"]
    assert making.stored(version).edition == 2
    assert Event.objects.filter(action="policy.changed").count() == 1


def test_a_save_and_the_sending_to_approval_do_not_both_happen():
    author = making.manager()
    version = making.draft(by=author)
    writer = making.manager()
    outcomes = at_once(
        lambda: services.send_to_approval(author, version, 1),
        lambda: services.save_table(writer, version, "entry", making.rows(80), 1),
    )
    assert outcomes == ["stale", "stored"]


def test_an_approval_and_a_return_do_not_both_happen():
    version = making.checked()
    approver, other = making.manager(), making.manager()
    outcomes = at_once(
        lambda: services.approve(approver, version, version.edition),
        lambda: services.return_to_draft(other, version, version.edition, "理由"),
    )
    assert outcomes == ["stale", "stored"]


def test_a_code_is_given_once_when_two_copy_at_once():
    source = making.published()
    managers = [making.manager(), making.manager()]

    def copy(number):
        return lambda: services.copy_version(
            managers[number], source, code="next", title_ja="次", title_en="Next"
        )

    assert at_once(copy(0), copy(1)) == ["code_taken", "stored"]


def test_a_right_is_given_once_when_two_administrators_give_it():
    family, user = making.family(), people.make("programme_manager")
    administrators = [making.administrator(), making.administrator()]
    outcomes = at_once(
        lambda: services.give_right(administrators[0], family, user, "edit"),
        lambda: services.give_right(administrators[1], family, user, "edit"),
    )
    assert outcomes == ["right_held", "stored"]
    assert PolicySteward.objects.count() == 1


def test_what_came_of_a_decision_is_written_down_by_one_of_two():
    making.published(first=making.TODAY)
    people_ = [making.manager(), making.manager()]
    decision = services.decide(
        people_[0], "sample", "S-1", {"points": 80},
        decisions=("advice",), applied_on=making.TODAY, family_code="small",
    )  # fmt: skip
    outcomes = at_once(
        lambda: services.note_departure(people_[0], decision, followed=True),
        lambda: services.note_departure(people_[1], decision, followed=False, reason="理由"),
    )
    assert outcomes == ["noted_already", "stored"]
    assert PolicyDecision.objects.count() == 1
