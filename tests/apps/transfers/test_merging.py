"""Two rows become one firm, and apart again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from banso.apps.casework.models import CatchUp, PastSupport
from banso.apps.casework.services import AttemptData, note_attempt
from banso.apps.directory.models import Contact, Firm, Office
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from banso.apps.notices.models import Task
from banso.apps.transfers.hanging import HANGING
from banso.apps.transfers.merging import DAYS_TO_UNDO, merge_firms, say_not_same, undo_merge
from banso.apps.transfers.models import Merge
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("configuration")

NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def pair(actor, clock):
    """A firm with its number and a sole trader, the same firm, with a consultation, a contact and a task."""
    kept = make_firm(name="山田製菓", corporate_number=None)
    lost = make_firm(name="株式会社山田製菓", corporate_number="1000000000009", employees=12)
    Consultation.objects.create(
        ref="Q-1", firm=lost, office=lost.office, channel="phone", title="問", body="問う", asked_at=clock
    )
    Contact.objects.create(firm=lost, name="山田")
    Task.objects.create(
        text="電話", subject_kind="firm", subject_ref=lost.ref, firm=lost, office=lost.office,
        noted_at=clock, due_on=clock.date(),
    )  # fmt: skip
    return kept, lost


def state():
    """Every column of every firm, and to which firm each row leads."""
    firms = list(Firm.objects.order_by("pk").values())
    rows = [
        (kind.table, kind.column, *row)
        for kind in HANGING
        for row in kind.model.objects.order_by("pk").values_list("pk", kind.column)
    ]
    return firms, rows


@pytest.fixture
def staff(actor) -> Actor:
    return actor("office_manager")


def merge(staff, pair, taken=("name", "employees")):
    return merge_firms(staff, *pair, taken, reason="同じ会社")


def test_every_row_leads_to_the_kept_firm(staff, pair):
    kept, lost = pair
    merge(staff, pair)
    assert [kind.table for kind in HANGING if kind.of(lost).exists()] == []
    assert kept.consultations.count() == kept.contacts.count() == 1
    assert Task.objects.get().subject_ref == kept.ref


def test_the_lost_firm_stays_and_leads_to_the_kept_one(staff, pair):
    kept, lost = pair
    merge(staff, pair)
    lost.refresh_from_db()
    assert (lost.merged_into, lost.corporate_number) == (kept, None)


def test_chosen_values_come_from_the_lost_firm_and_the_number_with_them(staff, pair):
    kept, _lost = pair
    merge(staff, pair)
    kept.refresh_from_db()
    assert (kept.name, kept.employees, kept.city) == ("株式会社山田製菓", 12, pair[0].city)
    assert (kept.kind, kept.corporate_number) == ("corporation", "1000000000009")


def test_undone_everything_is_as_it_was(staff, pair):
    before = state()
    merged = merge(staff, pair)
    assert state() != before
    undo_merge(staff, merged, reason="別の会社")
    assert state() == before


def test_both_chains_tell_of_it_and_hold(staff, pair, events):
    merged = merge(staff, pair)
    undo_merge(staff, merged, reason="別の会社")
    kept, lost = pair
    assert events(kept, "firm") == ["merge.took_in", "merge.undone"]
    assert events(lost, "firm") == ["merge.went_into", "merge.came_out"]
    assert list(verify(Event.objects.order_by("pk"))) == []


def test_two_numbers_are_two_firms(staff, pair, refused):
    Firm.objects.filter(pk=pair[0].pk).update(kind="corporation", corporate_number="2000000000008")
    with refused("two_numbers"):
        merge(staff, pair)


def test_a_firm_is_merged_once(staff, pair, refused):
    merge(staff, pair)
    with refused("merged_already"):
        merge(staff, pair)


def test_what_both_have_open_is_settled_first(staff, pair, person, refused):
    user = person("firm_member", firm=pair[0])
    user.assignments.create(role="firm_member", firm=pair[1], valid_from=user.assignments.get().valid_from)
    with refused("clash"):
        merge(staff, pair)
    assert not Merge.objects.exists()


def test_a_merge_on_which_something_new_hangs_is_not_undone(staff, pair, refused):
    merged = merge(staff, pair)
    Contact.objects.create(firm=pair[0], name="新しい人")
    with refused("new_rows"):
        undo_merge(staff, merged, reason="別の会社")


def test_a_merge_of_a_firm_changed_since_is_not_undone(staff, pair, refused):
    merged = merge(staff, pair)
    Firm.objects.filter(pk=pair[0].pk).update(employees=13)
    with refused("changed_since"):
        undo_merge(staff, merged, reason="別の会社")


@pytest.mark.parametrize(("days", "may"), [(DAYS_TO_UNDO, True), (DAYS_TO_UNDO + 1, False)])
def test_a_merge_is_undone_within_its_days_only(staff, pair, refused, days, may):
    merged = merge(staff, pair)
    later = Actor(staff.user_id, staff.role, staff.at + timedelta(days=days))
    if may:
        assert undo_merge(later, merged, reason="別の会社").undone_at
    else:
        with refused("too_late"):
            undo_merge(later, merged, reason="別の会社")


def test_an_office_can_be_taken_over_with_the_address(staff, pair):
    kept, lost = pair
    office = Office.objects.create(code="b", name_ja="乙", name_en="B", prefecture=lost.prefecture)
    Firm.objects.filter(pk=lost.pk).update(office=office, city="別市")
    lost.refresh_from_db()
    merge(staff, pair, ("address",))
    kept.refresh_from_db()
    assert (kept.office_id, kept.city) == (lost.office_id, "別市")


def test_two_that_are_two_are_said_once(staff, pair):
    assert say_not_same(staff, *pair) == say_not_same(staff, *reversed(pair))


@pytest.fixture
def contacts(pair):
    """An open catch-up contact of each of the two: that of the lost firm is due first."""
    made = []
    for firm, day, ended in ((pair[0], 20, date(2025, 12, 31)), (pair[1], 13, date(2024, 3, 31))):
        PastSupport.objects.create(
            firm=firm, old_ref=firm.ref, service="支援", ended_on=ended, imported_at=NOW, exported=day == 13
        )
        made.append(
            CatchUp.objects.create(
                firm=firm,
                office=firm.office,
                due_on=date(2026, 3, day),
                not_before=date(2026, 3, 2),
                points=10,
                ended_on=ended,
            )
        )
    return made


def test_of_two_open_contacts_the_earlier_stands_for_both(staff, pair, contacts):
    merge(staff, pair)
    goes_on = CatchUp.objects.get()
    assert (goes_on.pk, goes_on.firm, goes_on.due_on) == (contacts[1].pk, pair[0], date(2026, 3, 13))
    # The latest end of the two, recent, and an export under the other support.
    assert (goes_on.ended_on, goes_on.points) == (date(2025, 12, 31), 70)
    assert CatchUp.every.get(pk=contacts[0].pk).folded_into == goes_on


def test_undone_both_contacts_are_back(staff, pair, contacts):
    before = list(CatchUp.objects.order_by("pk").values())
    undo_merge(staff, merge(staff, pair), reason="別の会社")
    assert list(CatchUp.objects.order_by("pk").values()) == before


def test_a_merge_whose_contact_somebody_worked_on_is_not_undone(staff, pair, contacts, refused):
    merged = merge(staff, pair)
    later = Actor(staff.user_id, "office_staff", staff.at + timedelta(days=1))
    tried = AttemptData((staff.at + timedelta(days=1)).date(), "call", "no_answer")
    note_attempt(later, CatchUp.objects.get(), tried)
    with refused("contact_worked_on"):
        undo_merge(later, merged, reason="別の会社")
