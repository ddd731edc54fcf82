"""Looks back of the demonstration: tries in vain, answers by link, firms supported before Banso."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.casework.catch_up import (
    WEEKLY,
    Candidate,
    Ended,
    friday_of,
    monday_of,
    next_due,
    promise,
    spread,
)
from banso.apps.casework.follow_up import ASK_DAYS
from banso.apps.casework.models import (
    AttemptResult,
    CatchUp,
    FollowUp,
    FollowUpAttempt,
    FollowUpMethod,
    NewExports,
    PastSupport,
    Trend,
)
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import ZONE
from banso.demo.casework import CaseRow
from banso.demo.firms import FirmRow
from banso.demo.plan import Plan, in_office, working

#: One firm in so many was supported by a programme before.
SUPPORTED_BEFORE = 0.12
#: How long before the portfolio's day its old records were imported.
IMPORTED = timedelta(days=84)
#: Of the contacts whose week has passed: recorded with answers, not reached; the rest is late.
ANSWERED, NOT_REACHED = 0.68, 0.14
#: A follow-up open for so long is left off as not reached.
LEFT_OFF_AFTER = timedelta(days=180)
#: Of the people of firms who do not sign in, those without a mail address.
NO_ADDRESS = 0.2
#: Of the follow-ups by mail, those that the firm answered by a link.
BY_LINK = 0.7
#: When the nightly run asks.
_NIGHTLY = time(6, 0)
_SERVICES = ("旧・海外販路開拓支援", "県・輸出スタートアップ事業", "海外展開現地支援（旧制度）")
_TRIED = ("台湾", "米国の小売店", "新しい包装の商品", "シンガポール")
_VAIN = (AttemptResult.NO_ANSWER, AttemptResult.CALL_AGAIN, AttemptResult.UNKNOWN)


def write_follow_ups(plan: Plan, cases: Sequence[CaseRow], firms: Sequence[FirmRow]) -> None:
    """Add what led to the follow-ups of cases, and the contacts with firms supported before."""
    _without_address(plan)
    _details(plan, cases)
    _left_off(plan, cases)
    _asked(plan, cases)
    _catch_up(plan, firms)


def _details(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Tries of the firms that were not reached; who answered by link."""
    chance, table = plan.random("follow-ups"), plan[FollowUp]
    by_key = {case.id: case for case in cases}
    contacts = _contacts(plan)
    place = {name: table.columns.index(name) for name in table.columns}
    for row in list(table.rows):
        key, case = row[place["id"]], by_key[row[place["case_id"]]]
        months, done_on, staff = row[place["months"]], row[place["done_on"]], row[place["recorded_by_id"]]
        if row[place["reached"]] is False:
            for back in (9, 5, 2):
                day = working(done_on - timedelta(days=back))
                result = _VAIN[chance.randrange(3)]
                _try(plan, chance, ("case", case.ref), day, staff, result, follow_up_id=key, months=months)
            continue
        mailed = row[place["method"]] == FollowUpMethod.MAIL and row[place["reached"]]
        if mailed and case.firm.id in contacts and chance.random() < BY_LINK:
            table.change(key, method=FollowUpMethod.LINK.value, contact_id=contacts[case.firm.id])


