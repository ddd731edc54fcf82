"""Django's entry for snapshots."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    """The room for snapshots of casework."""

    name = "banso.apps.snapshots"
    label = "snapshots"
