"""Django's entry for products."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What firms sell, reviewed before buyers and operators are shown it."""

    name = "banso.apps.products"
    label = "products"
