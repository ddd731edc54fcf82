"""Django's entry for transfers."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """What goes from one hand into another: the records of a duplicate firm, and the open work of people."""

    name = "banso.apps.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Let the journal say merges and transfers in the chain of what they are about; write to owners."""
        from banso.apps.journal.timeline import register_actions
        from banso.apps.transfers import letters, reminders
        from banso.apps.transfers.timeline import describe

        register_actions("merge", describe)
        register_actions("work", describe)
        letters.register()
        reminders.register()
