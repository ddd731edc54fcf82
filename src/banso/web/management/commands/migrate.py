"""``manage.py migrate``, as Django has it, only faster."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from banso.project.migrating import new_models_drawn_alone


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tables to where the migrations lead."""
        with new_models_drawn_alone():
            super().handle(*args, **options)
