"""Every field that could hold data about a person is registered, or listed as not doing so."""

import pytest
from django.apps import apps
from django.db import models

from banso.apps.base import BilingualModel, CodedModel
from banso.apps.privacy.registry import NOT_PERSONAL, REGISTRY
from banso.apps.privacy.retention import KINDS
from banso.apps.privacy.rules import years_kept

HOLDS_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
OF_CODE_LISTS = {"code", "name_ja", "name_en"}


def words_of(model):
    """The fields of a model that could hold words about a person."""
    names = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, HOLDS_WORDS) and not field.choices
    }
    return names - OF_CODE_LISTS if issubclass(model, (CodedModel, BilingualModel)) else names


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_field_with_words_is_registered_or_listed_as_not_personal(model):
    listed = set(NOT_PERSONAL.get(model._meta.label, ()))
    registered = {name for entry in REGISTRY if entry.label == model._meta.label for name in entry.fields}
    forgotten = set() if "*" in listed else words_of(model) - listed - registered
    # References and codes of what the registry hands out anyway.
    assert forgotten - {"ref", "code"} == set()


@pytest.mark.parametrize("label", sorted(NOT_PERSONAL))
def test_the_list_names_no_field_that_is_gone(label):
    names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
    assert set(NOT_PERSONAL[label]) - {"*"} <= names


@pytest.mark.parametrize("entry", REGISTRY, ids=lambda entry: entry.label)
def test_every_registered_path_and_field_exists(entry, db):
    assert list(entry.rows(1_000_000, 1_000_000)) == []
    assert {field.name for field in entry.model._meta.concrete_fields} >= set(entry.fields)


#: Words that stay when a person is erased, and why; all others of people go.
KEPT = {
    "accounts.User": "its own room erases it",
    "account.EmailAddress": "its own room deletes it",
    "accounts.ApiToken": "a name for a program",
    "directory.Contact": "its own room erases it",
    "directory.AccessRequest": "its own room erases it",
    "directory.Expert": "its own room erases it",
    "directory.Firm": "the firm's record, public in the main; what a firm was supported for is not erased",
    "notices.Task": "its own room erases it",
    "notices.Letter": "its own room erases it",
    "intake.Consultation": "a firm's question; it goes by retention",
    "casework.FollowUp": "what a firm has tried",
    "casework.CatchUp": "what a firm has tried",
    "casework.Activity": "work done for a firm",
    "selection.Screening": "a view given in office",
    "products.Comment": "a view given in office",
    "privacy.PersonRequest": "why the office decided; it goes by retention",
}


@pytest.mark.parametrize("entry", REGISTRY, ids=lambda entry: entry.label)
def test_what_a_person_wrote_is_erased_or_kept_for_a_reason(entry):
    words = set(entry.fields) & words_of(entry.model) - {"ref", "code", "template", "subject_ref", "notice"}
    left = words - set(entry.erased)
    assert (not left) or entry.label in KEPT, left


def test_the_kinds_of_retention_are_those_of_the_configuration():
    assert set(years_kept()) == set(KINDS)
    assert {entry.retention for entry in REGISTRY} - {""} <= set(KINDS)
