"""Who may edit and approve follows from rights to the family, on the days on which they are held."""

from datetime import date

import pytest
from django.utils import timezone

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.policies import selectors, services
from banso.apps.policies.models import PolicyFamily, PolicySteward, PolicyVersion
from support import people

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BY_RIGHT = {
    Action.POLICY_EDIT: "edit", Action.POLICY_APPROVE: "approve", Action.POLICY_MIGRATE: "approve",
}  # fmt: skip
READERS = {
    "office_staff", "office_manager", "reviewer", "decider", "programme_manager", "evaluator", "auditor",
    "administrator",
}  # fmt: skip


def access(user):
    return Access(user, timezone.now())


def give(user, right, family=None, **days):
    values = {"given_on": date(2026, 1, 1), **days}
    return PolicySteward.objects.create(family=family or making.family(), user=user, right=right, **values)


@pytest.mark.parametrize("role", Role.values)
def test_staff_and_readers_see_every_version_and_others_none(role):
    version = making.draft()
    held = access(people.make(role))
    assert held.allows(Action.POLICY_VIEW, version) is (role in READERS)
    assert held.can(Action.POLICY_VIEW) is (role in READERS)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("action", BY_RIGHT)
def test_a_right_counts_for_programme_managers_alone(role, action):
    version = making.draft()
    user = people.make(role)
    give(user, "edit")
    give(user, "approve")
    assert access(user).allows(action, version) is (role == "programme_manager")


@pytest.mark.parametrize("right", ["edit", "approve"])
@pytest.mark.parametrize("action", BY_RIGHT)
def test_each_right_opens_its_own_actions(right, action):
    version = making.draft()
    user = people.make("programme_manager")
    give(user, right)
    held = access(user)
    assert held.allows(action, version) is (BY_RIGHT[action] == right)
    assert held.allows(action, version.family) is (BY_RIGHT[action] == right)


def test_without_a_right_a_programme_manager_reads_only():
    version = making.draft()
    held = access(people.make("programme_manager"))
    assert [action for action in BY_RIGHT if held.allows(action, version)] == []


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ({"ended_on": date(2026, 3, 11)}, True),
        ({"ended_on": date(2026, 3, 10)}, False),
        ({"ended_on": date(2026, 2, 1)}, False),
        ({"given_on": date(2026, 3, 10)}, True),
        ({"given_on": date(2026, 3, 11)}, False),
    ],
)
def test_a_right_counts_on_the_days_on_which_it_is_held(days, holds):
    version = making.draft()
    user = people.make("programme_manager")
    give(user, "edit", **days)
    assert access(user).allows(Action.POLICY_EDIT, version) is holds
    assert selectors.may(user, making.family(), "edit", making.TODAY) is holds


def test_the_right_of_one_and_the_days_of_another_do_not_add_up():
    version = making.draft()
    user, other = people.make("programme_manager"), people.make("programme_manager")
    give(user, "edit", ended_on=date(2026, 2, 1))
    give(user, "approve")
    give(other, "edit")
    assert not access(user).allows(Action.POLICY_EDIT, version)


def test_a_right_belongs_to_one_family():
    making.draft()
    user = people.make("programme_manager")
    give(user, "edit", making.family("other"))
    held = access(user)
    assert list(held.rows(Action.POLICY_EDIT, PolicyVersion.objects.order_by("pk"))) == []
    families = held.rows(Action.POLICY_EDIT, PolicyFamily.objects.order_by("pk"))
    assert [family.code for family in families] == ["other"]


def test_each_version_is_listed_once_however_many_rights_are_held(queries):
    making.draft()
    user = people.make("programme_manager")
    give(user, "edit", ended_on=date(2026, 6, 1))
    give(user, "edit")
    held = access(user)
    assert len(held.assignments) == 1
    with queries(1):
        assert len(held.rows(Action.POLICY_EDIT, PolicyVersion.objects.order_by("pk"))) == 1


def test_an_administrator_gives_a_right_and_ends_it(chain):
    administrator, user = making.administrator(), people.make("programme_manager")
    given = services.give_right(administrator, making.family(), user, "edit")
    assert [held.user for held in selectors.stewards_on(making.family(), making.TODAY)] == [user]
    services.end_right(administrator, given)
    assert list(selectors.stewards_on(making.family(), making.TODAY)) == []
    assert chain("policy_family", "small") == ["policy.right_given", "policy.right_ended"]


def test_a_right_that_ended_can_be_given_again_the_same_day():
    administrator, user = making.administrator(), people.make("programme_manager")
    services.end_right(administrator, services.give_right(administrator, making.family(), user, "edit"))
    services.give_right(administrator, making.family(), user, "edit")
    assert access(user).allows(Action.POLICY_EDIT, making.draft())


def test_a_right_is_given_once(refused):
    administrator, user = making.administrator(), people.make("programme_manager")
    services.give_right(administrator, making.family(), user, "edit")
    with refused("right_held", "user"):
        services.give_right(administrator, making.family(), user, "edit")


def test_a_right_ends_once(refused):
    administrator, user = making.administrator(), people.make("programme_manager")
    given = services.give_right(administrator, making.family(), user, "edit")
    services.end_right(administrator, given)
    with refused("right_ended"):
        services.end_right(administrator, given)


@pytest.mark.parametrize("role", ["auditor", "decider", "administrator"])
def test_only_a_programme_manager_is_given_a_right(role, refused):
    with refused("no_programme_manager", "user"):
        services.give_right(making.administrator(), making.family(), people.make(role), "edit")


def test_who_is_no_programme_manager_any_more_is_given_no_right(refused):
    user = people.make("programme_manager")
    user.assignments.update(valid_to=date(2026, 3, 9))
    with refused("no_programme_manager", "user"):
        services.give_right(making.administrator(), making.family(), user, "edit")


def test_there_is_no_third_right(refused):
    user = people.make("programme_manager")
    with refused("unknown_code", "right"):
        services.give_right(making.administrator(), making.family(), user, "publish")
