"""Django's entry for products."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What firms sell, reviewed before buyers and operators are shown it."""

    name = "banso.apps.products"
    label = "products"

    def ready(self) -> None:
        """Let the journal say what happened to products, letters reach firms and offices be reminded."""
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.products import letters, reminders
        from banso.apps.products.timeline import describe, describe_files

        register("product", describe)
        register_actions("products", describe_files)
        letters.register()
        reminders.register()
