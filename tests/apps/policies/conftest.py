import pytest

from banso.apps.journal.models import Event
from banso.apps.policies import subjects


@pytest.fixture
def chain():
    """``chain("policy", "first")``: the actions in a chain, oldest first."""

    def actions(kind, ref):
        found = Event.objects.filter(subject_kind=kind, subject_ref=ref).order_by("number")
        return list(found.values_list("action", flat=True))

    return actions


@pytest.fixture
def subject(monkeypatch):
    """``subject("sample", cases)``: a kind of subject of the test's own; ``cases`` may be changed later."""
    monkeypatch.setattr(subjects, "_subjects", {})

    def register(kind, cases, decisions=("advice", "share", "paid")):
        made = subjects.Subject(
            kind, kind, decisions, cases.get, lambda: list(cases.values()), lambda ref: f"/{kind}/{ref}/"
        )
        subjects.register(made)
        return made

    return register
