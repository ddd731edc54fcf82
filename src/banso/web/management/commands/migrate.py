"""``manage.py migrate``, as Django has it, only faster where the database is empty."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from banso.project.migrating import new_models_drawn_alone


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tables to where the migrations lead. An upgrade is done as Django does it."""
        recorder = MigrationRecorder(connections[options["database"]])
        empty = not recorder.applied_migrations()
        with new_models_drawn_alone() if empty else nullcontext():
            super().handle(*args, **options)
