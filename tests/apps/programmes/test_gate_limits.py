"""How far support may be extended or shortened is set by programme managers."""

from datetime import datetime

import pytest
from django.urls import reverse

from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Event
from banso.apps.programmes.limits import GateLimitData, add_gate_limit, change_gate_limit, edition
from banso.apps.programmes.models import GateGround, GateLimit
from banso.apps.programmes.services import load_shipped_configuration
from support import people

pytestmark = pytest.mark.usefixtures("configuration")


def manager():
    person = people.make("programme_manager")
    return Actor(person.pk, "programme_manager", datetime(2026, 3, 10, 9, 20, tzinfo=ZONE))


def limit():
    return GateLimit.objects.get(
        version__service__code="hands_on", result="extend", ground__code="certification"
    )


def change(months=8, agreed_by="decider", seen=None):
    found = limit()
    return change_gate_limit(
        manager(), found, GateLimitData(months, agreed_by), seen=edition(found) if seen is None else seen
    )


def test_a_limit_is_changed_with_what_it_was_in_the_journal():
    change()
    assert (limit().most_months, limit().agreed_by) == (8, "decider")
    event = Event.objects.get(action="limits.changed")
    assert '"months_before": 6' in event.payload.replace('":6', '": 6')


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"months": 0}, "months_range", "most_months"),
        ({"months": 61}, "months_range", "most_months"),
        ({"agreed_by": "expert"}, "unknown_code", "agreed_by"),
        ({"seen": "5:"}, "stale", None),
    ],
)
def test_a_wrong_change_is_refused(refused, values, rule, field):
    with refused(rule, field):
        change(**values)
    assert limit().most_months == 6


def test_a_ground_has_one_limit_a_decision(refused):
    found = limit()
    with refused("limit_there", "ground"):
        add_gate_limit(manager(), found.version, "extend", found.ground, GateLimitData(3, ""))


def test_another_ground_is_allowed():
    found = limit()
    ground = GateGround.objects.create(code="fair", name_ja="見本市", name_en="Trade fair", position=99)
    add_gate_limit(manager(), found.version, "extend", ground, GateLimitData(3, ""))
    assert GateLimit.objects.get(ground=ground).most_months == 3


def test_what_a_manager_changed_outlasts_the_next_load_of_the_shipped_files():
    change(months=9)
    load_shipped_configuration(manager())
    assert limit().most_months == 9


def test_a_form_that_somebody_overtook_keeps_the_input_and_counts_when_sent_again(client_as):
    client, found = client_as("programme_manager"), limit()
    address = reverse("programmes:gate_limit", args=[found.pk])
    change(months=8)
    sent = {"most_months": "4", "agreed_by": "", "seen": edition(found)}
    answer = client.post(address, sent).content.decode()
    assert 'value="4"' in answer
    assert limit().most_months == 8
    client.post(address, {**sent, "seen": edition(limit())})
    assert (limit().most_months, limit().agreed_by) == (4, "")


@pytest.mark.parametrize(("role", "status"), [("programme_manager", 200), ("office_manager", 403)])
def test_only_programme_managers_change_limits(client_as, role, status):
    address = reverse("programmes:gate_limit", args=[limit().pk])
    assert client_as(role).get(address).status_code == status


def test_offices_read_the_limits_in_few_queries(client_as, queries):
    client = client_as("office_staff")
    client.get(reverse("programmes:gate_limits"))
    with queries(at_most=8):
        assert "認証" in client.get(reverse("programmes:gate_limits")).content.decode()
