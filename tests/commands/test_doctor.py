"""``banso doctor`` names what must be mended."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from banso.apps.jobs import doctor
from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES
from banso.apps.jobs.selectors import BACKUP
from banso.apps.jobs.worker import PREFIX, note_sign_of_life
from banso.commands.doctor import command


def findings(now):
    return {item.check: item for item in doctor.examine(now)}


@pytest.fixture
def healthy(db, clock):
    note_sign_of_life(PREFIX + "w1", clock)
    note_sign_of_life(BACKUP, clock)
    for job in RECURRENCES:
        JobRun.objects.create(name=job.name, due_at=job.last_due(clock), succeeded=True)


@pytest.fixture
def in_production(settings, monkeypatch):
    settings.PRODUCTION = True
    settings.BASE_URL = "https://banso.test"
    monkeypatch.setattr(doctor.checks, "run_checks", lambda **_: [])


def test_a_healthy_installation_has_no_fault_and_exit_code_0(healthy):
    result = CliRunner().invoke(command, ["--format", "json", "--lang", "en"])
    assert [item for item in json.loads(result.stdout) if item["state"] == "fault"] == []
    assert result.exit_code == 0


def test_a_fault_ends_with_exit_code_1(db, clock):
    result = CliRunner().invoke(command, ["--lang", "en"])
    assert result.exit_code == 1
    assert "No worker has ever run" in result.stdout


def test_the_database_mode_is_told(healthy, clock):
    found = findings(clock)["database"]
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    assert (found.state, found.message.startswith(kind)) == ("ok", True)


def test_a_weaker_database_mode_is_a_fault(transactional_db, clock):
    if connection.vendor == "postgresql":
        doctor_limit = connection.pg_version // 10000 + 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(doctor, "OLDEST_POSTGRESQL", doctor_limit)
            assert findings(clock)["database"].state == "fault"
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    assert findings(clock)["database"].state == "fault"


def test_the_fonts_have_the_characters_of_names(healthy, clock):
    assert findings(clock)["fonts"].state == "ok"


def test_a_character_that_no_font_has_is_a_fault(healthy, clock, monkeypatch):
    monkeypatch.setattr(doctor, "NAME_CHARACTERS", "\U0010fffd")
    assert findings(clock)["fonts"].state == "fault"


def test_missing_triggers_of_the_journal_are_a_fault(transactional_db, clock):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER journal_event_no_update")
    assert findings(clock)["journal"].state == "fault"


def test_a_missed_job_is_named(healthy, clock):
    later = clock + timedelta(days=2)
    assert findings(later)["jobs"].state == "fault"


def test_a_failed_job_is_named_with_its_error(healthy, clock):
    JobRun.objects.filter(name="journal_heads").update(succeeded=False, error="OSError: no space")
    assert "OSError: no space" in findings(clock)["jobs"].message


def test_an_old_backup_is_a_fault_in_production(healthy, clock, in_production):
    assert findings(clock + timedelta(hours=26))["backup"].state == "ok"
    assert findings(clock + timedelta(hours=27))["backup"].state == "fault"


def test_mail_that_is_not_sent_is_a_fault_in_production(healthy, clock, in_production):
    assert findings(clock)["mail"].state == "fault"


def test_an_address_without_https_is_a_fault_in_production(healthy, clock, in_production, settings):
    settings.BASE_URL = "http://banso.test"
    assert findings(clock)["settings"].state == "fault"


def test_a_pending_migration_is_a_fault(healthy, clock, monkeypatch):
    monkeypatch.setattr(doctor, "pending_migrations", lambda: 2)
    assert findings(clock)["migrations"].state == "fault"


def test_a_full_disk_is_a_fault(healthy, clock, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 10**18)
    assert findings(clock)["disk"].state == "fault"
