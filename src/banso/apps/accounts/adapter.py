"""How allauth is fitted to Banso."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by mail address; the rest stays as allauth has it."""
