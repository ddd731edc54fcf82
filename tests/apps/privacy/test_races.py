"""Two people act on the data of one person at the same moment."""

import io
import json
import zipfile
from datetime import date

import pytest

from banso.apps.journal.models import Event
from banso.apps.privacy import services
from banso.apps.privacy.models import Consent, PersonRequest, Stop
from banso.apps.privacy.rules import notice_on
from banso.apps.privacy.services import RequestData
from support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 3, 10)


@pytest.fixture
def staff(actor, contact):
    return actor("office_staff", office=contact.firm.office)


@pytest.fixture
def managers(actor, contact):
    return [actor("office_manager", office=contact.firm.office) for _ in range(2)]


def identified(staff, contact, kind):
    row = services.receive(staff, RequestData(kind, "letter", TODAY, "", contact))
    return services.check_identity(staff, row, "document")


def granted(staff, manager, contact, kind):
    return services.decide(manager, identified(staff, contact, kind), grant=True, reason="本人からの請求")


def test_of_two_deciders_one_decides(staff, managers, contact):
    row = identified(staff, contact, "stop")
    first, second = managers
    outcomes = at_once(
        lambda: services.decide(first, row, grant=True, reason="認める"),
        lambda: services.decide(second, row, grant=False, reason="認めない"),
    )
    assert outcomes == ["person_request_state", "stored"]
    row.refresh_from_db()
    decided = Event.objects.get(subject_ref=row.ref, action__in=("privacy.granted", "privacy.refused"))
    assert (decided.action.removeprefix("privacy."), decided.actor_id) == (row.state, row.decided_by_id)


def test_a_decision_and_a_withdrawal_do_not_both_happen(staff, managers, contact):
    row = identified(staff, contact, "stop")
    outcomes = at_once(
        lambda: services.decide(managers[0], row, grant=False, reason="認めない"),
        lambda: services.withdraw(staff, row),
    )
    assert outcomes == ["person_request_state", "stored"]


def test_a_file_is_whole_or_is_not_made_when_the_person_is_erased_meanwhile(staff, managers, contact):
    email, made = contact.email, []
    to_see = granted(staff, managers[0], contact, "see")
    to_erase = granted(staff, managers[0], contact, "erase")
    outcomes = at_once(
        lambda: made.append(services.hand_out(staff, to_see)),
        lambda: services.fulfil(staff, to_erase, ""),
    )
    assert outcomes in (["stored", "stored"], ["erased", "stored"])
    assert len(made) == outcomes.count("stored") - 1
    for content in made:
        records = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("personal-data.json"))["records"]
        assert [row["email"] for row in records["directory.Contact"]] == [email]
    contact.refresh_from_db()
    assert contact.email == ""


def test_what_was_granted_is_done_once(staff, managers, contact):
    row = granted(staff, managers[0], contact, "stop")
    outcomes = at_once(lambda: services.fulfil(staff, row, ""), lambda: services.fulfil(managers[0], row, ""))
    assert outcomes == ["person_request_state", "stored"]
    assert Stop.objects.count() == 1


def test_a_notice_confirmed_twice_at_once_is_stored_once(staff, contact):
    notice = notice_on(TODAY)

    def confirm():
        services.consent(staff, notice, "link", contact=contact)

    assert at_once(confirm, confirm) == ["stored", "stored"]
    assert Consent.objects.count() == 1
    assert Event.objects.filter(action="privacy.consented").count() == 1


def test_the_same_request_written_down_twice_at_once_waits_once(staff, contact):
    def ask():
        services.receive(staff, RequestData("see", "mail", TODAY, "", contact))

    assert at_once(ask, ask) == ["asked_already", "stored"]
    assert PersonRequest.objects.count() == 1
