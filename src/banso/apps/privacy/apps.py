"""Django's entry for personal data."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What people ask about their own data, how long it is kept, and which notice they have read."""

    name = "banso.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Let the journal tell of requests, people be reminded of them, mail respect a stop,
        and whoever signs in or answers by a link read the notice."""
        from django.contrib.auth.signals import user_logged_in

        from banso.apps.accounts import erasing, links
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.notices import receivers
        from banso.apps.privacy import consents, reminders, stops
        from banso.apps.privacy.erasure import erase_contact_here, erase_person_here
        from banso.apps.privacy.timeline import describe

        register("person_request", describe)
        register_actions("privacy", describe)
        reminders.register()
        receivers.register_stop(stops.of_letter)
        erasing.register(erase_person_here)
        erasing.register_for_contacts(erase_contact_here)
        user_logged_in.connect(consents.note_at_sign_in, dispatch_uid="privacy_notice")
        links.on_answer(consents.note_answer)
