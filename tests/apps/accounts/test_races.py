"""Two people act at the same moment: one of them is refused."""

import pytest
from django.utils import timezone

from banso.apps.accounts import services
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import Actor, system
from support.people import make
from support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_who_lock_each_other_leave_one():
    first, second = make("administrator"), make("administrator")

    def lock(who, whom):
        return lambda: services.lock(Actor(who.pk, "administrator", timezone.now()), whom)

    assert at_once(lock(first, second), lock(second, first)) == ["last_administrator", "stored"]
    assert User.objects.filter(is_active=True).count() == 1


def test_two_administrators_who_end_each_others_role_leave_one():
    held = [make("administrator").assignments.get() for _each in range(2)]

    def end(who, which):
        actor = Actor(who.user_id, "administrator", timezone.now())
        return lambda: services.end_role(actor, which)

    assert at_once(end(held[0], held[1]), end(held[1], held[0])) == ["last_administrator", "stored"]
    assert services.current(timezone.localdate()).filter(role="administrator").count() == 1


def test_a_link_that_two_use_sets_one_password():
    issued = services.invite(system(timezone.now()), "new@example.invalid", "新井 花", "ja", Role.REVIEWER)

    def use(password):
        link = type(issued.link).objects.get(pk=issued.link.pk)
        return lambda: services.accept_invitation(system(timezone.now()), link, password)

    assert at_once(use("a first long password"), use("a second long password")) == ["link_closed", "stored"]


def test_an_address_is_taken_once():
    def create():
        return services.create_user(system(timezone.now()), "new@example.invalid", "新井 花")

    assert at_once(create, create) == ["email_taken", "stored"]
