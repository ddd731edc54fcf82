"""Files that were sent for import in the last days: one stored, one with errors, one tried and waiting."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils import translation

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, CaseState, FollowUp
from banso.apps.imports.kinds import KINDS
from banso.apps.imports.models import ImportRun
from banso.apps.imports.services import begin, carry_out, map_columns
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.demo.people import HOME, example_email
from banso.demo.plan import at, working

#: So many follow-ups that a call centre made, and exports that wait to be stored.
_CALLS, _EXPORTS = 12, 8
#: By field, how a file calls its column.
_CALL_COLUMNS = {
    "old_id": "受付番号",
    "case": "案件番号",
    "months": "終了後の月数",
    "done_on": "架電日",
    "method": "方法",
    "reached": "応答",
    "trend": "輸出の動き",
    "amount_yen": "直近12か月の輸出額",
    "comment": "聞き取り",
}
_EXPORT_COLUMNS = {
    "old_id": "明細番号",
    "case": "案件番号",
    "exported_on": "輸出日",
    "market": "輸出先",
    "product": "品名",
    "amount": "金額",
    "channel": "経路",
    "source": "出所",
    "proof": "根拠",
}
_HOUR_COLUMNS = {
    "old_id": "日報番号",
    "case": "案件番号",
    "kind": "種別",
    "done_on": "実施日",
    "hours": "時間",
    "advice": "内容",
}
_SAID = {
    "up": "前の年より注文が増えた。",
    "flat": "大きな変化はない。",
    "down": "現地の在庫が残り、注文が減った。",
}


def write_imports(seed: int, as_of: date) -> None:
    """Send the files, through the services that the pages call. Call it when all else is in the database."""
    chance = random.Random(f"{seed}/imports")
    administrator = User.objects.get(email=example_email(Role.ADMINISTRATOR)).pk

    def by(days: int, minute: int) -> Actor:
        moment = at(working(as_of - timedelta(days=days)), minute)
        return Actor(administrator, Role.ADMINISTRATOR.value, moment)

    # Errors are kept in the words of the day: those of the organisation.
    with translation.override("ja"):
        actor = by(8, 10 * 60)
        calls = _calls(chance, actor.at)
        _send(actor, "follow_ups", "コールセンター_フォローアップ.csv", _CALL_COLUMNS, calls, steps=2)
        actor = by(5, 14 * 60)
        _send(actor, "activities", f"日報_{actor.at.month}月.csv", _HOUR_COLUMNS, _hours(chance, actor.at))
        actor = by(4, 16 * 60)
        _send(actor, "results", "税関書類_輸出実績.csv", _EXPORT_COLUMNS, _exports(chance, actor.at))


def _send(
    actor: Actor,
    kind: str,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, object]],
    *,
    steps: int = 1,
) -> None:
    """Send a file, say what its columns are, and try it (one step) or try and store it (two)."""
    if not rows:
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows([row.get(field, "") for field in columns] for row in rows)
    content = out.getvalue().encode("utf-8-sig")
    run = begin(actor, KINDS[kind], name, content)
    _under_its_name(run, content)
    run = map_columns(actor, run, columns)
    for step in range(steps):
        carry_out(actor, run, store=step == 1)


def _under_its_name(run: ImportRun, content: bytes) -> None:
    """Store the file under the same name at every load, also where one of an earlier load was left behind."""
    storage, name = run.file.storage, f"imports/{run.ref}.table"
    if run.file.name != name:
        storage.delete(run.file.name)
        storage.delete(name)
        run.file.save(f"{run.ref}.table", ContentFile(content))


def _not_since(moment: datetime, refs: Sequence[str]) -> set[str]:
    """Of these cases, those of which nothing is told at this moment or later."""
    told = Event.objects.filter(subject_kind="case", subject_ref__in=refs).order_by()
    last = told.values_list("subject_ref").annotate(last=Max("at"))
    return {ref for ref, at_last in last if at_last < moment}


def _calls(chance: random.Random, moment: datetime) -> list[dict[str, object]]:
    """Follow-ups that are due, as a call centre recorded them; the home office makes its own calls."""
    due = FollowUp.objects.filter(
        done_on__isnull=True,
        due_on__range=(moment.date() - timedelta(days=120), moment.date() - timedelta(days=10)),
        case__firm__closed_on__isnull=True,
    ).exclude(case__office__code=HOME)
    rows = list(due.order_by("due_on", "pk").values_list("case__ref", "months")[: _CALLS * 20])
    free = _not_since(moment, [ref for ref, _months in rows])
    rows = [row for row in rows if row[0] in free]
    found = []
    for number, (ref, months) in enumerate(sorted(chance.sample(rows, min(len(rows), _CALLS))), start=1):
        line = {
            "old_id": f"CC-{number:04d}",
            "case": ref,
            "months": months,
            "done_on": working(moment.date() - timedelta(days=chance.randint(3, 6))).isoformat(),
            "method": "call",
            "reached": "no",
        }
        if chance.random() < 0.8:
            trend = chance.choice(list(_SAID))
            line |= {"reached": "yes", "trend": trend, "amount_yen": chance.randint(2, 60) * 100_000}
            line["comment"] = _SAID[trend]
        found.append(line)
    return found


def _exports(chance: random.Random, moment: datetime) -> list[dict[str, object]]:
    """Exports of cases under support out of customs papers."""
    cases = _under_support(chance, _EXPORTS)
    return [
        {
            "old_id": f"EX-{number:03d}",
            "case": case.ref,
            "exported_on": (moment.date() - timedelta(days=chance.randint(6, 20))).isoformat(),
            "market": goal.market.code if goal else "US",
            "product": case.firm.products[:40] or "商品",
            "amount": chance.randint(15, 240) * 10_000,
            "channel": "direct",
            "source": "document",
            "proof": f"輸出申告控 {number:02d}",
        }
        for number, case in enumerate(cases, start=1)
        for goal in [case.goals.select_related("market").order_by("-version").first()]
    ]


def _hours(chance: random.Random, moment: datetime) -> list[dict[str, object]]:
    """Hours out of daily reports, half of them wrong: no such case, no quarter hours, a day to come."""
    day, ahead = moment.date() - timedelta(days=2), moment.date() + timedelta(days=12)
    wrong = ({"case": "C-2019-9999"}, {"hours": "1.3"}, {"done_on": ahead.isoformat()}, {"hours": "二時間"})
    return [
        {
            "old_id": f"N-{number:04d}",
            "case": case.ref,
            "kind": "advice",
            "done_on": day.isoformat(),
            "hours": "1.50",
            "advice": "販路の候補と見積りの前提を確かめた。",
            **(wrong[number // 2 - 1] if number % 2 == 0 else {}),
        }
        for number, case in enumerate(_under_support(chance, 2 * len(wrong)), start=1)
    ]


def _under_support(chance: random.Random, count: int) -> list[Case]:
    cases = Case.objects.filter(state=CaseState.ACTIVE, application__isnull=False)
    begun = list(cases.select_related("firm").order_by("-started_on", "pk")[count : count * 10])
    return sorted(chance.sample(begun, min(len(begun), count)), key=lambda case: case.ref)
