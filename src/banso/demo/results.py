"""What stands beside an export: its currency and rate, its proof, who confirmed it, and what repeats it.

Streams of chance of its own: the exports themselves stay as they were drawn, and so does which of them count.
"""

from __future__ import annotations

import hashlib
import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import (
    Confirmation,
    ConfirmationAnswer,
    ConfirmationWay,
    ExportResult,
    Faster,
    ResultSource,
    SalesChannel,
)
from banso.apps.directory.models import Contact
from banso.apps.programmes.models import ExchangeRate
from banso.demo.plan import BEGIN, Plan, at, in_office, later, working
from banso.engines.kernel.money import in_yen

if TYPE_CHECKING:
    from banso.demo.casework import CaseRow

#: The currency of each market and about what one unit was worth. Made up: no published series is copied.
_WORTH = {
    "USD": 140, "EUR": 152, "CNY": 20, "HKD": 18, "TWD": "4.6", "KRW": "0.105", "SGD": 105, "GBP": 178,
    "AUD": 94, "THB": "4.1", "CAD": 103, "MYR": 31, "INR": "1.7", "AED": 38,
}  # fmt: skip
_CURRENCY = {
    "US": "USD", "CN": "CNY", "TW": "TWD", "HK": "HKD", "KR": "KRW", "SG": "SGD", "TH": "THB", "AU": "AUD",
    "DE": "EUR", "FR": "EUR", "NL": "EUR", "IT": "EUR", "GB": "GBP", "CA": "CAD", "MY": "MYR", "IN": "INR",
    "AE": "AED",
}  # fmt: skip
#: A currency of which the demonstration holds no rate: what is paid in it waits.
_WITHOUT_RATE = {"VN": "VND", "ID": "IDR", "PH": "PHP"}
_RATE_SOURCE = "デモ用の仮の相場"
_SITES = (SalesChannel.STREET, SalesChannel.MALL, SalesChannel.STORE)
_CENT = Decimal("0.01")
_WEEK = timedelta(days=7)
#: An export that was entered twice is found within so many days.
_FOUND_WITHIN = timedelta(days=75)


