"""Django's entry for invited buyers."""

from django.apps import AppConfig


class BuyersConfig(AppConfig):
    """Overseas buyers who are invited, and what they may see."""

    name = "banso.apps.buyers"
    label = "buyers"

    def ready(self) -> None:
        """Let the journal say what happened, and letters be sent."""
        from banso.apps.buyers import letters
        from banso.apps.buyers.timeline import describe
        from banso.apps.journal.timeline import register

        register("buyer_company", describe)
        letters.register()
