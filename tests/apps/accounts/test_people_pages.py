"""The pages on which an administrator looks after people, and one's own account."""

import pytest
from django.core import mail
from django.utils import timezone

from banso.apps.accounts.models import PersonalLink, User
from support.people import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client_as):
    return client_as("administrator")


def invitation(**changes):
    sent = {"name": "新井 花", "email": "new@example.invalid", "language": "ja", "role": "reviewer"}
    return {**sent, **changes}


def test_the_list_costs_the_same_whatever_its_length(administrator, queries):
    administrator.get("/people/")
    with queries() as few:
        administrator.get("/people/?size=100")
    for _number in range(30):
        make("reviewer")
    with queries(len(few)):
        page = administrator.get("/people/?size=100")
    assert page.context["list"].count == 31


@pytest.mark.parametrize("query", ["role=reviewer", "q=Rev", "state=active&role=reviewer", "q=reviewer-"])
def test_the_list_is_narrowed(administrator, query):
    reviewer = make("reviewer")
    User.objects.filter(pk=reviewer.pk).update(name="Rev")
    rows = administrator.get(f"/people/?{query}").context["list"].rows
    assert [user.pk for user in rows] == [reviewer.pk]


def test_the_list_is_narrowed_by_office(administrator):
    staff = make("office_staff")
    make("reviewer")
    office = staff.assignments.get().office_id
    assert [user.pk for user in administrator.get(f"/people/?office={office}").context["list"].rows] == [
        staff.pk
    ]


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("locked", {"is_active": False}),
        ("left", {"is_active": False, "left_on": "2026-03-01"}),
        ("erased", {"is_active": False, "erased_at": "2026-03-01T09:00:00+09:00"}),
    ],
)
def test_the_list_is_narrowed_by_state(administrator, state, fields):
    user = make("reviewer")
    User.objects.filter(pk=user.pk).update(**fields)
    page = administrator.get(f"/people/?state={state}")
    assert [row.pk for row in page.context["list"].rows] == [user.pk]
    assert administrator.get(f"/people/{user.pk}/").status_code == 200


def test_an_invitation_is_sent_and_said(administrator):
    response = administrator.post("/people/invite/", invitation())
    user = User.objects.get(email="new@example.invalid")
    assert response.url == f"/people/{user.pk}/"
    assert mail.outbox[0].to == ["new@example.invalid"]
    page = administrator.get(response.url).content.decode()
    assert "new@example.invalid" in page
    assert mail.outbox[0].body.split("/l/")[1].split("/")[0] not in page


def test_an_invitation_that_cannot_be_mailed_is_kept_and_said(administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = administrator.post("/people/invite/", invitation(), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert PersonalLink.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "REVIEWER-2@test.invalid"}, "email"),
        ({"role": "office_staff"}, "office"),
        ({"role": "firm_member", "firm": "F-0000"}, "firm"),
        ({"role": "expert"}, "expert"),
        ({"role": "emperor"}, "role"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_with_an_invitation_stands_beside_its_field(administrator, changes, field):
    make("reviewer")
    before = User.objects.count()
    page = administrator.post("/people/invite/", invitation(**changes))
    assert list(page.context["form"].errors) == [field]
    assert (User.objects.count(), mail.outbox) == (before, [])


def test_a_reference_may_be_typed_in_full_width(administrator):
    expert = make("expert").expert
    expert.user = None
    expert.save()
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
    sent = invitation(role="expert", expert=expert.code.lower().translate(wide))
    assert administrator.post("/people/invite/", sent).status_code == 302
    expert.refresh_from_db()
    assert expert.user.email == "new@example.invalid"


def test_a_role_is_given_and_ended(administrator):
    user = make("reviewer")
    administrator.post(f"/people/{user.pk}/roles/", {"role": "decider"})
    held = user.assignments.get(role="decider")
    end = f"/people/{user.pk}/roles/{held.pk}/end/"
    assert administrator.get(end).status_code == 200
    assert user.assignments.filter(role="decider").exists()
    administrator.post(end)
    assert not user.assignments.filter(role="decider", valid_to__isnull=True).exists()


@pytest.mark.parametrize("act", ["lock", "leave", "erase"])
def test_a_page_asks_before_it_is_done(administrator, act):
    user = make("reviewer")
    assert administrator.get(f"/people/{user.pk}/{act}/").status_code == 200
    user.refresh_from_db()
    assert user.is_active
    assert administrator.post(f"/people/{user.pk}/{act}/").status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_what_is_refused_is_said_on_the_page(administrator):
    page = administrator.post(f"/people/{administrator.user.pk}/lock/")
    assert page.status_code == 200
    assert page.context["refusal"]


def test_an_unknown_act_or_person_is_not_found(administrator):
    user = make("reviewer")
    assert administrator.get(f"/people/{user.pk}/promote/").status_code == 404
    assert administrator.post("/people/0/lock/").status_code == 404


def test_an_expired_invitation_can_be_sent_again(administrator, move_clock):
    administrator.post("/people/invite/", invitation())
    user = User.objects.get(email="new@example.invalid")
    move_clock(days=8)
    administrator.force_login(administrator.user)
    assert "invite-again" in administrator.get(f"/people/{user.pk}/").context["acts"]
    administrator.post(f"/people/{user.pk}/invite-again/")
    assert len(mail.outbox) == 2
    assert user.links.order_by("id").last().expires_at > timezone.now()


def test_ones_own_name_and_language_are_changed(client_as):
    client = client_as("reviewer")
    client.post("/account/", {"name": "New Name", "language": "en"})
    client.user.refresh_from_db()
    assert (client.user.name, client.user.language) == ("New Name", "en")
    assert "Your account" in client.get("/account/").content.decode()


def test_an_account_speaks_its_language_until_another_is_chosen(client_as):
    client = client_as("reviewer")
    del client.cookies["banso_language"]
    User.objects.filter(pk=client.user.pk).update(language="en")
    assert "Your account" in client.get("/account/", headers={"Accept-Language": "ja"}).content.decode()
    client.cookies["banso_language"] = "ja"
    assert "Your account" not in client.get("/account/").content.decode()
