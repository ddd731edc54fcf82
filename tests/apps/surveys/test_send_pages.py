"""Sending invitations, letters on paper, and the list from which answers are typed in."""

import json
from datetime import timedelta

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from banso.apps.directory.models import Contact, Firm, Office
from banso.apps.journal.actor import system
from banso.apps.journal.models import Event
from banso.apps.privacy.models import Stop
from banso.apps.surveys import sending
from banso.apps.surveys.inviting import ask, receiver, to_ask
from banso.apps.surveys.models import Asking, FrameUnit, WaveState
from banso.apps.surveys.timeline import describe
from tests.apps.surveys import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def units(clock):
    """A firm with mail, one without anybody, one whose only contact is not used, one whose mail came back."""
    with_mail, without, stopped, back = (
        asked.unit(mail=mail) for mail in ("a@example.jp", "", "s@example.jp", "b@example.jp")
    )
    Stop.objects.create(contact=Contact.objects.get(firm=stopped.firm), since=clock)
    ask(system(clock), back)
    FrameUnit.objects.filter(pk=back.pk).update(bounced_at=clock)
    return with_mail, without, stopped, back


def test_before_sending_it_is_said_who_is_written_to_as_each_letter_finds_it(units):
    assert sending.outlook(asked.wave()) == sending.Outlook(by_mail=1, nobody=2, written=1)
    one_by_one = {unit.firm_id for unit in to_ask(asked.wave()) if receiver(unit)}
    assert sending.reached(unit.firm_id for unit in units) == one_by_one


def test_counting_asks_no_more_for_many_firms(units, queries):
    wave = asked.wave()
    with queries(5):
        sending.outlook(wave)


def test_confirming_hands_the_invitations_to_the_worker(units, client_as):
    client = client_as("programme_manager")
    address = "/surveys/waves/w-2026/invitations/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert DBTaskResult.objects.filter(task_path__endswith="send_invitations").count() == 1
    asked.wave().units.filter(pk=units[0].pk).update(sent_at=asked.wave().opened_at)
    refused = client.post(address)
    assert refused.status_code == 200
    assert DBTaskResult.objects.filter(task_path__endswith="send_invitations").count() == 1


def test_nothing_is_sent_after_the_last_day_for_answers(units, client_as, clock):
    type(asked.wave()).objects.update(closes_on=clock.date() - timedelta(days=1))
    answer = client_as("programme_manager").post("/surveys/waves/w-2026/invitations/")
    assert answer.status_code == 200
    assert not DBTaskResult.objects.filter(task_path__endswith="send_invitations").exists()


def test_nothing_is_sent_of_a_wave_that_is_closed(units, client_as):
    type(asked.wave()).objects.update(state=WaveState.CLOSED)
    client = client_as("programme_manager")
    for page in ("invitations", "letters"):
        assert client.get(f"/surveys/waves/w-2026/{page}/").status_code == 404


def test_letters_go_to_whom_mail_does_not_reach_once_and_can_be_printed_again(units, client_as):
    client = client_as("programme_manager")
    address = "/surveys/waves/w-2026/letters/"
    assert client.get(f"{address}letters.pdf").status_code == 404
    for _click in range(2):
        client.post(address)
    noted = Asking.objects.filter(way="paper").order_by("unit").values_list("unit", flat=True)
    assert list(noted) == [unit.pk for unit in units[1:]]
    for _again in range(2):
        file = client.get(f"{address}letters.pdf")
        assert file.content.startswith(b"%PDF")
    assert len(sending.to_print(asked.wave())) == 3


def test_a_square_holds_its_text_with_a_white_margin():
    drawn = sending.square("https://banso.example/q/?c=2345-ABCD-6789")
    assert drawn.startswith("<svg")
    assert "M4 4h1v1h-1z" in drawn
    assert "M3 " not in drawn


def test_offices_type_in_for_the_firms_they_look_after_now(units, client_as):
    home = units[0].firm.office
    other_office = Office.objects.create(
        code="next", name_ja="隣の事務所", name_en="Next office", prefecture=home.prefecture
    )
    theirs, other = units[0], asked.unit(mail="")
    # The firm has moved on since the frame was made.
    Firm.objects.filter(pk=other.firm_id).update(office=other_office)
    client, neighbour = (
        client_as("office_staff", office=office) for office in (theirs.firm.office, other_office)
    )
    there = neighbour.get("/surveys/typed/").content.decode()
    assert f"/surveys/typed/{other.pk}/phone/" in there
    assert f"/surveys/typed/{theirs.pk}/" not in there
    assert neighbour.get(f"/surveys/typed/{theirs.pk}/phone/").status_code == 404
    assert client.get(f"/surveys/typed/{other.pk}/phone/").status_code == 404
    assert neighbour.get(f"/surveys/typed/{other.pk}/phone/").status_code == 200
    page = client.get("/surveys/typed/").content.decode()
    assert f"/surveys/typed/{theirs.pk}/phone/" in page
    assert f"/surveys/typed/{theirs.pk}/paper/" in page
    assert f"/surveys/typed/{other.pk}/" not in page
    type(asked.wave()).objects.update(state=WaveState.CLOSED)
    assert f"/surveys/typed/{theirs.pk}/" not in client.get("/surveys/typed/").content.decode()


@pytest.mark.parametrize(
    ("action", "payload", "words"),
    [
        ("answer.asked", {"number": 0, "way": "mail"}, "Invited by mail"),
        ("answer.asked", {"number": 2, "way": "mail"}, "Reminded by mail: reminder 2"),
        ("answer.asked", {"number": 0, "way": "paper"}, "Asked by a letter on paper"),
        ("answer.opened", {}, "Questionnaire opened"),
        ("answer.typed", {"page": 1, "typed": ""}, "Answers typed and kept, not sent yet"),
        ("answer.declined", {"all": False}, "Declined this questionnaire"),
    ],
)
def test_events_of_asking_are_told_in_words(action, payload, words):
    with translation.override("en"):
        assert describe(Event(action=action, payload=json.dumps(payload))) == words
