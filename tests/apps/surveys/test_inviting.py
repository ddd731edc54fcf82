"""Invitations, reminders, and mail that comes back."""

import json
from datetime import datetime, time, timedelta

import pytest

from banso.apps.accounts.models import PersonalLink
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import day_of, system
from banso.apps.journal.models import Event
from banso.apps.notices.delivery import send
from banso.apps.notices.models import Letter, LetterState, Task
from banso.apps.notices.undelivered import note_undelivered
from banso.apps.privacy.models import Stop
from banso.apps.surveys import tasks
from banso.apps.surveys.inviting import ask, ask_on_paper, code_of, spaced
from banso.apps.surveys.models import Asking, FrameUnit, Wave, WaveState
from tests.apps.surveys import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration"), pytest.mark.both_databases]


@pytest.fixture
def unit():
    return asked.unit()


def test_a_firm_gets_one_letter_a_programme_with_a_link_of_its_own(unit, clock, mailoutbox):
    asked.unit(firm=unit.firm, programme="ec", mail="")
    Contact.objects.create(firm=unit.firm, name="二人目", email="b@example.jp")
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    assert Letter.objects.filter(to_contact__email="a@example.jp").count() == 2
    assert Asking.objects.count() == PersonalLink.objects.count() == 2
    assert not FrameUnit.objects.filter(sent_at__isnull=True).exists()
    link = PersonalLink.objects.first()
    assert day_of(link.expires_at) == asked.LAST + timedelta(days=31)


def test_the_letter_holds_the_link_the_last_day_and_the_way_out(unit, clock, mailoutbox):
    ask(system(clock), unit)
    send(Letter.objects.get().pk, clock)
    (mail,) = mailoutbox
    assert "2026年4月30日" in mail.body
    assert mail.body.count("/l/") == 2
    assert "?page=decline" in mail.body


def test_a_letter_that_is_no_longer_needed_does_not_leave(unit, clock, mailoutbox):
    ask(system(clock), unit)
    FrameUnit.objects.update(answered_at=clock)
    send(Letter.objects.get().pk, clock)
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("days", "changes", "reminded"),
    [
        (9, {}, 0),
        (10, {}, 1),
        (25, {}, 1),
        (10, {"answered_at": "2026-03-12T09:00Z"}, 0),
        (10, {"declined_at": "2026-03-12T09:00Z"}, 0),
        (10, {"excluded": "opted_out"}, 0),
        (10, {"bounced_at": "2026-03-12T09:00Z"}, 0),
        (60, {}, 0),
    ],
)
def test_who_has_not_answered_is_reminded_at_each_step_once(unit, clock, days, changes, reminded):
    ask(system(clock), unit)
    FrameUnit.objects.update(**changes)
    later = clock + timedelta(days=days)
    assert tasks.remind(later) == {"reminded": reminded}
    assert tasks.remind(later) == {"reminded": 0}


def test_a_wave_past_its_last_day_is_closed_once_and_takes_no_more_answers(unit, clock):
    last = unit.wave.closes_on
    noon = datetime.combine(last, time(12), clock.tzinfo)
    assert tasks.close_past(noon) == {"closed": 0}
    assert tasks.close_past(noon + timedelta(days=5)) == {"closed": 1}
    assert tasks.close_past(noon + timedelta(days=6)) == {"closed": 0}
    unit.wave.refresh_from_db()
    assert unit.wave.state == WaveState.CLOSED
    event = Event.objects.get(action="wave.closed")
    assert (event.role, json.loads(event.payload)) == ("system", {"asked": 1, "answered": 0})


def test_a_wave_without_a_last_day_stays_open(unit, clock):
    Wave.objects.update(closes_on=None)
    assert tasks.close_past(clock + timedelta(days=900)) == {"closed": 0}


def test_of_several_reminders_that_were_missed_only_the_last_is_sent(unit, clock):
    ask(system(clock), unit)
    tasks.remind(clock + timedelta(days=36))
    assert list(Asking.objects.values_list("number", flat=True)) == [0, 3]


def test_nobody_whose_data_are_not_used_is_written_to(unit, clock):
    Stop.objects.create(contact=Contact.objects.get(firm=unit.firm), since=clock)
    assert ask(system(clock), unit) is None
    assert not Letter.objects.exists()


def test_mail_that_comes_back_is_noted_and_the_office_looks_for_the_address(unit, clock):
    ask(system(clock), unit)
    send(Letter.objects.get().pk, clock)
    note_undelivered(system(clock), Letter.objects.get(), LetterState.BOUNCED, "5.1.1")
    unit.refresh_from_db()
    assert unit.bounced_at == clock
    assert Task.objects.get().office == unit.firm.office
    # Nobody else is there: on paper then.
    Asking.objects.update(number=5)
    assert ask(system(clock), unit) is None
    (on_paper,) = ask_on_paper(system(clock), [unit])
    assert len(on_paper.code) == 12


def test_a_code_is_the_same_on_every_letter_and_is_read_however_it_is_typed(unit, clock):
    (first,) = ask_on_paper(system(clock), [unit])
    (second,) = ask_on_paper(system(clock), [unit])
    assert first.code == second.code
    assert code_of(spaced(first.code).lower()) == first.code


def test_looking_for_who_is_reminded_asks_no_more_for_many_firms(unit, clock, queries):
    from banso.apps.surveys.inviting import to_remind

    ask(system(clock), unit)
    later = clock + timedelta(days=12)
    with queries(2):
        to_remind(later)
    ask(system(clock), asked.unit(mail="c@example.jp"))
    with queries(2):
        assert len(to_remind(later)) == 2
    assert Wave.objects.count() == 1
