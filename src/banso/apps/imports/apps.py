"""Django's entry for bulk imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The room for files out of the systems used before."""

    name = "banso.apps.imports"
    label = "imports"

    def ready(self) -> None:
        """Let the journal say what was imported."""
        from banso.apps.imports.timeline import describe
        from banso.apps.journal.timeline import register_actions

        register_actions("import", describe)
