"""Django's entry for fees."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """What a service costs a firm, and how that is quoted, invoiced and paid."""

    name = "banso.apps.fees"
    label = "fees"
