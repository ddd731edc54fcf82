"""Django's entry for fees."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """What a service costs a firm, and how that is quoted, invoiced and paid."""

    name = "banso.apps.fees"
    label = "fees"

    def ready(self) -> None:
        """Let the journal say what happened to rates."""
        from banso.apps.fees.timeline import describe_rates
        from banso.apps.journal.timeline import register_actions

        register_actions("fee_rates", describe_rates)
