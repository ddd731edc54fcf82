"""Invented asks and experts."""

import random
from datetime import date

from banso.engines.matching.model import Ask, Candidate, Days, Range, Weights

DAY = date(2026, 3, 10)
WEIGHTS = Weights(
    same_office=30, same_region=12, market_case=3, industry_case=3, cases=5,
    free_tenth=2, continuity=25, waiting_week=2, weeks=8,
)  # fmt: skip
OFFICES = [f"office{number}" for number in range(10)]
REGIONS = {office: f"region{number // 3}" for number, office in enumerate(OFFICES)}
SUBJECTS, MARKETS = [f"s{n}" for n in range(4)], [f"m{n}" for n in range(6)]
INDUSTRIES, LANGUAGES = [f"i{n}" for n in range(4)], ["en", "zh", "fr"]


def candidate(**values):
    """An expert who passes every test of ``ask()``."""
    given = {
        "key": 1, "office": "office0", "subjects": frozenset(["s0"]), "markets": frozenset(["m0"]),
        "languages": frozenset(["en"]), "industries": frozenset(["i0"]), "left": 16,
        "contract_quarters": 40, "contract_from": date(2025, 4, 1), "contract_to": date(2027, 3, 31),
    }  # fmt: skip
    return Candidate(**given | values)


def ask(**values):
    given = {
        "key": 1, "firm": 7, "office": "office0", "quarters": 8, "subject": "s0", "market": "m0",
        "language": "en", "industry": "i0", "employees": 30, "firm_age": 12,
    }  # fmt: skip
    return Ask(**given | values)


def _some(chance, codes, least=0):
    return frozenset(chance.sample(codes, chance.randint(least, len(codes))))


def _range(chance):
    if chance.random() < 0.7:
        return Range()
    least = chance.randint(1, 50)
    return Range(least if chance.random() < 0.7 else None, least + 40 if chance.random() < 0.7 else None)


def candidates(chance: random.Random, number: int):
    return [
        Candidate(
            key=key,
            office=chance.choice(OFFICES),
            subjects=_some(chance, SUBJECTS, 1),
            markets=_some(chance, MARKETS, 2),
            languages=_some(chance, LANGUAGES, 1),
            industries=_some(chance, INDUSTRIES),
            employees=_range(chance),
            firm_age=_range(chance),
            absent=(Days(date(2026, 3, 9), date(2026, 3, 20)),) if chance.random() < 0.1 else (),
            conflicts=frozenset(chance.sample(range(30), 2)) if chance.random() < 0.3 else frozenset(),
            left=chance.randint(-4, 40),
            contract_quarters=chance.choice((24, 40)),
            contract_from=date(2025, 4, 1),
            contract_to=chance.choice((None, None, None, date(2026, 3, 9), DAY)),
            market_cases={code: chance.randint(0, 9) for code in _some(chance, MARKETS)},
            industry_cases={code: chance.randint(0, 9) for code in _some(chance, INDUSTRIES)},
        )
        for key in range(100, 100 + number)
    ]


def asks(chance: random.Random, number: int, quarters=(8,)):
    def maybe(value):
        return value if chance.random() < 0.7 else None

    return [
        Ask(
            key=key,
            firm=chance.randrange(30),
            office=chance.choice([*OFFICES, "elsewhere"]),
            quarters=chance.choice(quarters),
            subject=maybe(chance.choice(SUBJECTS)),
            market=maybe(chance.choice(MARKETS)),
            language=maybe(chance.choice(LANGUAGES)),
            industry=maybe(chance.choice(INDUSTRIES)),
            employees=maybe(chance.randint(1, 90)),
            firm_age=maybe(chance.randint(0, 90)),
            expert=maybe(chance.randint(95, 120)),
            asked=frozenset(chance.sample(range(95, 120), 2)) if chance.random() < 0.2 else frozenset(),
            waiting_days=chance.randint(0, 100),
        )
        for key in range(number)
    ]
