"""Django's entry for what the office enters for firms."""

from django.apps import AppConfig


class BehalfConfig(AppConfig):
    """What the office wrote for firms, and what the firms say of it."""

    name = "banso.apps.behalf"
    label = "behalf"

    def ready(self) -> None:
        """Follow the journal, let it say what happened, and let links and letters open the page."""
        from banso.apps.accounts import links
        from banso.apps.behalf import letters, pages, reminders
        from banso.apps.behalf.following import follow
        from banso.apps.behalf.timeline import describe
        from banso.apps.journal.services import on_record
        from banso.apps.journal.timeline import register_actions

        on_record(follow)
        register_actions("entries", describe)
        links.handle(pages.PURPOSE, pages.answer_page)
        letters.register()
        reminders.register()
