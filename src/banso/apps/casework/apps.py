"""Django's entry for cases."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room for cases."""

    name = "banso.apps.casework"
    label = "casework"

    def ready(self) -> None:
        """Let the journal say what happened to cases, and policies be asked about them."""
        from banso.apps.casework import follow_up_letters, letters, reminders, result_letters, result_pages
        from banso.apps.casework.duties import FOLLOW_UPS
        from banso.apps.casework.subject import DOCUMENTS, SUBJECT
        from banso.apps.casework.timeline import describe
        from banso.apps.documents import subjects as documents
        from banso.apps.journal.timeline import register, register_actions
        from banso.apps.policies import subjects
        from banso.apps.selection import duties

        register("case", describe)
        register_actions("ec_record", describe)
        duties.register(FOLLOW_UPS)
        subjects.register(SUBJECT)
        documents.register(DOCUMENTS)
        reminders.register()
        letters.register()
        result_letters.register()
        result_pages.register()
        follow_up_letters.register()
