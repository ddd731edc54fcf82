"""Personal data of the demonstration: who read the notice, who asked about the own data, what has expired."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import PersonalLink, RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import ERASED_NAME
from banso.apps.casework.models import CatchUp, Confirmation, FollowUp, FollowUpMethod
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import Subject, digest
from banso.apps.privacy.models import (
    Consent,
    ConsentWay,
    Expiry,
    IdentityCheck,
    PersonRequest,
    RequestKind,
    RequestState,
    RequestWay,
    Stop,
)
from banso.apps.privacy.retention import years_before
from banso.apps.privacy.rules import Notice, days_to_answer, notice_on, years_kept
from banso.demo.firms import FirmRow, is_home
from banso.demo.names import DOMAIN, Names
from banso.demo.people import Accounts, People, Tie
from banso.demo.plan import Plan, at, in_office, later, working

#: One firm in so many has asked about personal data in the last year.
_ONE_IN = 90
_NOTES = {
    "see": "支援の記録と連絡先として何が登録されているか知りたい。",
    "correct": "電話番号が以前のままになっている。新しい番号に直してほしい。",
    "stop": "案内のメールを止めてほしい。",
    "erase": "退職したので、連絡先を消してほしい。",
}
_GRANTED = "本人からの請求であることを確認した。"
_REFUSED = "登録されている内容は、届出書類のとおりで誤りがない。"
_DONE = {"correct": "電話番号を新しい番号に直した。", "erase": "担当者の連絡先を消去した。"}
_KINDS = (RequestKind.SEE, RequestKind.CORRECT, RequestKind.STOP, RequestKind.ERASE)
_STATES = (RequestState.DONE,) * 6 + (RequestState.REFUSED, RequestState.WITHDRAWN)
#: What the example office has: kind, state, how many days ago it came. The first is overdue.
_HOME = (
    (RequestKind.SEE, RequestState.IDENTIFIED, 43),
    (RequestKind.STOP, RequestState.RECEIVED, 6),
    (RequestKind.ERASE, RequestState.GRANTED, 19),
    (RequestKind.CORRECT, RequestState.REFUSED, 34),
    (RequestKind.SEE, RequestState.DONE, 76),
    (RequestKind.STOP, RequestState.DONE, 101),
    (RequestKind.SEE, RequestState.WITHDRAWN, 55),
    (RequestKind.CORRECT, RequestState.DONE, 62),
    (RequestKind.ERASE, RequestState.DONE, 123),
)
#: How many members of staff left so long ago that they were made anonymous, and whose turn is next.
_LEFT_LONG_AGO, _LEFT_NEXT = 4, 2


def write_privacy(plan: Plan, people: People, firms: Sequence[FirmRow]) -> None:
    """Consents, requests in every state, and staff who left long ago."""
    chance = plan.random("privacy")
    notice = notice_on(plan.as_of - timedelta(days=1))
    if notice is not None:
        _consents(plan, chance, notice, firms)
    _Requests(plan, people, firms, chance).write()
    _left(plan, people, chance)


def _columns(plan: Plan, model: type[Model], *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of the rows planned for a table."""
    table = plan[model]
    places = [table.columns.index(name) for name in names]
    return (tuple(row[place] for place in places) for row in table.rows)


def _consents(plan: Plan, chance: random.Random, notice: Notice, firms: Sequence[FirmRow]) -> None:
    """Everybody with an account has read the notice; who answered by link confirmed it with the answer."""
    last = plan.as_of - timedelta(days=1)
    roles = dict(_columns(plan, RoleAssignment, "user_id", "role"))
    for key, created in _columns(plan, User, "id", "created_at"):
        begun = max(created.date(), notice.in_force_from)
        moment = in_office(chance, min(working(begun + timedelta(days=chance.randrange(20))), last))
        moment = max(moment, created + timedelta(minutes=2))
        about = ("user", str(key))
        _given(plan, notice, moment, ConsentWay.SIGNED_IN, key, roles.get(key, NO_ROLE), about, user_id=key)
    refs = {firm.id: firm.ref for firm in firms}
    without = {
        key: refs[firm]
        for key, user, firm in _columns(plan, Contact, "id", "user_id", "firm_id")
        if user is None
    }
    first: dict[int, date] = {}
    for contact, method, day in _columns(plan, FollowUp, "contact_id", "method", "done_on"):
        if contact in without and method == FollowUpMethod.LINK and day >= notice.in_force_from:
            first[contact] = min(day, first.get(contact, day))
    for contact, day in sorted(first.items()):
        about = ("firm", without[contact])
        moment = in_office(chance, day)
        _given(plan, notice, moment, ConsentWay.LINK, None, NO_ROLE, about, contact_id=contact)


