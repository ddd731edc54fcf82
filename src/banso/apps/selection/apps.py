"""Django's entry for applications."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """The room for applications."""

    name = "banso.apps.selection"
    label = "selection"

    def ready(self) -> None:
        """Let the journal say what happened to applications."""
        from banso.apps.journal.timeline import register
        from banso.apps.selection.timeline import describe

        register("application", describe)
