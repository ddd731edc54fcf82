"""Fills an empty database with tables in half the time that Django takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def new_models_drawn_alone() -> Iterator[None]:
    """While it lasts, a model that a migration creates is the only one that is drawn anew.

    Django draws everything again that is tied to it, however far off; with some hundred models that is where
    half of the time goes. Nothing stands on the new model yet, and the models that it points to learn of it
    as they do when a program starts. So is a model that gets an index or a constraint, which no other model
    looks at. What changes the fields of a model goes on as Django has it.
    """
    find = ProjectState._find_reload_model  # type: ignore[attr-defined]
    append = ProjectState._append_option  # type: ignore[attr-defined]
    alone: list[tuple[str, str]] = []

    def find_less(
        state: ProjectState, app_label: str, model_name: str, delay: bool = False
    ) -> set[tuple[str, str]]:
        if (app_label, model_name) in alone or model_name not in state.apps.all_models[app_label]:
            return {(app_label, model_name)}
        return find(state, app_label, model_name, delay)

    def append_alone(
        state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any
    ) -> None:
        alone.append((app_label, model_name))
        append(state, app_label, model_name, option_name, obj)
        alone.pop()

    ProjectState._find_reload_model = find_less  # type: ignore[attr-defined]
    ProjectState._append_option = append_alone  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = find  # type: ignore[attr-defined]
        ProjectState._append_option = append  # type: ignore[attr-defined]
