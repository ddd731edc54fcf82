"""Django's entry for fees."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """What a service costs a firm, and how that is quoted, invoiced and paid."""

    name = "banso.apps.fees"
    label = "fees"

    def ready(self) -> None:
        """Let the journal say what happened, caps count what was agreed, and people be told."""
        from banso.apps.fees.charges import charged
        from banso.apps.fees.ledger_timeline import describe
        from banso.apps.fees.letters import register as register_letters
        from banso.apps.fees.reminders import register as register_reminders
        from banso.apps.fees.timeline import describe_rates
        from banso.apps.fees.usage import count_charges
        from banso.apps.journal.timeline import register, register_actions

        register_actions("fee_rates", describe_rates)
        for kind in ("quote", "invoice", "payment", "bank_file", "bank_layout"):
            register(kind, describe)
        count_charges(charged)
        register_reminders()
        register_letters()
