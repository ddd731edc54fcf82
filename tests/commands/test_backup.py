"""``banso backup`` and ``banso restore``, on the database of the run."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import connection

from banso.apps.documents import services
from banso.apps.documents.services import Upload
from banso.apps.jobs import backups
from banso.apps.jobs.selectors import last_backup_at
from banso.apps.journal.heads import faults_of_all_chains, files, write_heads
from banso.apps.journal.models import Event
from banso.apps.journal.services import record
from banso.commands.backup import command as backup
from banso.commands.restore import command as restore

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    location = settings.VAR / "uploads"
    default = {**django_settings.STORAGES["default"], "OPTIONS": {"location": location}}
    settings.STORAGES = {**django_settings.STORAGES, "default": default}
    (location / "answers").mkdir(parents=True)
    (location / "answers" / "回答.csv").write_bytes(b"a,b\r\n")
    return settings.VAR


@pytest.fixture
def events(actor):
    from django.db import transaction

    reviewer = actor("reviewer")
    with transaction.atomic():
        return [record(reviewer, "thing.made", ("thing", "C-1"), {"n": n}) for n in (1, 2)]


@pytest.fixture
def archive(events, tmp_path) -> Path:
    path = tmp_path / "kept.zip"
    assert run(backup, path).exit_code == 0
    return path


def run(command, *arguments):
    return CliRunner().invoke(command, [*map(str, arguments), "--lang", "en"])


def write_another(actor):
    from django.db import transaction

    with transaction.atomic():
        record(actor("reviewer"), "thing.made", ("thing", "C-1"), {"n": 3})


def damage(path, member, content):
    """Write the archive anew with one member changed, as a careless or malicious hand would."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members[member] = content
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            if data is not None:
                packed.writestr(name, data)


def test_a_backup_is_restored_with_uploads_and_a_journal_that_verifies(archive, actor, own_folder):
    write_another(actor)
    (own_folder / "uploads" / "answers" / "回答.csv").unlink()
    result = run(restore, archive, "--yes")
    assert (result.exit_code, "The journal verifies." in result.stderr) == (0, True)
    assert [event.data["n"] for event in Event.objects.order_by("id")] == [1, 2]
    assert list(faults_of_all_chains()) == []
    assert (own_folder / "uploads" / "answers" / "回答.csv").read_bytes() == b"a,b\r\n"


def test_documents_come_back_with_their_bytes(actor, tmp_path, own_folder):
    from banso.apps.documents import files
    from banso.apps.documents.models import Document
    from support.people import make_firm

    firm = make_firm()
    upload = Upload(firm, "firm", firm.ref, "other", "契約.txt", io.BytesIO(b"as it was"))
    document = services.upload(actor("office_staff"), upload)
    assert run(backup, tmp_path / "kept.zip").exit_code == 0
    files.path_of(document.stored_name).write_bytes(b"changed since")
    Document.objects.all().delete()
    result = run(restore, tmp_path / "kept.zip", "--yes")
    assert result.exit_code == 0
    found = Document.objects.get()
    with files.open_proved(found.stored_name, found.sha256) as content:
        assert content.read() == b"as it was"


def test_a_file_that_is_thrown_away_meanwhile_does_not_stop_a_backup(
    own_folder, tmp_path, monkeypatch, events
):
    gone = own_folder / "uploads" / "gone"
    monkeypatch.setattr(backups, "_uploads", lambda: iter([gone]))
    assert run(backup, tmp_path / "kept.zip").exit_code == 0


def test_the_restored_database_still_refuses_to_change_events(archive):
    from django.db import DatabaseError

    run(restore, archive, "--yes")
    with pytest.raises(DatabaseError, match="never"):
        Event.objects.update(role="decider")


def test_heads_newer_than_the_backup_are_set_aside(archive, actor, clock, own_folder):
    write_another(actor)
    write_heads(clock.date())
    run(restore, archive, "--yes")
    assert [head for head in files()[-1].read().values()] == [(2, Event.objects.get(number=2).hash)]
    assert len(list((own_folder / "heads").glob("before-restore-*/*.jsonl"))) == 1


def test_a_database_with_records_is_not_replaced_without_yes(archive, actor):
    write_another(actor)
    result = run(restore, archive)
    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert Event.objects.count() == 3


def test_a_backup_never_replaces_a_file(archive):
    before = archive.read_bytes()
    result = run(backup, archive)
    assert (result.exit_code, archive.read_bytes() == before) == (1, True)
    assert "is there already" in result.stderr


def test_a_finished_backup_is_noted_with_its_time(archive, clock):
    assert last_backup_at() == clock


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [
        ("database", b"something else", "database is not what was written"),
        ("uploads/answers/回答.csv", None, "回答.csv is missing"),
        ("more", b"x", "more was never written"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(archive, actor, member, content, said):
    write_another(actor)
    damage(archive, member, content)
    result = run(restore, archive, "--yes")
    assert result.exit_code == 1
    assert said in result.stderr
    assert Event.objects.count() == 3


def test_a_truncated_backup_is_refused(archive):
    archive.write_bytes(archive.read_bytes()[:-200])
    result = run(restore, archive, "--yes")
    assert (result.exit_code, "damaged" in result.stderr) == (1, True)


def test_a_backup_of_the_other_kind_of_database_is_refused(archive):
    import json

    with zipfile.ZipFile(archive) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["database"] = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    damage(archive, "manifest.json", json.dumps(manifest))
    assert "another kind of database" in run(restore, archive, "--yes").stderr


def test_a_table_that_the_backup_does_not_know_is_gone_after_a_restore(archive):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id integer)")
    run(restore, archive, "--yes")
    assert "made_later" not in connection.introspection.table_names()


def test_it_says_so_when_the_journal_key_is_another_one(archive, settings):
    settings.JOURNAL_KEY = "another-key-" * 5
    result = run(restore, archive, "--yes")
    assert result.exit_code == 0, result.stderr
    assert "BANSO_JOURNAL_KEY" in result.stderr


def test_a_missing_folder_is_wrong_usage(db, tmp_path):
    assert run(backup, tmp_path / "nowhere" / "kept.zip").exit_code == 2
