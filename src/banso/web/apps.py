"""Django's entry for the design system."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags that all rooms share."""

    name = "banso.web"
    label = "web"
