"""Whoever is shown the mail address or telephone of a firm's contact has left an entry in the journal.

Every page, every list as a workbook and every address of the API is walked, with details that can be told
from all other text. An entry is written by ``directory.services.open_contacts`` alone.
"""

import io
import json
import re
import zipfile

import pytest
from django.test import Client

from banso.apps.accounts.models import TokenScope
from banso.apps.accounts.permissions import TABLE
from banso.apps.accounts.roles import Role
from banso.apps.accounts.tokens import issue_token
from banso.apps.directory.models import Contact
from banso.apps.journal.models import Event
from support import people
from tests.test_permissions import GUARDED
from tests.test_reach import ROWS, holder_and_row, whole_portfolio

__all__ = ["whole_portfolio"]

pytestmark = pytest.mark.one_database

#: What the details of a contact look like here: its key follows.
DETAIL = re.compile(r"(?:seen-|\+81-0900-)(\d{6})")
#: An office manager opens all that staff of an office open.
WALKERS = ["office_manager", "expert", "partner_member", "auditor", "administrator"]
#: The file that a person asked for is written down as handed out.
OWN_DATA = {"privacy:hand_out"}


@pytest.fixture
def details(whole_portfolio):
    """Every contact has a mail address and a telephone number that stand nowhere else."""
    contacts = list(Contact.objects.filter(erased_at__isnull=True).order_by("pk"))
    for contact in contacts:
        contact.email, contact.phone = f"seen-{contact.pk:06}@x.invalid", f"+81-0900-{contact.pk:06}"
    Contact.objects.bulk_update(contacts, ["email", "phone"])


def shown(response) -> set[int]:
    """The keys of the contacts whose details an answer holds, also one in an archive."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(archive.read(name) for name in archive.namelist())
    return {int(key) for key in DETAIL.findall(content.decode("utf-8", "ignore"))}


def unwritten(user, ask, address) -> set[int]:
    """The keys of the contacts that were shown to somebody without an entry."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    seen = shown(ask(address))
    entries = Event.objects.filter(pk__gt=last, action="contact.viewed", actor=user).order_by("pk")
    return seen - {key for entry in entries for key in json.loads(entry.payload)["contacts"]}


def asked(route, role, user):
    """``(holder, address, as a form)`` for what a role may open on a route."""
    if route.name in ROWS:
        rows = ROWS[route.name]
        found = holder_and_row(rows, TABLE[route.action][Role(role)], role, True)
        return [(found[0], route.at(rows.key(found[1])), rows.post)] if found else []
    if route.parameters:
        return []
    address = route.at([])
    return [(user, address, False), (user, f"{address}?format=xlsx", False)]


@pytest.mark.usefixtures("details")
@pytest.mark.parametrize("role", WALKERS)
def test_no_page_and_no_workbook_shows_contact_details_without_an_entry(role, client_as):
    example, wrong, clients = people.example(role), [], {}
    for route in GUARDED:
        if Role(role) not in TABLE[route.action] or route.name in OWN_DATA:
            continue
        for user, address, as_form in asked(route, role, example):
            client = clients.get(user) or clients.setdefault(user, client_as(role, user=user))
            missing = unwritten(user, client.post if as_form else client.get, address)
            if missing:
                wrong.append((route.name, sorted(missing)[:3]))
    assert wrong == []


@pytest.mark.usefixtures("details")
def test_no_answer_of_the_interface_for_programs_shows_contact_details(actor, client_as):
    manager = client_as("office_manager").user
    text = issue_token(actor("office_manager", user=manager), manager, "walk", TokenScope.values, 1).text
    client = Client(headers={"Authorization": f"Bearer {text}"})
    schema = client.get("/api/v1/openapi.json").json()
    lists = [path for path, operations in schema["paths"].items() if "get" in operations and "{" not in path]
    assert len(lists) >= 4
    for path in lists:
        answer = client.get(path)
        first = answer.json()["items"][0]
        one = client.get(f"{path}/{first.get('ref') or first['id']}")
        assert (answer.status_code, one.status_code) == (200, 200)
        assert shown(answer) | shown(one) == set()


@pytest.mark.usefixtures("details")
def test_the_walk_would_see_details_that_were_shown(client_as):
    contact = Contact.objects.filter(erased_at__isnull=True).order_by("pk").first()
    client = client_as("office_staff", office=contact.firm.office)
    assert contact.pk in shown(client.post(f"/firms/{contact.firm.ref}/contacts/"))
