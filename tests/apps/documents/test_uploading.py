"""Files are stored whole and once, or not at all."""

import hashlib
import io

import pytest
from django.db import transaction

from banso.apps.documents import files, services
from banso.apps.documents.models import Document, DocumentKind, SubjectKind
from support.races import at_once

committing = pytest.mark.django_db(transaction=True)


@committing
def test_a_file_is_stored_under_a_name_that_says_nothing(give, folder, events):
    document = give("C:\\書類\\契約書.txt", b"text")
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    assert path.read_bytes() == b"text"
    assert "契約" not in str(path) and path.suffix == ""
    assert (document.original_name, document.title) == ("契約書.txt", "契約書.txt")
    assert (document.size, document.content_type) == (4, "text/plain")
    assert document.sha256 == hashlib.sha256(b"text").hexdigest()
    assert path.stat().st_mode & 0o077 == 0
    assert events(document, "document") == ["document.uploaded"]


@committing
def test_nothing_is_left_when_the_transaction_around_it_rolls_back(give, stored_files):
    before = Document.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        give()
        assert len(stored_files()) == 1
        raise ZeroDivisionError
    assert (stored_files(), Document.objects.count()) == ([], before)


@committing
def test_a_refused_file_leaves_nothing(give, refused, stored_files):
    give("a.txt", b"once")
    with refused("twice", "files"):
        give("b.txt", b"once")
    assert len(stored_files()) == 1


@committing
def test_of_several_files_none_is_stored_when_one_is_refused(actor, some_firm, refused, stored_files):
    def one(name, content):
        content = io.BytesIO(content)
        return services.Upload(some_firm, SubjectKind.FIRM, some_firm.ref, DocumentKind.OTHER, name, content)

    before = Document.objects.count()
    with refused("content", "files"):
        services.upload_all(actor("office_staff"), [one("a.txt", b"fine"), one("b.pdf", b"MZ")])
    assert (Document.objects.count(), stored_files()) == (before, [])


@committing
def test_two_uploads_at_once_do_not_overfill_a_firm(give, settings, actor, some_firm):
    kept = sum(some_firm.documents.values_list("size", flat=True))
    settings.DOCUMENT_BYTES_A_FIRM = kept + 10
    staff = actor("office_staff")
    acts = [lambda n=n: give(f"{n}.txt", b"seven" + n.encode(), by=staff) for n in ("aa", "bb")]
    assert at_once(*acts) == ["firm_full", "stored"]


@committing
def test_the_same_file_sent_twice_at_once_is_stored_once(give, actor):
    staff = actor("office_staff")
    assert at_once(*[lambda: give("a.txt", b"same", by=staff)] * 2) == ["stored", "twice"]


def test_a_file_above_the_limit_is_refused(give, settings, refused):
    settings.MAX_UPLOAD_BYTES = 3
    with refused("too_large", "files"):
        give(content=b"four")


def test_a_newer_file_takes_the_place_of_an_older_once(give, refused):
    old = give("a.txt", b"first", title="価格表")
    new = give("b.txt", b"second", supersedes=old)
    old.refresh_from_db()
    assert old.superseded_by == new
    with refused("superseded", "files"):
        give("c.txt", b"third", supersedes=old)


def test_a_long_name_keeps_its_ending(give):
    document = give("あ" * 300 + ".txt")
    assert len(document.original_name) == 200
    assert document.original_name.endswith("あ.txt")


def test_what_a_firm_uploads_the_firm_sees(give, actor, some_firm):
    assert give(by=actor("firm_member", firm=some_firm)).visible_to_firm
    assert not give("b.txt", b"other").visible_to_firm


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(give, actor, refused):
    document = give()
    files.path_of(document.stored_name).write_bytes(b"something else")
    with refused("file_changed"):
        services.hand_out(actor("office_staff"), document)


def test_a_document_that_proves_something_is_not_removed(give, actor, refused):
    from banso.apps.casework.models import ExportResult

    document = give()
    ExportResult.objects.filter(pk=ExportResult.objects.order_by("pk").first().pk).update(document=document)
    with refused("in_use"):
        services.remove(actor("office_manager"), document, "wrong firm")


def test_events_hold_no_words(give, actor):
    from banso.apps.journal.models import Event

    document = give("秘密の契約.txt", title="秘密")
    services.remove(actor("office_staff"), document, "秘密の理由")
    payloads = Event.objects.filter(subject_kind="document", subject_ref=document.ref).order_by("number")
    assert "秘密" not in " ".join(event.payload for event in payloads)
