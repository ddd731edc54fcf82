"""Django's entry for fiscal years."""

from django.apps import AppConfig


class YearsConfig(AppConfig):
    """Fiscal years: the next one opened by copying, what the last one left open, and its close."""

    name = "banso.apps.years"
    label = "years"

    def ready(self) -> None:
        """Let the journal tell of years and of the plans of offices."""
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.years.timeline import describe, describe_office

        register("fiscal_year", describe)
        register_actions("office_year", describe_office)
