"""Django's entry for consultations."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room for consultations."""

    name = "banso.apps.intake"
    label = "intake"

    def ready(self) -> None:
        """Let the journal say what happened to consultations, and the letters of this room be sent."""
        from banso.apps.documents import subjects as documents
        from banso.apps.intake import letters, reminders
        from banso.apps.intake.subject import DOCUMENTS
        from banso.apps.intake.timeline import describe
        from banso.apps.journal.timeline import register

        register("consultation", describe)
        documents.register(DOCUMENTS)
        letters.register()
        reminders.register()
