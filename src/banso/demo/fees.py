"""Two years of fees under policies that charge: quotes and their answers, invoices, payments, waivers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case
from banso.apps.fees.cost import Rates
from banso.apps.fees.invoicing import lines_of
from banso.apps.fees.models import (
    BankFile,
    BankLine,
    DeclineReason,
    Issuer,
    Quote,
    QuoteState,
    TermsText,
)
from banso.apps.fees.pricing import quotation
from banso.apps.fees.quotation import at_rates
from banso.apps.fees.quoting import valid_until
from banso.apps.fees.rate_words import RateSum
from banso.apps.fees.usage import Usage
from banso.apps.policies.models import PolicyVersion
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application, ApplicationState
from banso.demo.casework import CaseRow
from banso.demo.fee_invoices import Sheet, write_invoice
from banso.demo.fee_payments import Line
from banso.demo.fee_shares import Shared, Shares
from banso.demo.firms import FirmRow
from banso.demo.people import People
from banso.demo.plan import Plan, at, later, working
from banso.demo.policies import PUBLISHED, TRIAL, reform_from, trial_from
from banso.engines.fees.success import Agreed
from banso.engines.kernel.corporate_number import check_digit
from banso.engines.kernel.fiscal import add_months

_ISSUER = {
    "name_ja": "みほん輸出支援機構",
    "name_en": "Example Export Support Agency",
    "address_ja": "東京都港区みほん1丁目2番3号",
    "address_en": "1-2-3 Mihon, Minato-ku, Tokyo",
    "bank_ja": "みほん銀行 本店営業部 普通 0000001 ミホンユシユツシエンキコウ",
    "bank_en": "Mihon Bank, Head Office, ordinary account 0000001, MIHON YUSHUTSU SHIEN KIKO",
}
_REASONS = (
    *((DeclineReason.PRICE,) * 5),
    *((DeclineReason.BUDGET,) * 3),
    DeclineReason.TIMING,
    DeclineReason.CONTENT,
    DeclineReason.PRIVATE,
    DeclineReason.OTHER,
)
#: What became of quotes that no case followed, by weight.
_ENDS = (QuoteState.DECLINED,) * 6 + (QuoteState.OFFERED,) * 2 + (QuoteState.WITHDRAWN, QuoteState.CANCELLED)
#: So many quotes at least came to nothing, however small the portfolio.
_FEWEST_ENDED = 6
_UNKNOWN_PAYERS = ("ﾔﾏﾀﾞﾀﾛｳ", "ｶ)ﾄｸﾒｲｼﾖｳｼﾞ", "ﾌﾘｺﾐﾆﾝﾌﾒｲ")
_OFFICE, _MEMBER, _ACCOUNTS = Role.OFFICE_STAFF.value, Role.FIRM_MEMBER.value, Role.ACCOUNTANT.value


@dataclass
class _Life:
    """One quote from its writing to its last yen. Days that are not past are left out."""

    firm: FirmRow
    service: str
    offered: datetime
    starts: date
    frozen: dict[str, Any]
    state: QuoteState
    application: int | None = None
    case: int | None = None
    answered: datetime | None = None
    started: datetime | None = None
    reason: str = ""
    #: Keys, once they are written.
    quote: int = 0
    ref: str = ""


def write_fees(plan: Plan, people: People, firms: Sequence[FirmRow], cases: Sequence[CaseRow]) -> None:
    """Quotes of two fiscal years, their invoices and payments, with bank files by month."""
    _Fees(plan, people, firms).write(cases)


class _Fees:
    """Plans lives first, then writes what happened in order of time, so that numbers follow it."""

    def __init__(self, plan: Plan, people: People, firms: Sequence[FirmRow]) -> None:
        self.plan, self.chance = plan, plan.random("fees")
        self.asks, self.decides = people.accountants
        self.firms = {firm.id: firm for firm in firms}
        self.names = {service.pk: service for service in Service.objects.all()}
        self.codes = {service.code: service for service in self.names.values()}
        self.terms = TermsText.objects.order_by("in_force_from").last()
        self.begin, self.reform = trial_from(plan.as_of), reform_from(plan.as_of)
        self.priced = cache(self._price)
        self.rates = cache(lambda code, year: Rates.of([self.codes[code]], year))
        versions = {self.begin: TRIAL, self.reform: PUBLISHED}
        self.versions = {day: PolicyVersion.objects.get(code=code) for day, code in versions.items()}
        self.shares = Shares(plan)
        self.steps: list[tuple[datetime, int, Callable[[], None]]] = []
        self.bills = 0
        #: By year and month: day, yen, payer, and what the payment does once its line is stored.
        self.lines: dict[tuple[int, int], list[Line]] = {}

    def write(self, cases: Sequence[CaseRow]) -> None:
        """All of it."""
        if self.terms is None:
            return
        base = "999900000001"
        self.issuer = self.plan[Issuer].add(
            in_force_from=self.begin, registration_number=f"T{check_digit(base)}{base}", **_ISSUER
        )
        for life in (*self._of_cases(cases), *self._of_applications(), *self._of_example(cases)):
            self._at(life.offered - timedelta(hours=1), partial(self._quote, life))
        self._run()
        for (year, month), lines in sorted(self.lines.items()):
            self._bank(year, month, lines)
        self._run()

    def _at(self, moment: datetime, step: Callable[[], None]) -> None:
        self.steps.append((moment, len(self.steps), step))

    def _run(self) -> None:
        """Take the steps in order of time; a step may add later ones."""
        while self.steps:
            self.steps.sort(key=lambda step: step[:2], reverse=True)
            ahead, self.steps = self.steps, []
            while ahead:
                _moment, _number, step = ahead.pop()
                step()
                if self.steps and ahead and min(new[0] for new in self.steps) < ahead[-1][0]:
                    break
            self.steps += ahead

    # What is quoted

    def _price(
        self, code: str, year: date, employees: int, experience: str, ec_record: str, place: tuple[str, str]
    ) -> dict[str, Any] | None:
        service = self.codes[code]
        facts = {
            "service": code, "employees": employees, "export_record": experience, "ec_record": ec_record,
            "industry": place[0], "goal_market": place[1], "has_goal": True, "goal_due_months": 24,
            "efforts_promised": 0, "plan_past_end": True, "support_months": 0, "past_support_months": 0,
            "ec_sale_before": False,
        }  # fmt: skip
        found = quotation(service, self.rates(code, year), self.versions[year], facts, Usage())
        if found.price is None or found.free:
            return None
        return {**found.as_frozen(), "success": found.success}

    def _frozen(self, firm: FirmRow, code: str, day: date) -> dict[str, Any] | None:
        year = self.reform if day >= self.reform else self.begin
        place = (firm.industry, firm.market)
        frozen = self.priced(code, year, firm.employees, firm.experience.value, firm.ec_record, place)
        if frozen is None:
            return None
        total = frozen["price"]["total"]
        parts = [{"stage": "", "months": 0, "yen": total}]
        stages = self.plan.configuration.services[code].stages
        if len(stages) > 1 and self.chance.random() < 0.35:
            part, months, parts = total // len(stages), 0, []
            for stage in stages:
                parts.append({"stage": stage.code, "months": months, "yen": part})
                months += stage.months
            parts[0]["yen"] += total - part * len(stages)
        return {**frozen, "instalments": parts}

    def _of_cases(self, cases: Sequence[CaseRow]) -> Iterator[_Life]:
        """Quotes of support that came about; the firm said yes before it began."""
        table = self.plan[Case]
        key, application = (table.columns.index(name) for name in ("id", "application_id"))
        of_case = {row[key]: row[application] for row in table.rows}
        for case in cases:
            if case.applied_on is None or case.started_on < self.begin or case.firm.user is None:
                continue
            offered = working(max(case.applied_on + timedelta(days=2), case.started_on - timedelta(days=50)))
            frozen = self._frozen(case.firm, case.service.code, offered)
            if frozen is None or offered < self.begin or offered >= case.started_on - timedelta(days=4):
                continue
            begun = at(offered, 11 * 60)
            answered = min(later(self.chance, begun, 1, 6), case.opened - timedelta(hours=2))
            starts = max(case.started_on, offered + timedelta(days=30))
            yield _Life(
                case.firm, case.service.code, begun, starts, frozen, QuoteState.STARTED,
                application=of_case[case.id], answered=answered, started=case.opened,
            )  # fmt: skip

    def _of_example(self, cases: Sequence[CaseRow]) -> Iterator[_Life]:
        """The firm of the example user goes on with its case: one quote to pay, one to answer."""
        case = next((case for case in cases if case.firm.example and case.applied_on is not None), None)
        if case is None:
            return
        as_of, code = self.plan.as_of, case.service.code
        table = self.plan[Case]
        application = table.rows[case.id - 1][table.columns.index("application_id")]
        for days, state in ((75, QuoteState.STARTED), (6, QuoteState.OFFERED)):
            offered = working(as_of - timedelta(days=days))
            frozen = self._frozen(case.firm, code, offered)
            if frozen is None or offered >= as_of:
                continue
            life = _Life(case.firm, code, at(offered, 10 * 60), offered + timedelta(days=60), frozen, state)
            if state == QuoteState.STARTED:
                life.application = application
                life.answered = later(self.chance, life.offered, 1, 5)
                life.started = later(self.chance, life.answered, 12, 20)
            else:
                life.case = case.id
            yield life

    def _of_applications(self) -> Iterator[_Life]:
        """Quotes that came to nothing, and those that wait now."""
        table = self.plan[Application]
        names = ("id", "firm_id", "service_id", "state", "submitted_at")
        places = [table.columns.index(name) for name in names]
        cases = self.plan[Case]
        adopted = {row[cases.columns.index("application_id")] for row in cases.rows}
        waiting = (ApplicationState.SUBMITTED, ApplicationState.SCREENED)
        open_drafts = ended = 0
        # However few decline, each reason is there once before any comes again.
        first = list(DeclineReason)
        for row in table.rows:
            key, firm, service, state, submitted = (row[place] for place in places)
            firm = self.firms[firm]
            if submitted is None or submitted.date() < self.begin or firm.user is None:
                continue
            fresh = state in waiting
            rare = self.chance.random() > 0.12
            if state not in (ApplicationState.WITHDRAWN, *waiting) and rare and ended >= _FEWEST_ENDED:
                continue
            offered = later(self.chance, submitted, 2, 9)
            if not self.plan.past(offered):
                continue
            frozen = self._frozen(firm, self.names[service].code, offered.date())
            if frozen is None or key in adopted:
                continue
            life = _Life(
                firm, self.names[service].code, offered, offered.date() + timedelta(days=60), frozen,
                QuoteState.OFFERED, application=key,
            )  # fmt: skip
            if not fresh:
                life.state = self.chance.choice(_ENDS) if ended else QuoteState.DECLINED
                ended += 1
            elif open_drafts < 3:
                open_drafts += 1
                life.state = QuoteState.DRAFT
            answered = later(self.chance, offered, 1, 20)
            if life.state in (QuoteState.DECLINED, QuoteState.CANCELLED):
                if not self.plan.past(answered):
                    life.state = QuoteState.OFFERED
                else:
                    life.answered = answered
                    declined = life.state == QuoteState.DECLINED
                    drawn = self.chance.choice(_REASONS)
                    life.reason = (first.pop(0) if first else drawn).value if declined else ""
            yield life

    # What happened

    def _quote(self, life: _Life) -> None:
        plan, found, firm = self.plan, life.frozen["price"], life.firm
        quantities = {line["part"]: Decimal(line["quantity"]) for line in life.frozen["cost_lines"]}
        staff = firm.office.staff[firm.id % len(firm.office.staff)]
        life.ref = plan.reference("QT", life.offered.date())
        columns = self.shares.agree(life.frozen, life.application, life.starts)
        draft = life.state == QuoteState.DRAFT
        until = None if draft else valid_until(life.offered.date(), life.starts)
        life.quote = plan[Quote].add(
            ref=life.ref, firm_id=firm.id, service_id=self.codes[life.service].pk, state=life.state.value,
            application_id=life.application, case_id=life.case, service_starts_on=life.starts,
            valid_until=until, expert_hours=quantities.get("expert", Decimal(0)),
            staff_hours=quantities.get("staff", Decimal(0)), units=quantities.get("unit", Decimal(0)),
            by_stage=len(life.frozen["instalments"]) > 1,
            frozen=life.frozen, net=found["net"], subtotal=found["subtotal"], tax=found["tax"],
            total=found["total"], **columns, terms_id=self.terms.pk,
            terms_digest=self.terms.digest, made_by_id=staff, made_at=life.offered - timedelta(hours=1),
            offered_at=None if draft else life.offered,
            answered_by_id=firm.user if life.answered else None, answered_at=life.answered,
            decline_reason=life.reason, started_on=life.started.date() if life.started else None,
        )  # fmt: skip
        told = {"service": life.service, "total": found["total"], "about": self._about(life)}
        self._tell(life, life.offered - timedelta(hours=1), staff, _OFFICE, "written", told)
        if draft:
            return
        told = {"total": found["total"], "until": until.isoformat(), "terms": self.terms.number}
        self._tell(life, life.offered, staff, _OFFICE, "offered", told)
        if life.answered is not None:
            told = {"reason": life.reason} if life.reason else {"total": found["total"]}
            done = "declined" if life.reason else "accepted"
            self._tell(life, life.answered, firm.user, _MEMBER, done, told)
            if life.state == QuoteState.CANCELLED:
                ended = life.answered + timedelta(hours=3)
                if plan.past(ended):
                    self._tell(life, ended, staff, _OFFICE, "cancelled", {})
        if life.state == QuoteState.WITHDRAWN:
            self._tell(life, life.offered + timedelta(hours=5), staff, _OFFICE, "withdrawn", {})
        if life.started is not None:
            self._tell(life, life.started, staff, _OFFICE, "started", {"on": life.started.date().isoformat()})
            issued = later(self.chance, life.started, 3, 12)
            if plan.past(issued):
                self._at(issued, partial(self._invoice, life, issued))
            self._share(life, columns)

    def _about(self, life: _Life) -> str:
        table = self.plan[Application]
        return table.rows[life.application - 1][table.columns.index("ref")] if life.application else ""

    def _tell(
        self, life: _Life, moment: datetime, who: int | None, role: str, step: str, told: dict[str, Any]
    ) -> None:
        version = life.frozen["policy"]
        self.plan.event(moment, who, role, f"quote.{step}", ("quote", life.ref), told, version)

    def _invoice(self, life: _Life, issued: datetime) -> None:
        parts = []
        for part in life.frozen["instalments"]:
            begins = max(add_months(life.started.date(), part["months"]), issued.date())
            due_on = begins + timedelta(days=self.terms.payment_days)
            parts.append((part["stage"], due_on, part["yen"]))
        sums = tuple(
            RateSum(rate.kind.value, rate.percent, rate.price.subtotal, rate.price.tax)
            for rate in at_rates(life.frozen)
        )
        lines = lines_of(self.codes[life.service], life.ref, life.frozen)
        supplied = life.started.date()
        sheet = Sheet(life.quote, life.ref, life.firm, supplied, lines, sums, tuple(parts))
        write_invoice(self, sheet, issued)
        self.plan[Quote].change(life.quote, state=QuoteState.INVOICED.value)

    def _share(self, life: _Life, columns: dict[str, Any]) -> None:
        """The fiscal years of the share of exports that a quote asks for, one after the other."""
        case = life.case or self.shares.case_of(life.application)
        if columns["success_until"] is None or life.started is None or case is None:
            return
        agreed = Agreed(
            columns["success_share"], columns["success_cap_yen"], life.frozen["success"]["rounding"]
        )
        begun, until = life.started.date(), columns["success_until"]
        shared = Shared(life.quote, life.ref, life.firm, case, begun, until, agreed, life.frozen)
        self._next_year(shared, list(self.shares.moments(shared)), 0)

    def _next_year(self, shared: Shared, moments: list[tuple[datetime, int]], billed: int) -> None:
        if moments:
            (moment, year), *rest = moments

            def bill() -> None:
                self._next_year(shared, rest, self.shares.bill(self, shared, year, billed, moment))

            self._at(moment, bill)

    def _bank(self, year: int, month: int, lines: list[Any]) -> None:
        """The file of a month, taken in on the second working day after it."""
        stored = at(working(add_months(date(year, month, 1), 1) + timedelta(days=1)), 10 * 60)
        lines = [line for line in lines if self.plan.past(line[0])]
        if lines and self.plan.past(stored):
            self._at(stored, partial(self._take_in, stored, sorted(lines, key=lambda line: line[:3])))

    def _take_in(self, stored: datetime, lines: list[Any]) -> None:
        plan, ref = self.plan, self.plan.reference("BF", stored.date())
        content = hashlib.sha256(f"{plan.seed}/{ref}".encode()).hexdigest()
        key = plan[BankFile].add(
            ref=ref, name=f"nyukin-{stored:%Y%m}.csv", digest=content, stored_by_id=self.asks,
            stored_at=stored,
        )  # fmt: skip
        if self.chance.random() < 0.3:
            lines = [*lines, (lines[-1][0], 5_500, self.chance.choice(_UNKNOWN_PAYERS), None)]
        for number, (day, yen, payer, pay) in enumerate(lines, start=2):
            told = {"booked_on": day, "yen": yen, "payer": payer, "text": ""}
            line = plan[BankLine].add(file_id=key, number=number, **told)
            if pay is not None:
                pay(line, stored)
        matched = sum(pay is not None for _day, _yen, _payer, pay in lines)
        total = sum(line[1] for line in lines)
        told = {"lines": len(lines), "matched": matched, "yen": total, "file": content}
        plan.event(stored, self.asks, _ACCOUNTS, "bank_file.stored", ("bank_file", ref), told)
