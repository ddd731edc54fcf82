"""The way to correct a record, beside it on the page of another room, and whether it was corrected."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.moving import where_to
from banso.apps.corrections.selectors import corrected_among, corrected_rows
from banso.engines.kernel.fiscal import fiscal_year

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
    return _beside(request, kind, row, row in subjects[subject].get(kind, ()))


@register.inclusion_tag("corrections/correction.html", takes_context=True)
def correction_of_document(context: Context, row: int, rows: tuple[int, ...]) -> dict[str, Any]:
    """The same for a document of a list (``rows``), each with a chain of its own. One query a list."""
    request = context["request"]
    lists = request.__dict__.setdefault("corrected_documents", {})
    if rows not in lists:
        sees = request.access.can(Action.CORRECTION_VIEW)
        lists[rows] = corrected_among("document", rows) if sees else set()
    return _beside(request, "document", row, row in lists[rows])


def _beside(request: HttpRequest, kind: str, row: int, corrected: bool) -> dict[str, Any]:
    access: Access = request.access  # type: ignore[attr-defined]
    return {
        "kind": kind,
        "row": row,
        "corrected": corrected,
        "may_correct": access.can(Action.CORRECT),
        "move_words": where_to(moves) if (moves := KINDS[kind].moves) else "",
    }


@register.inclusion_tag("corrections/missing.html", takes_context=True)
def missing(context: Context, kind: str, case: Case) -> dict[str, Any]:
    """The way to add a record that a closed year lacks, or a case that takes none as usual any more."""
    access = context["request"].access
    late = KINDS[kind].late(case)
    may_lack = late or fiscal_year(case.started_on) < fiscal_year(access.today)
    return {"kind": kind, "ref": case.ref, "late": late, "offered": may_lack and access.can(Action.CORRECT)}
