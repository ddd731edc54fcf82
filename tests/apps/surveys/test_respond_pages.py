"""The way of a respondent through its pages."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import system
from banso.apps.privacy.models import Consent
from banso.apps.surveys import responding
from banso.apps.surveys.models import Answer, AnswerWay, Draft, FrameUnit, Wave, WaveState
from support import people
from support.client import CheckedClient
from tests.apps.surveys import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def unit():
    return asked.unit()


@pytest.fixture
def address(unit):
    """Where the link of the firm's contact leads."""
    contact = Contact.objects.get(firm=unit.firm)
    issued = links.issue(contact, LinkPurpose.QUESTIONNAIRE, timezone.now(), subject=("unit", str(unit.pk)))
    return issued.path


@pytest.fixture
def browser(clock):
    client = CheckedClient()
    client.cookies["banso_language"] = "ja"
    return client


def text(response):
    return response.content.decode()


def send_page(browser, address, key, button="go", **given):
    page = text(browser.get(f"{address}?page={key}"))
    shown = re.search(r'name="shown" value="([^"]*)"', page)[1]
    return browser.post(f"{address}?page={key}", {"shown": shown, button: "1", **given})


def test_a_firm_answers_leaves_midway_resumes_on_another_device_sends_and_gets_its_copy(
    browser, address, unit, clock
):
    start = browser.get(address)
    assert unit.firm.name in text(start)
    unit.refresh_from_db()
    assert (unit.opened_at, unit.started_at) == (clock, None)
    answers = {"support/F1c": ["spot"], "support/F2": "12", "support/F3": "ended"}
    assert send_page(browser, address, "support", **answers).url == f"{address}?page=before"
    send_page(browser, address, "before", "later", **{"before/F4": "none"})

    other = CheckedClient()
    again = text(other.get(address))
    assert "?page=before" in again
    assert "checked" in text(other.get(f"{address}?page=before"))
    responding.keep_draft(system(clock), unit, asked.tree(), "summary")
    assert other.post(f"{address}?page=summary", {"notice": "1"}).url == f"{address}?page=sent"
    sent = other.get(f"{address}?page=sent")
    assert "社内の勉強会" in text(sent)
    copy = other.get(f"{address}?page=copy")
    assert copy.content.startswith(b"%PDF")
    assert other.get(address).url == f"{address}?page=sent"


def test_the_notice_that_stood_beside_the_answers_is_confirmed_with_them(browser, address, unit, clock):
    responding.keep_draft(system(clock), unit, asked.tree(), "summary")
    page = text(browser.get(f"{address}?page=summary"))
    code = re.search(r'name="notice" value="([^"]*)"', page)[1]
    browser.post(f"{address}?page=summary", {"notice": code})
    assert Consent.objects.filter(contact__firm=unit.firm, notice=code).count() == 1


def test_an_answer_with_something_missing_is_not_sent_and_says_on_which_page(browser, address, unit, clock):
    responding.keep_draft(system(clock), unit, asked.tree(F3=None), "summary")
    page = browser.post(f"{address}?page=summary")
    assert page.status_code == 422
    assert "?page=support&amp;check" in text(page)
    assert 'class="q bad"' in text(browser.get(f"{address}?page=support&check"))
    assert not Answer.objects.exists()


def test_after_sending_the_answers_can_be_put_right(browser, address, unit, clock):
    responding.send_answer(system(clock), unit, asked.tree(), AnswerWay.LINK)
    sent = send_page(
        browser, address, "support", **{"support/F1c": ["spot"], "support/F2": "30", "support/F3": "ended"}
    )
    assert sent.status_code == 302
    assert Draft.objects.get().values["support"]["F2"] == "30"
    browser.post(f"{address}?page=summary")
    assert Answer.objects.get().values["F2"] == 30


def test_a_closed_wave_says_so_and_shows_nothing_of_what_was_typed(browser, address, unit, clock):
    responding.keep_draft(system(clock), unit, asked.tree(), "summary")
    Wave.objects.update(state=WaveState.CLOSED)
    for page in ("", "?page=support", "?page=summary"):
        closed = browser.get(address + page)
        assert closed.status_code == 410
        assert "社内の勉強会" not in text(closed)


def test_a_closed_wave_still_gives_the_copy(browser, address, unit, clock):
    responding.send_answer(system(clock), unit, asked.tree(), AnswerWay.LINK)
    Wave.objects.update(state=WaveState.CLOSED)
    assert browser.get(address).status_code == 200
    assert browser.get(f"{address}?page=copy").content.startswith(b"%PDF")


def test_a_guessed_and_an_old_link_say_nothing_of_anybody(browser, address, unit):
    assert browser.get("/l/guessed/").status_code == 404
    PersonalLink.objects.update(revoked_at=timezone.now())
    old = browser.get(address)
    assert old.status_code == 410
    assert unit.firm.name not in text(old)


def test_what_is_stored_by_itself_is_kept_at_once(browser, address, unit):
    shown = "support/F1c support/F2 support/F3"
    kept = browser.post(f"{address}?page=support", {"shown": shown, "support/F2": "7", "draft": "1"})
    assert "9:20" in text(kept)
    assert Draft.objects.get().values["support"]["F2"] == "7"


def test_declining_asks_first(browser, address, unit):
    browser.get(f"{address}?page=decline")
    unit.refresh_from_db()
    assert unit.declined_at is None
    browser.post(f"{address}?page=decline", {"once": "1"})
    unit.refresh_from_db()
    assert unit.declined_at
    assert unit.excluded == ""


def test_a_code_on_paper_leads_to_the_questionnaire_however_it_is_typed(browser, unit):
    FrameUnit.objects.update(code="2345ABCD6789")
    wrong = browser.post("/q/", {"code": "2345-ABCD-6788"})
    assert wrong.status_code == 422
    assert browser.get("/q/answer/").url == "/q/"
    assert browser.post("/q/", {"code": "２３４５ abcd-6789"}).url == "/q/answer/"
    assert unit.firm.name in text(browser.get("/q/answer/"))


def test_codes_cannot_be_tried_without_end(browser, settings):
    answers = {
        browser.post("/q/", {"code": f"23ABCD67{n}"}, REMOTE_ADDR="192.0.2.7").status_code
        for n in range(22, 44)
    }
    assert answers == {422, 429}


def test_a_member_of_the_firm_answers_signed_in_and_nobody_elses(client_as, unit):
    theirs = client_as("firm_member", firm=unit.firm)
    assert theirs.get(f"/surveys/own/{unit.pk}/").status_code == 200
    assert (
        client_as("firm_member", firm=people.make_firm()).get(f"/surveys/own/{unit.pk}/").status_code == 404
    )


def test_staff_type_in_what_they_hear_and_stand_with_the_answer(client_as, unit, clock):
    responding.keep_draft(system(clock), unit, asked.tree(), "summary")
    staff = client_as("office_staff", office=unit.office)
    assert unit.firm.name in text(staff.get(f"/surveys/typed/{unit.pk}/phone/"))
    staff.post(f"/surveys/typed/{unit.pk}/phone/?page=summary")
    answer = Answer.objects.get()
    assert (answer.way, answer.stored_by) == ("phone", staff.user)


def test_no_page_of_the_way_needs_a_client_that_is_signed_in(address):
    assert Client().get(address).status_code == 200
