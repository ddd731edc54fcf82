"""A firm's life and an office's: records of one firm, names, moves and ends; work that went to others."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.casework.models import FollowUp
from banso.apps.directory.models import (
    AbsenceReason,
    Expert,
    ExpertAbsence,
    Firm,
    FirmKind,
    Office,
    Prefecture,
)
from banso.apps.directory.selectors import why_not_free
from banso.apps.directory.services import FirmData, change_firm, note_absence
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter, LetterState
from banso.apps.transfers import services
from banso.apps.transfers.handing import Owner, TransferData, owner_kind
from banso.apps.transfers.likeness import alike
from banso.apps.transfers.models import Occasion
from banso.apps.transfers.selectors import open_work
from banso.apps.transfers.work import follow
from banso.demo.firms import FirmRow, is_home
from banso.demo.people import HOME
from banso.demo.plan import Plan, at

#: One firm in so many was written down a second time; the home office has some of its own.
_TWICE, _TWICE_AT_HOME = 160, 3
#: One firm in so many closed, got another name, moved to another prefecture.
_CLOSED, _RENAMED, _MOVED = 150, 120, 200
#: Of the records found twice, so many in a hundred were merged, and found to be two firms.
_MERGED, _TWO = 30, 10
_LEAVES = 2
_NEW_NAMES = ("{0}ホールディングス", "新{0}", "{0}インターナショナル")


def write_twice(plan: Plan, firms: list[FirmRow]) -> None:
    """Let some small records be those of a corporation nearby, as the window wrote it down a second time."""
    chance = plan.random("twice")
    # At home sole traders are few: there small corporations stand for records written down without a number.
    home = sorted((firm for firm in firms if is_home(firm) and not firm.example), key=_busy)
    at_home = home[:_TWICE_AT_HOME]
    small: list[FirmRow] = []
    nearby: dict[str, list[FirmRow]] = defaultdict(list)
    for firm in firms:
        if firm.example or firm in at_home:
            continue
        if _row(plan, firm.id)["kind"] != FirmKind.SOLE_TRADER:
            nearby[firm.office.code].append(firm)
        elif not firm.intents and not is_home(firm):
            small.append(firm)
    chance.shuffle(small)
    elsewhere = small[: 1 + len(firms) // _TWICE]
    for firm in at_home + elsewhere:
        others = nearby[firm.office.code]
        if others:
            _call_alike(plan, firm, others.pop(chance.randrange(len(others))))


def _busy(firm: FirmRow) -> tuple[int, int, int]:
    """The less there is of a firm, the likelier it is a record too many."""
    return len(firm.intents), len(firm.consultations), firm.id


def _row(plan: Plan, key: int) -> dict[str, Any]:
    table = plan[Firm]
    return dict(zip(table.columns, table.rows[key - 1], strict=True))


def _call_alike(plan: Plan, firm: FirmRow, other: FirmRow) -> None:
    """The name without its legal form, the same place and trade."""
    of_other = _row(plan, other.id)
    name = of_other["name"]
    for form in ("株式会社", "有限会社", "合同会社"):
        name = name.replace(form, "").strip()
    same = ("name_kana", "prefecture_id", "city", "industry_id", "products")
    values = {column: of_other[column] for column in same}
    without_number = {"kind": FirmKind.SOLE_TRADER.value, "corporate_number": None, "capital_yen": None}
    plan[Firm].change(firm.id, name=name, name_en="", **values, **without_number)


def write_transfers(seed: int, as_of: date) -> None:
    """What people did about it on the evening before the portfolio's day."""
    moment = at(as_of - timedelta(days=1), 19 * 60 + 30)
    chance = random.Random(f"{seed}/transfers")
    by_office = _people(moment)
    _settle_pairs(chance, by_office)
    _lives(chance, by_office, as_of)
    _experts(by_office, moment)
    _staff(by_office, moment)
    _letters_left(chance, moment)


def _people(moment: datetime) -> dict[int, dict[str, Actor]]:
    """By office, somebody of each role there; the first who came."""
    found: dict[int, dict[str, Actor]] = defaultdict(dict)
    roles = (Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value)
    held = RoleAssignment.objects.filter(role__in=roles, office__isnull=False).order_by("-pk")
    for office, role, user in held.values_list("office", "role", "user"):
        found[office][role] = Actor(user, role, moment)
    return {office: roles for office, roles in found.items() if Role.OFFICE_MANAGER in roles}


