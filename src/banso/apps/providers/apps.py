"""Django's entry for private providers."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Private providers of the like of what is offered publicly: listed, drawn by lot, referred to."""

    name = "banso.apps.providers"
    label = "providers"

    def ready(self) -> None:
        """Let the journal say what happened, letters reach applicants, and reviewers be reminded."""
        from banso.apps.intake.services import on_sent
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.notices.receivers import register_record
        from banso.apps.providers import letters, referral_pages, reminders
        from banso.apps.providers.models import Listing
        from banso.apps.providers.referring import follow
        from banso.apps.providers.timeline import describe, describe_lots, describe_referral

        register("listing", describe)
        register_actions("providers", describe_lots)
        register_actions("referral", describe_referral)
        register_record("listing", Listing, "ref")
        on_sent(follow)
        letters.register()
        referral_pages.register()
        reminders.register()
