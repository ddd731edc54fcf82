"""Django's entry for sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """What sites take into their range and report as sold."""

    name = "banso.apps.sales"
    label = "sales"

    def ready(self) -> None:
        """Let the journal say what happened, letters reach firms, and fill what waits for a rate."""
        from banso.apps.casework import hints
        from banso.apps.journal.timeline import register
        from banso.apps.programmes.exchange import when_stored
        from banso.apps.sales import letters
        from banso.apps.sales.hints import causes
        from banso.apps.sales.services import fill_waiting
        from banso.apps.sales.timeline import describe

        for kind in ("sales_listing", "sales_report", "sales_file", "site", "campaign"):
            register(kind, describe)
        when_stored(fill_waiting)
        hints.register(causes)
        letters.register()
