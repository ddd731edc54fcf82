"""Django's entry for today's work."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The room for today's work."""

    name = "banso.apps.today"
    label = "today"
