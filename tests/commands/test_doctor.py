"""``banso doctor`` names what must be mended."""

import io
import json
import socket
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from banso.apps.documents import files
from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload
from banso.apps.jobs import doctor
from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES
from banso.apps.jobs.selectors import BACKUP
from banso.apps.jobs.worker import PREFIX, note_sign_of_life
from banso.commands.doctor import command
from support import people


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


@pytest.mark.parametrize(
    ("address", "state"), [("", "note"), ("tcp://127.0.0.1:9", "fault"), ("unix:///nowhere/clamd", "fault")]
)
def test_a_scanner_that_does_not_answer_is_a_fault_and_none_is_told(healthy, clock, settings, address, state):
    settings.CLAMD = address
    assert findings(clock)["scanner"].state == state


@pytest.mark.parametrize(
    ("reply", "state"), [(b"PONG\0", "ok"), (b"", "fault"), (b"UNKNOWN COMMAND\0", "fault")]
)
def test_a_scanner_has_to_answer_as_one(healthy, clock, settings, reply, state):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.CLAMD = f"tcp://127.0.0.1:{listener.getsockname()[1]}"

        def answer():
            connection, _address = listener.accept()
            with connection:
                assert connection.recv(64) == b"zPING\0"
                connection.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        assert findings(clock)["scanner"].state == state
        thread.join()


def test_documents_without_their_file_are_counted_and_named(
    healthy, clock, configuration, actor, settings, tmp_path
):
    location = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": location}
    firm = people.make_firm()
    of = (firm, SubjectKind.FIRM, firm.ref, DocumentKind.OTHER)
    staff = actor("office_staff", office=firm.office)
    kept, lost = (
        upload(staff, Upload(*of, name=name, content=io.BytesIO(name.encode())))
        for name in ("a.txt", "b.txt")
    )
    assert findings(clock)["files"].state == "ok"
    files.throw_away(lost.stored_name)
    found = findings(clock)["files"]
    assert (found.state, lost.ref in found.message, kept.ref in found.message) == ("fault", True, False)
    assert "1" in found.message
