"""How firms take the charge, in a portfolio of national size: fewer apply, in one region new ones stay away.

Firms of the home office and everything that the survey asked about stay as they are.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from banso.apps.directory.models import ExportExperience, Prefecture
from banso.demo.calibration import FULL_FROM
from banso.demo.firms import FirmRow, is_home
from banso.demo.plan import BEGIN, Plan, in_office, working
from banso.demo.policies import trial_from

#: Where firms new to exporting stay away: the early warning stands there.
REGION = "tohoku"
#: The survey asks about support that began before this day (``frame``).
_ASKED_ABOUT = date(2025, 4, 1)
#: Shares of firms: that no longer apply under the charge; of new ones of the region, that ask nothing either.
_FEWER, _AWAY = 0.06, 0.6


def answer_charge(plan: Plan, firms: list[FirmRow]) -> None:
    """Take away what firms would have asked and applied for, had it stayed free."""
    if plan.firms < FULL_FROM:
        return
    chance = plan.random("charge")
    begun = max(trial_from(plan.as_of), _ASKED_ABOUT)
    regions = dict(Prefecture.objects.order_by("pk").values_list("code", "region__code"))
    for firm in firms:
        if firm.example or is_home(firm):
            continue
        away = regions[firm.office.prefecture] == REGION and firm.experience == ExportExperience.NONE
        if chance.random() >= (_AWAY if away else _FEWER):
            continue
        asked = [moment for moment in firm.consultations if not away or moment.date() < begun]
        applied = [intent for intent in firm.intents if intent.day < begun]
        if not asked and not applied:
            # It came once, before there was anything to pay.
            asked = [_before(chance, (begun - BEGIN).days)]
        firm.consultations, firm.intents = sorted(asked), applied


def _before(chance: random.Random, days: int) -> datetime:
    """A moment within so many days of the first."""
    return in_office(chance, working(BEGIN + timedelta(days=chance.randrange(30, days - 5))))