def _left_off(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Those open for months: the office tried again, and wrote down that the firm cannot be reached."""
    chance, table = plan.random("follow-ups left off"), plan[FollowUp]
    by_key = {case.id: case for case in cases}
    for row in table.dicts():
        if row["done_on"] is not None or row["due_on"] > plan.as_of - LEFT_OFF_AFTER:
            continue
        case, months = by_key[row["case_id"]], row["months"]
        done = working(row["due_on"] + timedelta(days=chance.randint(60, 120)))
        for back in (12, 7, 1):
            day = working(done - timedelta(days=back))
            subject = ("case", case.ref)
            _try(
                plan,
                chance,
                subject,
                day,
                case.staff,
                AttemptResult.NO_ANSWER,
                follow_up_id=row["id"],
                months=months,
            )
        table.change(
            row["id"],
            done_on=done,
            method=FollowUpMethod.CALL.value,
            reached=False,
            note=case.writer.text("follow_ups", "missed"),
            recorded_by_id=case.staff,
        )
        payload = {
            "months": months, "done_on": done.isoformat(), "reached": False, "trend": "", "new_exports": "",
        }  # fmt: skip
        moment = in_office(chance, done)
        plan.event(moment, case.staff, Role.OFFICE_STAFF, "follow_up.recorded", ("case", case.ref), payload)


def _without_address(plan: Plan) -> None:
    """Some people of firms have no mail address, or none any more; not those who sign in or had a link."""
    chance, table = plan.random("no address"), plan[Contact]
    links = plan[PersonalLink]
    asked = {row[links.columns.index("contact_id")] for row in links.rows}
    key, user = table.columns.index("id"), table.columns.index("user_id")
    for row in list(table.rows):
        if chance.random() < NO_ADDRESS and row[user] is None and row[key] not in asked:
            table.change(row[key], email="")


def _contacts(plan: Plan) -> dict[int, int]:
    """The first contact of each firm with a mail address, by the key of the firm."""
    table = plan[Contact]
    key, firm, email = (table.columns.index(name) for name in ("id", "firm_id", "email"))
    return {row[firm]: row[key] for row in reversed(table.rows) if row[email]}


def _asked(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Whom the nightly run has asked by link: firms that answered so, and those of what is due and open."""
    table, contacts = plan[FollowUp], _contacts(plan)
    by_key = {case.id: case for case in cases}
    place = {name: table.columns.index(name) for name in table.columns}
    for row in list(table.rows):
        case, due_on, done_on = by_key[row[place["case_id"]]], row[place["due_on"]], row[place["done_on"]]
        day = due_on - timedelta(days=ASK_DAYS)
        by_link = row[place["method"]] == FollowUpMethod.LINK.value
        if not (by_link or (done_on is None and plan.past(day))):
            continue
        contact = contacts.get(case.firm.id)
        if contact is None:
            table.change(row[place["id"]], no_contact_on=day)
            continue
        day = min(day, done_on) if by_link else day
        used = in_office(random.Random(case.ref), done_on) if by_link else None
        subject, about = ("case", case.ref), ("follow_up", row[place["id"]])
        moment = _ask(plan, subject, about, contact, day, used, months=row[place["months"]])
        table.change(row[place["id"]], asked_at=moment)


def _ask(
    plan: Plan,
    subject: tuple[str, str],
    about: tuple[str, int],
    contact: int,
    day: date,
    used: datetime | None,
    **payload: object,
) -> datetime:
    """A link that the nightly run sent to a contact; when."""
    moment = datetime.combine(day, _NIGHTLY, ZONE)
    link = plan[PersonalLink].add(
        contact_id=contact,
        purpose=LinkPurpose.FOLLOW_UP.value,
        subject_kind=about[0],
        subject_ref=str(about[1]),
        digest=hashlib.sha256(f"{plan.seed}/{about[0]}/{about[1]}".encode()).hexdigest(),
        made_at=moment,
        expires_at=moment + timedelta(days=7),
        used_at=used,
    )
    told = {**payload, "contact": contact, "link": link, "sent": 1}
    plan.event(moment, None, "system", f"{about[0]}.asked", subject, told)
    return moment


def _try(
    plan: Plan,
    chance: random.Random,
    subject: tuple[str, str],
    day: date,
    staff: int | None,
    result: AttemptResult,
    *,
    follow_up_id: int | None = None,
    catch_up_id: int | None = None,
    **payload: object,
) -> None:
    moment = in_office(chance, day)
    attempt = plan[FollowUpAttempt].add(
        follow_up_id=follow_up_id,
        catch_up_id=catch_up_id,
        tried_on=day,
        way=FollowUpMethod.CALL.value,
        result=result.value,
        noted_at=moment,
        noted_by_id=staff,
    )
    kind = "follow_up" if follow_up_id else "catch_up"
    told = {"attempt": attempt, "tried_on": day.isoformat(), "way": "call", "result": result.value, **payload}
    plan.event(moment, staff, Role.OFFICE_STAFF, f"{kind}.tried", subject, told)


def _catch_up(plan: Plan, firms: Sequence[FirmRow]) -> None:
    """Support before Banso, imported some weeks ago; each office works its way through the firms."""
    chance = plan.random("past support")
    imported = working(plan.as_of - IMPORTED)
    candidates: dict[int, list[Candidate]] = defaultdict(list)
    chosen: dict[str, FirmRow] = {}
    for firm in firms:
        if firm.registered is None or firm.registered.date() >= imported:
            continue
        if firm.example or chance.random() < SUPPORTED_BEFORE:
            ended = _supports(plan, chance, firm, imported)
            due = next_due(ended, imported)
            assert due is not None
            latest = max(one.ended_on for one in ended)
            candidates[firm.office.id].append(Candidate(firm.ref, promise(ended, imported), latest, due))
            chosen[firm.ref] = firm
    first_week = monday_of(imported) + timedelta(days=7)
    contacts = _contacts(plan)
    for office, waiting in sorted(candidates.items()):
        weeks = spread(waiting, WEEKLY, first_week)
        for one in waiting:
            _contact(plan, chance, contacts, chosen[one.ref], office, one, weeks[one.ref])


def _supports(plan: Plan, chance: random.Random, firm: FirmRow, imported: date) -> list[Ended]:
    ended = []
    moment = in_office(random.Random(firm.ref), imported)
    for _number in range(chance.choice((1, 1, 1, 2))):
        end = date(chance.randint(2018, 2024), 3, 31)
        known = chance.random() < 0.8
        exported = chance.random() < 0.35 if known else None
        planned = chance.random() < 0.3 if chance.random() < 0.5 else None
        number = plan[PastSupport].next_key
        plan[PastSupport].add(
            firm_id=firm.id,
            old_ref=f"OLD-{number:05d}",
            service=chance.choice(_SERVICES),
            started_on=date(end.year - chance.choice((1, 2)), 4, 1),
            ended_on=end,
            exported=exported,
            plan_past_end=planned,
            imported_at=moment,
        )
        ended.append(Ended(end, exported, planned))
    plan.event(moment, None, "system", "catch_up.imported", ("firm", firm.ref), {"supports": len(ended)})
    return ended


def _contact(
    plan: Plan,
    chance: random.Random,
    contacts: dict[int, int],
    firm: FirmRow,
    office: int,
    one: Candidate,
    week: date,
) -> None:
    values: dict[str, object] = {}
    day = working(week + timedelta(days=chance.randrange(5)))
    draw = chance.random()
    staff = chance.choice(firm.office.staff or [firm.office.manager])
    passed = plan.past(day)
    if passed and draw < ANSWERED:
        values = _answers(chance)
        values |= {"done_on": day, "reached": True, "recorded_by_id": staff}
        values["method"] = chance.choices(("call", "visit", "mail"), (70, 12, 18))[0]
    elif passed and draw < ANSWERED + NOT_REACHED:
        values = {"done_on": day, "reached": False, "method": "call", "recorded_by_id": staff}
    key = plan[CatchUp].add(
        firm_id=firm.id,
        office_id=office,
        due_on=friday_of(week),
        not_before=one.not_before,
        points=one.points,
        ended_on=one.ended_on,
        **values,
    )
    subject = ("firm", firm.ref)
    asked = friday_of(week) - timedelta(days=ASK_DAYS)
    if not values and plan.past(asked):
        contact = contacts.get(firm.id)
        if contact is None:
            plan[CatchUp].change(key, no_contact_on=asked)
        else:
            asked = max(asked, working(plan.as_of - IMPORTED))
            moment = _ask(plan, subject, ("catch_up", key), contact, asked, None, catch_up=key)
            plan[CatchUp].change(key, asked_at=moment)
    if values.get("reached") is False or (passed and not values and chance.random() < 0.5):
        result = AttemptResult.CLOSED if values else AttemptResult.NO_ANSWER
        _try(plan, chance, subject, day, staff, result, catch_up_id=key, catch_up=key)
    if values:
        told = {
            "catch_up": key,
            "done_on": day.isoformat(),
            "way": values["method"],
            "reached": values["reached"],
            "trend": values.get("trend", ""),
            "new_exports": values.get("new_exports", ""),
        }
        moment = in_office(chance, day) + timedelta(hours=9)
        plan.event(moment, staff, Role.OFFICE_STAFF, "catch_up.recorded", subject, told)


def _answers(chance: random.Random) -> dict[str, object]:
    trend = chance.choices(("", *Trend.values), (40, 15, 20, 15, 10))[0]
    new = chance.choices(NewExports.values, (12, 25, 18, 45))[0]
    yen = round(chance.lognormvariate(14, 1), -4) if trend in ("up", "flat", "down") else None
    what = (
        chance.choice(("台湾", "米国の小売店", "新しい包装の商品", "シンガポール")) if new != "noplan" else ""
    )
    return {
        "trend": trend,
        "amount_yen": None if yen is None else int(yen),
        "new_exports": new,
        "new_what": what,
    }
