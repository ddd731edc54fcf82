"""On every day at most one version of a family is in force; what was in force stays as it was."""

from datetime import date

import pytest

from banso.apps.journal.models import Event
from banso.apps.policies import selectors, services
from banso.apps.policies.models import Status, status_on

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MARCH_31, MAY = date(2026, 3, 31), date(2026, 5, 1)


def in_force(day):
    version = selectors.version_in_force("small", day)
    return version and version.code


def test_a_version_is_in_force_from_its_first_day_on():
    version = making.published()
    assert (version.state, version.in_force_from, version.in_force_to) == ("published", making.APRIL, None)
    assert [in_force(day) for day in (MARCH_31, making.APRIL, date(2040, 1, 1))] == [None, "first", "first"]


def test_an_open_version_ends_the_day_before_the_next_begins(chain):
    first = making.published()
    making.published("second", first=MAY)
    assert making.stored(first).in_force_to == date(2026, 4, 30)
    assert [in_force(day) for day in (date(2026, 4, 30), MAY)] == ["first", "second"]
    assert chain("policy", "first")[-2:] == ["policy.published", "policy.ended"]
    assert Event.objects.get(action="policy.ended").data["successor"] == "second"


def test_today_may_be_the_first_day():
    making.published(first=making.TODAY)
    assert in_force(making.TODAY) == "first"


def test_a_day_in_the_past_is_refused_and_nothing_is_stored(refused):
    version = making.approved()
    with refused("not_in_the_past", "in_force_from"):
        services.publish(making.manager(), version, in_force_from=date(2026, 3, 9), edition=version.edition)
    assert making.stored(version).state == "approved"


def test_a_version_that_begins_before_one_that_is_scheduled_without_end_is_refused(refused, chain):
    making.published(first=MAY)
    version = making.approved("second")
    with refused("overlaps_none", "in_force_from"):
        services.publish(making.manager(), version, in_force_from=making.APRIL, edition=version.edition)
    assert (making.stored(version).state, chain("policy", "first")[-1]) == ("approved", "policy.published")


def test_a_version_may_fill_the_days_before_one_that_is_scheduled():
    making.published(first=MAY)
    making.published("second", first=making.APRIL, last=date(2026, 4, 30))
    assert [in_force(day) for day in (date(2026, 4, 30), MAY)] == ["second", "first"]


@pytest.mark.parametrize("day", [making.APRIL, date(2026, 4, 30)])
def test_a_version_that_begins_while_one_with_an_end_is_in_force_is_refused(day, refused):
    making.published(last=date(2026, 4, 30))
    version = making.approved("second")
    with refused("overlaps_none", "in_force_from"):
        services.publish(making.manager(), version, in_force_from=day, edition=version.edition)


def test_a_last_day_before_the_first_is_refused(refused):
    version = making.approved()
    with refused("last_day_first", "last_day"):
        services.publish(
            making.manager(), version, in_force_from=making.APRIL, last_day=MARCH_31, edition=version.edition
        )


def test_a_version_that_was_not_approved_is_not_published(refused):
    version = making.checked()
    with refused("policy_state"):
        services.publish(making.manager(), version, in_force_from=making.APRIL, edition=version.edition)


@pytest.mark.parametrize(
    "act",
    [
        lambda by, v: services.save_table(by, v, "entry", making.rows(), v.edition),
        lambda by, v: services.save_files(by, v, making.files(), v.edition),
        lambda by, v: services.save_head(by, v, v.edition, title_ja="題", title_en="T"),
        lambda by, v: services.return_to_draft(by, v, v.edition, "理由"),
        lambda by, v: services.discard(by, v, v.edition),
        lambda by, v: services.publish(by, v, in_force_from=MAY, edition=v.edition),
    ],
)
def test_a_published_version_takes_no_change(act, refused):
    version = making.published()
    with refused("policy_state"):
        act(making.manager(), version)


def test_an_open_version_is_ended_on_a_day(chain):
    version = making.published(first=making.TODAY)
    version = services.end(making.manager(), version, last_day=MARCH_31, edition=version.edition)
    assert making.stored(version).in_force_to == MARCH_31
    assert [in_force(day) for day in (MARCH_31, making.APRIL)] == ["first", None]
    assert chain("policy", "first")[-1] == "policy.ended"


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 31)])
def test_a_version_does_not_end_in_the_past_or_before_it_began(day, refused):
    version = making.published(first=making.APRIL)
    with refused("last_day_ahead", "last_day"):
        services.end(making.manager(), version, last_day=day, edition=version.edition)


def test_an_end_that_is_set_cannot_be_set_again(refused):
    version = making.published(last=MAY)
    with refused("end_is_open"):
        services.end(making.manager(), version, last_day=date(2026, 6, 1), edition=version.edition)


def test_versions_of_two_families_do_not_know_of_each_other():
    making.published()
    other = services.import_version(making.manager(), making.family("other"), making.files(), code="theirs")
    other = services.send_to_approval(making.manager(), other, 1)
    other = services.approve(making.manager(), other, other.edition)
    services.publish(making.manager(), other, in_force_from=making.APRIL, edition=other.edition)
    assert in_force(making.APRIL) == "first"
    assert selectors.version_in_force("other", making.APRIL).code == "theirs"


def test_where_a_version_stands_follows_from_the_day():
    version = making.published(last=date(2026, 4, 30))
    days = (MARCH_31, making.APRIL, date(2026, 4, 30), MAY)
    assert [status_on(version, day) for day in days] == [
        Status.SCHEDULED, Status.IN_FORCE, Status.IN_FORCE, Status.ENDED,
    ]  # fmt: skip
    assert status_on(making.draft("second"), MAY) is Status.DRAFT
