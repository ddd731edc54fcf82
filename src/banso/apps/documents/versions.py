"""All versions of one document, what rests on them, and taking them along when a record goes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q

from banso.apps.base import hold
from banso.apps.documents.models import Document, SubjectKind


def versions_of(document: Document) -> list[Document]:
    """A document with every version that it replaces or that replaced it, held, in order of their keys."""
    known = {document.pk}
    while True:
        linked = Document.objects.filter(Q(superseded_by__in=known) | Q(supersedes__in=known)).order_by()
        found = set(linked.values_list("pk", flat=True)) - known
        if not found:
            return list(hold(Document.objects).filter(pk__in=known).order_by("pk"))
        known |= found


def used_besides(versions: Sequence[Document], record: Model) -> bool:
    """Whether any row but this record points at one of these documents; which rooms do is not known here."""
    for relation in Document._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if not relation.one_to_many or model is Document:
            continue
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": versions})
        if (rows.exclude(pk=record.pk) if isinstance(record, model) else rows).exists():
            return True
    return False


def there_already(versions: Sequence[Document], kind: SubjectKind, ref: str) -> bool:
    """Whether a record has one of these very files already."""
    there = Document.objects.filter(subject_kind=kind, subject_ref=ref, deleted_at__isnull=True)
    return there.filter(sha256__in=[one.sha256 for one in versions]).exists()


def take_along(versions: Sequence[Document], firm: Any, kind: SubjectKind, ref: str) -> None:
    """Let the documents belong to another record and its firm. Files stay where they lie."""
    keys = [one.pk for one in versions]
    Document.objects.filter(pk__in=keys).update(firm=firm, subject_kind=kind, subject_ref=ref)
