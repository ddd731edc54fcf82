"""Django's entry for figures."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room for figures."""

    name = "banso.apps.evidence"
    label = "evidence"
