"""Django's entry for matching."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Who can help with what: the best experts for a need or case, and the weekly plan under capacity."""

    name = "banso.apps.matching"
    label = "matching"
