"""The people of a firm are reminded, once each, of entries that wait for their word."""

from datetime import timedelta

import pytest

from banso.apps.behalf import services
from banso.apps.notices import ledger
from banso.apps.notices.models import Letter, Reminder

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def open_reminders():
    rows = Reminder.objects.filter(kind="entry_to_confirm", done_at__isnull=True)
    return list(rows.order_by("pk").values_list("person", "due_on", "address"))


@pytest.fixture
def firm():
    return making.firm()


def test_each_person_of_the_firm_is_reminded_in_the_digest_until_it_has_answered(firm):
    member = making.by("firm_member", firm=firm)
    making.by("office_manager")
    entry = making.entry(making.consultation(making.by("office_staff"), firm))
    tonight = making.NOW + timedelta(days=1)
    ledger.run(tonight)
    assert open_reminders() == [(member.user_id, making.NOW.date(), f"/entries/{firm.ref}/confirm/")]
    assert Letter.objects.filter(to_user=member.user_id).count() == 1
    services.confirm_entries(member, firm, {entry.pk: services.Answer(entry.number)})
    ledger.run(tonight + timedelta(days=1))
    assert open_reminders() == []


def test_what_the_office_writes_anew_is_due_anew(firm):
    member = making.by("firm_member", firm=firm)
    row = making.consultation(making.by("office_staff"), firm)
    entry = making.entry(row)
    ledger.run(making.NOW)
    services.confirm_entries(member, firm, {entry.pk: services.Answer(entry.number)})
    making.correct(making.by("office_staff", days=3), "consultation", row, title="台湾の調味料")
    ledger.run(making.NOW + timedelta(days=4))
    assert [due_on for _person, due_on, _address in open_reminders()] == [
        making.NOW.date() + timedelta(days=3)
    ]


def test_a_firm_without_people_who_sign_in_is_left_to_its_personal_links(firm):
    making.consultation(making.by("office_staff"), firm)
    ledger.run(making.NOW)
    assert open_reminders() == []