class ResultDetails:
    """Draws what stands beside exports, in the order in which they are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.chance = plan, plan.random("results")
        self._rates: dict[tuple[str, date], Decimal] = {}
        self._contacts: dict[int, int] = {}
        self._links = 0
        self._asked: set[int] = set()
        self._write_rates()

    def _write_rates(self) -> None:
        """A rate a currency and week, on Mondays: a slow swing and a little noise."""
        chance, table = self.plan.random("exchange rates"), self.plan[ExchangeRate]
        first = BEGIN - timedelta(days=BEGIN.weekday())
        for place, (currency, worth) in enumerate(sorted(_WORTH.items())):
            monday, week = first, 0
            while monday < self.plan.as_of:
                swing = 1 + 0.06 * math.sin((week + 17 * place) / 23) + chance.uniform(-0.006, 0.006)
                places = Decimal("0.0001") if Decimal(worth) < 10 else _CENT
                yen = (Decimal(worth) * Decimal(f"{swing:.6f}")).quantize(places)
                table.add(currency=currency, day=monday, yen=yen, source=_RATE_SOURCE)
                self._rates[currency, monday] = yen
                monday, week = monday + _WEEK, week + 1

    def money(self, market: str, day: date, yen: int, *, sample: bool) -> dict[str, Any]:
        """The columns of an amount: now and then in the currency of the market, always worth so many yen."""
        draw = self.chance.random()
        if sample and market in _WITHOUT_RATE and draw < 0.5:
            return {"currency": _WITHOUT_RATE[market], "amount": Decimal(yen * 170), "amount_yen": None}
        currency = _CURRENCY.get(market)
        monday = day - timedelta(days=day.weekday())
        rate = self._rates.get((currency, monday)) if currency and draw < 0.45 else None
        if rate is None:
            return {"amount_yen": yen}
        amount = (Decimal(yen) / rate).quantize(Decimal(1) if currency == "KRW" else _CENT)
        if in_yen(amount, rate) != yen:
            return {"amount_yen": yen}
        return {
            "currency": currency,
            "amount": amount,
            "amount_yen": yen,
            "rate": rate,
            "rate_on": monday,
            "rate_source": _RATE_SOURCE,
        }

    def proof(self, source: ResultSource, channel: SalesChannel, confirmed: bool) -> tuple[ResultSource, str]:
        """Whether something better than hearsay proves an export that is confirmed anyway."""
        draw, number = self.chance.random(), self.chance.randrange(10_000, 99_999)
        if source == ResultSource.FIRM or not confirmed:
            return source, ""
        if channel in _SITES:
            return (ResultSource.SITE, f"売上報告 {number}") if draw < 0.45 else (source, "")
        if draw < 0.26:
            return ResultSource.DOCUMENT, f"輸出許可通知書 {number}"
        return (ResultSource.BUYER, "注文確認のメール") if draw < 0.32 else (source, "")

    def confirm(self, case: CaseRow, result: int, recorded: datetime, confirmed: datetime) -> None:
        """The firm's word on an export that others recorded: signed in, or by a personal link."""
        chance, firm = self.chance, case.firm
        by_link = firm.user is None or chance.random() < 0.5
        said = self._said()
        if not by_link:
            self._answer(result, firm.user, None, recorded, confirmed, ConfirmationAnswer.AS_WRITTEN, **said)
            self._tell(case, confirmed, firm.user, Role.FIRM_MEMBER, "result.confirmed", result=result)
            return
        asked = max(recorded, confirmed - timedelta(hours=chance.randrange(2, 120)))
        link = self._ask(case, [result], asked, used=confirmed)
        self._by_link(case, result, link, asked, confirmed, ConfirmationAnswer.AS_WRITTEN, said)

    def leave_open(self, case: CaseRow, result: int, recorded: datetime, yen: int) -> None:
        """An export that nobody has confirmed: some are asked about, some are disputed."""
        chance, draw = self.chance, self.chance.random()
        asked = later(chance, recorded, 1, 12)
        if draw > 0.7 or not self.plan.past(asked) or case.id in self._asked:
            return
        self._asked.add(case.id)
        answered = later(chance, asked, 0, 5)
        if draw < 0.42 or not self.plan.past(answered):
            link = self._ask(case, [result], asked)
            self._answer(result, None, link, asked, None, "")
            return
        link = self._ask(case, [result], asked, used=answered)
        other = {"amount": Decimal(max(1000, yen * chance.choice((6, 7, 8, 12)) // 10 // 1000 * 1000))}
        different = draw < 0.58
        answer = ConfirmationAnswer.DIFFERENT if different else ConfirmationAnswer.NO
        comment = "請求書の金額と異なります。" if different else "この取引は成立しませんでした。"
        said = {"comment": comment, **(other if different else {})}
        self._by_link(case, result, link, asked, answered, answer, said)

    def repeat(self, case: CaseRow, result: int, values: dict[str, Any], staff: int) -> None:
        """Now and then an export is entered twice: found and marked, or still to be found."""
        chance, draw = self.chance, self.chance.random()
        day = max(case.started_on, values["exported_on"] - timedelta(days=chance.randint(1, 9)))
        recorded = later(chance, at(values["exported_on"], 18 * 60), 1, 15)
        if draw > 0.025 or not self.plan.past(recorded):
            return
        # Sooner or later somebody finds it.
        marked = draw < 0.012 or recorded.date() < self.plan.as_of - _FOUND_WITHIN
        twin = {
            **values,
            "exported_on": day,
            "source": ResultSource.STAFF.value,
            "proof": "",
            "on_behalf": True,
            "recorded_by_id": staff,
            "recorded_at": recorded,
            "confirmed_at": None,
            "duplicate_of_id": result if marked else None,
        }
        # What came later came at another rate: the copy keeps the yen alone.
        twin |= {"currency": "JPY", "amount": None, "rate": None, "rate_on": None, "rate_source": ""}
        key = self.plan[ExportResult].add(**twin)
        self._tell(
            case,
            recorded,
            staff,
            Role.OFFICE_STAFF,
            "result.recorded",
            result=key,
            exported_on=day.isoformat(),
            sample=False,
            amount_yen=values["amount_yen"],
            quantity=values["quantity"],
            source=ResultSource.STAFF.value,
            confirmed=False,
        )
        found = recorded + timedelta(hours=3)
        if marked and self.plan.past(found):
            payload = {"result": key, "of": result, "of_case": case.ref}
            self._tell(case, found, staff, Role.OFFICE_STAFF, "result.duplicate", **payload)

    def _said(self) -> dict[str, Any]:
        chance = self.chance
        steps: list[int | None] = [1, 2, 3, 4, 5, 6, 7, None]
        return {
            "attribution": chance.choices(steps, (9, 13, 16, 20, 17, 11, 6, 8))[0],
            "faster": chance.choices((*Faster.values, ""), (46, 22, 24, 8))[0],
        }

    def _contact(self, firm: int) -> int:
        if not self._contacts:
            table = self.plan[Contact]
            firms, place = table.columns.index("firm_id"), table.columns.index("id")
            for row in table.rows:
                self._contacts.setdefault(row[firms], row[place])
        return self._contacts[firm]

    def _ask(self, case: CaseRow, results: list[int], asked: datetime, used: datetime | None = None) -> int:
        self._links += 1
        contact = self._contact(case.firm.id)
        key = self.plan[PersonalLink].add(
            contact_id=contact,
            purpose=LinkPurpose.CONFIRM_RESULT.value,
            subject_kind="case",
            subject_ref=case.ref,
            digest=hashlib.sha256(f"{self.plan.seed}/link/{self._links}".encode()).hexdigest(),
            made_by_id=case.staff,
            made_at=asked,
            expires_at=asked + _WEEK,
            used_at=used,
        )
        payload = {"contact": contact, "link": key, "results": results, "sent": 1}
        self._tell(case, asked, case.staff, Role.OFFICE_STAFF, "confirmation.asked", **payload)
        return key

    def _by_link(
        self,
        case: CaseRow,
        result: int,
        link: int,
        asked: datetime,
        given: datetime,
        answer: ConfirmationAnswer,
        said: dict[str, Any],
    ) -> None:
        key = self._answer(result, None, link, asked, given, answer, **said)
        told = {
            "result": result,
            "confirmation": key,
            "answer": answer.value,
            "attribution": said.get("attribution"),
            "faster": said.get("faster", ""),
            "confirmed": answer == ConfirmationAnswer.AS_WRITTEN,
        }
        contact = self._contact(case.firm.id)
        payload = {"contact": contact, "link": link, "answers": [told]}
        self._tell(case, given, case.firm.user, "", "confirmation.given", **payload)

    def _answer(
        self,
        result: int,
        user: int | None,
        link: int | None,
        asked: datetime,
        given: datetime | None,
        answer: str,
        **said: Any,
    ) -> int:
        contact = None
        if link is not None:
            table = self.plan[PersonalLink]
            contact = table.rows[link - 1][table.columns.index("contact_id")]
        way = ConfirmationWay.SIGNED_IN if link is None else ConfirmationWay.LINK
        return self.plan[Confirmation].add(
            result_id=result,
            user_id=user,
            contact_id=contact,
            link_id=link,
            way=way.value,
            asked_at=asked,
            given_at=given,
            answer=str(answer),
            **said,
        )

    def _tell(
        self, case: CaseRow, moment: datetime, who: int | None, role: str, action: str, **payload: Any
    ) -> None:
        self.plan.event(moment, who, role, action, case.subject, payload)


def tell_of_rates(plan: Plan, manager: int) -> None:
    """One import a fiscal year, told by the programme manager who did it."""
    chance, table = plan.random("rate imports"), plan[ExchangeRate]
    for year in range(BEGIN.year, plan.as_of.year + 1):
        days = [row[table.columns.index("day")] for row in table.rows]
        of_year = [day for day in days if date(year, 4, 1) <= day < date(year + 1, 4, 1)]
        moment = in_office(chance, min(working(date(year + 1, 3, 25)), working(plan.as_of - _WEEK)))
        if of_year and plan.past(moment):
            payload = {
                "new": len(of_year),
                "unchanged": 0,
                "currencies": sorted(_WORTH),
                "first": min(of_year).isoformat(),
                "last": max(of_year).isoformat(),
                "rows": hashlib.sha256(str(of_year).encode()).hexdigest(),
            }
            subject = ("configuration", "exchange_rates")
            plan.event(moment, manager, Role.PROGRAMME_MANAGER, "rates.imported", subject, payload)
