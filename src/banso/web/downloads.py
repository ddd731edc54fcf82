"""Files to take away: one place that says what they are and how they are called."""

from __future__ import annotations

from django.http import HttpResponse

#: Media types by extension.
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(content: bytes | str, name: str) -> HttpResponse:
    """A file by its name, which is ASCII and ends in an extension of ``MEDIA``."""
    return HttpResponse(
        content,
        content_type=MEDIA[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
