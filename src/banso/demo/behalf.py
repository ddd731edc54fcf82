"""What offices wrote for firms, and what the firms said of it: out of all events planned before."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.behalf.models import Entry, EntryKind, EntryState, Word, WordAnswer, WordWay
from banso.apps.behalf.standing import Standing, State, Writing, standing
from banso.apps.behalf.writings import ACTIONS, WHOLE, Mark, read
from banso.apps.casework.models import Case, CatchUp, FollowUp, OwnEffort
from banso.apps.directory.models import Contact, Firm
from banso.apps.intake.models import Consultation
from banso.apps.journal.services import digest
from banso.apps.selection.models import Application, ApplicationState
from banso.demo.documents import write_paper
from banso.demo.firms import FirmRow, is_home
from banso.demo.plan import Plan, in_office, later, working

#: Which share of what was written so many days ago, at most, the firm has answered by now; in the end all.
_ANSWERED = ((7, 0.2), (30, 0.6), (60, 0.93), (120, 0.99), (100_000, 1.0))
#: Of the answers so many say that something is different; of these the office has kept so many.
_DIFFERENT, _KEPT = 0.012, 0.7
#: After so many days no office has left unsettled what a firm says is different.
_SETTLED_AFTER = 120
#: Of the example office: this many newer answers are different, and the next one was kept.
_HOME_DIFFERENT, _HOME_RECENT = 2, (5, 110)
#: Of the firm of the example user this many entries wait.
_EXAMPLE_WAITING = 1
#: A firm without mail address signed a paper on one of the days so many days ago, for what was older.
_PAPER_AGO = (15, 150)
_A_DAY = timedelta(days=1)
_LOOKED_BACK = (
    "輸出額は横ばいではなく、少し増えました。",
    "新しい市場は検討を始めたところで、まだ取引はありません。",
    "お答えしたのは前任の担当者です。今の数字は経理に確かめてください。",
)
_WORDS = {
    EntryKind.CONSULTATION: (
        "お聞きしたいのは香港ではなく台湾のことです。",
        "商品は味噌ではなく、味噌を使った調味料です。",
    ),
    EntryKind.APPLICATION: (
        "目標の期限は来年度末とお伝えしました。",
        "自社取組に、展示会への出展が抜けています。",
    ),
    EntryKind.EFFORT: ("費用はもう少し少なく、自社で負担した分だけです。", "実施したのは翌月です。"),
    EntryKind.FOLLOW_UP: _LOOKED_BACK,
    EntryKind.CATCH_UP: _LOOKED_BACK,
}
_REASONS = (
    "電話の記録を本人と確かめ、この内容でよいと分かった。",
    "申請書の写しと同じ内容であることを確かめた。",
)


@dataclass(frozen=True)
class _Written:
    """A record that an office wrote for a firm."""

    kind: EntryKind
    row: int
    firm: FirmRow
    subject: tuple[str, str]
    found: Standing


def write_behalf(plan: Plan, firms: Sequence[FirmRow]) -> None:
    """An entry for each record that an office wrote, and the words of those who answered."""
    _Answers(plan, firms).write()


class _Answers:
    """Writes entries in order of time, with what became of each."""

    def __init__(self, plan: Plan, firms: Sequence[FirmRow]) -> None:
        self._plan, self._chance = plan, plan.random("behalf")
        self._firms = {firm.id: firm for firm in firms}
        #: By firm, who of it is asked; until when, if that person was erased; and who has no mail address.
        self._contacts: dict[int, int] = {}
        self._until: dict[int, datetime] = {}
        self._by_paper: dict[int, int] = {}
        for key, firm, email, erased in _columns(plan, Contact, "id", "firm_id", "email", "erased_at"):
            if email or erased:
                self._contacts.setdefault(firm, key)
            else:
                self._by_paper.setdefault(firm, key)
            if erased:
                self._until[key] = erased
        self._papers: dict[int, tuple[datetime, int, str]] = {}
        self._at_home = 0

    def write(self) -> None:
        """All of it."""
        written = sorted(self._written(), key=lambda one: (one.found.writing.at, one.kind, one.row))
        waiting = self._waiting_of_the_example(written)
        for one in written:
            if one in waiting:
                self._entry(one)
            else:
                self._answer(one)

    def _waiting_of_the_example(self, written: Sequence[_Written]) -> list[_Written]:
        return [one for one in written if one.firm.example][-_EXAMPLE_WAITING:]

    def _written(self) -> Iterator[_Written]:
        writings = _writings(self._plan)
        refs = {key: firm.ref for key, firm in self._firms.items()}
        for kind, row, firm, subject, mark, speaks in _rows(self._plan, refs):
            found = standing(writings.get((kind, subject[1], mark), ()), ())
            if found is not None and speaks and found.state is State.WAITING:
                yield _Written(kind, row, self._firms[firm], subject, found)

    def _entry(self, one: _Written, state: EntryState = EntryState.WAITING, **told: Any) -> int:
        found = one.found
        return self._plan[Entry].add(
            kind=one.kind.value,
            row=one.row,
            firm_id=one.firm.id,
            subject_kind=one.subject[0],
            subject_ref=one.subject[1],
            number=found.writing.number,
            written_at=found.writing.at,
            written_by_id=found.writing.user,
            only_corrected=found.only_corrected,
            state=state.value,
            **told,
        )

    def _answer(self, one: _Written) -> None:
        """The firm may have answered: signed in where it has an account, else by a personal link."""
        plan, chance = self._plan, self._chance
        age = (plan.as_of - one.found.writing.at.date()).days
        share = next(share for days, share in _ANSWERED if age <= days)
        answers, differs, kept = (chance.random() < p for p in (share, _DIFFERENT, _KEPT))
        given = later(chance, one.found.writing.at, 1, 20)
        kept = kept or (plan.as_of - given.date()).days > _SETTLED_AFTER
        if is_home(one.firm) and not one.firm.example and _HOME_RECENT[0] <= age <= _HOME_RECENT[1]:
            self._at_home += 1
            forced = self._at_home <= _HOME_DIFFERENT + 1
            answers, differs = answers or forced, differs or forced
            kept = kept if not forced else self._at_home == _HOME_DIFFERENT + 1
        by_member = one.firm.user is not None
        contact = self._contacts.get(one.firm.id)
        if contact is None and not by_member:
            self._on_paper(one)
            return
        if not answers or not plan.past(given) or given >= self._until.get(contact or 0, given + _A_DAY):
            self._entry(one)
            return
        way = WordWay.SIGNED_IN if by_member else WordWay.LINK
        settled = later(chance, given, 1, 15)
        if differs and kept and plan.past(settled):
            key = self._entry(one, EntryState.KEPT, told_at=settled, told_way=WordWay.OFFICE.value)
            self._word(one, key, given, way, WordAnswer.DIFFERENT)
            self._keep(one, key, settled)
            return
        answer = WordAnswer.DIFFERENT if differs else WordAnswer.AS_WRITTEN
        state = EntryState.DIFFERENT if differs else EntryState.CONFIRMED
        key = self._entry(one, state, told_at=given, told_way=way.value)
        self._word(one, key, given, way, answer)

    def _on_paper(self, one: _Written) -> None:
        """Nobody there has a mail address: one paper was signed for everything that was written by then."""
        plan, chance, firm = self._plan, self._chance, one.firm
        contact = self._by_paper.get(firm.id)
        if firm.id not in self._papers:
            day = working(plan.as_of - timedelta(days=chance.randint(*_PAPER_AGO)))
            self._papers[firm.id] = in_office(chance, day), 0, ""
        signed, document, ref = self._papers[firm.id]
        if contact is None or signed < one.found.writing.at + 3 * _A_DAY:
            self._entry(one)
            return
        staff = firm.office.staff[0]
        if not document:
            document, ref = write_paper(plan, signed, staff, firm, f"{chance.getrandbits(128):032x}")
            self._papers[firm.id] = signed, document, ref
        way = WordWay.PAPER.value
        key = self._entry(one, EntryState.CONFIRMED, told_at=signed, told_way=way)
        plan[Word].add(
            entry_id=key, number=one.found.writing.number, answer=WordAnswer.AS_WRITTEN.value, way=way,
            contact_id=contact, document_id=document, recorded_by_id=staff, given_at=signed,
        )  # fmt: skip
        said = {"kind": one.kind.value, "row": one.row, "answer": WordAnswer.AS_WRITTEN.value}
        payload = {"way": way, "contact": contact, "document": ref, "entries": [said]}
        plan.event(signed, staff, Role.OFFICE_STAFF, "entries.answered", one.subject, payload)

    def _word(self, one: _Written, key: int, given: datetime, way: WordWay, answer: WordAnswer) -> None:
        plan, contact = self._plan, self._contacts.get(one.firm.id)
        link = None
        if way == WordWay.LINK:
            link = self._link(one, key, given)
        plan[Word].add(
            entry_id=key,
            number=one.found.writing.number,
            answer=answer.value,
            comment=self._chance.choice(_WORDS[one.kind]) if answer == WordAnswer.DIFFERENT else "",
            way=way.value,
            contact_id=contact,
            user_id=one.firm.user if way == WordWay.SIGNED_IN else None,
            link_id=link,
            given_at=given,
        )
        said = {"kind": one.kind.value, "row": one.row, "answer": answer.value}
        payload = {"way": way.value, "contact": contact, "document": None, "entries": [said]}
        role = Role.FIRM_MEMBER.value if way == WordWay.SIGNED_IN else NO_ROLE
        who = one.firm.user if way == WordWay.SIGNED_IN else None
        plan.event(given, who, role, "entries.answered", one.subject, payload)

    def _link(self, one: _Written, key: int, given: datetime) -> int:
        contact, made = self._contacts[one.firm.id], given - timedelta(hours=self._chance.randint(1, 60))
        made = max(made, one.found.writing.at)
        link = self._plan[PersonalLink].add(
            contact_id=contact,
            purpose=LinkPurpose.CONFIRM_ENTRIES.value,
            subject_kind="firm",
            subject_ref=one.firm.ref,
            digest=hashlib.sha256(f"{self._plan.seed}/entry/{key}".encode()).hexdigest(),
            made_by_id=one.found.writing.user,
            made_at=made,
            expires_at=made + timedelta(days=7),
            used_at=given,
        )
        told = {"contact": contact, "link": link, "sent": 1}
        staff = one.found.writing.user
        self._plan.event(made, staff, Role.OFFICE_STAFF, "entries.asked", ("firm", one.firm.ref), told)
        return link

    def _keep(self, one: _Written, key: int, settled: datetime) -> None:
        reason, manager = self._chance.choice(_REASONS), one.firm.office.manager
        self._plan[Word].add(
            entry_id=key,
            number=one.found.writing.number,
            answer=WordAnswer.KEPT.value,
            comment=reason,
            way=WordWay.OFFICE.value,
            recorded_by_id=manager,
            given_at=settled,
        )
        told = {"kind": one.kind.value, "row": one.row, "reason": digest(reason)}
        self._plan.event(settled, manager, Role.OFFICE_MANAGER, "entries.kept", one.subject, told)


def number_entries(plan: Plan) -> None:
    """Give entries and words the numbers of their writings, once all events are planned."""
    writings, numbers = _writings(plan), {}
    firms = {key: ref for key, ref in _columns(plan, Firm, "id", "ref")}
    for kind, row, _firm, subject, mark, _speaks in _rows(plan, firms):
        found = writings.get((kind, subject[1], mark))
        if found:
            numbers[kind.value, row] = found[-1].number
    of_entry = {}
    for key, kind, row in list(_columns(plan, Entry, "id", "kind", "row")):
        of_entry[key] = numbers[kind, row]
        plan[Entry].change(key, number=of_entry[key])
    for key, entry in list(_columns(plan, Word, "id", "entry_id")):
        plan[Word].change(key, number=of_entry[entry])


def _writings(plan: Plan) -> dict[tuple[EntryKind, str, Mark], list[Writing]]:
    """What was written into each record, by kind, chain and mark within it."""
    writings: dict[tuple[EntryKind, str, Mark], list[Writing]] = defaultdict(list)
    for event in plan.chains.so_far(ACTIONS):
        written = read(event)
        if written and written.mark is not None:
            writings[written.kind, event.subject_ref, written.mark].append(written.writing)
    return writings


_Row = tuple[EntryKind, int, int, tuple[str, str], Mark, bool]


def _rows(plan: Plan, firms: Mapping[int, str]) -> Iterator[_Row]:
    """Every record that an office may write for a firm: kind, key, firm, chain, mark, whether it speaks."""
    for key, ref, firm in _columns(plan, Consultation, "id", "ref", "firm_id"):
        yield EntryKind.CONSULTATION, key, firm, ("consultation", ref), WHOLE, True
    for key, ref, firm, state in _columns(plan, Application, "id", "ref", "firm_id", "state"):
        stands = state != ApplicationState.WITHDRAWN
        yield EntryKind.APPLICATION, key, firm, ("application", ref), WHOLE, stands
    cases = {key: (ref, firm) for key, ref, firm in _columns(plan, Case, "id", "ref", "firm_id")}
    for key, case in _columns(plan, OwnEffort, "id", "case_id"):
        if case is not None:
            ref, firm = cases[case]
            yield EntryKind.EFFORT, key, firm, ("case", ref), ("effort", key), True
    for key, case, months, reached in _columns(plan, FollowUp, "id", "case_id", "months", "reached"):
        ref, firm = cases[case]
        yield EntryKind.FOLLOW_UP, key, firm, ("case", ref), ("months", months), reached is True
    for key, firm, reached in _columns(plan, CatchUp, "id", "firm_id", "reached"):
        ref = firms[firm]
        yield EntryKind.CATCH_UP, key, firm, ("firm", ref), ("catch_up", key), reached is True


def _columns(plan: Plan, model: Any, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of the rows planned for a table."""
    table = plan[model]
    places = [table.columns.index(name) for name in names]
    return (tuple(row[place] for place in places) for row in table.rows)