def _settle_pairs(chance: random.Random, by_office: dict[int, dict[str, Actor]]) -> None:
    """Of the pairs found, some are merged, some said to be two; the rest waits to be looked at."""
    pairs = alike(Firm.objects.standing().select_related("office").order_by("pk"))
    at_home = [pair for pair in pairs if pair.first.office.code == HOME]
    for pair in pairs:
        actor = by_office.get(pair.first.office_id, {}).get(Role.OFFICE_MANAGER)
        lot = chance.randrange(100)
        if actor is None:
            continue
        # Of those at home one is merged, so that it can be undone, and the others wait.
        if lot < _MERGED if pair not in at_home else pair == at_home[-1] and len(at_home) > 1:
            kept, lost = pair.first, pair.second
            if lost.corporate_number:
                kept, lost = lost, kept
            reason = "窓口で新規に登録されたが、登録済みの事業者と同じと確認した。"
            _if_allowed(services.merge_firms, actor, kept, lost, (), reason=reason)
        elif lot < _MERGED + _TWO and pair not in at_home:
            services.say_not_same(actor, pair.first, pair.second)


def _if_allowed(act: Any, *arguments: Any, **more: Any) -> bool:
    try:
        act(*arguments, **more)
    except Refused:
        return False
    return True


def _lives(chance: random.Random, by_office: dict[int, dict[str, Actor]], as_of: date) -> None:
    """Firms that got another name, moved, or closed within a year, entered when the office heard of it."""
    firms = list(Firm.objects.standing().select_related("prefecture", "industry").order_by("pk")[1:])
    prefectures = list(Prefecture.objects.filter(offices__retired_on=None).distinct().order_by("pk"))
    chance.shuffle(firms)
    take = iter(firms)
    for firm in _some(take, 2 + len(firms) // _RENAMED):
        name = chance.choice(_NEW_NAMES).format(firm.name)
        _change(chance, by_office, firm, as_of, name=name)
    for firm in _some(take, 1 + len(firms) // _MOVED):
        # Within the region: what was decided looked at the regions of that day.
        region = firm.prefecture.region_id
        near = [there for there in prefectures if there.region_id == region and there != firm.prefecture]
        if near:
            _change(chance, by_office, firm, as_of, prefecture=chance.choice(near), city="")
    followed = set(
        FollowUp.objects.filter(done_on__isnull=True).order_by().values_list("case__firm", flat=True)
    )
    closing = sorted((firm for firm in take if firm.pk in followed), key=lambda firm: firm.pk)
    for firm in chance.sample(closing, min(len(closing), 1 + len(firms) // _CLOSED)):
        actor = _somebody(by_office, firm)
        if actor:
            on = as_of - timedelta(days=chance.randint(10, 200))
            services.close_firm(actor, firm, on)


def _some(rows: Iterator[Firm], count: int) -> list[Firm]:
    return [firm for firm, _number in zip(rows, range(count), strict=False)]


def _somebody(by_office: dict[int, dict[str, Actor]], firm: Firm) -> Actor | None:
    people = by_office.get(firm.office_id, {})
    return people.get(Role.OFFICE_STAFF) or people.get(Role.OFFICE_MANAGER)


def _change(
    chance: random.Random,
    by_office: dict[int, dict[str, Actor]],
    firm: Firm,
    as_of: date,
    **values: Any,
) -> None:
    names = [name for name in FirmData.__dataclass_fields__ if name != "corporate_number"]
    data = FirmData(corporate_number=firm.corporate_number or "", **{n: getattr(firm, n) for n in names})
    since = as_of - timedelta(days=chance.randint(5, 300))
    if actor := _somebody(by_office, firm):
        _if_allowed(change_firm, actor, firm, replace(data, **values), since=since)


def _experts(by_office: dict[int, dict[str, Actor]], moment: datetime) -> None:
    """One expert's contract ends and the work goes to colleagues; some who are away have a stand-in."""
    today = moment.date()
    home = Expert.objects.order_by("pk").values_list("pk", flat=True)[:1]
    experts = Expert.objects.exclude(pk__in=list(home)).select_related("office").order_by("pk")
    away = ExpertAbsence.objects.filter(taken_back_at__isnull=True).order_by().values("expert")
    for expert in experts.exclude(pk__in=away):
        values = {"occasion": Occasion.CONTRACT, "last_day": today + timedelta(days=21)}
        if _hand(by_office, expert, today, reason="契約の満了", **values):
            break
    absences = ExpertAbsence.objects.filter(expert__in=experts, last_day__gt=today, first_day__lte=today)
    known = [(row.expert, row.last_day) for row in absences.select_related("expert__office").order_by("pk")]
    # A small portfolio may have nobody who is away with open work: somebody falls ill.
    ill = [(expert, None) for expert in experts.exclude(pk__in=away)]
    done = 0
    for expert, last_day in [*known, *ill]:
        if done == _LEAVES or (last_day is None and done):
            break
        done += _stand_in(by_office, expert, last_day, moment)


def _stand_in(
    by_office: dict[int, dict[str, Actor]], expert: Expert, last_day: date | None, moment: datetime
) -> bool:
    """Let somebody stand in for an expert who is away; without a last day, note an illness first."""
    today = moment.date()
    until = last_day or today + timedelta(days=20)
    values = {"occasion": Occasion.LEAVE, "back_on": until + timedelta(days=1)}
    if not _hand(by_office, expert, today, reason="不在の間の代行", **values):
        return False
    if last_day is None:
        actor = by_office[expert.office_id][Role.OFFICE_MANAGER]
        note_absence(actor, expert, first_day=today, last_day=until, reason=AbsenceReason.ILLNESS)
    return True


def _hand(
    by_office: dict[int, dict[str, Actor]], expert: Expert, today: date, *, occasion: str, **values: Any
) -> bool:
    """Give every open record of an expert to somebody who may have it; whether this worked."""
    actor = by_office.get(expert.office_id, {}).get(Role.OFFICE_MANAGER)
    lots = open_work(expert, owner_kind(expert), today)
    if actor is None or not lots:
        return False
    colleagues = list(
        Expert.objects.filter(contract_to__isnull=True, user__isnull=False)
        .exclude(pk=expert.pk)
        .order_by("pk")
    )
    colleagues.sort(key=lambda other: (other.office_id != expert.office_id, other.pk))
    receivers: dict[Any, Owner] = {}
    for lot in lots:
        for number, row in enumerate(lot.rows):
            turned = colleagues[number % 5 :] + colleagues[: number % 5]
            firm = follow(row, lot.work.firm)
            receivers[lot.work.code, row.pk] = next(
                other for other in turned if not why_not_free(other, firm, today)
            )
    data = TransferData(expert.office, occasion, seen=lots.token, receivers=receivers, **values)
    return _if_allowed(services.transfer_work, actor, expert, data)


def _staff(by_office: dict[int, dict[str, Actor]], moment: datetime) -> None:
    """One member of staff is moved on: the open work goes to a colleague of the same office."""
    for office, people in by_office.items():
        held = RoleAssignment.objects.filter(role=Role.OFFICE_STAFF, office=office, valid_to__isnull=True)
        staff = list(User.objects.filter(assignments__in=held).distinct().order_by("pk"))
        if len(staff) < 3:
            continue
        giver, receiver = staff[-1], staff[-2]
        lots = open_work(giver, owner_kind(giver), moment.date())
        if not lots:
            continue
        data = TransferData(
            Office.objects.get(pk=office), Occasion.MOVE, "人事異動", lots.token,
            {lot.work.code: receiver for lot in lots},
        )  # fmt: skip
        if _if_allowed(services.transfer_work, people[Role.OFFICE_MANAGER], giver, data):
            return


def _letters_left(chance: random.Random, moment: datetime) -> None:
    """The letters about it went out the same evening, under keys that every load makes alike."""
    queued = Letter.objects.filter(state=LetterState.QUEUED, queued_at=moment).order_by("pk")
    for letter in queued:
        letter.key = UUID(int=chance.getrandbits(128), version=4)
        letter.state, letter.attempts = LetterState.SENT, 1
        letter.sent_at, letter.enclosed = moment + timedelta(seconds=2), {}
        letter.save(update_fields=["key", "state", "attempts", "sent_at", "enclosed"])
