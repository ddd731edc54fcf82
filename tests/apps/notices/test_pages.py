"""The pages of notices: one's own reminders, tasks, meetings; letters without their words."""

from datetime import timedelta

import pytest

from banso.apps.casework.models import Case, CaseState
from banso.apps.notices.models import Letter, Meeting, Reminder, Rhythm, Task
from support.people import example

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.fixture
def case():
    return Case.objects.filter(state=CaseState.ACTIVE, application__isnull=False).order_by("pk").first()


@pytest.fixture
def staff(client_as, case):
    held = case.office.staff.filter(role="office_staff", valid_to__isnull=True).order_by("pk").first()
    return client_as("office_staff", user=held.user)


def text(response):
    return response.content.decode()


def test_the_list_of_reminders_costs_no_more_for_more_rows(staff, queries):
    staff.get("/notices/")
    for number in range(60):
        Reminder.objects.create(
            kind="gate_late", subject_kind="stage", subject_ref=f"x{number}", due_on="2026-03-01",
            person=staff.user, address="/cases/", found_at="2026-03-10T05:00:00+09:00",
        )  # fmt: skip
    with queries(at_most=8) as few:
        staff.get("/notices/?size=20")
    with queries(len(few)):
        assert text(staff.get("/notices/?size=50")).count("/cases/") >= 50


def test_nobody_reads_the_reminders_of_others(staff, person):
    other = person("office_staff")
    Reminder.objects.create(
        kind="gate_late", subject_kind="stage", subject_ref="x", due_on="2026-03-01", person=other,
        address="/secret/", found_at="2026-03-10T05:00:00+09:00",
    )  # fmt: skip
    assert "/secret/" not in text(staff.get("/notices/"))


def test_late_reminders_can_be_told_from_others(staff, clock):
    Reminder.objects.filter(person=staff.user).delete()
    for ref, day in (("late", clock.date() - timedelta(days=1)), ("ahead", clock.date() + timedelta(days=1))):
        Reminder.objects.create(
            kind="gate_late", subject_kind="stage", subject_ref=ref, due_on=day, person=staff.user,
            address=f"/{ref}/", found_at=clock,
        )  # fmt: skip
    page = text(staff.get("/notices/?late=on"))
    assert "/late/" in page
    assert "/ahead/" not in page


def test_somebody_chooses_when_mail_comes(staff):
    assert staff.get("/notices/mail/").status_code == 200
    sent = staff.post("/notices/mail/", {"digest": "weekly", "quiet_from": "１９：３０", "quiet_to": "9時"})
    assert sent.status_code == 302
    rhythm = Rhythm.objects.get(user=staff.user)
    assert (rhythm.digest, str(rhythm.quiet_from), str(rhythm.quiet_to)) == ("weekly", "19:30:00", "09:00:00")


def test_a_time_that_is_none_is_shown_as_typed_beside_a_fault(staff):
    page = text(staff.post("/notices/mail/", {"digest": "daily", "quiet_from": "25:00", "quiet_to": "8:00"}))
    assert "25:00" in page
    assert "14:30" in page
    assert not Rhythm.objects.filter(user=staff.user).exists()


def test_a_task_is_noted_about_a_case_and_closed(staff, case):
    page = f"/notices/tasks/new/case/{case.ref}/"
    assert case.firm.name in text(staff.get(page))
    data = {"text": "見積りを送る", "due_on": "2026-03-20", "assignee": staff.user.pk}
    assert staff.post(page, data).url == f"/cases/{case.ref}/"
    task = Task.objects.get(text="見積りを送る")
    assert (task.firm, task.subject_ref) == (case.firm, case.ref)
    assert "見積りを送る" in text(staff.get("/notices/"))
    assert staff.post(f"/notices/tasks/{task.pk}/", {"outcome": "done"}).status_code == 302
    assert "見積りを送る" not in text(staff.get("/notices/"))


def test_a_meeting_is_planned_moved_and_called_off_from_the_case(staff, case):
    assert f"/notices/meetings/new/case/{case.ref}/" in text(staff.get(f"/cases/{case.ref}/"))
    slot = {"day": "2026-03-20", "starts_at": "14:00", "ends_at": "15:00", "place": "東京"}
    page = f"/notices/meetings/new/case/{case.ref}/"
    assert staff.get(page).status_code == 200
    assert staff.post(page, {**slot, "title": "相談の件", "people": [staff.user.pk]}).status_code == 302
    meeting = Meeting.objects.get(title="相談の件")
    assert "相談の件" in text(staff.get(f"/cases/{case.ref}/"))
    address = f"/notices/meetings/{meeting.pk}/"
    assert staff.post(address + "move/", {**slot, "day": "2026-03-21", "sequence": "0"}).url == address
    assert staff.post(address + "cancel/", {}).url == address
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("cancelled", 2)


def test_a_form_opened_on_an_older_meeting_is_refused_and_keeps_what_was_typed(staff, case):
    slot = {"day": "2026-03-20", "starts_at": "14:00", "ends_at": "15:00", "place": "東京"}
    page = f"/notices/meetings/new/case/{case.ref}/"
    staff.post(page, {**slot, "title": "相談の件", "people": [staff.user.pk]})
    move = f"/notices/meetings/{Meeting.objects.get(title='相談の件').pk}/move/"
    staff.post(move, {**slot, "day": "2026-03-21", "sequence": "0"})
    refused = staff.post(move, {**slot, "place": "大阪の会議室", "sequence": "0"})
    assert refused.status_code == 200
    assert "大阪の会議室" in text(refused)


def test_a_firm_sees_its_meeting_and_cannot_change_it(client_as, clock):
    firm = example("firm_member").assignments.get().firm
    meeting = Meeting.objects.first()
    begins = clock + timedelta(days=10)
    Meeting.objects.filter(pk=meeting.pk).update(
        firm=firm, state="planned", starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    page = text(client_as("firm_member").get(f"/notices/meetings/{meeting.pk}/"))
    assert meeting.title in page
    assert "/move/" not in page


def test_administrators_read_what_became_of_letters_and_that_nobody_reads_bounces(client_as, queries):
    administrator = client_as("administrator")
    administrator.get("/notices/letters/")
    with queries(at_most=8):
        page = text(administrator.get("/notices/letters/"))
    assert "BANSO_BOUNCE_DIR" in page
    assert Letter.objects.count() > 0


def test_the_work_of_a_day_is_read_in_seven_queries(staff, clock, queries):
    from banso.apps.accounts.access import Access
    from banso.apps.notices.selectors import work_of

    access = Access(staff.user, clock)
    assert access.roles
    with queries(7):
        work = work_of(access, clock.date())
    assert work.due + work.late == Reminder.objects.filter(person=staff.user, done_at__isnull=True).count()


def test_an_address_that_mail_does_not_reach_is_an_open_task_of_the_portfolio():
    assert Task.objects.filter(kind="address").count() == Letter.objects.filter(state="bounced").count()
