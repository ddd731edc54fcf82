"""When firms come: questions at the window and applications, from the first day up to the portfolio's."""

from __future__ import annotations

import random
from datetime import date, timedelta

from banso.demo.calibration import Calibration
from banso.demo.firms import FirmRow, Intent, is_home
from banso.demo.plan import BEGIN, Plan, in_office, working
from banso.engines.kernel.fiscal import add_months

#: From the submission of an application to the opening of the case, at most.
LONGEST_SELECTION = 75
#: Drafts are begun up to so long before; so the first application of the portfolio falls into its first year.
_FIRST_APPLICATION = BEGIN + timedelta(days=45)
#: The last day on which an EC case may open to be asked about in the survey's frame (end of fiscal 2024).
_EC_FRAME_END = date(2025, 3, 31)
#: So many more applications are planned than answers are needed: some are declined or withdrawn.
_SPARE = 1.25


def plan_demand(plan: Plan, firms: list[FirmRow], calibration: Calibration) -> None:
    """Give every firm its questions and intended applications."""
    chance = plan.random("demand")
    _example(plan, firms[0])
    others = firms[1:]
    _hands_on(plan, chance, others)
    _ec(plan, chance, others, calibration)
    _recent_applications(plan, chance, others)
    for firm in others:
        _questions(plan, chance, firm)
    _recent_questions_at_home(plan, chance, others)


def _day(plan: Plan, chance: random.Random, first: date = BEGIN, last: date | None = None) -> date:
    last = min(last or plan.as_of, plan.as_of - timedelta(days=1))
    while True:
        day = working(first + timedelta(days=chance.randrange((last - first).days)))
        if plan.past(day):
            return day


def _hands_on(plan: Plan, chance: random.Random, firms: list[FirmRow]) -> None:
    """Nearly a fifth of the firms apply for hands-on support."""
    for firm in chance.sample(firms, round(0.18 * plan.firms)):
        firm.intents.append(Intent("hands_on", _day(plan, chance, first=_FIRST_APPLICATION)))


def _ec(plan: Plan, chance: random.Random, firms: list[FirmRow], calibration: Calibration) -> None:
    """A third of the firms apply for an EC channel; in a small portfolio as many more as the answers need."""
    needed = calibration.respondents("ec") * calibration.sample_share(plan.firms)
    framed = round(needed * _SPARE)
    count = min(len(firms), max(round(0.32 * plan.firms), round(1.15 * framed)))
    latest = _EC_FRAME_END - timedelta(days=LONGEST_SELECTION + 10)
    shares = calibration.channel_shares
    for position, firm in enumerate(chance.sample(firms, count)):
        last = latest if position < framed else None
        services = chance.choices(list(shares), list(shares.values()), k=2 if chance.random() < 0.08 else 1)
        first = _day(plan, chance, first=_FIRST_APPLICATION, last=last)
        for number, service in enumerate(dict.fromkeys(services)):
            day = first if number == 0 else working(add_months(first, 8))
            if plan.past(day):
                firm.intents.append(Intent(service, day))


def _recent_applications(plan: Plan, chance: random.Random, firms: list[FirmRow]) -> None:
    """However small the portfolio, reviewers and deciders have something before them."""
    recent = plan.as_of - timedelta(days=45)
    waiting = sum(intent.day >= recent for firm in firms for intent in firm.intents)
    free = [firm for firm in firms if not firm.intents]
    for firm in chance.sample(free, max(0, min(len(free), 8 - waiting))):
        firm.intents.append(Intent(chance.choice(("hands_on", "mall")), _day(plan, chance, first=recent)))


def _questions(plan: Plan, chance: random.Random, firm: FirmRow) -> None:
    for intent in firm.intents:
        day = working(intent.day - timedelta(days=chance.randint(35, 150)))
        if BEGIN <= day < plan.as_of and chance.random() < (0.95 if intent.service == "hands_on" else 0.5):
            firm.consultations.append(in_office(chance, day))
    only_ec = firm.intents and all(intent.service != "hands_on" for intent in firm.intents)
    most = chance.choices((0, 1, 2, 3, 4), (45, 30, 15, 7, 3) if only_ec else (4, 56, 24, 11, 5))[0]
    if not firm.intents:
        most = max(1, most)
    for _number in range(most):
        firm.consultations.append(in_office(chance, _day(plan, chance)))
    firm.consultations.sort()


def _recent_questions_at_home(plan: Plan, chance: random.Random, firms: list[FirmRow]) -> None:
    """However small the portfolio, the office of the example users has questions of the last weeks."""
    home = [firm for firm in firms if is_home(firm)]
    recent = plan.as_of - timedelta(days=24)
    waiting = sum(moment.date() >= recent for firm in home for moment in firm.consultations)
    for firm in chance.sample(home, min(len(home), max(0, 8 - waiting))):
        firm.consultations.append(in_office(chance, _day(plan, chance, first=recent)))
        firm.consultations.sort()


def _example(plan: Plan, firm: FirmRow) -> None:
    """The example user's firm is in the third stage of hands-on support, whose gate is near."""
    opens = add_months(plan.as_of + timedelta(days=21), -24)
    submitted = working(opens - timedelta(days=45))
    firm.intents.append(Intent("hands_on", submitted))
    chance = plan.random("example")
    for day in (
        submitted - timedelta(days=70),
        plan.as_of - timedelta(days=130),
        plan.as_of - timedelta(days=4),
    ):
        if working(day) < plan.as_of:
            firm.consultations.append(in_office(chance, working(day)))
