"""Rooms further on say what policies can be asked about."""

import pytest

from banso.apps.policies import subjects


def test_a_kind_is_registered_once(subject):
    made = subject("sample", {})
    subjects.register(made)
    assert (subjects.subject_of("sample"), subjects.known_subjects()) == (made, [made])
    with pytest.raises(ValueError, match="registered twice"):
        subject("sample", {})


def test_a_kind_that_no_room_registered_is_not_known(subject):
    with pytest.raises(KeyError):
        subjects.subject_of("sample")
