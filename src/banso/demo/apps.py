"""Django's entry for the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration portfolio."""

    name = "banso.demo"
    label = "demo"
