"""The scan of one file in the background, and writing down what it found."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banso.apps.documents import files, scanner
from banso.apps.documents.models import Document, ScanState
from banso.apps.journal.actor import Actor, system
from banso.apps.journal.services import record, service


@task()
def scan(key: int) -> None:
    """Let the scanner look at one document. When it is away the task fails, and the worker tries again."""
    document = Document.objects.filter(pk=key, deleted_at__isnull=True).first()
    if document is None or document.scan_state in (ScanState.CLEAN, ScanState.INFECTED):
        return
    actor = system(timezone.now())
    try:
        with files.open_proved(document.stored_name, document.sha256) as content:
            verdict = scanner.scan(content)
    except (scanner.ScanFailed, files.FileChanged):
        note_scan(actor, document, ScanState.FAILED)
        return
    note_scan(actor, document, ScanState.INFECTED if verdict.found else ScanState.CLEAN, verdict.found)


@service
def note_scan(actor: Actor, document: Document, state: ScanState, found: str = "") -> None:
    """Write down what a scan found; ``found`` is the name of what is harmful, as the scanner calls it."""
    Document.objects.filter(pk=document.pk).update(scan_state=state, scanned_at=actor.at)
    record(actor, "document.scanned", ("document", document.ref), {"state": state, "found": found[:80]})
