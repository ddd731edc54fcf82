"""Django's entry for corrections."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """Recorded facts put right, with a reason and with the old value kept."""

    name = "banso.apps.corrections"
    label = "corrections"

    def ready(self) -> None:
        """Let the journal say corrections in the chain of whatever they are about."""
        from banso.apps.corrections.timeline import describe
        from banso.apps.journal.timeline import register_actions

        register_actions("record", describe)
