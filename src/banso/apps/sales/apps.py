"""Django's entry for sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """What sites take into their range and report as sold."""

    name = "banso.apps.sales"
    label = "sales"

    def ready(self) -> None:
        """Let the journal say what happened, and fill what waits for a rate."""
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.programmes.exchange import when_stored
        from banso.apps.sales.services import fill_waiting
        from banso.apps.sales.timeline import describe

        for kind in ("sales_listing", "sales_report", "site", "mall"):
            register(kind, describe)
        register_actions("mall", describe)
        when_stored(fill_waiting)
