"""Django's entry for cases."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room for cases."""

    name = "banso.apps.casework"
    label = "casework"

    def ready(self) -> None:
        """Let the journal say what happened to cases."""
        from banso.apps.casework.timeline import describe
        from banso.apps.journal.timeline import register

        register("case", describe)
