"""What a migration creates is drawn alone, and known to the models that it points to."""

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from banso.project.migrating import new_models_drawn_alone


def key():
    return ("id", models.BigAutoField(primary_key=True))


def tied(name):
    return ModelState("room", name, [key(), ("firm", models.ForeignKey("room.Firm", models.CASCADE))])


@pytest.fixture
def state():
    """Rendered: a firm, and a case tied to it."""
    state = ProjectState()
    state.add_model(ModelState("room", "Firm", [key()]))
    state.add_model(tied("Case"))
    assert state.apps
    return state


def test_a_new_model_leaves_those_that_are_there_as_they_are(state):
    firm, case = state.apps.get_model("room", "Firm"), state.apps.get_model("room", "Case")
    with new_models_drawn_alone():
        state.add_model(tied("Quote"))
    assert state.apps.get_model("room", "Quote")._meta.get_field("firm").related_model is firm
    assert state.apps.get_model("room", "Firm") is firm
    assert state.apps.get_model("room", "Case") is case


def test_what_a_new_model_points_to_knows_of_it(state):
    with new_models_drawn_alone():
        state.add_model(tied("Quote"))
    firm = state.apps.get_model("room", "Firm")
    assert {to.related_model.__name__ for to in firm._meta.related_objects} == {"Case", "Quote"}


def test_a_model_that_gets_a_constraint_has_it_and_leaves_the_others_as_they_are(state):
    case = state.apps.get_model("room", "Case")
    once = models.UniqueConstraint(fields=["id"], name="firm_once")
    with new_models_drawn_alone():
        state.add_constraint("room", "firm", once)
    assert state.apps.get_model("room", "Firm")._meta.constraints == [once]
    assert state.apps.get_model("room", "Case") is case


def test_a_model_that_changes_is_drawn_anew_with_all_that_is_tied_to_it(state):
    case = state.apps.get_model("room", "Case")
    with new_models_drawn_alone():
        state.add_field("room", "firm", "name", models.CharField(max_length=9), preserve_default=True)
        state.alter_field("room", "firm", "id", models.AutoField(primary_key=True), preserve_default=True)
    assert state.apps.get_model("room", "Firm")._meta.get_field("name").max_length == 9
    assert state.apps.get_model("room", "Case") is not case


@pytest.mark.django_db
def test_an_upgrade_is_done_as_django_does_it(monkeypatch):
    def must_not():
        raise AssertionError("this database has tables already")

    monkeypatch.setattr("banso.web.management.commands.migrate.new_models_drawn_alone", must_not)
    call_command("migrate", verbosity=0)
