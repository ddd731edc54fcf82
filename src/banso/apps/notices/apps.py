"""Django's entry for notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are reminded of: one ledger, one digest, no flood."""

    name = "banso.apps.notices"
    label = "notices"

    def ready(self) -> None:
        """Let the journal say what happened to letters, tasks and meetings."""
        from banso.apps.journal.timeline import register_actions
        from banso.apps.notices.timeline import describe

        for prefix in ("letter", "task", "meeting"):
            register_actions(prefix, describe)
