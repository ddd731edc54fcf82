import pytest
from django.urls import reverse

from banso.apps.accounts.models import User
from banso.apps.policies.models import PolicyMigration, PolicyVersion
from banso.apps.selection.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(portfolio):
    """An application that another version judges than the one it could be moved to, and that version."""
    version = PolicyVersion.objects.get(code="reformed")
    earlier = Application.objects.filter(submitted_at__date__lt=version.in_force_from)
    return earlier.order_by("pk").first(), version


@pytest.fixture
def approver(client_as):
    """Signs in who may approve the versions of the family."""
    email = "programme_manager-approver@demo.invalid"
    return lambda: client_as("programme_manager", user=User.objects.get(email=email))


def address(moved):
    application, version = moved
    return reverse("policies:move", args=[version.code, application.ref])


def test_the_page_says_what_would_be_different(approver, moved):
    page = approver().get(address(moved)).content.decode()
    assert "調査時点の運用" in page
    assert "→" in page


def test_a_record_is_moved_with_a_reason(approver, moved):
    application, version = moved
    client = approver()
    done = client.post(address(moved), {"reason": "事業者が新しい版を希望した"})
    assert done.url == reverse("selection:application", args=[application.ref])
    migration = PolicyMigration.objects.get(subject_ref=application.ref)
    assert (migration.to_version, migration.reason) == (version, "事業者が新しい版を希望した")
    assert migration.difference


def test_a_record_is_not_moved_without_a_reason_and_nothing_is_stored(approver, moved):
    application, _version = moved
    page = approver().post(address(moved), {"reason": ""})
    assert page.status_code == 200
    assert not PolicyMigration.objects.filter(subject_ref=application.ref).exists()


def test_the_way_to_it_stands_where_the_record_is_tried(approver, client_as, moved):
    application, version = moved
    tried = reverse("policies:try_one", args=[version.code]) + f"?ref={application.ref}"
    assert address(moved) in approver().get(tried).content.decode()
    assert address(moved) not in client_as("programme_manager").get(tried).content.decode()


def test_a_record_that_does_not_exist_is_not_found(approver, moved):
    gone = reverse("policies:move", args=["reformed", "A-2020-9999"])
    assert approver().get(gone).status_code == 404


def test_everything_that_is_asked_about_an_application_is_tried(approver, moved):
    application, version = moved
    tried = reverse("policies:try_one", args=[version.code]) + f"?ref={application.ref}"
    sides = approver().get(tried).context["trial"].sides
    assert [len(side.values) for side in sides] == [5, 5]
