"""Uploads are refused while they come in, once they are larger than the limit of their address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(most: int) -> Callable[[View], View]:
    """Let a view take files of so many bytes, wherever the general limit lies; it alone."""

    def mark(view: View) -> View:
        view.takes_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def limit_of(request: HttpRequest | None) -> int:
    """How many bytes the files of a request may have."""
    found = getattr(request, "resolver_match", None)
    most: int = getattr(found and found.func, "takes_bytes", settings.MAX_UPLOAD_BYTES)
    return most


class RefuseTooLargeHandler(FileUploadHandler):
    """Stops reading at the limit (``limit_of``): by the announced length, else by the bytes that came.

    Raises:
        RequestDataTooBig: shown to the user as a page that names the limit. Nothing reaches a view.
    """

    #: What the form around the file may take besides the file itself.
    FORM_BYTES = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0
        self.limit = limit_of(request)

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: Any = None,
    ) -> None:
        """Refuse by the announced length, before a byte is read."""
        if content_length > self.limit + self.FORM_BYTES:
            raise RequestDataTooBig("announced length above the limit")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what came, over all files of the request, and pass it on."""
        self.received += len(raw_data)
        if self.received > self.limit:
            raise RequestDataTooBig("received more than the limit")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the keeping of the file to the next handler."""
        return None
