"""Which rows a person reaches, where it is not plain from the table."""

from datetime import date

import pytest
from django.utils import timezone

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm, Office, PartnerBody
from banso.apps.intake.models import Consultation
from support.people import make_firm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def offices(person):
    """Four offices, each below the one before it."""
    first = person("office_staff").assignments.get().office
    found = [first]
    for number in range(2, 5):
        above = found[-1]
        found.append(
            Office.objects.create(
                code=f"o{number}", name_ja=f"第{number}", name_en=f"O{number}",
                prefecture=first.prefecture, parent=above,
            )
        )  # fmt: skip
    return found


def reach(user, action=Action.FIRM_VIEW):
    access = Access(user, timezone.now())
    return {firm.ref for firm in access.rows(action, Firm.objects.order_by("pk"))}


def test_a_manager_reaches_every_office_below_however_deep_and_none_above(offices, person):
    firms = [make_firm(office=office) for office in offices]
    manager = person("office_manager", office=offices[1])
    assert reach(manager) == {firm.ref for firm in firms[1:]}


def test_staff_reach_their_own_office_alone(offices, person):
    firms = [make_firm(office=office) for office in offices]
    assert reach(person("office_staff", office=offices[1])) == {firms[1].ref}


def test_offices_that_lie_below_each_other_end_the_search(offices, person):
    Office.objects.filter(pk=offices[0].pk).update(parent=offices[-1])
    firms = [make_firm(office=office) for office in offices]
    assert reach(person("office_manager", office=offices[2])) == {firm.ref for firm in firms}


def test_two_roles_reach_the_rows_of_both(offices, person):
    own, other = make_firm(office=offices[0]), make_firm(office=offices[3])
    user = person("office_staff", office=offices[0])
    RoleAssignment.objects.create(user=user, role="firm_member", firm=other, valid_from=date(2024, 4, 1))
    assert reach(user) == {own.ref, other.ref}


@pytest.fixture
def brought():
    """A firm that a partner body brought, and another that another body brought."""

    def bring(body):
        firm = make_firm()
        Consultation.objects.create(
            ref=f"Q-{firm.ref}", firm=firm, office=firm.office, channel="partner", partner_body=body,
            asked_at=timezone.now(),
        )  # fmt: skip
        return firm

    return bring


def other_body(body):
    return PartnerBody.objects.create(code="b2", name_ja="別会議所", name_en="B2", prefecture=body.prefecture)


def test_a_member_reaches_the_firms_of_the_own_body(person, brought):
    member = person("partner_member")
    own = member.assignments.get().partner_body
    firm, _other = brought(own), brought(other_body(own))
    assert reach(member) == {firm.ref}


def test_who_changed_to_another_body_no_longer_reaches_the_firms_of_the_first(person, brought):
    member = person("partner_member")
    held = member.assignments.get()
    first, second = held.partner_body, other_body(held.partner_body)
    brought(first)
    RoleAssignment.objects.filter(pk=held.pk).update(valid_to=date(2026, 3, 1))
    RoleAssignment.objects.create(
        user=member, role="partner_member", partner_body=second, valid_from=date(2026, 3, 2)
    )
    firm = brought(second)
    assert reach(member) == {firm.ref}


def test_an_expert_who_was_a_member_of_a_body_reaches_none_of_its_firms(person, brought):
    expert = person("expert")
    body = person("partner_member").assignments.get().partner_body
    brought(body)
    RoleAssignment.objects.create(
        user=expert, role="partner_member", partner_body=body,
        valid_from=date(2020, 4, 1), valid_to=date(2024, 3, 31),
    )  # fmt: skip
    assert reach(expert) == set()
