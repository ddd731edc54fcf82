"""A small office that was merged into the one above it some years ago: firms and cases went along.

What happened before counts for the office of the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm, FormerFirm, Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest
from banso.apps.transfers.models import GiverKind, Handed, Occasion, Placement, Transfer
from banso.demo.firms import FirmRow, is_home
from banso.demo.names import DOMAIN, phone
from banso.demo.people import People
from banso.demo.plan import Plan, at

CODE = "numazu"
#: The first day on which the work was the other office's.
MERGED = date(2024, 4, 1)
#: One firm in so many of the office above was looked after here.
_FIRMS = 4
_REASON = "組織の見直しにより、沼津分室を静岡事務所に統合した。"
_KEPT = ("name", "name_kana", "name_en", "prefecture_id", "city")


def write_merged_office(plan: Plan, people: People, firms: Sequence[FirmRow]) -> None:
    """Write the office, what it handed over, and with whom firms and cases were before."""
    home, until = people.home, MERGED - timedelta(days=1)
    prefecture = plan.configuration.prefectures[home.prefecture]
    office = plan[Office].add(
        code=CODE, name_ja="沼津分室", name_en="Numazu branch", position=len(plan[Office]) + 1,
        prefecture_id=prefecture, parent_id=home.id, opened_on=date(1996, 4, 1), retired_on=MERGED,
        phone=phone(9990), email=f"{CODE}@office.{DOMAIN}",
    )  # fmt: skip
    actor = Actor(home.manager, Role.OFFICE_MANAGER.value, at(MERGED, 9 * 60 + 10))
    transfer = plan[Transfer].add(
        giver_kind=GiverKind.OFFICE.value, giver_ref=CODE, office_id=office,
        occasion=Occasion.OFFICE.value, reason=_REASON, done_at=actor.at, done_by_id=home.manager,
    )  # fmt: skip
    rows, cases = plan[Firm].dicts(), _cases(plan)
    handed = 0
    known = [firm for firm in firms if is_home(firm) and not firm.example and _there(firm)]
    for firm in known[::_FIRMS]:
        kept = {name: rows[firm.id - 1][name] for name in _KEPT}
        plan[FormerFirm].add(firm_id=firm.id, office_id=office, until=until, **kept)
        items = [("firm", firm.id, ("firm", firm.ref))]
        for case in cases[firm.id]:
            plan[Placement].add(case_id=case["id"], office_id=office, until=until)
            ended = case["ended_on"] is not None and case["ended_on"] < MERGED
            items.append(("followed_office" if ended else "case_office", case["id"], ("case", case["ref"])))
        for kind, row, subject in items:
            plan[Handed].add(transfer_id=transfer, kind=kind, row=row, before=office, after=home.id)
            said = [{"kind": kind, "row": row, "to": home.code}]
            payload = {"from": CODE, "rows": said, "transfer": transfer}
            plan.event(actor.at, home.manager, actor.role, "work.handed", subject, payload)
        handed += len(items)
    payload = {"transfer": transfer, "occasion": Occasion.OFFICE.value, "rows": handed}
    payload["reason"] = digest(_REASON)
    plan.event(actor.at, home.manager, actor.role, "work.transferred", ("office", CODE), payload)


def _there(firm: FirmRow) -> bool:
    return firm.registered is not None and firm.registered.date() < MERGED


def _cases(plan: Plan) -> dict[int, list[dict[str, Any]]]:
    """By firm, the cases whose support had begun before."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for case in plan[Case].dicts():
        if case["started_on"] < MERGED:
            found[case["firm_id"]].append(case)
    return found
