"""Offices, their staff, head office, experts and partner bodies; one example user a role."""

from __future__ import annotations

import random
import string
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Expert, Office, PartnerBody
from banso.apps.journal.actor import SYSTEM, ZONE
from banso.demo.configuration import Configuration
from banso.demo.names import DOMAIN, Name, Names, phone, rows
from banso.demo.plan import Plan

#: What an expert knows: the table that holds it, and its column beside the expert's.
_TIES = {
    "languages": (Expert.languages.through, "language_id"),
    "markets": (Expert.markets.through, "market_id"),
    "subjects": (Expert.subjects.through, "subject_id"),
    "industries": (Expert.industries.through, "industry_id"),
}
#: The office of the example users.
HOME = "shizuoka"
EXPERTS = 350
STAFF_PER_OFFICE = 3
REVIEWERS = 12
DECIDERS = 4
_FROM = date(2016, 3, 1)
_CREATED = datetime(2020, 4, 1, 9, 0, tzinfo=ZONE)

_LANGUAGES_BY_MARKET = {
    **dict.fromkeys(("CN", "TW", "HK", "SG", "MO"), "zh"),
    **{"KR": "ko", "TH": "th", "VN": "vi", "ID": "id", "MY": "ms", "IT": "it", "BR": "pt", "NL": "nl"},
    **{"DE": "de", "AT": "de", "CH": "de", "FR": "fr", "BE": "fr", "IN": "hi", "AE": "ar", "SA": "ar"},
    **{"ES": "es", "MX": "es", "CL": "es"},
}


#: The example of a programme manager who approves the policies that the first one writes.
APPROVER = "programme_manager-approver"
#: The example of an accountant who decides what the first one asks for.
SECOND_ACCOUNTANT = "accountant-02"


def example_email(example: Role | str) -> str:
    """The address of the example user of a role, or of a second example by its code."""
    return f"{example}@{DOMAIN}"


@dataclass
class OfficeRow:
    """An office and who works there."""

    id: int
    code: str
    prefecture: str
    city: str
    name: str
    staff: list[int] = field(default_factory=list)
    manager: int = 0
    partner_body: int | None = None
    partner_user: int | None = None
    #: How many in a hundred determined applications are adopted here.
    adoption: int = 93


@dataclass
class ExpertRow:
    """An expert as the matching needs it. ``booked`` holds quarter hours by month."""

    id: int
    code: str
    user: int
    office: OfficeRow
    subjects: tuple[str, ...]
    monthly_quarters: int
    #: Cases that were ever given to this expert.
    given: int = 0
    booked: defaultdict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def book(self, day: date, quarters: int) -> int:
        """Take up to so many quarter hours of a month, as far as the contract goes, and return how many."""
        month = (day.year, day.month)
        quarters = max(0, min(quarters, self.monthly_quarters - self.booked[month]))
        self.booked[month] += quarters
        return quarters


@dataclass
class People:
    """Everybody who acts in the portfolio, firms aside."""

    offices: list[OfficeRow] = field(default_factory=list)
    experts: list[ExpertRow] = field(default_factory=list)
    by_subject: dict[str, list[ExpertRow]] = field(default_factory=dict)
    reviewers: list[int] = field(default_factory=list)
    deciders: list[int] = field(default_factory=list)
    programme_manager: int = 0
    #: The one who asks for credit notes and refunds, and the one who decides them.
    accountants: list[int] = field(default_factory=list)

    @property
    def home(self) -> OfficeRow:
        """The office of the example users."""
        return next(office for office in self.offices if office.code == HOME)

    @property
    def home_expert(self) -> ExpertRow:
        """The expert whom the example user is."""
        return next(expert for expert in self.experts if expert.office.code == HOME)


class Tie(NamedTuple):
    """The row that a role is tied to: its kind, its key and what the journal calls it."""

    name: str
    key: int
    reference: str


