"""Django's entry for the journal."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    """The room for the journal."""

    name = "banso.apps.journal"
    label = "journal"

    def ready(self) -> None:
        """Let every room register how its events are said."""
        autodiscover_modules("timeline")
