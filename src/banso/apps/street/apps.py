"""Django's entry for Japan Street."""

from django.apps import AppConfig


class StreetConfig(AppConfig):
    """The catalogue as its invited buyers see it."""

    name = "banso.apps.street"
    label = "street"

    def ready(self) -> None:
        """Let buyers come in by their links."""
        from banso.apps.accounts import links
        from banso.apps.accounts.models import LinkPurpose
        from banso.apps.street.entering import closed_page, link_page

        links.handle(LinkPurpose.BUYER, link_page, closed_page)
