"""Django's entry for firms, offices, experts."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room for firms, offices, experts."""

    name = "banso.apps.directory"
    label = "directory"

    def ready(self) -> None:
        """Teach the database to search; say what happened to firms; take part in erasing a person."""
        from banso.apps.accounts import erasing
        from banso.apps.directory import search, services
        from banso.apps.directory.timeline import (
            describe,
            describe_body,
            describe_expert,
            describe_office,
        )
        from banso.apps.journal.timeline import register

        search.begin()
        register("firm", describe)
        register("expert", describe_expert)
        register("body", describe_body)
        register("office", describe_office)
        erasing.register(services.erase_person_here)
