"""Letters: queued with the change they tell of, sent once, forgotten once sent."""

from smtplib import SMTPException

import pytest
from django.db import transaction
from django.template import engines
from django_tasks_db.models import DBTaskResult

from banso.apps.journal.actor import system
from banso.apps.notices.models import Letter, LetterState, Task
from banso.apps.notices.services import LetterData, send_letter
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("letters")


@pytest.fixture
def template(monkeypatch, tmp_path):
    """The words of the test's letter."""
    folder = tmp_path / "templates" / "notices" / "mail"
    folder.mkdir(parents=True)
    (folder / "test_plain.txt").write_text(
        "{% load i18n %}\n{% translate 'Today' %} {{ firm }}\n\n{{ name }} <{{ token }}>\n",
        encoding="utf-8",
    )
    # The setting would make new engines, without the wire for unknown variables.
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path / "templates", *engine.dirs])


def data(**values):
    return LetterData(
        **{
            "template": "test.plain", "subject": ("firm", "T-00001"), "context_refs": {"firm": "T-00001"},
            "enclosed": {"token": "secret"},
        }
        | values
    )  # fmt: skip


@pytest.mark.usefixtures("template")
def test_a_letter_arrives_in_the_language_of_its_receiver_under_its_own_message_id(
    person, clock, postbox, deliver
):
    user = person("office_staff")
    user.language = "en"
    user.save()
    letter = send_letter(system(clock), data(to_user=user))
    deliver()
    ((receivers, message),) = postbox.taken
    assert receivers == [user.email]
    assert message["Subject"] == "Today T-00001"
    assert str(letter.key) in message["Message-ID"]
    assert message.get_content().strip() == f"{user.name} <secret>"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.SENT, clock, 1)


@pytest.mark.usefixtures("template")
def test_what_only_the_mail_may_hold_is_forgotten_once_it_has_left(person, clock, postbox, deliver):
    letter = send_letter(system(clock), data(to_user=person("office_staff")))
    assert letter.enclosed == {"token": "secret"}
    deliver()
    letter.refresh_from_db()
    assert letter.enclosed == {}
    assert "secret" not in str(list(DBTaskResult.objects.order_by("pk").values()))


def test_a_change_that_is_rolled_back_writes_no_letter(person, clock):
    user = person("office_staff")
    with pytest.raises(RuntimeError), transaction.atomic():
        send_letter(system(clock), data(to_user=user))
        raise RuntimeError
    assert (Letter.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.usefixtures("template")
def test_a_letter_is_sent_once_however_often_its_task_runs(person, clock, postbox, deliver):
    send_letter(system(clock), data(to_user=person("office_staff")))
    deliver()
    deliver()
    assert len(postbox.taken) == 1


def test_nobody_to_write_to_is_refused(person, clock, refused):
    firm = make_firm()
    contact = firm.contacts.create(name="連絡先", email="")
    with refused("no_address"):
        send_letter(system(clock), data(to_contact=contact))


@pytest.mark.usefixtures("template")
def test_the_address_of_a_record_is_taken_when_the_letter_leaves(clock, postbox, deliver):
    office = make_firm().office
    office.email = "old@office.invalid"
    office.save()
    send_letter(system(clock), data(to_address_of=("office", office.code)))
    office.email = "new@office.invalid"
    office.save()
    deliver()
    assert postbox.taken[0][0] == ["new@office.invalid"]


@pytest.mark.usefixtures("template")
def test_a_receiver_refused_for_good_fails_at_once_and_gives_the_office_a_task(clock, postbox, deliver):
    firm = make_firm()
    contact = firm.contacts.create(name="連絡先", email="refused@firm.invalid")
    letter = send_letter(system(clock), data(to_contact=contact))
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (LetterState.FAILED, "550")
    task = Task.objects.get()
    assert (task.kind, task.office, task.firm) == ("address", firm.office, firm)
    assert (task.subject_kind, task.subject_ref) == ("contact", str(contact.pk))


@pytest.mark.usefixtures("template")
def test_a_receiver_refused_for_now_is_tried_again_and_fails_after_the_last_attempt(clock, postbox, deliver):
    contact = make_firm().contacts.create(name="連絡先", email="later@firm.invalid")
    letter = send_letter(system(clock), data(to_contact=contact))
    for _ in range(4):
        with pytest.raises(SMTPException):
            deliver()
        letter.refresh_from_db()
        assert letter.state == LetterState.QUEUED
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.fault) == (LetterState.FAILED, 5, "451")


def test_a_letter_is_tried_as_often_as_the_worker_runs_a_task():
    from banso.apps.jobs.worker import WAITS
    from banso.apps.notices.delivery import MOST_ATTEMPTS

    assert len(WAITS) + 1 == MOST_ATTEMPTS


@pytest.mark.usefixtures("template")
def test_somebody_who_has_left_meanwhile_gets_nothing(person, clock, postbox, deliver):
    user = person("office_staff")
    letter = send_letter(system(clock), data(to_user=user))
    user.is_active = False
    user.save()
    deliver()
    letter.refresh_from_db()
    assert (letter.state, postbox.taken) == (LetterState.WITHDRAWN, [])
