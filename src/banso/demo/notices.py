"""What people are reminded of on the portfolio's last morning; meetings, tasks and letters of the last days.

It is written after everything else: the reminders are those that the night's run finds in the records.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from uuid import UUID

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, CaseState
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record
from banso.apps.notices.digests import DIGEST
from banso.apps.notices.ledger import record_due
from banso.apps.notices.meetings import MEETING
from banso.apps.notices.models import (
    Letter,
    LetterState,
    Meeting,
    MeetingState,
    Participant,
    Reminder,
    Task,
    TaskKind,
    TaskState,
)
from banso.demo.plan import at, working

#: One in so many supported cases has a meeting about now.
CASES_A_MEETING = 8
#: One in so many letters to a contact comes back.
LETTERS_A_BOUNCE = 30

_TITLES = (
    "進捗の確認",
    "輸出戦略の相談",
    "海外販路の打合せ",
    "事業計画の見直し",
    "段階審査の準備",
    "商談後の振り返り",
)
_TASKS = (
    "見積りの前提を事業者に電話で確認する",
    "商談会の申込書を事業者へ送る",
    "規制の改正点を調べて専門家に伝える",
    "契約書の英文を専門家に見てもらう",
    "輸出実績の裏付け書類を依頼する",
    "次回面談の候補日を三つ出してもらう",
)


def write_notices(*, seed: int, as_of: date) -> None:
    """Write all of it, from the records that are there and the seed."""
    chance = random.Random(f"{seed}/notices")
    cases = list(
        Case.objects.filter(state=CaseState.ACTIVE, application__isnull=False, staff__isnull=False)
        .select_related("office", "expert", "firm")
        .order_by("pk")
    )
    contacts = {
        contact.firm_id: contact
        for contact in Contact.objects.filter(erased_at__isnull=True).exclude(email="").order_by("-pk")
    }
    for number, case in enumerate(cases):
        if number % CASES_A_MEETING == 3:
            _meeting(chance, case, contacts.get(case.firm_id), as_of)
    _tasks(chance, cases, as_of)
    _digests(chance, as_of)


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _meeting(chance: random.Random, case: Case, contact: Contact | None, as_of: date) -> None:
    """A meeting planned in the last days: of this week or one of the next, some moved or called off."""
    planned_at = at(working(as_of - timedelta(days=chance.randint(4, 9))), chance.randrange(9 * 60, 17 * 60))
    begins = at(
        working(as_of + timedelta(days=chance.randint(-2, 12))), chance.choice((600, 630, 780, 840, 900))
    )
    state = chance.choices(
        (MeetingState.PLANNED, MeetingState.MOVED, MeetingState.CANCELLED), weights=(8, 1, 1)
    )[0]
    online = chance.random() < 0.4
    meeting = Meeting.objects.create(
        uid=_key(chance),
        subject_kind="case",
        subject_ref=case.ref,
        firm=case.firm,
        office=case.office,
        title=chance.choice(_TITLES),
        starts_at=begins,
        ends_at=begins + timedelta(minutes=chance.choice((45, 60, 90))),
        place="" if online else f"{case.office.name_ja}事務所",
        online_address=f"https://meet.example.jp/{case.ref.lower()}" if online else "",
        state=state,
        sequence=0 if state == MeetingState.PLANNED else 1,
        planned_by=case.staff,
        planned_at=planned_at,
    )
    users = [case.staff_id, case.expert.user_id if case.expert else None]
    invited = [Participant(meeting=meeting, user_id=user) for user in users if user]
    if contact:
        invited.append(Participant(meeting=meeting, contact=contact))
    Participant.objects.bulk_create(invited)
    staff = Actor(case.staff_id, Role.OFFICE_STAFF.value, planned_at)
    record(staff, "meeting.planned", ("case", case.ref), {"meeting": meeting.pk, "invited": len(invited)})
    if state != MeetingState.PLANNED:
        changed = Actor(case.staff_id, Role.OFFICE_STAFF.value, planned_at + timedelta(days=1))
        action = "meeting.moved" if state == MeetingState.MOVED else "meeting.cancelled"
        record(changed, action, ("case", case.ref), {"meeting": meeting.pk, "sequence": 1})
    for participant in invited:
        _invitation(chance, meeting, participant, planned_at, as_of)


def _invitation(
    chance: random.Random, meeting: Meeting, participant: Participant, sent_at: datetime, as_of: date
) -> None:
    who = participant.contact or participant.user
    back = participant.contact is not None and chance.randrange(LETTERS_A_BOUNCE) == 0
    Letter.objects.create(
        key=_key(chance),
        to_user=participant.user,
        to_contact=participant.contact,
        template=MEETING,
        language="ja",
        references={"participant": participant.pk, "sequence": 0},
        subject_kind="case",
        subject_ref=meeting.subject_ref,
        state=LetterState.BOUNCED if back else LetterState.SENT,
        attempts=1,
        queued_at=sent_at,
        not_before=sent_at,
        sent_at=sent_at + timedelta(seconds=5),
        closed_at=sent_at + timedelta(minutes=9) if back else None,
        fault="5.1.1" if back else "",
        address_digest=digest(who.email.lower()),
    )
    if back:
        Task.objects.get_or_create(
            kind=TaskKind.ADDRESS,
            subject_kind="contact",
            subject_ref=str(participant.contact_id),
            defaults={
                "firm": meeting.firm, "office": meeting.office, "noted_at": sent_at + timedelta(minutes=9),
                "due_on": sent_at.date() + timedelta(days=7),
            },
        )  # fmt: skip


def _tasks(chance: random.Random, cases: list[Case], as_of: date) -> None:
    """Tasks about cases: by whoever is in charge, for oneself or a colleague; by experts for themselves."""
    colleagues: dict[int, list[int]] = {}
    held = RoleAssignment.objects.filter(valid_to__isnull=True, user__is_active=True, office__isnull=False)
    for user, office in held.order_by("pk").values_list("user_id", "office_id"):
        colleagues.setdefault(office, []).append(user)
    for case in cases:
        if chance.random() > 0.12:
            continue
        own = bool(case.expert and case.expert.user_id) and chance.random() < 0.25
        by = case.expert.user_id if own and case.expert else case.staff_id
        others = colleagues.get(case.office_id, [])
        assignee = chance.choice(others) if others and not own and chance.random() < 0.3 else by
        noted_at = at(
            working(as_of - timedelta(days=chance.randint(1, 20))), chance.randrange(9 * 60, 17 * 60)
        )
        if noted_at.date() >= as_of:
            noted_at = at(as_of - timedelta(days=1), noted_at.hour * 60 + noted_at.minute)
        due_on = working(noted_at.date() + timedelta(days=chance.randint(2, 21)))
        done = due_on < as_of and chance.random() < 0.7
        text = chance.choice(_TASKS)
        task = Task.objects.create(
            text=text,
            subject_kind="case",
            subject_ref=case.ref,
            firm=case.firm,
            office=None if own else case.office,
            assignee_id=assignee,
            noted_by_id=by,
            noted_at=noted_at,
            due_on=due_on,
            state=TaskState.DONE if done else TaskState.OPEN,
            closed_at=at(due_on, 11 * 60) if done else None,
            closed_by_id=assignee if done else None,
        )
        role = Role.EXPERT if own else Role.OFFICE_STAFF
        told = {"task": task.pk, "assignee": assignee, "text": digest(text)}
        record(Actor(by, role.value, noted_at), "task.noted", ("case", case.ref), told)


def _digests(chance: random.Random, as_of: date) -> None:
    """The reminders of the last night; each person's digest left at eight."""
    night = at(as_of - timedelta(days=1), 5 * 60)
    _counts, failed = record_due(night)
    if failed:
        raise RuntimeError(f"sources of reminders failed: {failed}")
    people = User.objects.filter(pk__in=Reminder.objects.order_by().values("person")).order_by("pk")
    morning = at(as_of - timedelta(days=1), 8 * 60)
    letters = []
    for user in people:
        key = _key(chance)
        letters.append(
            Letter(
                key=key,
                to_user=user,
                template=DIGEST,
                language=user.language,
                references={"letter": str(key), "everything": True},
                subject_kind="user",
                subject_ref=str(user.pk),
                state=LetterState.SENT,
                attempts=1,
                queued_at=night,
                not_before=morning,
                sent_at=morning + timedelta(seconds=len(letters) // 10),
                address_digest=digest(user.email.lower()),
            )
        )
    Letter.objects.bulk_create(letters)
    for letter in letters:
        Reminder.objects.filter(person=letter.to_user).update(letter=letter)
