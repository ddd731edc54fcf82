"""Django's entry for the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The room for the journal."""

    name = "banso.apps.journal"
    label = "journal"
