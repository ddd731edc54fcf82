"""Django's entry for the catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Finding published products."""

    name = "banso.apps.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Keep the index in step with what is published."""
        from banso.apps.catalogue.indexing import follow
        from banso.apps.journal.services import on_record

        on_record(follow)
