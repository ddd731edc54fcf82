"""With a scanner nobody gets a file before it was found clean."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from banso.apps.documents import files, scanning, services
from banso.apps.documents.models import Document, ScanState
from banso.apps.documents.scanner import ScannerAway
from tests.apps.documents.conftest import EICAR

pytestmark = pytest.mark.django_db(transaction=True)


def queued():
    return DBTaskResult.objects.filter(task_path__endswith="scanning.scan").count()


def test_without_a_scanner_files_are_handed_out_and_stay_unscanned(give, actor):
    document = give()
    assert (document.scan_state, queued()) == (ScanState.NOT_SCANNED, 0)
    services.hand_out(actor("office_staff"), document).close()


def test_a_file_is_locked_until_found_clean(give, actor, clamd, refused, events):
    document = give()
    assert queued() == 1
    with refused("locked"):
        services.hand_out(actor("office_staff"), document)
    scanning.scan.call(document.pk)
    services.hand_out(actor("office_staff"), document).close()
    assert events(document, "document") == [
        "document.uploaded",
        "document.scanned",
        "document.downloaded",
    ]


def test_a_harmful_file_stays_locked_also_without_the_scanner(give, actor, clamd, refused, settings):
    document = give("a.txt", EICAR)
    scanning.scan.call(document.pk)
    document.refresh_from_db()
    assert (document.scan_state, document.scanned_at is None) == (ScanState.INFECTED, False)
    settings.CLAMD = ""
    with refused("locked"):
        services.hand_out(actor("office_staff"), document)


def test_a_scanner_that_is_away_fails_the_task_so_that_it_is_tried_again(give, clamd):
    document = give()
    clamd.stop()
    with pytest.raises(ScannerAway):
        scanning.scan.call(document.pk)
    document.refresh_from_db()
    assert document.scan_state == ScanState.NOT_SCANNED


def test_what_could_not_be_scanned_is_tried_again_at_night(give, clamd):
    document = give()
    clamd.answer = b"stream: Can't allocate memory ERROR"
    scanning.scan.call(document.pk)
    document.refresh_from_db()
    assert document.scan_state == ScanState.FAILED
    clamd.answer = None
    services.tidy(timezone.now())
    assert queued() >= 2
    scanning.scan.call(document.pk)
    document.refresh_from_db()
    assert document.scan_state == ScanState.CLEAN


def test_the_file_of_a_removed_document_goes_after_its_time_and_its_row_stays(give, actor, move_clock):
    document = give("名簿.txt")
    services.remove(actor("office_staff"), document, "not needed")
    move_clock(days=29)
    assert services.tidy(timezone.now())["gone"] == 0
    now = move_clock(days=2)
    # The night job tells the age of files by the disk's own clock.
    assert services.tidy(now)["gone"] == 1
    assert services.tidy(now + timedelta(days=365 * 10)) == {"queued": 0, "gone": 0, "strays": 1}
    found = Document.objects.get(pk=document.pk)
    assert (found.title, found.original_name, found.size) == ("", "", 9)
    assert not files.path_of(found.stored_name).exists()


def test_a_file_that_no_row_knows_is_thrown_away_and_others_are_kept(give, folder):
    document = give()
    stray = folder / "ab" / "abcdef"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a crash")
    assert services.tidy(timezone.now() + timedelta(days=365 * 10))["strays"] == 1
    assert not stray.exists()
    assert files.path_of(document.stored_name).exists()
