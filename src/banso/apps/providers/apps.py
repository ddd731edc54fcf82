"""Django's entry for private providers."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Private providers of the like of what is offered publicly: listed, reviewed, drawn by lot."""

    name = "banso.apps.providers"
    label = "providers"

    def ready(self) -> None:
        """Let the journal say what happened, letters reach applicants, and reviewers be reminded."""
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.notices.receivers import register_record
        from banso.apps.providers import letters, reminders
        from banso.apps.providers.models import Listing
        from banso.apps.providers.timeline import describe, describe_lots

        register("listing", describe)
        register_actions("providers", describe_lots)
        register_record("listing", Listing, "ref")
        letters.register()
        reminders.register()
