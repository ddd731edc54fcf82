"""Chains for the tests of the journal."""

import pytest

from banso.apps.journal.services import record


@pytest.fixture
def chains(actor):
    """Two chains of three events each: C-1 and C-2."""
    reviewer = actor("reviewer")
    return [
        record(reviewer, f"thing.{step}", ("thing", ref), {"step": step, "digest": "ab12"})
        for step in ("first", "second", "third")
        for ref in ("C-1", "C-2")
    ]
