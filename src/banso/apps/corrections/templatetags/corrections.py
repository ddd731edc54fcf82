"""The way to correct a record, beside it on the page of another room, and whether it was corrected."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.permissions import Action
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.selectors import corrected_rows

register = template.Library()


@register.inclusion_tag("corrections/correction.html", takes_context=True)
def correction(context: Context, kind: str, row: int, subject_kind: str, subject_ref: str) -> dict[str, Any]:
    """The mark "corrected" and the links of a record. One query a page, whatever the number of records."""
    request = context["request"]
    subjects = request.__dict__.setdefault("corrected_rows", {})
    subject = (subject_kind, subject_ref)
    if subject not in subjects:
        sees = request.access.can(Action.CORRECTION_VIEW)
        subjects[subject] = corrected_rows(*subject) if sees else {}
    return {
        "kind": kind,
        "row": row,
        "corrected": row in subjects[subject].get(kind, ()),
        "may_correct": request.access.can(Action.CORRECT),
        "moves": KINDS[kind].moves,
    }
