"""Django's entry for questionnaires."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The room for questionnaires."""

    name = "banso.apps.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Let those who judge firms see which answers they owe, and letters and their links be answered."""
        from banso.apps.journal.services import on_record
        from banso.apps.selection import duties
        from banso.apps.surveys import duties as own_duties
        from banso.apps.surveys import inviting, letters

        duties.register(own_duties.ANSWERS)
        letters.register()
        on_record(inviting.note_bounced)