class Accounts:
    """Makes users: no password opens them, the demonstration is entered by role."""

    def __init__(self, plan: Plan, chance: random.Random) -> None:
        self._plan, self._chance = plan, chance

    def user(self, email: str, name: str, created: datetime) -> int:
        """A user without roles."""
        unusable = "!" + "".join(self._chance.choices(string.ascii_letters + string.digits, k=40))
        key = self._plan[User].add(
            email=email, name=name, password=unusable, created_at=created, language="ja"
        )
        self._plan.event(created, None, SYSTEM, "user.created", ("user", str(key)))
        return key

    def give(self, user: int, role: Role, given: datetime, since: date, tie: Tie | None = None) -> None:
        """A role from a day on, tied to a firm, an office, a partner body or an expert's record."""
        # An expert's record names its user, not the other way round.
        columns = {f"{tie.name}_id": tie.key} if tie and tie.name != "expert" else {}
        self._plan[RoleAssignment].add(user_id=user, role=role.value, valid_from=since, **columns)
        reference = {tie.name: tie.reference} if tie else {}
        self._plan.event(
            given, None, SYSTEM, "role.given", ("user", str(user)), {"role": role.value, **reference}
        )

    def holder(self, role: Role, name: str, *, email: str, tie: Tie | None = None) -> int:
        """A user who holds a role from the beginning."""
        key = self.user(email, name, _CREATED)
        self.give(key, role, _CREATED, _FROM, tie)
        return key


def plan_people(plan: Plan) -> People:
    """Offices with staff, head office, experts, partner bodies."""
    chance = plan.random("people")
    names, accounts, people = Names(chance), Accounts(plan, chance), People()
    _offices(plan, people, names, accounts, chance)
    _head_office(people, names, accounts)
    _partner_bodies(plan, people, names, accounts)
    for number in range(1, EXPERTS + 1):
        _expert(plan, people, number, names, accounts, chance)
    for expert in people.experts:
        for subject in expert.subjects:
            people.by_subject.setdefault(subject, []).append(expert)
    accounts.holder(Role.PROGRAMME_MANAGER, "岡田 由美", email=example_email(APPROVER))
    for example, name in ((Role.ACCOUNTANT, "西村 恵子"), (SECOND_ACCOUNTANT, "大野 健二")):
        people.accountants.append(accounts.holder(Role.ACCOUNTANT, name, email=example_email(example)))
    return people


def _offices(plan: Plan, people: People, names: Names, accounts: Accounts, chance: random.Random) -> None:
    keys = {row["code"]: position for position, row in enumerate(rows("offices.csv"), start=1)}
    for position, row in enumerate(rows("offices.csv"), start=1):
        key = plan[Office].add(
            code=row["code"],
            name_ja=row["name_ja"],
            name_en=row["name_en"],
            position=position,
            prefecture_id=plan.configuration.prefectures[row["prefecture"]],
            parent_id=keys.get(row["parent"]),
            opened_on=date(chance.randint(1958, 2015), 4, 1),
            phone=phone(9000 + position),
            email=f"{row['code']}@office.{DOMAIN}",
        )
        office = OfficeRow(key, row["code"], row["prefecture"], row["city"], row["name_ja"])
        office.adoption = round(min(99, max(82, chance.gauss(93, 4))))
        people.offices.append(office)
    for office in people.offices:
        home = office.code == HOME
        tie = Tie("office", office.id, office.code)
        for number in range(1, STAFF_PER_OFFICE + 1):
            name = "中村 恵" if home and number == 1 else names.person().kanji
            email = f"staff-{office.id:02d}-{number}@{DOMAIN}"
            if home and number == 1:
                email = example_email(Role.OFFICE_STAFF)
            office.staff.append(accounts.holder(Role.OFFICE_STAFF, name, email=email, tie=tie))
        email = example_email(Role.OFFICE_MANAGER) if home else f"manager-{office.id:02d}@{DOMAIN}"
        name = "杉山 隆" if home else names.person().kanji
        office.manager = accounts.holder(Role.OFFICE_MANAGER, name, email=email, tie=tie)


