"""The one-stop programme: firms registered by partner bodies and offices, parts, hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import ExportExperience, PartnerBody, TradingCompany
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import Subject, digest
from banso.apps.new_exporters.models import (
    CloseReason,
    Component,
    ComponentKind,
    ComponentState,
    HandOver,
    HandOverState,
    Readiness,
    ReadinessChange,
    Registration,
    Share,
)
from banso.demo.firms import FirmRow, is_home
from banso.demo.plan import Plan, in_office, later, working

#: The programme registers firms from this day on.
BEGUN = date(2022, 12, 16)
#: Of firms brought by a body, and of others without exports, so many in a hundred are registered.
_BROUGHT, _OTHERS = 85, 28
#: What is planned for a registered firm, in a hundred, and about what.
_KINDS = {
    "advice": (78, "輸出の進め方の相談"),
    "subsidy": (26, "包装と表示の見直し"),
    "trading_company": (22, "少量から扱う輸出商社の紹介"),
    "ec_listing": (34, "越境ECへの出品準備"),
}
_EVIDENCE = {
    "interested": "相談会で関心を示した",
    "preparing": "輸出担当を決め、価格表を作り始めた",
    "ready": "英語の資料と見積条件がそろった",
    "first_export": "初めての出荷を終えた",
    "exporting": "四半期ごとに出荷が続いている",
}
_DROPPED = (
    "事業者の都合で見送りとなった",
    "担当者が替わり中止した",
    "社内の体制が整うまで見送る",
)
_REASONS = ("担当分野に詳しい機関に任せるため", "所在地に近い窓口で進めるため", "次の段階の支援が必要なため")
#: The steps of each course, and the amount that a step brings (as a share of what was applied for).
_STEPS = {
    "advice": (("begin", ComponentState.UNDER_WAY), ("finish", ComponentState.DONE)),
    "ec_listing": (("begin", ComponentState.UNDER_WAY), ("finish", ComponentState.DONE)),
    "subsidy": (
        ("apply", ComponentState.APPLIED),
        ("grant", ComponentState.GRANTED),
        ("pay", ComponentState.PAID),
    ),
    "trading_company": (
        ("propose", ComponentState.PROPOSED),
        ("meet", ComponentState.MET),
        ("contract", ComponentState.CONTRACT),
    ),
}
_AMOUNT = {"apply": "applied_yen", "grant": "granted_yen", "pay": "paid_yen"}


@dataclass(frozen=True)
class _Side:
    """An office or a body, a person who acts for it, and what the journal calls it."""

    office: int | None
    body: int | None
    user: int
    role: str
    code: str

    def columns(self, prefix: str) -> dict[str, int | None]:
        return {f"{prefix}_office_id": self.office, f"{prefix}_body_id": self.body}


class NewExporters:
    """Writes registrations in order of time, each with its parts and hand-overs up to the portfolio's day."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._companies = range(1, plan[TradingCompany].next_key)
        bodies = plan[PartnerBody]
        key, code = bodies.columns.index("id"), bodies.columns.index("code")
        self._bodies = {row[key]: row[code] for row in bodies.rows}
        self._chance = plan.random("new_exporters")
        self._readiness = dict(Readiness.objects.order_by("position").values_list("code", "id"))
        self._kinds = dict(ComponentKind.objects.order_by("position").values_list("code", "id"))
        self._back_after = dict(ComponentKind.objects.order_by("pk").values_list("code", "back_after_days"))
        self._closed = dict(CloseReason.objects.order_by("position").values_list("code", "id"))

    def write(self, firms: list[FirmRow]) -> None:
        """Write every registration."""
        plan, chance = self._plan, self._chance
        opened: list[tuple[datetime, FirmRow]] = []
        example = next((firm for firm in firms if firm.brought_by and is_home(firm)), None)
        for firm in firms:
            without_exports = firm.experience in (ExportExperience.NONE, ExportExperience.INDIRECT)
            share = _BROUGHT if firm.brought_by else _OTHERS if without_exports else 0
            drawn = chance.randrange(100) < share
            if firm.registered is None or not (drawn or firm is example):
                continue
            known = firm.registered.date()
            # Firms known before the programme began come to it over all of its time.
            days = 150 if known >= BEGUN else (plan.as_of - BEGUN).days
            begin = max(known, BEGUN) + timedelta(days=chance.randrange(days))
            if firm is example:
                # Its advice was offered to the office some weeks ago: something waits to be looked at.
                begin = plan.as_of - timedelta(days=20)
            if plan.past(day := working(begin)):
                opened.append((in_office(chance, day), firm))
        for moment, firm in sorted(opened, key=lambda item: (item[0], item[1].id)):
            self._registration(firm, moment, firm is example)

    def _registration(self, firm: FirmRow, moment: datetime, example: bool) -> None:
        plan, chance = self._plan, self._chance
        office = _Side(firm.office.id, None, chance.choice(firm.office.staff), Role.OFFICE_STAFF.value,
                       f"office:{firm.office.code}")  # fmt: skip
        body = self._body(firm)
        lead = body or office
        ref = plan.reference("N", moment.date())
        stages = self._stages(moment.date())
        key = plan[Registration].add(
            ref=ref,
            firm_id=firm.id,
            body_id=body.body if body else None,
            office_id=firm.office.id,
            **lead.columns("lead"),
            readiness_id=self._readiness[stages[-1][0]],
            shared_from=moment.date() if body or chance.random() < 0.7 else None,
            registered_at=moment,
            registered_by_id=lead.user,
        )
        subject: Subject = ("registration", ref)
        opening = {"firm": firm.ref, "by": lead.code, "readiness": stages[0][0], "shared": body is not None}
        plan.event(moment, lead.user, lead.role, "registration.opened", subject, opening)
        for number, (code, since) in enumerate(stages):
            noted = moment if number == 0 else in_office(chance, since)
            plan[ReadinessChange].add(
                registration_id=key,
                readiness_id=self._readiness[code],
                since=since,
                evidence=_EVIDENCE[code],
                noted_by_id=lead.user,
                noted_at=noted,
            )
            if number:
                payload = {"readiness": code, "since": since.isoformat(), "evidence": digest(_EVIDENCE[code])}
                plan.event(noted, lead.user, lead.role, "registration.readiness", subject, payload)
        last, still_open = moment, False
        for kind in _KINDS:
            if chance.randrange(100) < _KINDS[kind][0] or (example and kind == "advice"):
                moved, closed = self._part(key, subject, kind, moment, lead, office, example)
                last, still_open = max(last, moved), still_open or not closed
        for side in {side.code: side for side in (lead, office)}.values():
            plan[Share].add(registration_id=key, office_id=side.office, body_id=side.body)
        self._close(key, subject, lead, later(chance, last, 60, 400), still_open, stages[-1][0])

    def _body(self, firm: FirmRow) -> _Side | None:
        if firm.brought_by is None or firm.office.partner_user is None:
            return None
        return _Side(
            None,
            firm.brought_by,
            firm.office.partner_user,
            Role.PARTNER_MEMBER.value,
            f"body:{self._bodies[firm.brought_by]}",
        )

    def _stages(self, day: date) -> list[tuple[str, date]]:
        """How near the firm came to exporting, and when: each step takes months, many go no further."""
        chance, codes = self._chance, list(self._readiness)
        position = chance.choices((0, 1, 2), (50, 38, 12))[0]
        found = [(codes[position], day)]
        while position < len(codes) - 1 and chance.random() < 0.55:
            day = working(day + timedelta(days=chance.randint(60, 330)))
            if not self._plan.past(day):
                break
            position += 1
            found.append((codes[position], day))
        return found

    def _part(
        self,
        key: int,
        subject: Subject,
        kind: str,
        opened: datetime,
        lead: _Side,
        office: _Side,
        example: bool,
    ) -> tuple[datetime, bool]:
        """One part and its hand-overs; gives when it moved last, and whether it is closed."""
        plan, chance = self._plan, self._chance
        moment = later(chance, opened, 0, 1 if example else 90)
        if not plan.past(moment):
            return opened, True
        title = _KINDS[kind][1]
        values = {"state": ComponentState.PLANNED.value, "closed_on": None}
        part = plan[Component].add(
            registration_id=key,
            kind_id=self._kinds[kind],
            state=ComponentState.PLANNED.value,
            **lead.columns("holder"),
            title=title,
            begun_on=moment.date(),
            moved_on=moment.date(),
        )
        payload = {"component": part, "kind": kind, "holder": lead.code}
        plan.event(moment, lead.user, lead.role, "component.planned", subject, payload)
        holder = lead
        if lead is not office and kind in ("advice", "ec_listing", "trading_company"):
            moment, holder, waits = self._hand_over(key, subject, part, kind, moment, lead, office, example)
            if waits:
                return moment, False
        amount, steps, closed = chance.randrange(5, 60) * 100_000, 0, False
        for event, state in _STEPS[kind]:
            at = later(chance, moment, 7, 120)
            if not plan.past(at) or chance.random() < 0.12:
                break
            moment, steps = at, steps + 1
            values["state"] = state.value
            said: dict[str, object] = {"component": part, "kind": kind}
            if event in _AMOUNT:
                amount = amount if event == "apply" else amount * chance.randint(7, 10) // 10
                values[_AMOUNT[event]] = said["amount_yen"] = amount
            if event == "propose":
                values["trading_company_id"] = chance.choice(self._companies) if self._companies else None
            closed = state in (ComponentState.DONE, ComponentState.PAID, ComponentState.CONTRACT)
            plan.event(moment, holder.user, holder.role, f"component.{event}", subject, said)
        if closed:
            values |= {"closed_on": moment.date(), "note": "予定どおり進んだ"}
        else:
            given_up = later(chance, moment, 60, 240)
            if plan.past(given_up):
                moment, steps, closed = given_up, steps + 1, True
                values |= self._give_up(subject, part, kind, values["state"], given_up, holder)
        plan[Component].change(
            part, **values, **holder.columns("holder"), moved_on=moment.date(), edition=1 + steps
        )
        return moment, closed

    def _give_up(
        self, subject: Subject, part: int, kind: str, state: str | None, moment: datetime, holder: _Side
    ) -> dict[str, Any]:
        """What has stood still for months is dropped in the end; gives what changes."""
        none = state in (ComponentState.PROPOSED, ComponentState.MET)
        event = "none" if none else "drop"
        note = "条件が合わず、取引に至らなかった" if none else self._chance.choice(_DROPPED)
        said = {"component": part, "kind": kind, "note": digest(note)}
        self._plan.event(moment, holder.user, holder.role, f"component.{event}", subject, said)
        target = ComponentState.NO_CONTRACT if none else ComponentState.DROPPED
        return {"state": target.value, "closed_on": moment.date(), "note": note}

    def _hand_over(
        self,
        key: int,
        subject: Subject,
        part: int,
        kind: str,
        moment: datetime,
        lead: _Side,
        office: _Side,
        example: bool,
    ) -> tuple[datetime, _Side, bool]:
        """The body offers the part to the office: mostly accepted, sometimes handed back or left lying."""
        plan, chance = self._plan, self._chance
        sent = later(chance, moment, 0, 1 if example else 10)
        if not plan.past(sent):
            return moment, lead, False
        fate = chance.choices(
            (HandOverState.ACCEPTED, HandOverState.HANDED_BACK, HandOverState.CAME_BACK), (84, 9, 7)
        )[0]
        days = self._back_after[kind] + 1 if fate is HandOverState.CAME_BACK else chance.randint(1, 16)
        settled = later(chance, sent, days, days)
        waits = example or not plan.past(settled)
        reason = chance.choice(_REASONS)
        answer = "担当者の手が空いていない" if fate is HandOverState.HANDED_BACK and not waits else ""
        silent = fate is HandOverState.CAME_BACK
        number = plan[HandOver].add(
            registration_id=key,
            component_id=part,
            **lead.columns("from"),
            **office.columns("to"),
            state=(HandOverState.WAITING if waits else fate).value,
            reason=reason,
            answer=answer,
            sent_at=sent,
            sent_by_id=lead.user,
            settled_at=None if waits else settled,
            settled_by_id=None if waits or silent else office.user,
        )
        said = {"hand_over": number, "component": part}
        payload = {**said, "from": lead.code, "to": office.code, "reason": digest(reason)}
        plan.event(sent, lead.user, lead.role, "hand_over.sent", subject, payload)
        if waits:
            return sent, lead, True
        who, role = (None, SYSTEM) if silent else (office.user, office.role)
        plan.event(settled, who, role, f"hand_over.{fate.value}", subject, said)
        return settled, office if fate is HandOverState.ACCEPTED else lead, False

    def _close(
        self, key: int, subject: Subject, lead: _Side, day: datetime, still_open: bool, readiness: str
    ) -> None:
        """Many a registration whose parts are all done is closed some months later."""
        plan, chance = self._plan, self._chance
        if still_open or not plan.past(day) or chance.random() < 0.35:
            return
        reasons = ("exports_alone", "into_support") if readiness == "exporting" else (
            "into_support", "gave_up", "not_reachable"
        )  # fmt: skip
        reason = chance.choice(reasons)
        plan[Registration].change(key, closed_on=day.date(), close_reason_id=self._closed[reason])
        plan.event(day, lead.user, lead.role, "registration.closed", subject, {"reason": reason})


def write_new_exporters(plan: Plan, firms: list[FirmRow]) -> None:
    """Write the one-stop programme. Partner bodies and trading companies must be planned before."""
    NewExporters(plan).write(firms)
