"""Django's entry for firms, offices, experts."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room for firms, offices, experts."""

    name = "banso.apps.directory"
    label = "directory"
