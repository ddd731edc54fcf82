"""Django's entry for documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that belong to records: uploaded, looked at, private by default."""

    name = "banso.apps.documents"
    label = "documents"

    def ready(self) -> None:
        """Let documents belong to firms, and the journal say what happened to documents."""
        from django.urls import reverse

        from banso.apps.directory.models import Firm
        from banso.apps.documents.models import SubjectKind
        from banso.apps.documents.subjects import Subject, register
        from banso.apps.documents.timeline import describe
        from banso.apps.journal import timeline

        register(
            Subject(
                SubjectKind.FIRM,
                rows=Firm.objects.all,
                address=lambda ref: reverse("directory:firm", args=[ref]),
            )
        )
        timeline.register("document", describe)
