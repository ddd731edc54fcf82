"""Django's entry for consultations."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room for consultations."""

    name = "banso.apps.intake"
    label = "intake"
