"""Django's entry for documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that belong to records: uploaded, looked at, private by default."""

    name = "banso.apps.documents"
    label = "documents"
