"""Django's entry for orders."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders that came of Japan Street."""

    name = "banso.apps.orders"
    label = "orders"

    def ready(self) -> None:
        """Let the journal say what happened, letters be sent, people be reminded, conversations show them."""
        from banso.apps.inquiries import sections
        from banso.apps.journal.timeline import register
        from banso.apps.orders import letters, reminders
        from banso.apps.orders.of_inquiry import SECTION
        from banso.apps.orders.timeline import describe

        register("order", describe)
        letters.register()
        reminders.register()
        sections.register(SECTION)
