"""What can be done in this room. Each call is one transaction and one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.documents import files, scanner, scanning
from banso.apps.documents.models import Document, DocumentKind, ScanState, SubjectKind
from banso.apps.documents.selectors import locked
from banso.apps.journal.actor import Actor, system
from banso.apps.journal.services import digest, next_reference, record, service
from banso.engines.kernel.filetypes import ENDINGS, NotTaken, recognise

_NOT_TAKEN: dict[str, Promise] = {
    "empty": gettext_lazy("%(file)s: the file is empty."),
    "ending": gettext_lazy("%(file)s: files of this format are not taken. Taken are: %(endings)s."),
    "content": gettext_lazy("%(file)s: the content is not what the ending of the name says."),
    "protected": gettext_lazy("%(file)s: the file is protected by a password. Please send it without one."),
    "macros": gettext_lazy("%(file)s: the file holds macros. Please send it without them."),
    "active": gettext_lazy("%(file)s: the file holds programs or controls. Please send it without them."),
    "unpacked": gettext_lazy("%(file)s: unpacked, the file is far larger than it should be."),
    "damaged": gettext_lazy("%(file)s: the file is damaged and cannot be opened."),
}


@dataclass(frozen=True)
class Upload:
    """A file that somebody gives to a record. ``name`` is the file's own name, of which the ending counts.

    What a firm uploads it sees; otherwise the two marks say who does besides the office.
    """

    firm: Firm
    subject_kind: SubjectKind
    subject_ref: str
    kind: DocumentKind
    name: str
    content: IO[bytes]
    title: str = ""
    visible_to_firm: bool = False
    visible_to_expert: bool = False
    supersedes: Document | None = None


@service
def upload(actor: Actor, data: Upload) -> Document:
    """Store one file. With a scanner it is locked until found clean.

    Raises:
        Refused: with the field ``files``; a rule of ``filetypes.NotTaken``, ``too_large``, ``firm_full`` (the
            firm has no room left), ``twice`` (the record has this very file), ``superseded`` (the document to
            be replaced was replaced or removed meanwhile).
    """
    name = _plain_name(data.name)
    try:
        content_type = recognise(name, data.content)
    except NotTaken as fault:
        said = str(_NOT_TAKEN[fault.rule]) % {"file": name, "endings": ", ".join(ENDINGS)}
        raise Refused(fault.rule, said, "files") from fault
    # Whoever uploads for the firm at the same moment waits here, so that the room left is counted once.
    hold(Firm.objects).get(pk=data.firm.pk)
    stored_name, size, sha256 = files.store(data.content)
    try:
        _refuse_size(data, name, size)
        old = _to_replace(data)
        document = Document(
            ref=next_reference("D", actor),
            firm=data.firm,
            subject_kind=data.subject_kind,
            subject_ref=data.subject_ref,
            kind=data.kind,
            title=data.title.strip() or name[:120],
            original_name=name,
            stored_name=stored_name,
            size=size,
            sha256=sha256,
            content_type=content_type,
            visible_to_firm=data.visible_to_firm or actor.role == Role.FIRM_MEMBER,
            visible_to_expert=data.visible_to_expert,
            uploaded_by_id=actor.user_id,
            uploaded_at=actor.at,
        )
        if old is None:
            _refuse_same(document, name)
        document.save(force_insert=True)
        if old is not None:
            Document.objects.filter(pk=old.pk).update(superseded_by=document)
    except BaseException:
        files.throw_away(stored_name)
        raise
    if scanner.configured():
        scanning.scan.enqueue(document.pk)
    payload = {"kind": document.kind, "of": data.subject_kind, "record": data.subject_ref, "size": size}
    payload |= {"content": digest(sha256), "replaces": old.ref if old else ""}
    record(actor, "document.uploaded", ("document", document.ref), payload)
    return document


@service
def upload_all(actor: Actor, uploads: Sequence[Upload]) -> list[Document]:
    """Store several files of one form: all of them or, when one is refused, none."""
    return [upload(actor, data) for data in uploads]


def _plain_name(name: str) -> str:
    """A file's name without folders and control characters; a long one keeps its ending."""
    plain = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot and len(ending) < 10 else plain[:200]


def _refuse_size(data: Upload, name: str, size: int) -> None:
    if size > settings.MAX_UPLOAD_BYTES:
        said = _("%(file)s: a file may hold %(limit)s.")
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise Refused("too_large", said % {"file": name, "limit": limit}, "files")
    kept = Document.objects.filter(firm=data.firm, file_gone_at__isnull=True).aggregate(sum=Sum("size"))
    if (kept["sum"] or 0) + size > settings.DOCUMENT_BYTES_A_FIRM:
        limit = filesizeformat(settings.DOCUMENT_BYTES_A_FIRM)
        said = _("All files of a firm together may hold %(limit)s. Remove some that are no longer needed.")
        raise Refused("firm_full", said % {"limit": limit}, "files")


