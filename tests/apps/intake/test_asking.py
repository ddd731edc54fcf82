"""Questions and needs."""

import json

import pytest

from banso.apps.intake import services
from banso.apps.intake.models import Consultation, Need
from banso.apps.journal.models import Event
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def payloads(consultation, action):
    rows = Event.objects.filter(subject_kind="consultation", subject_ref=consultation.ref, action=action)
    return [json.loads(event.payload) for event in rows.order_by("number")]


def test_a_question_keeps_the_words_of_the_firm_and_the_moment():
    found = making.asked(body="  一行目\n二行目  ", title=" 表示 ")
    assert (found.title, found.body, found.asked_at) == ("表示", "一行目\n二行目", making.NOW)


def test_a_question_by_the_firm_came_by_the_web():
    assert making.asked().channel == "web"


def test_references_are_given_in_order_within_the_fiscal_year():
    assert [making.asked().ref for _ in range(2)] == ["Q-2025-0001", "Q-2025-0002"]


def test_staff_record_a_question_that_came_by_telephone():
    actor = making.staff()
    found = services.ask(actor, making.question(channel="phone"))
    assert (found.channel, found.recorded_by_id) == ("phone", actor.user_id)


def test_a_question_brought_by_a_partner_body_names_it():
    member = people.make("partner_member")
    body = member.assignments.get().partner_body
    found = services.ask(
        making.by("partner_member", user=member), making.question(channel="partner", partner_body=body)
    )
    assert found.partner_body == body


def test_the_event_holds_codes_and_no_words():
    found = making.asked(body="秘密の相談")
    payload = Event.objects.get(action="consultation.asked").payload
    assert json.loads(payload)["firm"] == found.firm.ref
    assert "秘密" not in payload
    assert found.title not in payload


@pytest.mark.parametrize("field", ["title", "body"])
def test_it_rejects_a_question_without_words(refused, field):
    with refused("required", field):
        making.asked(**{field: " 　\n"})
    assert not Consultation.objects.exists()
    assert not Event.objects.filter(action="consultation.asked").exists()


def test_it_rejects_an_unknown_channel(refused):
    with refused("unknown_code", "channel"):
        making.asked(channel="pigeon")


def test_several_needs_are_taken_out_of_one_question(events):
    found = making.asked()
    making.need(found, code="rules")
    making.need(found, code="logistics", market=None)
    assert [n.subject.code for n in found.needs.all()] == ["rules", "logistics"]
    assert events(found, "consultation") == ["consultation.asked", "need.taken_out", "need.taken_out"]


def test_the_event_names_need_and_subject():
    need = making.need()
    assert payloads(need.consultation, "need.taken_out") == [{"need": need.pk, "subject": "rules"}]


def test_it_rejects_a_need_without_a_description(refused):
    found = making.asked()
    with refused("required", "description"):
        making.need(found, description="　")
    assert not Need.objects.exists()
