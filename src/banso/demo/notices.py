"""What people are reminded of on the portfolio's last morning; meetings, tasks and letters of the last days.

Meetings and tasks are planned with everything else; the reminders are those that the night's run finds in the
records, once they are written.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, CaseState
from banso.apps.directory.models import Contact, Expert
from banso.apps.journal.services import digest
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
from banso.demo.people import People
from banso.demo.plan import Plan, at, working

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


def write_notices(plan: Plan, people: People) -> None:
    """Plan meetings with their invitations, and tasks. Call it when all cases and contacts are written."""
    writer = _Notices(plan, people)
    for number, case in enumerate(writer.cases):
        if number % CASES_A_MEETING == 3:
            writer.meeting(case)
    for case in writer.cases:
        writer.task(case)


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


class _Notices:
    """Writes what is about the cases under support, and knows the people around them."""

    def __init__(self, plan: Plan, people: People) -> None:
        self._plan, self._chance = plan, plan.random("notices")
        self._offices = {office.id: office.name for office in people.offices}
        self.cases = [
            case
            for case in plan[Case].dicts()
            if case["state"] == CaseState.ACTIVE and case["application_id"] and case["staff_id"]
        ]
        self._contacts: dict[int, dict[str, Any]] = {}
        for contact in plan[Contact].dicts():
            if contact["erased_at"] is None and contact["email"]:
                self._contacts.setdefault(contact["firm_id"], contact)
        users = {user["id"]: user for user in plan[User].dicts()}
        self._emails = {key: user["email"] for key, user in users.items()}
        self._experts = {expert["id"]: expert["user_id"] for expert in plan[Expert].dicts()}
        self._colleagues: dict[int, list[int]] = {}
        for held in plan[RoleAssignment].dicts():
            if held["valid_to"] is None and held["office_id"] and users[held["user_id"]]["is_active"]:
                self._colleagues.setdefault(held["office_id"], []).append(held["user_id"])
        #: Contacts whose address is to be looked at.
        self._to_look_at: set[int] = set()

    def meeting(self, case: dict[str, Any]) -> None:
        """A meeting planned in the last days: of this week or one of the next, some moved or called off."""
        plan, chance, as_of = self._plan, self._chance, self._plan.as_of
        planned_at = at(
            working(as_of - timedelta(days=chance.randint(4, 9))), chance.randrange(9 * 60, 17 * 60)
        )
        begins = at(
            working(as_of + timedelta(days=chance.randint(-2, 12))), chance.choice((600, 630, 780, 840, 900))
        )
        state = chance.choices(
            (MeetingState.PLANNED, MeetingState.MOVED, MeetingState.CANCELLED), weights=(8, 1, 1)
        )[0]
        online = chance.random() < 0.4
        meeting = plan[Meeting].add(
            uid=_key(chance),
            subject_kind="case",
            subject_ref=case["ref"],
            firm_id=case["firm_id"],
            office_id=case["office_id"],
            title=chance.choice(_TITLES),
            starts_at=begins,
            ends_at=begins + timedelta(minutes=chance.choice((45, 60, 90))),
            place="" if online else self._offices[case["office_id"]],
            online_address=f"https://meet.example.jp/{case['ref'].lower()}" if online else "",
            state=state.value,
            sequence=0 if state == MeetingState.PLANNED else 1,
            planned_by_id=case["staff_id"],
            planned_at=planned_at,
        )
        invited: list[dict[str, Any]] = [
            {"user_id": user} for user in (case["staff_id"], self._experts.get(case["expert_id"])) if user
        ]
        contact = self._contacts.get(case["firm_id"])
        if contact:
            invited.append({"contact_id": contact["id"]})
        staff, subject = (case["staff_id"], Role.OFFICE_STAFF.value), ("case", case["ref"])
        payload = {"meeting": meeting, "invited": len(invited)}
        plan.event(planned_at, *staff, "meeting.planned", subject, payload)
        if state != MeetingState.PLANNED:
            action = "meeting.moved" if state == MeetingState.MOVED else "meeting.cancelled"
            changed_at = planned_at + timedelta(days=1)
            plan.event(changed_at, *staff, action, subject, {"meeting": meeting, "sequence": 1})
        for one in invited:
            self._invitation(case, plan[Participant].add(meeting_id=meeting, **one), one, planned_at)

    def _invitation(
        self, case: dict[str, Any], participant: int, who: dict[str, Any], sent_at: datetime
    ) -> None:
        """The letter to one of those invited; that to a contact may come back."""
        contact = self._contacts[case["firm_id"]] if "contact_id" in who else None
        address = contact["email"] if contact else self._emails[who["user_id"]]
        back = contact is not None and self._chance.randrange(LETTERS_A_BOUNCE) == 0
        closed_at = sent_at + timedelta(minutes=9) if back else None
        self._plan[Letter].add(
            key=_key(self._chance),
            to_user_id=who.get("user_id"),
            to_contact_id=who.get("contact_id"),
            template=MEETING,
            language="ja",
            references={"participant": participant, "sequence": 0},
            enclosed={},
            subject_kind="case",
            subject_ref=case["ref"],
            state=LetterState.BOUNCED.value if back else LetterState.SENT.value,
            attempts=1,
            queued_at=sent_at,
            not_before=sent_at,
            sent_at=sent_at + timedelta(seconds=5),
            closed_at=closed_at,
            fault="5.1.1" if back else "",
            address_digest=digest(address.lower()),
        )
        if contact and back and contact["id"] not in self._to_look_at:
            self._to_look_at.add(contact["id"])
            self._plan[Task].add(
                kind=TaskKind.ADDRESS.value,
                subject_kind="contact",
                subject_ref=str(contact["id"]),
                firm_id=case["firm_id"],
                office_id=case["office_id"],
                noted_at=closed_at,
                due_on=sent_at.date() + timedelta(days=7),
            )

    def task(self, case: dict[str, Any]) -> None:
        """Some have a task: by who is in charge, for oneself or a colleague; by experts for themselves."""
        plan, chance, as_of = self._plan, self._chance, self._plan.as_of
        if chance.random() > 0.12:
            return
        expert = self._experts.get(case["expert_id"])
        own = bool(expert) and chance.random() < 0.25
        by = expert if own else case["staff_id"]
        others = self._colleagues.get(case["office_id"], [])
        assignee = chance.choice(others) if others and not own and chance.random() < 0.3 else by
        noted_at = at(
            working(as_of - timedelta(days=chance.randint(1, 20))), chance.randrange(9 * 60, 17 * 60)
        )
        if noted_at.date() >= as_of:
            noted_at = at(as_of - timedelta(days=1), noted_at.hour * 60 + noted_at.minute)
        due_on = working(noted_at.date() + timedelta(days=chance.randint(2, 21)))
        done = due_on < as_of and chance.random() < 0.7
        text = chance.choice(_TASKS)
        task = plan[Task].add(
            text=text,
            subject_kind="case",
            subject_ref=case["ref"],
            firm_id=case["firm_id"],
            office_id=None if own else case["office_id"],
            assignee_id=assignee,
            noted_by_id=by,
            noted_at=noted_at,
            due_on=due_on,
            state=TaskState.DONE.value if done else TaskState.OPEN.value,
            closed_at=at(due_on, 11 * 60) if done else None,
            closed_by_id=assignee if done else None,
        )
        role = Role.EXPERT if own else Role.OFFICE_STAFF
        told = {"task": task, "assignee": assignee, "text": digest(text)}
        plan.event(noted_at, by, role.value, "task.noted", ("case", case["ref"]), told)


def remind(*, seed: int, as_of: date) -> None:
    """Record the reminders of the last night, from the records; each person's digest left at eight."""
    chance = random.Random(f"{seed}/digests")
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
    digests = Letter.objects.filter(template=DIGEST, to_user=OuterRef("person")).order_by("pk")
    Reminder.objects.update(letter=Subquery(digests.values("pk")[:1]))
