"""Mail that came back is told by its report, noted once, and given to the office."""

from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.urls import reverse

from banso.apps.accounts.models import User
from banso.apps.journal.actor import system
from banso.apps.notices.bounces import read_folder, report_of
from banso.apps.notices.delivery import envelope_sender
from banso.apps.notices.models import Letter, LetterState, Task
from banso.apps.notices.selectors import dead_addresses
from banso.apps.notices.services import LetterData, send_letter
from support import people
from support.people import make_firm

REPORT = """\
From: MAILER-DAEMON@mx.example.jp
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; someone@firm.invalid
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: {returned}

Message-ID: <{key}@banso.test>
Subject: x

--b--
"""


def report(key, to="banso@localhost", action="failed", status="5.1.1", returned="text/rfc822-headers"):
    return REPORT.format(key=key, to=to, action=action, status=status, returned=returned).encode()


def parsed(raw):
    return report_of(message_from_bytes(raw, policy=policy.default))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_names_its_letter_by_the_headers_that_it_returns(returned):
    key = uuid4()
    found = parsed(report(key, returned=returned))
    assert (found.key, found.status) == (key, "5.1.1")


def test_a_report_names_its_letter_by_the_address_it_came_back_to():
    key = uuid4()
    found = parsed(report(uuid4(), to=f"bounces+{key.hex}@banso.test"))
    assert found.key == key


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_anything_but_a_failure_says_nothing(action):
    assert parsed(report(uuid4(), action=action)) is None


def test_a_mail_that_is_no_report_says_nothing():
    assert parsed(b"Subject: hello\n\nI am out of office.\n") is None


@pytest.fixture
def folder(settings, tmp_path):
    settings.ENV = settings.ENV.model_copy(
        update={"bounce_dir": tmp_path, "bounce_address": "bounces@banso.test"}
    )
    return tmp_path


@pytest.fixture
def sent(db, clock):
    """A letter to a contact that was sent."""
    contact = make_firm().contacts.create(name="連絡先", email="someone@firm.invalid")
    letter = send_letter(
        system(clock), LetterData("notices.digest", ("firm", contact.firm.ref), to_contact=contact)
    )
    from banso.apps.journal.services import digest

    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.SENT, sent_at=clock, address_digest=digest(contact.email)
    )
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("place", ["", "new"])
def test_a_letter_that_came_back_is_noted_and_the_office_gets_one_task(folder, sent, clock, place):
    (folder / place).mkdir(exist_ok=True)
    (folder / place / "1").write_bytes(report(sent.key))
    assert read_folder(clock) == {"bounced": 1, "other": 0}
    sent.refresh_from_db()
    assert (sent.state, sent.fault, sent.closed_at) == (LetterState.BOUNCED, "5.1.1", clock)
    assert Task.objects.get().office == sent.to_contact.firm.office
    assert dead_addresses(["someone@firm.invalid", "other@firm.invalid"]) == {"someone@firm.invalid"}
    (folder / place / "2").write_bytes(report(sent.key))
    assert read_folder(clock) == {"bounced": 0, "other": 0}
    assert Task.objects.count() == 1


def test_an_address_works_again_once_a_later_letter_was_sent_there(folder, sent, clock):
    (folder / "1").write_bytes(report(sent.key))
    read_folder(clock)
    sent.refresh_from_db()
    Letter.objects.create(
        to_contact=sent.to_contact, template="x", language="ja", subject_kind="firm", subject_ref="x",
        state=LetterState.SENT, queued_at=clock, not_before=clock, sent_at=clock,
        address_digest=sent.address_digest,
    )  # fmt: skip
    assert dead_addresses(["someone@firm.invalid"]) == set()


def test_what_is_not_understood_is_put_aside(folder, db, clock):
    (folder / "1").write_bytes(b"Subject: hello\n\nI am out of office.\n")
    (folder / "2").write_bytes(report(uuid4()))
    assert read_folder(clock) == {"bounced": 0, "other": 2}
    assert sorted(path.name for path in (folder / "other").iterdir()) == ["1", "2"]
    assert read_folder(clock) == {"bounced": 0, "other": 0}


def test_without_a_folder_nothing_is_read(db, clock):
    assert read_folder(clock) == {"bounced": 0, "other": 0}


def test_a_letter_leaves_from_an_address_that_names_it(folder, sent):
    assert envelope_sender(sent) == f"bounces+{sent.key.hex}@banso.test"
    assert User.objects.count() == 0


def test_the_contact_is_marked_where_its_details_are_opened(folder, sent, clock, client_as):
    (folder / "1").write_bytes(report(sent.key))
    read_folder(clock)
    firm = sent.to_contact.firm
    staff = people.make("office_staff", office=firm.office)
    opened = client_as("office_staff", user=staff).post(reverse("directory:contacts", args=[firm.ref]))
    assert "メールが届いていません" in opened.content.decode()
