"""Uploads are refused while they come in, once they are larger than the limit."""

from django.core.files.uploadhandler import FileUploadHandler


class RefuseTooLargeHandler(FileUploadHandler):
    """Stops reading at the limit."""
