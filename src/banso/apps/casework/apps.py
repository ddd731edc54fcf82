"""Django's entry for cases."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room for cases."""

    name = "banso.apps.casework"
    label = "casework"
