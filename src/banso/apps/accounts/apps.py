"""Django's entry for accounts and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room for accounts and roles."""

    name = "banso.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the journal say what happened to people."""
        from banso.apps.accounts.timeline import describe
        from banso.apps.journal.timeline import register

        register("user", describe)
