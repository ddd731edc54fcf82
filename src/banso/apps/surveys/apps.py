"""Django's entry for questionnaires."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The room for questionnaires."""

    name = "banso.apps.surveys"
    label = "surveys"
