"""Django's entry for programmes and services."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The room for programmes and services."""

    name = "banso.apps.programmes"
    label = "programmes"
