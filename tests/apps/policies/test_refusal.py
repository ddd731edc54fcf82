"""The database itself keeps published versions and decisions as they are, and two versions from one day."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from banso.apps.policies import services
from banso.apps.policies.models import PolicyDecision, PolicySteward, PolicyVersion, State
from support import people

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def refused_by_database(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def changed(version, **values):
    return lambda: PolicyVersion.objects.filter(pk=version.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"files": {"policy.toml": "x"}},
        {"title_ja": "別"},
        {"title_en": "Else"},
        {"code": "else"},
        {"digest": "0"},
        {"in_force_from": date(2026, 4, 2)},
        {"author": None},
        {"approver": None},
        {"state": State.DRAFT},
        {"state": State.DISCARDED},
        {"change_notes": {"entry/1": "x"}},
        {"legal_basis_ja": "法"},
    ],
)
def test_nothing_of_a_published_version_can_be_changed(values):
    version = making.published()
    refused_by_database(changed(version, **values))
    assert making.stored(version).digest == version.digest


def test_an_open_end_can_be_set_and_then_no_more():
    version = making.published()
    changed(version, in_force_to=date(2026, 5, 1))()
    refused_by_database(changed(version, in_force_to=date(2026, 6, 1)))
    refused_by_database(changed(version, in_force_to=None))


def test_a_published_version_cannot_be_deleted():
    version = making.published()
    refused_by_database(lambda: PolicyVersion.objects.filter(pk=version.pk)._raw_delete(using="default"))


def test_a_draft_can_be_changed():
    version = making.draft()
    assert changed(version, title_ja="別")() == 1


@pytest.mark.parametrize("end", [None, date(2026, 6, 30)])
def test_two_published_versions_cannot_share_a_day_however_they_come_there(end):
    making.published(last=date(2026, 4, 30))
    other = making.approved("second")
    day = {"in_force_from": date(2026, 4, 30), "in_force_to": end}
    refused_by_database(changed(other, state=State.PUBLISHED, published_at=making.NOW, **day))
    assert making.stored(other).state == "approved"


def test_a_row_that_is_inserted_as_published_cannot_share_a_day_either():
    published = making.published(last=date(2026, 4, 30))

    def insert():
        copy = making.stored(published)
        copy.pk, copy.code, copy.in_force_from = None, "second", date(2026, 4, 15)
        copy.save(force_insert=True)

    refused_by_database(insert)


def test_the_approver_cannot_be_the_author():
    version = making.draft()
    refused_by_database(changed(version, approver_id=version.author_id))


def test_a_published_version_has_a_first_day():
    version = making.approved()
    refused_by_database(changed(version, state=State.PUBLISHED, published_at=making.NOW))


@pytest.fixture
def decision():
    making.published(first=making.TODAY)
    return services.decide(
        making.manager(), "sample", "S-1", {"points": 80},
        decisions=("advice",), applied_on=making.TODAY, family_code="small",
    )  # fmt: skip


@pytest.mark.parametrize("column", ["facts", "outputs", "matched", "missing", "decisions", "conflicts"])
def test_what_was_decided_cannot_be_changed(decision, column):
    kept = PolicyDecision.objects.filter(pk=decision.pk)
    refused_by_database(lambda: kept.update(**{column: {"advice": "decline"}}))


def test_what_was_decided_cannot_be_deleted(decision):
    refused_by_database(lambda: PolicyDecision.objects.filter(pk=decision.pk)._raw_delete(using="default"))


def test_what_came_of_a_decision_is_written_down_once(decision):
    kept = PolicyDecision.objects.filter(pk=decision.pk)
    assert kept.update(followed="followed") == 1
    refused_by_database(lambda: kept.update(followed=""))


def test_a_departure_has_a_person_and_a_reason(decision):
    kept = PolicyDecision.objects.filter(pk=decision.pk)
    refused_by_database(lambda: kept.update(followed="departed", departure_reason="理由"))
    person = people.make("decider")
    refused_by_database(lambda: kept.update(followed="departed", departed_by=person))


def test_the_tables_cannot_be_emptied():
    making.published()
    if connection.vendor == "postgresql":
        for table in ("policies_policyversion", "policies_policydecision"):
            refused_by_database(lambda table=table: connection.cursor().execute(f"TRUNCATE {table} CASCADE"))
    refused_by_database(lambda: connection.cursor().execute("DELETE FROM policies_policyversion"))


def test_a_right_is_held_once():
    values = {"family": making.family(), "user": people.make("programme_manager"), "right": "edit"}
    PolicySteward.objects.create(given_on=making.TODAY, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicySteward.objects.create(given_on=making.TODAY, **values)


def test_files_are_kept_to_the_letter():
    version = making.draft(fee=making.FEE.replace("その他です。", '"髙﨑𠮷, ""他"" です。"'))
    kept = making.stored(version)
    assert json.dumps(kept.files, sort_keys=True) == json.dumps(version.files, sort_keys=True)
    assert "髙﨑𠮷" in kept.files["fee.csv"]
