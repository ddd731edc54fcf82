import pytest

from .making import Desk


@pytest.fixture
def desk(person, clock, actor):
    return Desk(person, clock)


@pytest.fixture
def chief(actor):
    return actor("office_manager")
