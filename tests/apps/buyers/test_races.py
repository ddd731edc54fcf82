"""Two browsers that open one link at the same moment."""

import pytest

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import PersonalLink
from banso.apps.buyers import services
from banso.apps.journal.actor import Actor
from support.races import at_once
from tests.apps.buyers import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_a_link_lets_one_of_two_browsers_in(actor, clock):
    staff = actor("office_staff")
    buyer = making.buyer(staff)
    services.send_link(staff, buyer)
    link = PersonalLink.objects.filter(user=buyer.user).latest("pk")
    visitor = Actor(buyer.user_id, NO_ROLE, staff.at)

    def open_it():
        services.enter(visitor, PersonalLink.objects.get(pk=link.pk))

    assert at_once(open_it, open_it) == ["link_closed", "stored"]
