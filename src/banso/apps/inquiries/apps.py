"""Django's entry for inquiries."""

from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    """Conversations of invited buyers with the makers of products."""

    name = "banso.apps.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        """Let the journal say what happened, letters and reminders be sent, and buyers find it."""
        from banso.apps.casework import hints as casework_hints
        from banso.apps.documents import subjects
        from banso.apps.inquiries import duties as own_duties
        from banso.apps.inquiries import files, hints, letters, reminders, samples, street
        from banso.apps.inquiries.timeline import describe, describe_template
        from banso.apps.journal.timeline import register
        from banso.apps.selection import duties

        register("inquiry", describe)
        register("message_template", describe_template)
        letters.register()
        subjects.register(files.SUBJECT)
        street.register()
        samples.register()
        reminders.register()
        casework_hints.register(hints.causes)
        duties.register(own_duties.ANSWERS)
