import pytest

from banso.apps.directory.models import Contact
from support import people


@pytest.fixture
def contact(configuration):
    """A contact of a firm, without an account."""
    return Contact.objects.create(
        firm=people.make_firm(),
        name="鈴木 一郎",
        position="社長",
        email="suzuki@enshu.example",
        phone="054-000-0000",
    )
