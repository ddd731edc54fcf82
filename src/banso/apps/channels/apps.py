"""Django's entry for EC channels."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """The room for EC channels."""

    name = "banso.apps.channels"
    label = "channels"
