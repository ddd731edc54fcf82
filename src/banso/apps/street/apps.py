"""Django's entry for Japan Street."""

from django.apps import AppConfig


class StreetConfig(AppConfig):
    """The catalogue as its invited buyers see it."""

    name = "banso.apps.street"
    label = "street"

    def ready(self) -> None:
        """Let buyers come in by their links, and the journal say what they keep."""
        from banso.apps.accounts import links
        from banso.apps.accounts.models import LinkPurpose
        from banso.apps.journal.timeline import register_actions
        from banso.apps.street.entering import closed_page, link_page
        from banso.apps.street.timeline import describe

        register_actions("street", describe)
        links.handle(LinkPurpose.BUYER, link_page, closed_page)
