import pytest

from . import making


@pytest.fixture
def offices(configuration):
    return making.offices()


@pytest.fixture
def newcomer(db):
    """Somebody who has just signed up and holds no role."""
    from banso.apps.accounts.models import User

    return User.objects.create_user("suzuki@enshu.example", name="鈴木 一郎")


@pytest.fixture
def by_newcomer(newcomer, clock):
    from banso.apps.journal.actor import Actor

    return Actor(newcomer.pk, "no_role", clock)


@pytest.fixture
def client_of(client_as):
    """``client_of(user)``: a signed-in client of somebody who may hold no role."""
    return lambda user: client_as("", user=user)
