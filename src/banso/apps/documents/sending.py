"""Handing a document to a browser. Who may have it is asked before."""

from __future__ import annotations

from django.http import FileResponse

from banso.apps.documents import services
from banso.apps.documents.models import Document
from banso.apps.journal.actor import Actor


def send_document(actor: Actor, document: Document) -> FileResponse:
    """The file itself: always to be saved, never shown inside a page of this site. It is written down.

    Raises:
        Refused: as by ``services.hand_out``.
    """
    response = FileResponse(
        services.hand_out(actor, document),
        as_attachment=True,
        filename=document.original_name,
        content_type=document.content_type,
    )
    # Should a browser show it all the same: nothing in it runs, and it belongs to no site.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
