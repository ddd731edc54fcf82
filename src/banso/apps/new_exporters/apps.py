"""Django's entry for the one-stop programme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewExportersConfig(AppConfig):
    """The one-stop programme: registered through partner bodies, handed over without being lost."""

    name = "banso.apps.new_exporters"
    label = "new_exporters"

    def ready(self) -> None:
        """Let the journal say what happened, and people be reminded of hand-overs."""
        from banso.apps.journal.timeline import register
        from banso.apps.new_exporters import silence
        from banso.apps.new_exporters.timeline import describe
        from banso.apps.notices import sources

        register("registration", describe)
        sources.register(sources.Source("hand_over_to_answer", _("Hand-over to answer"), silence.to_answer))
        sources.register(sources.Source("hand_over_back", _("Hand-over came back"), silence.to_go_on))
