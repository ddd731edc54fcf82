"""Django's entry for the search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room for the one search box over firms, people and records."""

    name = "banso.apps.search"
    label = "search"

    def ready(self) -> None:
        """Keep the index as the journal says that something changed."""
        from banso.apps.journal.services import on_record
        from banso.apps.search.indexing import follow

        on_record(follow)
