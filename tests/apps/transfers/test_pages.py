"""Merging firms, closing one and transferring work on pages."""

import pytest

from banso.apps.directory.models import Firm, Office
from banso.apps.notices.models import Task
from banso.apps.transfers.models import Merge
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def firms(clock):
    kept = make_firm(name="山田製菓", name_kana="ヤマダセイカ")
    lost = make_firm(name="株式会社山田製菓", name_kana="ヤマダセイカ", employees=3, office=kept.office)
    return kept, lost


@pytest.fixture
def manager(client_as, firms):
    return client_as("office_manager", office=firms[0].office)


def test_a_pair_is_offered_compared_merged_and_told_apart(manager, firms):
    kept, lost = firms
    page = f"/transfers/firms/{kept.ref}/{lost.ref}/"
    assert page in manager.get("/transfers/firms/").content.decode()
    assert "株式会社山田製菓" in manager.get(page).content.decode()
    sent = manager.post(page, {"name": "lost", "employees": "kept", "reason": "同じ会社"})
    assert sent.status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.employees) == ("株式会社山田製菓", None)
    assert manager.get(f"/firms/{lost.ref}/").headers["Location"] == f"/firms/{kept.ref}/"
    merge = Merge.objects.get()
    assert f"/transfers/merges/{merge.pk}/undo/" in manager.get("/transfers/firms/").content.decode()
    assert manager.get(f"/transfers/merges/{merge.pk}/undo/").status_code == 200
    assert manager.post(f"/transfers/merges/{merge.pk}/undo/", {"reason": "別の会社"}).status_code == 302
    assert manager.get(f"/firms/{lost.ref}/").status_code == 200


def test_a_pair_said_to_be_two_leaves_the_list(manager, firms):
    kept, lost = firms
    page = f"/transfers/firms/{kept.ref}/{lost.ref}/two/"
    assert manager.get(page).status_code == 200
    manager.post(page)
    assert page not in manager.get("/transfers/firms/").content.decode()


def test_the_list_takes_as_many_queries_for_many_pairs(manager, firms, queries):
    manager.get("/transfers/firms/")
    for number in range(3):
        for _ in range(2):
            make_firm(name=f"鈴木{number}製茶", office=firms[0].office)
    with queries(at_most=8):
        manager.get("/transfers/firms/")


def test_a_firm_is_noted_as_closed_and_open_again(manager, firms):
    page = f"/transfers/firms/{firms[0].ref}/close/"
    assert page in manager.get(f"/firms/{firms[0].ref}/").content.decode()
    assert manager.get(page).status_code == 200
    assert manager.post(page, {"on": "2026-03-01"}).status_code == 302
    assert manager.post(f"/transfers/firms/{firms[0].ref}/reopen/").status_code == 302
    assert Firm.objects.get(pk=firms[0].pk).closed_on is None


def test_the_work_of_a_member_of_staff_goes_to_a_colleague(manager, firms, person, clock):
    office = firms[0].office
    giver, receiver = (person("office_staff", office=office) for _ in range(2))
    task = Task.objects.create(
        text="電話", office=office, assignee=giver, noted_at=clock, due_on=clock.date()
    )
    page = f"/transfers/offices/{office.code}/staff/{giver.pk}/"
    assert page in manager.get(f"/offices/{office.code}/").content.decode()
    seen = manager.get(page).context["form"].initial["seen"]
    fields = {"occasion": "move", "reason": "異動", "seen": seen, "task": receiver.pk}
    assert manager.post(page, fields).status_code == 302
    task.refresh_from_db()
    assert task.assignee == receiver


def test_pages_of_experts_and_offices_show_their_open_work(manager, firms, person):
    expert = person("expert").expert
    type(expert).objects.filter(pk=expert.pk).update(office=firms[0].office)
    Office.objects.create(code="b", name_ja="乙", name_en="B", prefecture=firms[0].prefecture)
    assert manager.get(f"/transfers/experts/{expert.code}/").status_code == 200
    assert manager.get(f"/transfers/offices/{firms[0].office.code}/").status_code == 200


def test_staff_of_the_office_do_not_merge_and_do_not_transfer(client_as, firms):
    staff = client_as("office_staff", office=firms[0].office)
    assert staff.get("/transfers/firms/").status_code == 403
    assert staff.get(f"/transfers/offices/{firms[0].office.code}/").status_code == 403
