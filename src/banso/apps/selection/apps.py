"""Django's entry for applications."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """The room for applications."""

    name = "banso.apps.selection"
    label = "selection"
