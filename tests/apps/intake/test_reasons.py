"""Reasons are added, retired by a day, and never deleted."""

import json
from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from banso.apps.intake import services
from banso.apps.intake.models import AbandonReason, RefusalReason
from banso.apps.journal.models import Event

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()
NEW = {"code": "on_holiday", "name_ja": "休暇中", "name_en": "On holiday"}


def manager():
    return making.by("programme_manager")


@pytest.mark.parametrize(("which", "model"), [("refusal", RefusalReason), ("abandonment", AbandonReason)])
def test_a_reason_is_added_at_the_end_of_its_list(which, model):
    services.add_reason(manager(), which, **NEW)
    assert model.objects.order_by("position").last().code == "on_holiday"
    payload = json.loads(Event.objects.get(action="reason.added").payload)
    assert payload == {"list": which, "code": "on_holiday"}


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"code": "no_capacity"}, "code_taken", "code"),
        ({"code": "休暇"}, "code_form", "code"),
        ({"code": "1st"}, "code_form", "code"),
        ({"code": " "}, "required", "code"),
        ({"name_ja": " "}, "required", "name_ja"),
        ({"name_en": ""}, "required", "name_en"),
    ],
)
def test_it_rejects_a_reason_that_is_none(refused, values, rule, field):
    with refused(rule, field):
        services.add_reason(manager(), "refusal", **NEW | values)


def test_a_retired_reason_is_chosen_no_more_and_what_has_it_keeps_it(refused):
    old = making.proposed()
    services.refuse(making.of(old.expert), old, making.reason())
    services.retire_reason(manager(), "refusal", "no_capacity", TODAY)
    new = making.proposed()
    with refused("reason_retired", "reason"):
        services.refuse(making.of(new.expert), new, making.reason())
    old.refresh_from_db()
    assert old.refusal_reason.code == "no_capacity"


def test_a_reason_retired_from_tomorrow_is_still_chosen_today():
    services.retire_reason(manager(), "refusal", "no_capacity", TODAY + timedelta(days=1))
    proposal = making.proposed()
    assert services.refuse(making.of(proposal.expert), proposal, making.reason()).state == "not_my_field"


def test_it_rejects_a_day_in_the_past_and_retiring_twice(refused):
    with refused("day_past", "on"):
        services.retire_reason(manager(), "refusal", "no_capacity", TODAY - timedelta(days=1))
    services.retire_reason(manager(), "refusal", "no_capacity", TODAY)
    with refused("retired_already"):
        services.retire_reason(manager(), "refusal", "no_capacity", TODAY)


def test_a_reason_that_was_given_cannot_be_deleted():
    proposal = making.proposed()
    services.refuse(making.of(proposal.expert), proposal, making.reason())
    with pytest.raises(ProtectedError):
        making.reason().delete()


def test_the_page_shows_how_often_each_was_given(client_as):
    proposal = making.proposed()
    services.refuse(making.of(proposal.expert), proposal, making.reason())
    client = client_as("programme_manager")
    shown = client.get(reverse("intake:reason_list")).content.decode()
    assert "対応できる時間がない" in shown
    client.post(reverse("intake:reason_add", args=["refusal"]), NEW)
    client.post(reverse("intake:reason_retire", args=["refusal", "on_holiday"]), {"on": "2026-03-10"})
    assert RefusalReason.objects.get(code="on_holiday").retired_on == TODAY


@pytest.mark.parametrize("role", ["office_staff", "evaluator", "expert"])
def test_others_do_not_change_reasons(client_as, role):
    assert client_as(role).get(reverse("intake:reason_list")).status_code == 403