def _head_office(people: People, names: Names, accounts: Accounts) -> None:
    for role, count, found in (
        (Role.REVIEWER, REVIEWERS, people.reviewers),
        (Role.DECIDER, DECIDERS, people.deciders),
    ):
        for number in range(1, count + 1):
            email = example_email(role) if number == 1 else f"{role.value}-{number:02d}@{DOMAIN}"
            found.append(accounts.holder(role, names.person().kanji, email=email))
    for role, name in (
        (Role.PROGRAMME_MANAGER, "前田 浩一"),
        (Role.EVALUATOR, "森 直樹"),
        (Role.AUDITOR, "石田 智子"),
        (Role.ADMINISTRATOR, "新井 学"),
    ):
        key = accounts.holder(role, name, email=example_email(role))
        if role == Role.PROGRAMME_MANAGER:
            people.programme_manager = key


def _partner_bodies(plan: Plan, people: People, names: Names, accounts: Accounts) -> None:
    for position, office in enumerate(people.offices, start=1):
        if office.city:
            continue
        place_ja = office.name.removesuffix("事務所")
        place_en = office.code.capitalize()
        code = f"chamber-{office.prefecture}"
        key = plan[PartnerBody].add(
            code=code,
            name_ja=f"{place_ja}輸出商工会議所",
            name_en=f"{place_en} Export Chamber of Commerce",
            position=position,
            prefecture_id=plan.configuration.prefectures[office.prefecture],
        )
        home = office.code == HOME
        email = example_email(Role.PARTNER_MEMBER) if home else f"chamber-{office.prefecture}@{DOMAIN}"
        name = "望月 陽子" if home else names.person().kanji
        office.partner_body = key
        office.partner_user = accounts.holder(
            Role.PARTNER_MEMBER, name, email=email, tie=Tie("partner_body", key, code)
        )


def _expert(
    plan: Plan, people: People, number: int, names: Names, accounts: Accounts, chance: random.Random
) -> None:
    configuration = plan.configuration
    # The first fifty are spread over the offices; the home office's first one is the example user.
    office = people.offices[(number - 1) % len(people.offices)]
    example = office.code == HOME and number <= len(people.offices)
    name = Name("小林 健太", "こばやし けんた", "Kenta Kobayashi") if example else names.person()
    markets = _some(chance, list(configuration.markets)[:16], 2, 4) + _some(
        chance, list(configuration.markets)[16:], 0, 2
    )
    subjects = _some(chance, list(configuration.subjects), 5 if example else 2, 5 if example else 4)
    code = f"E{number:03d}"
    email = example_email(Role.EXPERT) if example else f"expert-{number:03d}@{DOMAIN}"
    user = accounts.holder(Role.EXPERT, name.kanji, email=email, tie=Tie("expert", number, code))
    hours = chance.choice((8, 10, 12, 14, 16, 20, 24, 30))
    if example:
        hours = 40
    key = plan[Expert].add(
        code=code,
        user_id=user,
        name=name.kanji,
        name_kana=name.kana,
        office_id=office.id,
        monthly_hours=hours,
        contract_from=date(2016 + chance.randrange(5), 4, 1),
    )
    _tie(plan, key, "languages", _languages(configuration, markets), configuration.languages)
    _tie(plan, key, "markets", markets, configuration.markets)
    _tie(plan, key, "subjects", subjects, configuration.subjects)
    _tie(
        plan, key, "industries", _some(chance, list(configuration.industries), 1, 3), configuration.industries
    )
    people.experts.append(ExpertRow(key, code, user, office, tuple(subjects), hours * 4))


def _tie(plan: Plan, expert: int, name: str, codes: list[str], keys: dict[str, int]) -> None:
    through, column = _TIES[name]
    for code in codes:
        plan[through].add(**{"expert_id": expert, column: keys[code]})


def _languages(configuration: Configuration, markets: list[str]) -> list[str]:
    spoken = {"ja", "en"} | {_LANGUAGES_BY_MARKET[code] for code in markets if code in _LANGUAGES_BY_MARKET}
    return [code for code in configuration.languages if code in spoken]


def _some(chance: random.Random, codes: list[str], least: int, most: int) -> list[str]:
    chosen = set(chance.sample(codes, chance.randint(least, most)))
    return [code for code in codes if code in chosen]
