"""Django's entry for products."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What firms sell, reviewed before buyers and operators are shown it."""

    name = "banso.apps.products"
    label = "products"

    def ready(self) -> None:
        """Let the journal say what happened to products, and letters reach firms."""
        from banso.apps.journal.timeline import register
        from banso.apps.products import letters
        from banso.apps.products.timeline import describe

        register("product", describe)
        letters.register()
