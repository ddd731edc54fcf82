"""Editions of forms as they are kept, and the forms they compile to."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from banso.apps.surveys.models import FormEdition
from banso.engines.questionnaire.form import FORMS, Form, shipped

#: So many compiled forms stay in a process.
_COMPILED = 16


def form_of(edition: FormEdition) -> Form:
    """The form that an edition compiles to, compiled once a process."""
    return _compiled(edition.digest, edition.pk)


@lru_cache(maxsize=_COMPILED)
def _compiled(digest: str, key: int) -> Form:
    """By digest, so that an edition that took the key of another is read anew."""
    return Form.load(bytes(FormEdition.objects.get(pk=key, digest=digest).workbook))


def edition_values(name: str, at: datetime) -> dict[str, Any]:
    """What is kept of a form as it ships."""
    form = shipped(name)
    return {
        "name": form.name,
        "version": form.version,
        "title": form.title,
        "digest": form.digest,
        "workbook": (FORMS / f"{name}.xlsx").read_bytes(),
        "languages": list(form.languages),
        "kept_at": at,
    }


def shipped_edition(name: str, at: datetime) -> FormEdition:
    """The edition of a form as it ships, kept now if it was not yet."""
    values = edition_values(name, at)
    kept = FormEdition.objects.filter(digest=values["digest"]).first()
    return kept or FormEdition.objects.create(**values)
