"""Django's entry for matching."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Who can help with what: the best experts for a need or case, and the weekly plan under capacity."""

    name = "banso.apps.matching"
    label = "matching"

    def ready(self) -> None:
        """Say what happened when somebody was chosen, and to plans; keep how whoever is asked fits."""
        from banso.apps.intake.services import before_proposal
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.matching.services import keep_match
        from banso.apps.matching.timeline import describe_match, describe_plan

        register_actions("match", describe_match)
        register("plan", describe_plan)
        before_proposal(keep_match)
