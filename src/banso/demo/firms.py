"""Firms: what they are, how able and how keen, and when they come with what.

Ability and keenness are never stored. They decide, with chance, how a firm's export goes, and later what it
answers: so casework and answers agree as far as they do in life.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Contact, ECRecord, ExportExperience, Firm, FirmKind
from banso.demo.calibration import Calibration
from banso.demo.names import DOMAIN, Name, Names, Trade, corporate_number, phone, rows, trades
from banso.demo.people import HOME, Accounts, OfficeRow, People, Tie, example_email
from banso.demo.plan import BEGIN, Plan, at, in_office, working

#: Employees by size class, in the order of the calibration's shares.
SIZES = ((1, 5), (6, 20), (21, 50), (51, 100), (101, 300), (301, 900))
#: Fewest firms of the home office, so that a small portfolio has something to look at there.
HOME_FIRMS = 24
#: Where firms want to go, the most wanted market first.
_TOP_MARKETS = (
    *("US", "CN", "TW", "HK", "KR", "SG", "TH", "VN", "AU", "DE"),
    *("FR", "GB", "MY", "ID", "CA", "AE", "NL", "IT", "IN", "PH"),
)
_MARKET_WEIGHTS = [round(100 / (rank + 3)) for rank in range(len(_TOP_MARKETS))]
#: What goes before the name, after it, and the registry's code of the kind.
_FORMS = (
    (50, "", " 株式会社", "01"),
    (20, "株式会社 ", "", "01"),
    (14, "有限会社 ", "", "02"),
    (8, "", " 合同会社", "03"),
)
_POSITIONS = ("代表取締役", "専務取締役", "営業部長", "海外担当", "総務課長", "海外事業課 主任")


@dataclass(frozen=True)
class Intent:
    """A firm will submit an application for a service about a day."""

    service: str
    day: date


#: Of one firm in so many the office types the application and reports its efforts.
BY_OFFICE = 8


@dataclass
class FirmRow:
    """A firm as the rest of the plan needs it."""

    office: OfficeRow
    industry: str
    trade: Trade
    stem: Name
    product: str
    markets: tuple[str, ...]
    size: int
    employees: int
    capability: float
    engagement: float
    ec_record: str
    experience: ExportExperience
    city: str
    #: The firm of the example user: its hands-on case is under way, and one result waits to be confirmed.
    example: bool = False
    consultations: list[datetime] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    id: int = 0
    ref: str = ""
    registered: datetime | None = None
    user: int | None = None
    #: The partner body that brought the firm in.
    brought_by: int | None = None

    @property
    def market(self) -> str:
        """The market that comes first."""
        return self.markets[0]

    @property
    def writer(self) -> tuple[int, str]:
        """Who writes for the firm, in which role: its member; of one firm in so many the office does it."""
        if self.user is not None and (self.example or self.id % BY_OFFICE):
            return self.user, Role.FIRM_MEMBER.value
        staff = self.office.staff or [self.office.manager]
        return staff[self.id % len(staff)], Role.OFFICE_STAFF.value


def draw_firms(plan: Plan, people: People, calibration: Calibration) -> list[FirmRow]:
    """Firms with their traits; nothing is written yet."""
    chance = plan.random("firms")
    names = Names(chance)
    prefectures = calibration.prefecture_weights
    home = people.home
    codes = chance.choices(list(prefectures), list(prefectures.values()), k=plan.firms)
    for position in range(min(HOME_FIRMS, plan.firms)):
        codes[position] = home.prefecture
    offices: dict[str, list[OfficeRow]] = {}
    for office in people.offices:
        offices.setdefault(office.prefecture, []).append(office)
    industries = calibration.industry_shares
    firms = []
    for position, prefecture in enumerate(codes):
        example = position == 0
        industry = chance.choices(list(industries), list(industries.values()))[0]
        if example:
            industry = "food_agri_fishery_processed"
        size = chance.choices(range(len(SIZES)), calibration.size_shares)[0]
        firms.append(_firm(chance, names, offices[prefecture], industry, 1 if example else size, example))
    return firms


def _firm(
    chance: random.Random, names: Names, offices: list[OfficeRow], industry: str, size: int, example: bool
) -> FirmRow:
    choice = trades()[industry]
    trade = choice[0] if example else chance.choices(choice, [item.weight for item in choice])[0]
    capability = chance.gauss(0, 1)
    engagement = 0.4 * capability + math.sqrt(1 - 0.4**2) * chance.gauss(0, 1)
    office = offices[0] if example or len(offices) == 1 or chance.random() < 0.7 else offices[1]
    cities = [row["city"] for row in rows("cities.csv") if row["prefecture"] == office.prefecture]
    markets = dict.fromkeys(chance.choices(_TOP_MARKETS, _MARKET_WEIGHTS, k=chance.choice((1, 1, 2, 3))))
    return FirmRow(
        office=office,
        industry=industry,
        trade=trade,
        stem=names.firm(trade),
        product=trade.products[0] if example else chance.choice(trade.products),
        markets=("US", "TW") if example else tuple(markets),
        size=size,
        employees=18 if example else chance.randint(*SIZES[size]),
        capability=1.0 if example else capability,
        engagement=1.0 if example else engagement,
        ec_record=_ec_record(chance, capability).value,
        experience=ExportExperience.NONE if example else _experience(chance, capability),
        city=office.city or chance.choice(cities),
        example=example,
    )


def _ec_record(chance: random.Random, capability: float) -> ECRecord:
    if capability * 0.5 + chance.gauss(0, 1) < 0.35:
        return ECRecord.NONE
    return chance.choices((ECRecord.DOMESTIC, ECRecord.CROSS_BORDER, ECRecord.BOTH), (55, 15, 30))[0]


def write_firms(plan: Plan, firms: list[FirmRow]) -> None:
    """Give firms their references in order of registration, and write them with contacts and members."""
    chance = plan.random("registration")
    names, accounts = Names(chance), Accounts(plan, chance)
    for firm in firms:
        firm.registered = _registration(chance, firm)
    firms.sort(key=lambda firm: firm.registered or at(BEGIN, 0))
    for position, firm in enumerate(firms, start=1):
        _write(plan, firm, position, chance, names, accounts)


def _registration(chance: random.Random, firm: FirmRow) -> datetime:
    """Mostly just before the first question or application; a quarter of the firms are known longer."""
    draft = timedelta(days=40)
    first = min([*firm.consultations, *(at(intent.day, 540) - draft for intent in firm.intents)])
    if chance.random() < 0.25:
        days = (first.date() - date(2016, 4, 1)).days
        return in_office(chance, working(date(2016, 4, 1) + timedelta(days=chance.randrange(days - 10))))
    return first - timedelta(minutes=chance.randint(15, 90))


def _write(
    plan: Plan, firm: FirmRow, serial: int, chance: random.Random, names: Names, accounts: Accounts
) -> None:
    registered = firm.registered or at(BEGIN, 0)
    firm.ref = plan.reference("F", registered.date())
    office = firm.office
    if office.partner_body and not firm.example and chance.random() < (0.25 if is_home(firm) else 0.1):
        firm.brought_by = office.partner_body
    sole = not firm.example and firm.size == 0 and chance.random() < 0.3
    kind = FirmKind.SOLE_TRADER if sole else FirmKind.CORPORATION
    before, after, form = _FORMS[0][1:] if firm.example else _legal_form(chance)
    core = firm.stem.kanji + firm.trade.name.kanji
    firm.id = plan[Firm].add(
        ref=firm.ref,
        kind=kind.value,
        corporate_number=None if sole else corporate_number(serial, form),
        name=core if sole else f"{before}{core}{after}",
        name_kana=firm.stem.kana + firm.trade.name.kana,
        name_en=f"{firm.stem.latin} {firm.trade.name.latin}{'' if sole else ' Co., Ltd.'}",
        prefecture_id=plan.configuration.prefectures[office.prefecture],
        city=firm.city,
        office_id=office.id,
        industry_id=plan.configuration.industries[firm.industry],
        products="、".join(dict.fromkeys((firm.product, *firm.trade.products[:2]))),
        employees=None if chance.random() < 0.02 else firm.employees,
        capital_yen=None if sole or chance.random() < 0.03 else _capital(chance, firm.size),
        export_experience=firm.experience.value,
        ec_record=firm.ec_record,
        brought_by_id=firm.brought_by,
        registered_at=registered,
    )
    who, role = chance.choice(office.staff), Role.OFFICE_STAFF
    if firm.brought_by and office.partner_user:
        who, role = office.partner_user, Role.PARTNER_MEMBER
    payload = {"kind": kind.value, "office": office.code}
    plan.event(registered, who, role, "firm.registered", ("firm", firm.ref), payload)
    key = _contact(plan, firm, serial, chance, names, accounts)
    plan.event(registered, who, role, "contact.added", ("firm", firm.ref), {"contact": key})


def _legal_form(chance: random.Random) -> tuple[str, str, str]:
    _weight, before, after, form = chance.choices(_FORMS, [item[0] for item in _FORMS])[0]
    return before, after, form


def _contact(
    plan: Plan, firm: FirmRow, serial: int, chance: random.Random, names: Names, accounts: Accounts
) -> int:
    """The person at the firm; whoever applies, and half of the others, has an account."""
    person, registered = names.person(), firm.registered or at(BEGIN, 0)
    email = f"{person.slug}@{firm.stem.slug}-{firm.trade.name.slug}.example"
    if firm.intents or chance.random() < 0.5:
        email = example_email(Role.FIRM_MEMBER) if firm.example else f"firm-{serial:05d}@{DOMAIN}"
        joined = registered + timedelta(minutes=5)
        firm.user = accounts.user(email, person.kanji, joined)
        accounts.give(firm.user, Role.FIRM_MEMBER, joined, joined.date(), Tie("firm", firm.id, firm.ref))
    return plan[Contact].add(
        firm_id=firm.id,
        user_id=firm.user,
        name=person.kanji,
        name_kana=person.kana,
        position=chance.choice(_POSITIONS) if firm.size or firm.example else "",
        email=email,
        phone=phone(serial),
    )


def _capital(chance: random.Random, size: int) -> int:
    return chance.choice((3, 5, 10, 10, 20, 30, 50)) * 1_000_000 * (1, 1, 2, 3, 5, 10)[size]


def _experience(chance: random.Random, capability: float) -> ExportExperience:
    score = 0.6 * capability + chance.gauss(0, 1)
    if score < 0.4:
        return ExportExperience.NONE
    if score < 0.9:
        return ExportExperience.INDIRECT
    return ExportExperience.OCCASIONAL if score < 1.7 else ExportExperience.CONTINUOUS


def is_home(firm: FirmRow) -> bool:
    """Whether the firm belongs to the office of the example users."""
    return firm.office.code == HOME