def _given(
    plan: Plan,
    notice: Notice,
    moment: datetime,
    way: ConsentWay,
    who: int | None,
    role: str,
    about: Subject,
    **whose: int,
) -> None:
    plan[Consent].add(notice=notice.code, text_digest=notice.digest, way=way.value, given_at=moment, **whose)
    told = {"notice": notice.code, "way": way.value, "contact": whose.get("contact_id")}
    plan.event(moment, who, role, "privacy.consented", about, told)


class _Requests:
    """Requests of contacts of firms: received, identity checked, decided by the manager, done."""

    def __init__(self, plan: Plan, people: People, firms: Sequence[FirmRow], chance: random.Random) -> None:
        self._plan, self._people, self._chance = plan, people, chance
        contacts = {
            firm: (key, user) for firm, key, user in _columns(plan, Contact, "firm_id", "id", "user_id")
        }
        # Whoever was asked and answered stays in the lists that show it.
        asked = {
            key
            for model in (FollowUp, CatchUp, Confirmation, PersonalLink)
            for (key,) in _columns(plan, model, "contact_id")
        }
        self._free = [firm for firm in firms if firm.id in contacts and not firm.example]
        self._contacts = contacts
        self._quiet = {
            firm.id
            for firm in self._free
            if contacts[firm.id][1] is None and contacts[firm.id][0] not in asked
        }

    def write(self) -> None:
        """Add them in order of the day on which they were received."""
        planned = [(days, kind, state, True) for kind, state, days in _HOME]
        for _number in range(self._plan.firms // _ONE_IN):
            kind, state = self._chance.choice(_KINDS[:3]), self._chance.choice(_STATES)
            planned.append((self._chance.randint(50, 350), kind, state, False))
        taken: set[int] = set()
        for days, kind, state, home in sorted(planned, reverse=True):
            firm = self._firm(kind, state, home, taken)
            if firm is not None:
                taken.add(firm.id)
                self._add(firm, kind, state, self._plan.as_of - timedelta(days=days))
        self._of_expert()

    def _firm(self, kind: str, state: str, home: bool, taken: set[int]) -> FirmRow | None:
        erased = kind == RequestKind.ERASE and state == RequestState.DONE
        fit = [
            firm
            for firm in self._free
            if firm.id not in taken and is_home(firm) is home and (not erased or firm.id in self._quiet)
        ]
        return self._chance.choice(fit) if fit else None

    def _add(self, firm: FirmRow, kind: RequestKind, state: RequestState, day: date) -> None:
        plan, chance, office = self._plan, self._chance, firm.office
        contact, staff = self._contacts[firm.id][0], chance.choice(office.staff)
        way = chance.choice((RequestWay.COUNTER, RequestWay.LETTER, RequestWay.PHONE, RequestWay.MAIL))
        received = in_office(chance, working(day) if plan.past(working(day)) else day)
        ref = plan.reference("R", received.date())
        row: dict[str, Any] = {
            "ref": ref,
            "contact_id": contact,
            "office_id": office.id,
            "kind": kind.value,
            "state": state.value,
            "way": way.value,
            "note": _NOTES[kind],
            "received_on": received.date(),
            "due_on": received.date() + timedelta(days=days_to_answer()),
            "recorded_by_id": staff,
            "recorded_at": received,
        }
        about, role = ("person_request", ref), Role.OFFICE_STAFF
        told = {
            "kind": kind.value,
            "way": way.value,
            "due_on": row["due_on"].isoformat(),
            "note": digest(row["note"]),
        }
        plan.event(received, staff, role, "privacy.asked", about, told)
        if state == RequestState.RECEIVED:
            plan[PersonRequest].add(**row)
            return
        if state == RequestState.WITHDRAWN:
            plan.event(later(chance, received, 2, 6), staff, role, "privacy.withdrawn", about)
            plan[PersonRequest].add(**row)
            return
        how = chance.choice((IdentityCheck.DOCUMENT, IdentityCheck.CALL_BACK, IdentityCheck.KNOWN))
        checked = later(chance, received, 1, 4)
        row |= {"identity": how.value, "identified_on": checked.date(), "identified_by_id": staff}
        plan.event(checked, staff, role, "privacy.identified", about, {"how": how.value})
        if state != RequestState.IDENTIFIED:
            self._decided(firm, row, kind, checked, staff)
        key = plan[PersonRequest].add(**row)
        if state == RequestState.DONE and kind == RequestKind.STOP:
            plan[Stop].add(contact_id=contact, request_id=key, since=row["done_at"])

    def _decided(
        self, firm: FirmRow, row: dict[str, Any], kind: RequestKind, checked: datetime, staff: int
    ) -> None:
        """Decided by the manager; then done by whoever checked."""
        plan, chance, about = self._plan, self._chance, ("person_request", row["ref"])
        granted = row["state"] != RequestState.REFUSED
        reason, decided = _GRANTED if granted else _REFUSED, later(chance, checked, 2, 7)
        manager = firm.office.manager
        row |= {"reason": reason, "decided_on": decided.date(), "decided_by_id": manager}
        told = {"reason": digest(reason), "guards": {"decided_by_another": True}}
        action = "privacy.granted" if granted else "privacy.refused"
        plan.event(decided, manager, Role.OFFICE_MANAGER, action, about, told)
        if row["state"] != RequestState.DONE:
            return
        done = later(chance, decided, 1, 4)
        if kind == RequestKind.SEE:
            row["exported_at"] = done - timedelta(minutes=3)
            size = {"bytes": chance.randrange(8_000, 14_000)}
            plan.event(row["exported_at"], staff, Role.OFFICE_STAFF, "privacy.handed_out", about, size)
        note = _DONE.get(kind, "")
        row |= {"done_at": done, "done_note": note}
        if kind == RequestKind.ERASE:
            row |= {"note": "", "done_note": ""}
            self._erased(firm, row["contact_id"], done, staff)
        told = {"note": digest(note), "guards": {"handed_out": True}}
        plan.event(done, staff, Role.OFFICE_STAFF, "privacy.fulfilled", about, told)

    def _erased(self, firm: FirmRow, contact: int, moment: datetime, staff: int) -> None:
        blank = dict.fromkeys(("name_kana", "position", "email", "phone"), "")
        self._plan[Contact].change(contact, name=ERASED_NAME, erased_at=moment, **blank)
        about = ("firm", firm.ref)
        self._plan.event(moment, staff, Role.OFFICE_STAFF, "contact.erased", about, {"contact": contact})

    def _of_expert(self) -> None:
        """The example expert has asked to see the own data, signed in: administrators answer."""
        plan, who = self._plan, self._people.home_expert.user
        asked = in_office(self._chance, plan.as_of - timedelta(days=1))
        ref, due_on = plan.reference("R", asked.date()), asked.date() + timedelta(days=days_to_answer())
        plan[PersonRequest].add(
            ref=ref,
            user_id=who,
            kind=RequestKind.SEE.value,
            state=RequestState.IDENTIFIED.value,
            way=RequestWay.PAGE.value,
            note=_NOTES["see"],
            received_on=asked.date(),
            due_on=due_on,
            recorded_by_id=who,
            recorded_at=asked,
            identity=IdentityCheck.SIGNED_IN.value,
            identified_on=asked.date(),
        )
        told = {"kind": "see", "way": "page", "due_on": due_on.isoformat(), "note": digest(_NOTES["see"])}
        plan.event(asked, who, Role.EXPERT, "privacy.asked", ("person_request", ref), told)


def _left(plan: Plan, people: People, chance: random.Random) -> None:
    """Staff who left: some were made anonymous when their time had come, the turn of others is tonight."""
    accounts, names = Accounts(plan, chance), Names(chance)
    expires = years_before(plan.as_of, years_kept()["user"])
    for number in range(1, _LEFT_LONG_AGO + _LEFT_NEXT + 1):
        office = chance.choice(people.offices)
        tie = Tie("office", office.id, office.code)
        email = f"former-{number:02d}@{DOMAIN}"
        key = accounts.holder(Role.OFFICE_STAFF, names.person().kanji, email=email, tie=tie)
        about = ("user", str(key))
        next_turn = number > _LEFT_LONG_AGO
        left_on = expires - timedelta(days=1 if next_turn else chance.randint(40, 500))
        plan[RoleAssignment].change(plan[RoleAssignment].next_key - 1, valid_to=left_on)
        plan[User].change(key, is_active=False, left_on=left_on)
        roles = {"roles": [Role.OFFICE_STAFF.value]}
        plan.event(in_office(chance, left_on), None, SYSTEM, "user.left", about, roles)
        if not next_turn:
            _made_anonymous(plan, key, left_on)


def _made_anonymous(plan: Plan, key: int, left_on: date) -> None:
    """What the nightly job did on the day after the years had passed."""
    years = years_kept()["user"]
    moment = at(years_before(left_on, -years) + timedelta(days=1), 3 * 60 + 50)
    plan[User].change(key, name=ERASED_NAME, email=f"erased-{key}@erased.invalid", erased_at=moment)
    expiry = {"kind": "user", "row": key, "years": years}
    plan[Expiry].add(**expiry, expired_at=moment)
    plan.event(moment, None, SYSTEM, "user.erased", ("user", str(key)))
    plan.event(moment, None, SYSTEM, "privacy.expired", ("user", str(key)), expiry)
