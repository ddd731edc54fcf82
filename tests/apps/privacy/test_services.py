"""A request about personal data: received, identity checked, decided by another, done."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from banso.apps.accounts import links
from banso.apps.accounts.models import PersonalLink, User
from banso.apps.accounts.services import erase_person
from banso.apps.base import Refused
from banso.apps.casework.models import Confirmation, FollowUpDraft
from banso.apps.directory.models import Contact
from banso.apps.directory.services import erase_contact
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from banso.apps.notices.models import Letter
from banso.apps.notices.receivers import address_of
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.privacy import services
from banso.apps.privacy.models import Consent, PersonRequest, Stop
from banso.apps.privacy.reminders import requests_due
from banso.apps.privacy.rules import notice_on
from banso.apps.privacy.services import RequestData
from support.build import MOMENT
from tests.apps.casework import making

TODAY = date(2026, 3, 10)


@pytest.fixture
def staff(actor, contact):
    return actor("office_staff", office=contact.firm.office)


@pytest.fixture
def manager(actor, contact):
    return actor("office_manager", office=contact.firm.office)


def ask(staff, contact, kind="see", **more):
    values = {"way": "counter", "received_on": TODAY, "note": "電話番号が違う", "contact": contact}
    return services.receive(staff, RequestData(kind, **{**values, **more}))


def granted(staff, manager, contact, kind):
    row = services.check_identity(staff, ask(staff, contact, kind), "document")
    return services.decide(manager, row, grant=True, reason="本人からの請求")


def test_a_request_has_to_be_answered_within_thirty_days(staff, contact):
    row = ask(staff, contact, received_on=date(2026, 3, 2))
    assert (row.due_on, row.office) == (date(2026, 4, 1), contact.firm.office)
    assert [(due.subject_ref, due.due_on) for due in requests_due(staff.at, None)] == [(row.ref, row.due_on)]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "in_future"),
        ({"kind": "correct", "note": " "}, "required"),
        ({"contact": None}, "one_person"),
    ],
)
def test_a_request_that_cannot_be_is_refused(staff, contact, change, rule):
    with pytest.raises(Refused) as refused:
        ask(staff, **{"contact": contact, **change})
    assert refused.value.rule == rule
    assert not PersonRequest.objects.exists()


def test_the_same_request_does_not_wait_twice(staff, contact):
    ask(staff, contact)
    with pytest.raises(Refused) as refused:
        ask(staff, contact)
    assert refused.value.rule == "asked_already"


def test_nothing_is_granted_before_identity_is_checked(staff, manager, contact):
    with pytest.raises(Refused) as refused:
        services.decide(manager, ask(staff, contact), grant=True, reason="x")
    assert refused.value.rule == "person_request_state"


def test_whoever_checked_the_identity_does_not_decide(staff, manager, contact):
    row = services.check_identity(manager, ask(staff, contact), "document")
    with pytest.raises(Refused) as refused:
        services.decide(manager, row, grant=True, reason="x")
    assert refused.value.rule == "decided_by_another"


def test_the_file_holds_what_is_known_about_the_person_and_nobody_else(staff, manager, contact):
    row = granted(staff, manager, contact, "see")
    archive = zipfile.ZipFile(io.BytesIO(services.hand_out(staff, row)))
    assert set(archive.namelist()) == {"personal-data.xlsx", "personal-data.json"}
    records = json.loads(archive.read("personal-data.json"))["records"]
    assert [held["email"] for held in records["directory.Contact"]] == [contact.email]
    assert [held["ref"] for held in records["privacy.PersonRequest"]] == [row.ref]
    assert records["accounts.User"] == []


def test_a_request_to_see_is_not_done_before_the_file_was_made(staff, manager, contact):
    row = granted(staff, manager, contact, "see")
    with pytest.raises(Refused) as refused:
        services.fulfil(staff, row, "")
    assert refused.value.rule == "handed_out"
    services.hand_out(staff, row)
    assert services.fulfil(staff, row, "").state == "done"


def test_no_letter_goes_to_a_person_whose_data_are_not_used(staff, manager, contact):
    letter = Letter(to_contact=contact)
    assert address_of(letter) == contact.email
    services.fulfil(staff, granted(staff, manager, contact, "stop"), "")
    assert address_of(letter) == ""
    with pytest.raises(Refused, match="利用を停止") as refused:
        send_letter(staff, LetterData("intake.given_up", ("firm", contact.firm.ref), to_contact=contact))
    assert refused.value.rule == "no_address"
    services.end_stop(staff, Stop.objects.get())
    assert address_of(letter) == contact.email


def test_erasing_leaves_an_anonymous_row_and_a_chain_without_words(staff, manager, contact):
    row = services.fulfil(staff, granted(staff, manager, contact, "erase"), "")
    contact.refresh_from_db()
    row.refresh_from_db()
    assert (contact.email, contact.phone, row.note, row.state) == ("", "", "", "done")
    events = Event.objects.filter(subject_kind="person_request", subject_ref=row.ref).order_by("id")
    assert [event.action for event in events] == [
        "privacy.asked",
        "privacy.identified",
        "privacy.granted",
        "privacy.fulfilled",
    ]
    assert list(verify(events)) == []
    assert "電話番号" not in "".join(event.payload for event in events)


@pytest.fixture
def words(contact):
    """What the contact has written: behind links, sent and not yet sent, and in a request."""
    case = making.opened(firm=contact.firm)
    asked = links.issue(contact, PersonalLink.Purpose.CONFIRM_RESULT, MOMENT).link
    confirmation = Confirmation.objects.create(
        result=making.result(case), contact=contact, way="link", link=asked, asked_at=MOMENT, given_at=MOMENT,
        answer="as_written", comment="鈴木です。助かりました。",
    )  # fmt: skip
    link = links.issue(contact, PersonalLink.Purpose.FOLLOW_UP, MOMENT).link
    draft = FollowUpDraft.objects.create(link=link, values={"comment": "鈴木です"}, saved_at=MOMENT)
    return confirmation, draft


@pytest.mark.parametrize("way", ["request", "page", "account"])
def test_what_the_person_wrote_goes_and_the_answer_stays(staff, manager, contact, words, actor, person, way):
    confirmation, draft = words
    if way == "request":
        services.fulfil(staff, granted(staff, manager, contact, "erase"), "")
    elif way == "page":
        erase_contact(manager, contact)
    else:
        Contact.objects.filter(pk=contact.pk).update(user=person("firm_member", firm=contact.firm))
        contact.refresh_from_db()
        erase_person(actor("administrator"), contact.user)
    confirmation.refresh_from_db()
    draft.refresh_from_db()
    assert (confirmation.comment, confirmation.answer, draft.values) == ("", "as_written", {})


def test_a_notice_is_confirmed_once_by_version(actor, configuration):
    who = actor("office_staff")
    notice = notice_on(TODAY)
    user = User.objects.get(pk=who.user_id)
    for _ in range(2):
        services.consent(who, notice, "signed_in", user=user)
    assert [(row.notice, row.text_digest) for row in Consent.objects.all()] == [(notice.code, notice.digest)]
