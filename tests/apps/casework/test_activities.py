import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from banso.apps.casework import services
from banso.apps.journal.models import Event

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 5, 1)


def log(case, *, role="office_staff", user=None, today=DAY, **values):
    data = {"kind": "advice", "done_on": DAY, "hours": Decimal("1.5"), "advice": "価格を見直した"} | values
    return services.log_activity(making.by(role, today, user), case, services.ActivityData(**data))


def test_an_expert_logs_hours_on_an_own_case():
    expert = making.expert()
    activity = log(making.opened(expert=expert), role="expert", user=expert.user)
    assert (activity.expert, activity.staff, activity.hours) == (expert, None, Decimal("1.5"))


def test_staff_log_as_themselves():
    activity = log(making.opened(expert=making.expert()))
    assert activity.expert is None
    assert activity.staff is not None


def test_the_event_holds_hours_and_a_digest_but_not_the_advice(events):
    case = making.opened()
    log(case, advice="秘密の助言")
    payload = Event.objects.get(action="activity.logged").payload
    assert json.loads(payload)["hours"] == "1.50"
    assert "秘密" not in payload


def test_an_expert_does_not_log_on_the_case_of_another(refused):
    with refused("other_expert"):
        log(making.opened(expert=making.expert()), role="expert", user=making.expert().user)


@pytest.mark.parametrize("hours", ["25", "24.25", "-0.25"])
def test_it_rejects_hours_that_no_day_has(refused, hours):
    with refused("hours_range", "hours"):
        log(making.opened(), hours=Decimal(hours))


def test_it_rejects_hours_not_in_quarters(refused):
    with refused("hours_quarters", "hours"):
        log(making.opened(), hours=Decimal("1.1"))


def test_it_rejects_a_day_after_today(refused):
    with refused("in_future", "done_on"):
        log(making.opened(), done_on=date(2025, 5, 2))


def test_it_rejects_a_day_before_support_began(refused):
    with refused("before_support", "done_on"):
        log(making.opened(), done_on=date(2025, 3, 31))


def test_it_rejects_a_day_after_support_ended(refused):
    case = making.opened()
    services.end_support(
        making.by("office_staff", DAY), case, outcome="stopped", note="休業", ended_on=date(2025, 4, 30)
    )
    with refused("after_support", "done_on"):
        log(case)


def test_it_rejects_an_activity_without_advice(refused):
    with refused("required", "advice"):
        log(making.opened(), advice=" ")


def test_it_rejects_advice_that_is_too_long(refused):
    with refused("too_long", "advice"):
        log(making.opened(), advice="あ" * 2001)


def test_a_form_sent_twice_is_stored_once(events):
    case, entry = making.opened(), uuid4()
    assert log(case, entry=entry) == log(case, entry=entry)
    assert events(case) == ["case.opened", "activity.logged"]
