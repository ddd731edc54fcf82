"""Django's entry for notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are reminded of: one ledger, one digest, no flood."""

    name = "banso.apps.notices"
    label = "notices"

    def ready(self) -> None:
        """Let the journal say what happened to letters, tasks and meetings; remind of tasks."""
        from banso.apps.accounts import erasing
        from banso.apps.journal.timeline import register_actions
        from banso.apps.notices import digests, erasure, meetings, sources, tasks_due
        from banso.apps.notices.timeline import describe

        for prefix in ("letter", "task", "meeting", "reminders"):
            register_actions(prefix, describe)
        sources.register_letter(digests.KIND)
        sources.register_letter(meetings.KIND)
        sources.register(tasks_due.SOURCE)
        erasing.register(erasure.erase_person_here)
