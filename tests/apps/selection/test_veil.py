"""What a reviewer may not open before declaring, by whichever address and with whatever other role."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import RoleAssignment
from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload
from banso.apps.selection import services
from banso.apps.selection.models import Application
from banso.apps.selection.veil import closed_to, veil
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


@pytest.fixture
def application():
    """Two reviewers have given their views."""
    return making.screened()


@pytest.fixture
def reviewer(application):
    """A third one, who has not declared anything."""
    return people.make("reviewer")


def also(user, role):
    """Let somebody hold one more role."""
    RoleAssignment.objects.create(user=user, role=role, valid_from=people.SINCE)
    return user


def declare(application, user, conflict):
    if conflict:
        services.declare(making.by("reviewer", user=user), application, conflict)


@pytest.mark.parametrize("conflict", ["", "none", "owns"])
@pytest.mark.parametrize("determined", [False, True])
def test_many_at_once_are_closed_as_each_alone_is(reviewer, application, conflict, determined):
    declare(application, reviewer, conflict)
    if determined:
        making.determine(application)
        application.refresh_from_db()
    access = Access(reviewer, timezone.now())
    closed = closed_to(access).filter(pk=application.pk).exists()
    assert closed is veil(access, application).closed
    assert closed is (conflict == "owns" or (not determined and conflict == ""))


def test_nothing_is_closed_to_who_does_not_review(application):
    access = Access(people.make("decider"), timezone.now())
    assert Application.objects.exists() and not closed_to(access).exists()


@pytest.fixture
def document(application):
    staff = making.by("office_staff", user=people.make("office_staff", office=application.office))
    of = (application.firm, SubjectKind.APPLICATION, application.ref, DocumentKind.OTHER)
    return upload(staff, Upload(*of, name="plan.txt", content=io.BytesIO(b"our plan")))


def download(client, document):
    """The status of the answer; a file is read to its end."""
    response = client.get(reverse("documents:download", args=[document.ref]))
    if response.streaming:
        assert b"".join(response.streaming_content) == b"our plan"
    return response.status_code


@pytest.mark.parametrize(
    ("conflict", "second", "status"),
    [
        ("", None, 404),
        ("none", None, 200),
        ("owns", None, 404),
        ("", "programme_manager", 404),
        ("none", "programme_manager", 200),
        ("owns", "auditor", 404),
    ],
)
def test_documents_open_after_declaring(client_as, reviewer, application, document, conflict, second, status):
    if second:
        also(reviewer, second)
    declare(application, reviewer, conflict)
    assert download(client_as("reviewer", user=reviewer), document) == status


@pytest.mark.parametrize("role", ["decider", "programme_manager", "auditor", "office_manager"])
def test_who_does_not_review_need_not_declare(client_as, application, document, role):
    ties = {"office": application.office} if role == "office_manager" else {}
    client = client_as(role, user=people.make(role, **ties))
    assert download(client, document) == 200


@pytest.mark.parametrize(("conflict", "shown"), [("", False), ("none", True), ("owns", False)])
def test_facts_are_tried_on_a_policy_after_declaring(client_as, reviewer, application, conflict, shown):
    declare(application, reviewer, conflict)
    client = client_as("reviewer", user=also(reviewer, "evaluator"))
    page = client.get(reverse("policies:try_one", args=["as_surveyed"]), {"ref": application.ref})
    assert (page.context["subject"] is not None) is shown
    assert page.context["not_found"] is not shown


def test_a_reviewer_alone_looks_up_no_facts(client_as, reviewer, application):
    declare(application, reviewer, "none")
    client = client_as("reviewer", user=reviewer)
    page = client.get(reverse("policies:try_one", args=["as_surveyed"]), {"ref": application.ref})
    assert page.context["subject"] is None
