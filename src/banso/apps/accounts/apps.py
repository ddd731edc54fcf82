"""Django's entry for accounts and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room for accounts and roles."""

    name = "banso.apps.accounts"
    label = "accounts"
