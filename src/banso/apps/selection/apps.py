"""Django's entry for applications."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """The room for applications."""

    name = "banso.apps.selection"
    label = "selection"

    def ready(self) -> None:
        """Let the journal say what happened to applications, and policies be asked about them."""
        from banso.apps.documents import subjects as documents
        from banso.apps.journal.timeline import register
        from banso.apps.policies import subjects
        from banso.apps.selection import reminders
        from banso.apps.selection.facts import SUBJECT
        from banso.apps.selection.subject import DOCUMENTS
        from banso.apps.selection.timeline import describe, describe_round

        register("application", describe)
        register("round", describe_round)
        subjects.register(SUBJECT)
        documents.register(DOCUMENTS)
        reminders.register()
