"""Django's entry for malls."""

from django.apps import AppConfig


class MallsConfig(AppConfig):
    """Who runs the malls, what they answer, and what is known of them."""

    name = "banso.apps.malls"
    label = "malls"

    def ready(self) -> None:
        """Let the journal say what happened, and the letters be sent."""
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.malls import letters, missing, reminders
        from banso.apps.malls.timeline import describe

        letters.register()
        missing.register()
        reminders.register()
        register("mall", describe)
        register_actions("mall", describe)
