"""Django's entry for accounts and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room for accounts and roles."""

    name = "banso.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the journal say what happened to people, and links about accounts open their page."""
        from banso.apps.accounts import links
        from banso.apps.accounts.entrance import account_page
        from banso.apps.accounts.models import LinkPurpose
        from banso.apps.accounts.timeline import describe
        from banso.apps.journal.timeline import register

        register("user", describe)
        for purpose in (LinkPurpose.INVITATION, LinkPurpose.SECOND_FACTOR):
            links.handle(purpose, account_page)
