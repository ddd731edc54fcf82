"""Snapshots are whole or not there, and what rests on one keeps it."""

import errno
from datetime import timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor, system
from banso.apps.journal.models import Event
from banso.apps.snapshots import selectors, services
from banso.apps.snapshots.models import Snapshot, SnapshotState
from banso.engines.evaluation.star import store
from banso.engines.evaluation.star.store import BrokenSnapshot
from tests.support.build import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    return settings.SNAPSHOTS


def taken(at=MOMENT):
    actor = system(at)
    return services.take(actor, services.ask_for(actor))


def test_a_snapshot_is_named_after_its_moment_and_can_be_read(db):
    found = taken()
    assert (found.name, found.state) == ("2026-03-10-092000", SnapshotState.READY)
    assert selectors.store_of(found).manifest.digest == found.digest
    assert selectors.newest() == found


def test_the_same_records_give_the_same_hash(db):
    assert taken().digest == taken(MOMENT + timedelta(minutes=1)).digest


def test_two_are_not_taken_at_once(db):
    services.ask_for(system(MOMENT))
    with pytest.raises(Refused) as refused:
        services.ask_for(system(MOMENT + timedelta(minutes=1)))
    assert refused.value.rule == "snapshot_under_way"


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "full"), "disk_full"),
        (PermissionError("no"), "unwritable"),
        (ValueError(), "broken"),
    ],
)
def test_what_went_wrong_is_kept_and_nothing_else(db, folder, monkeypatch, error, fault):
    def break_off(*_arguments):
        raise error

    monkeypatch.setattr(store, "_write_text", break_off)
    with pytest.raises(type(error)):
        taken()
    found = Snapshot.objects.get()
    assert (found.state, found.fault) == (SnapshotState.FAILED, fault)
    assert list(folder.iterdir()) == []
    assert selectors.newest() is None


def test_a_changed_file_is_found_even_after_it_was_read(db, folder):
    found = taken()
    selectors.store_of(found)
    file = folder / found.name / "cases.parquet"
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(BrokenSnapshot, match=r"cases\.parquet"):
        selectors.store_of(found)


def test_what_something_rests_on_is_not_removed(db, folder):
    found = services.freeze(system(MOMENT), taken(), "sheet S-1")
    assert services.freeze(system(MOMENT), found, "sheet S-2").frozen_for == "sheet S-1, sheet S-2"
    with pytest.raises(Refused) as refused:
        services.remove(system(MOMENT), found)
    assert refused.value.rule == "snapshot_state"
    assert (folder / found.name).is_dir()


def test_at_night_one_is_taken_once(db):
    assert services.take_nightly(MOMENT)["taken"] == 1
    assert services.take_nightly(MOMENT + timedelta(hours=1))["taken"] == 0


def test_at_night_room_is_made_by_the_oldest_that_nothing_rests_on(db, folder, monkeypatch):
    monkeypatch.setattr(services, "KEPT", 1)
    kept = services.freeze(system(MOMENT), taken(), "sheet S-1")
    old, new = (taken(MOMENT + timedelta(minutes=number)) for number in (1, 2))
    assert services.take_nightly(MOMENT + timedelta(minutes=3))["removed"] == 1
    assert {path.name for path in folder.iterdir()} == {kept.name, new.name}
    old.refresh_from_db()
    assert old.state == SnapshotState.REMOVED


def test_one_whose_worker_was_killed_does_not_stand_in_the_way_for_ever(db):
    lost = services.ask_for(system(MOMENT))
    later = MOMENT + services.LOST_AFTER + timedelta(minutes=1)
    assert services.take_nightly(later)["taken"] == 1
    lost.refresh_from_db()
    assert (lost.state, lost.fault) == (SnapshotState.FAILED, "killed")


@pytest.mark.parametrize("role", ["office_staff", "firm_member", "auditor", "administrator"])
def test_nobody_else_asks_for_one(db, role):
    with pytest.raises(Refused) as refused:
        services.ask_for(Actor(None, role, MOMENT))
    assert refused.value.rule == "role"


def test_each_step_is_one_event(db):
    found = services.freeze(system(MOMENT), taken(), "sheet S-1")
    actions = Event.objects.filter(subject_kind="snapshot", subject_ref=found.name).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "snapshot.asked",
        "snapshot.taken",
        "snapshot.frozen",
    ]
