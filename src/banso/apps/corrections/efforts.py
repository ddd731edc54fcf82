"""Own efforts on their way to another case: what is in the way, and what goes along.

1. What was added during support goes as it is. What was promised with an application goes too: the revision
   that was handed in and decided keeps it, and on the other case it counts as added on the day of the move.
2. The document that shows it goes along with all its versions, if nothing else rests on it. It stays where
   another record needs it, where the firm itself brought it and the other case is another firm's, and where
   the other case has that file already: then the effort waits until somebody has settled that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.models import RoleAssignment
from banso.apps.base import Refused
from banso.apps.casework.models import Case, OwnEffort
from banso.apps.documents.models import Document, SubjectKind
from banso.apps.documents.versions import take_along, there_already, used_besides, versions_of
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject


def rows(row: OwnEffort, to: Case) -> Sequence[OwnEffort]:
    """The effort, if nothing is in the way."""
    if to.application_id is None:
        raise _refuse("no_application", _("Own efforts belong to support that was applied for."))
    if row.added_on is not None and row.added_on < to.started_on:
        raise _refuse("before_support", _("It was added before support of the other case began."))
    if row.document is not None:
        _refuse_document(row, row.document, to)
    return [row]


def _refuse_document(row: OwnEffort, document: Document, to: Case) -> None:
    assert row.case is not None
    versions = versions_of(document)
    if used_besides(versions, row) or any(_elsewhere(one, row.case) for one in versions):
        message = _("Its document is also that of another record and stays there. Settle that record first.")
        raise _refuse("document_shared", message)
    brought = [one.uploaded_by_id for one in versions]
    members = RoleAssignment.objects.filter(firm=row.case.firm_id, user__in=brought)
    if row.case.firm_id != to.firm_id and members.exists():
        message = _("This firm itself has brought its document: it is this firm's own effort.")
        raise _refuse("document_of_firm", message)
    if there_already(versions, SubjectKind.CASE, to.ref):
        message = _("The other case has this very file already. Look there whether the effort is recorded.")
        raise _refuse("same_document", message)


def _elsewhere(document: Document, case: Case) -> bool:
    return (document.subject_kind, document.subject_ref) != (SubjectKind.CASE, case.ref)


def put(actor: Actor, moved: Sequence[OwnEffort], to: Case) -> None:
    """Let it be one of the other case; what was promised with an application becomes one added today."""
    effort = moved[0]
    effort.case, effort.application_id = to, to.application_id
    effort.added_on = effort.added_on or actor.today


def carry(_actor: Actor, moved: Sequence[OwnEffort], _old: Any, to: Case) -> Sequence[Subject]:
    """Take its document along; the document's chain tells of it."""
    document = moved[0].document
    if document is None:
        return ()
    versions = versions_of(document)
    take_along(versions, to.firm, SubjectKind.CASE, to.ref)
    return [("document", one.ref) for one in versions]


def _refuse(rule: str, message: str) -> Refused:
    return Refused(rule, message, "to")
