"""Django's entry for jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room for jobs."""

    name = "banso.apps.jobs"
    label = "jobs"
