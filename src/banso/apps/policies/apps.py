"""Django's entry for policies."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """The room for policies."""

    name = "banso.apps.policies"
    label = "policies"

    def ready(self) -> None:
        """Let the journal say what happened to versions and rights."""
        from banso.apps.journal.timeline import register
        from banso.apps.policies.timeline import describe

        register("policy", describe)
        register("policy_family", describe)
