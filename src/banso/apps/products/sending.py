"""Sending a picture to a browser. Who may see it is asked before (``selectors.may_see_picture``)."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpResponse

from banso.apps.products import storage
from banso.engines.kernel.pictures import SIZES

#: The name is that of the content: what was once fetched never changes. Only this browser keeps it.
_KEPT = "private, max-age=31536000, immutable"


def send_picture(stored_name: str, size: int) -> HttpResponse:
    """A picture in one of its sizes.

    Raises:
        Http404: there is no such size, or its file is gone.
    """
    if size not in SIZES:
        raise Http404
    try:
        content = storage.path_of(stored_name, size).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/webp", headers={"Cache-Control": _KEPT})


def pictures_folder() -> Path:
    """Where pictures lie, for what is drawn from them."""
    # Where none was ever stored there is no folder yet.
    storage.folder().mkdir(parents=True, exist_ok=True)
    return storage.folder()


def place_of(stored_name: str) -> str | None:
    """Where in the folder the larger size of a picture lies; None where its file is gone."""
    path = storage.path_of(stored_name, SIZES[0])
    return str(path.relative_to(storage.folder())) if path.exists() else None
