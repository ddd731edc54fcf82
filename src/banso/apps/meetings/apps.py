"""Django's entry for online meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings of buyers and makers over the net."""

    name = "banso.apps.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Let the journal say what happened, letters be sent, people be reminded, conversations show them."""
        from banso.apps.inquiries import sections
        from banso.apps.journal.timeline import register
        from banso.apps.meetings import letters, reminders
        from banso.apps.meetings.of_inquiry import SECTION
        from banso.apps.meetings.subject import SUBJECT_KIND
        from banso.apps.meetings.timeline import describe
        from banso.apps.notices import sources

        register("online_meeting", describe)
        letters.register()
        reminders.register()
        sources.register_subject(SUBJECT_KIND)
        sections.register(SECTION)
