"""What else lies on the desks: people who ask to act for a firm, entries put right, absences, cases under
another version of the policy than that of their day.

A few or a few dozen of each, through the services that the pages call.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max

from banso.apps.accounts.absences import note_staff_absence, take_back_staff_absence
from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.casework.models import Activity, Case, CaseState, ExportResult, OwnEffort
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.services import correct
from banso.apps.corrections.values import seen
from banso.apps.directory.models import Firm
from banso.apps.directory.services import ask_access, decide_access
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Event
from banso.apps.policies.judging import migrate
from banso.apps.policies.models import PolicyVersion
from banso.demo.people import HOME, example_email
from banso.demo.plan import at, in_office, working
from banso.demo.policies import PUBLISHED, reform_from, trial_from

#: One request for access in so many firms, and so many at the home office.
_ASKED, _ASKED_AT_HOME = 400, 3
#: One correction in so many firms, and so many at the home office.
_CORRECTED, _CORRECTED_AT_HOME = 400, 4
#: One absence in so many members of staff; one of the deciders is always away.
_STAFF_AN_ABSENCE = 18
#: At most so many cases, and one, went to the policy that came after their application.
_MIGRATED = 3
_WHY_MIGRATED = (
    "事業者から、負担割合が新しい制度のほうが合うとの申出があり、本部と協議して認めた。",
    "支援の範囲が途中で広がり、新しい版の審査項目で見るほうが適切と判断した。",
)
_MESSAGES = (
    "海外事業の担当を引き継ぎました。",
    "グループ会社の輸出もまとめて担当しています。",
    "本社の輸出担当です。申請の入力を手伝います。",
    "",
)
_REASONS = (
    "日報と照らし合わせ、入力の誤りを見つけた。",
    "事業者から書類の写しを受け取り、正しい内容が分かった。",
    "専門家から時間数の訂正の連絡があった。",
)


def write_desk(seed: int, as_of: date) -> None:
    """Write all of it. Call it when everything else is in the database."""
    _access(random.Random(f"{seed}/access"), as_of)
    _corrections(random.Random(f"{seed}/corrections"), as_of)
    _migrations(random.Random(f"{seed}/migrations"), as_of)


def write_absences(seed: int, as_of: date) -> None:
    """Days off of staff: some away now, some ahead, one taken back. Call it before work goes to others."""
    chance = random.Random(f"{seed}/absences")
    manager = User.objects.get(email=example_email(Role.ADMINISTRATOR))
    examples = [example_email(role) for role in Role]

    def holders(*roles: Role) -> list[User]:
        held = RoleAssignment.objects.filter(role__in=roles, valid_to__isnull=True).order_by().values("user")
        return list(User.objects.filter(pk__in=held).exclude(email__in=examples).order_by("pk"))

    offices = holders(Role.OFFICE_STAFF, Role.OFFICE_MANAGER, Role.REVIEWER)
    chosen = [*holders(Role.DECIDER)[:1], *chance.sample(offices, len(offices) // _STAFF_AN_ABSENCE)]
    for number, user in enumerate(chosen):
        noted = in_office(chance, working(as_of - timedelta(days=chance.randint(8, 15))))
        actor = Actor(manager.pk, Role.ADMINISTRATOR.value, noted)
        first = as_of + timedelta(days=chance.randint(-4, -1) if number % 2 == 0 else chance.randint(2, 30))
        last = first + timedelta(days=chance.choice((4, 6, 11)))
        absence = note_staff_absence(actor, user, first_day=first, last_day=last)
        if number == len(chosen) - 1:
            take_back_staff_absence(replace(actor, at=noted + timedelta(hours=20)), absence)


def _access(chance: random.Random, as_of: date) -> None:
    """Somebody of another firm of the office asks; some wait, some were let in, some were not."""
    members = dict(
        RoleAssignment.objects.filter(role=Role.FIRM_MEMBER, valid_to__isnull=True, user__is_active=True)
        .order_by("-pk")
        .values_list("firm_id", "user_id")
    )
    firms = list(
        Firm.objects.standing()
        .filter(corporate_number__isnull=False, closed_on__isnull=True)
        .select_related("office")
        .order_by("pk")[1:]
    )
    signing_in = [firm for firm in firms if firm.pk in members]
    for number, firm in enumerate(_chosen(chance, firms, _ASKED_AT_HOME, len(firms) // _ASKED)):
        near = [one for one in signing_in if one.office_id == firm.office_id and one != firm]
        if not near:
            continue
        user = members[chance.choice(near).pk]
        asked_at = in_office(chance, working(as_of - timedelta(days=chance.randint(2, 12))))
        if asked_at.date() >= as_of:
            continue
        asked = _if_allowed(
            ask_access, Actor(user, NO_ROLE, asked_at), firm.corporate_number, chance.choice(_MESSAGES)
        )
        # The first ones at home wait; of the others every second is decided the same evening.
        if asked and number >= _ASKED_AT_HOME - 1 and number % 2 == 0:
            staff = _staff(firm.office_id, at(asked_at.date(), 18 * 60))
            _if_allowed(decide_access, staff, asked, grant=chance.random() < 0.7)


def _corrections(chance: random.Random, as_of: date) -> None:
    """Hours, amounts and costs that were entered wrongly, put right by the office's staff."""
    for kind, rows, put_right in (
        (KINDS["activity"], Activity.objects.filter(case__application__isnull=False), _hours),
        (KINDS["effort"], OwnEffort.objects.filter(cost_yen__gt=0, case__isnull=False), _cost),
        (KINDS["result"], ExportResult.objects.filter(currency="JPY", amount_yen__gt=0), _amount),
    ):
        recent = rows.filter(case__ended_on__isnull=True).select_related("case__office", "case__firm")
        newest = list(recent.order_by("-pk")[:2000])
        count = len(newest) // _CORRECTED + 1
        for row in _chosen(chance, newest, _CORRECTED_AT_HOME // 3 + 1, count, office="case"):
            moment = _after(chance, row.case.ref, as_of)
            if moment is None:
                continue
            _if_allowed(
                correct, _staff(row.case.office_id, moment), kind, row, put_right(row),
                reason=chance.choice(_REASONS), page=seen(kind, row),
            )  # fmt: skip


def _migrations(chance: random.Random, as_of: date) -> None:
    """Cases that applied before the reform and are judged by it from now on."""
    target = PolicyVersion.objects.get(code=PUBLISHED)
    editor = User.objects.get(email=example_email(Role.PROGRAMME_MANAGER)).pk
    rows = Case.objects.filter(
        state=CaseState.ACTIVE,
        application__submitted_at__gte=at(trial_from(as_of), 0),
        application__submitted_at__lt=at(reform_from(as_of), 0),
    )
    cases = list(rows.select_related("office").order_by("-pk"))
    left = 1 + min(_MIGRATED, len(cases) // 20)
    for case in chance.sample(cases, len(cases)):
        moment = _after(chance, case.ref, as_of)
        if moment is None:
            continue
        actor = Actor(editor, Role.PROGRAMME_MANAGER.value, moment)
        if _if_allowed(migrate, actor, "case", case.ref, target, chance.choice(_WHY_MIGRATED)):
            left -= 1
        if left == 0:
            break


def _hours(row: Activity) -> dict[str, Any]:
    return {"hours": row.hours + Decimal("0.50")}


def _cost(row: OwnEffort) -> dict[str, Any]:
    return {"cost_yen": (row.cost_yen or 0) + 30_000}


def _amount(row: ExportResult) -> dict[str, Any]:
    return {"amount_yen": (row.amount_yen or 0) + 12_000}


def _chosen(
    chance: random.Random, rows: Sequence[Any], at_home: int, count: int, office: str = ""
) -> list[Any]:
    """Some rows of the home office, then some of all; none twice."""
    home = [row for row in rows if (getattr(row, office) if office else row).office.code == HOME]
    chosen = chance.sample(home, min(len(home), at_home))
    chosen += chance.sample(rows, min(len(rows), count))
    return list(dict.fromkeys(chosen))


def _staff(office: int, moment: datetime) -> Actor:
    held = RoleAssignment.objects.filter(role=Role.OFFICE_STAFF, office=office, valid_to__isnull=True)
    user = held.order_by("pk").values_list("user_id", flat=True).first()
    return Actor(user, Role.OFFICE_STAFF.value, moment)


def _after(chance: random.Random, ref: str, as_of: date) -> datetime | None:
    """A moment after all that is told of a case so far; None where it was only just now."""
    last = Event.objects.filter(subject_kind="case", subject_ref=ref).aggregate(last=Max("at"))["last"]
    begin = max(last.astimezone(ZONE).date() + timedelta(days=1), as_of - timedelta(days=25))
    day = working(begin + timedelta(days=chance.randint(0, 6)))
    return in_office(chance, day) if day < as_of else None


def _if_allowed(act: Any, *arguments: Any, **more: Any) -> Any:
    try:
        return act(*arguments, **more)
    except Refused:
        return None
