from dataclasses import dataclass
from datetime import date

import pytest

from banso.engines.policy.in_force import NotOneInForce, in_force_on, overlapping


@dataclass(frozen=True)
class Version:
    in_force_from: date | None
    in_force_to: date | None = None


OLD = Version(date(2016, 3, 1), date(2026, 3, 31))
NEW = Version(date(2026, 4, 1))
DRAFT = Version(None)


@pytest.mark.parametrize(("day", "version"), [(date(2026, 3, 31), OLD), (date(2026, 4, 1), NEW)])
def test_the_first_and_the_last_day_belong_to_a_version(day, version):
    assert in_force_on([OLD, NEW, DRAFT], day) is version


def test_a_day_before_the_first_version_has_none():
    with pytest.raises(NotOneInForce) as refused:
        in_force_on([OLD, NEW], date(2016, 2, 29))
    assert refused.value.versions == ()


def test_versions_that_overlap_are_refused_together():
    late = Version(date(2026, 3, 1))
    with pytest.raises(NotOneInForce) as refused:
        in_force_on([OLD, late], date(2026, 3, 5))
    assert refused.value.versions == (OLD, late)


def test_overlaps_are_found_in_pairs():
    late = Version(date(2026, 3, 31))
    assert overlapping([OLD, NEW, DRAFT]) == ()
    assert overlapping([OLD, late]) == ((OLD, late),)
    assert overlapping([NEW, late]) == ((NEW, late),)
