"""Django's entry for notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are reminded of: one ledger, one digest, no flood."""

    name = "banso.apps.notices"
    label = "notices"