def _refuse_same(document: Document, name: str) -> None:
    same = Document.objects.filter(
        subject_kind=document.subject_kind,
        subject_ref=document.subject_ref,
        sha256=document.sha256,
        deleted_at__isnull=True,
        superseded_by__isnull=True,
    ).first()
    if same is not None:
        said = _("%(file)s: this file is here already, as %(title)s.") % {"file": name, "title": same.title}
        raise Refused("twice", said, "files")


def _to_replace(data: Upload) -> Document | None:
    if data.supersedes is None:
        return None
    found = hold(Document.objects).get(pk=data.supersedes.pk)
    if found.superseded_by_id or found.deleted_at:
        raise Refused("superseded", _("Somebody has replaced or removed this document meanwhile."), "files")
    return found


@service
def change(actor: Actor, document: Document, data: dict[str, Any]) -> Document:
    """Change what a document is called and who sees it: ``kind``, ``title`` and the two marks."""
    document = _present(document)
    for field in ("kind", "title", "visible_to_firm", "visible_to_expert"):
        setattr(document, field, data[field])
    document.save(update_fields=["kind", "title", "visible_to_firm", "visible_to_expert"])
    payload = {"kind": document.kind, "title": digest(document.title)}
    payload |= {"firm_sees": document.visible_to_firm, "expert_sees": document.visible_to_expert}
    record(actor, "document.changed", ("document", document.ref), payload)
    return document


@service
def remove(actor: Actor, document: Document, reason: str) -> Document:
    """Take a document away. Its file is kept for the retention, then thrown away; the row stays.

    Raises:
        Refused: ``removed`` (already), ``in_use`` (a record rests on it, for example an export it proves).
    """
    document = _present(document)
    if _in_use(document):
        raise Refused("in_use", _("A record rests on this document. Take the document out of it first."))
    document.deleted_at = actor.at
    document.save(update_fields=["deleted_at"])
    record(actor, "document.removed", ("document", document.ref), {"reason": digest(reason)})
    return document


def _in_use(document: Document) -> bool:
    """Whether a row of any room points at the document; which rooms do is not known here."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: document}).exists()
        for relation in Document._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.related_model is not Document
    )


@service
def hand_out(actor: Actor, document: Document) -> IO[bytes]:
    """Give the file to somebody, and note it.

    Raises:
        Refused: ``locked``, ``file_changed`` (the file on the disk is not the one that was stored).
    """
    document = _present(document)
    if locked(document):
        raise Refused("locked", _locked_words(document))
    try:
        content = files.open_proved(document.stored_name, document.sha256)
    except files.FileChanged as fault:
        said = _("The file is gone or was changed since it was stored. Please tell an administrator.")
        raise Refused("file_changed", said) from fault
    record(actor, "document.downloaded", ("document", document.ref))
    return content


def _locked_words(document: Document) -> str:
    return {
        ScanState.INFECTED: _("Something harmful was found in this file. It is locked."),
        ScanState.FAILED: _("This file could not be scanned and is locked. It is tried again every night."),
    }.get(ScanState(document.scan_state), _("This file is still being scanned. Please try again shortly."))


def _present(document: Document) -> Document:
    found = hold(Document.objects).get(pk=document.pk)
    if found.deleted_at:
        raise Refused("removed", _("Somebody has removed this document meanwhile."))
    return found


@service
def throw_away(actor: Actor, document: Document) -> None:
    """Throw the file of a removed document away, and the words about it; the row stays and counts."""
    gone = Document.objects.filter(pk=document.pk, deleted_at__isnull=False, file_gone_at__isnull=True)
    if gone.update(file_gone_at=actor.at, title="", original_name=""):
        record(actor, "document.file_gone", ("document", document.ref))


def tidy(now: datetime) -> dict[str, int]:
    """The nightly job: have scanned what is not; throw away what was removed long ago, and what no row knows.

    Running it twice does no harm.
    """
    unscanned = Document.objects.filter(
        deleted_at__isnull=True, scan_state__in=[ScanState.NOT_SCANNED, ScanState.FAILED]
    ).order_by("pk")
    queued = 0
    if scanner.configured():
        for key in unscanned.values_list("pk", flat=True):
            scanning.scan.enqueue(key)
            queued += 1
    until = now - timedelta(days=settings.DOCUMENT_DAYS_KEPT)
    removed = Document.objects.filter(deleted_at__lt=until, file_gone_at__isnull=True).order_by("pk")
    gone = 0
    for document in removed:
        throw_away(system(now), document)
        gone += 1
    return {"queued": queued, "gone": gone, "strays": _throw_strays(now)}


def _throw_strays(now: datetime) -> int:
    """Files of documents that are gone, and files that a crash left before their row was acknowledged."""
    known = set(Document.objects.filter(file_gone_at__isnull=True).values_list("stored_name", flat=True))
    strays = [name for name in files.stored_before(now - timedelta(days=1)) if name not in known]
    for name in strays:
        files.throw_away(name)
    return len(strays)
