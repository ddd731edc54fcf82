from contextlib import contextmanager

import pytest


@pytest.fixture
def refused():
    """``with refused("target_above_baseline", field="target"):`` the service refuses by this rule."""
    from banso.apps.base import Refused

    @contextmanager
    def expect(rule, field=None):
        with pytest.raises(Refused) as caught:
            yield caught
        assert caught.value.rule == rule
        assert caught.value.field == field
        assert caught.value.message

    return expect


@pytest.fixture
def events():
    """``events(case)``: the actions in a case's chain, oldest first."""
    from banso.apps.journal.models import Event

    def actions(subject, kind="case"):
        return list(
            Event.objects.filter(subject_kind=kind, subject_ref=subject.ref)
            .order_by("number")
            .values_list("action", flat=True)
        )

    return actions
