"""A firm enters the programme, moves towards exporting, and leaves it."""

from datetime import date, timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline
from banso.apps.new_exporters import services
from banso.apps.new_exporters.holders import holder_of
from banso.apps.new_exporters.models import Registration
from support import people
from tests.apps.new_exporters import making

pytestmark = pytest.mark.usefixtures("configuration")


def test_who_registers_a_firm_leads():
    body = making.body()
    registration = making.registered(making.member(body))
    assert holder_of(registration, "lead") == making.of_body(body)
    assert registration.office == registration.firm.office


def test_a_firm_is_registered_once_while_it_is_open():
    firm = people.make_firm()
    making.registered(making.member(), firm)
    with pytest.raises(Refused) as refused:
        making.registered(making.member(making.body("chamber-b")), firm)
    assert refused.value.rule == "registered_already"


def test_a_firm_whose_registration_was_closed_can_be_registered_again():
    firm, member = people.make_firm(), making.member()
    services.close(member, making.registered(member, firm), reason=making.reason())
    making.registered(member, firm)
    assert Registration.objects.filter(firm=firm, closed_on__isnull=True).count() == 1


def test_a_readiness_needs_something_that_shows_it():
    member = making.member()
    registration = making.registered(member)
    with pytest.raises(Refused) as refused:
        services.change_readiness(
            member, registration, readiness=making.readiness("ready"), since=member.today, evidence=" "
        )
    assert (refused.value.rule, refused.value.field) == ("required", "evidence")
    registration.refresh_from_db()
    assert registration.readiness.code == "preparing"


@pytest.mark.parametrize(
    ("code", "day", "rule"),
    [
        ("preparing", date(2026, 3, 10), "same_readiness"),
        ("ready", date(2026, 3, 11), "in_future"),
        ("ready", date(2026, 3, 9), "before_last"),
    ],
)
def test_a_readiness_follows_the_last_one(code, day, rule):
    member = making.member()
    registration = making.registered(member)
    with pytest.raises(Refused) as refused:
        services.change_readiness(
            member, registration, readiness=making.readiness(code), since=day, evidence="引合いがあった"
        )
    assert refused.value.rule == rule


def test_only_the_lead_closes_a_registration():
    registration = making.registered(making.member())
    other = making.member(making.body("chamber-b"))
    with pytest.raises(Refused) as refused:
        services.close(other, registration, reason=making.reason())
    assert refused.value.rule == "holds"


def test_a_registration_with_an_open_part_is_not_closed():
    member = making.member()
    registration = making.registered(member)
    making.planned(member, registration)
    with pytest.raises(Refused) as refused:
        services.close(member, registration, reason=making.reason())
    assert refused.value.rule == "parts_open"


def test_the_consent_stays_while_another_body_takes_part():
    member, other = making.member(), making.body("chamber-b")
    registration = making.registered(member)
    services.hand_over(member, registration, None, to=making.of_body(other), reason="所在地が移った")
    with pytest.raises(Refused) as refused:
        services.agree_to_sharing(member, registration, agreed=False)
    assert refused.value.rule == "shared_now"


def test_a_member_whose_role_has_ended_acts_for_nobody():
    member = making.member()
    registration = making.registered(member)
    held = people.User.objects.get(pk=member.user_id).assignments.get()
    held.valid_to = member.today - timedelta(days=1)
    held.save()
    with pytest.raises(Refused):
        making.planned(member, registration)


def test_what_happens_is_said_from_codes_alone():
    member = making.member()
    registration = making.registered(member)
    services.close(member, registration, reason=making.reason())
    said = [entry.text for entry in timeline([("registration", registration.ref)])]
    assert said == ["登録を終了", "ワンストップ支援に登録"]
