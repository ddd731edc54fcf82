"""Django's entry for programmes and services."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The room for programmes and services."""

    name = "banso.apps.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Let the journal say what happened to rates and days off."""
        from banso.apps.journal.timeline import register_actions
        from banso.apps.programmes.timeline import describe, describe_days_off

        register_actions("rates", describe)
        register_actions("days_off", describe_days_off)
