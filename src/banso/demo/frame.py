"""Who is asked: the survey's frame over the portfolio's cases, and a sample of it.

Consortium: firms whose hands-on support began in fiscal 2021 or 2022, and firms with spot support only, begun
in 2021 to 2024. EC: firms with an EC case begun in 2021 to 2024. A firm may be in both.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from banso.demo.calibration import Calibration
from banso.demo.casework import CaseRow
from banso.demo.firms import FirmRow
from banso.demo.respondents import Respondent
from banso.engines.kernel.fiscal import fiscal_year

#: The day the wave was asked.
ASKED_ON = date(2025, 6, 2)
#: Of the firms that say they exported, so many have a confirmed export in casework, where there are enough.
_AGREEING = 0.88
#: Of the Consortium's respondents, so many were under hands-on support, where there are enough (assumed).
HANDS_ON_SHARE = 0.4


@dataclass
class Asked:
    """A firm in the frame of one programme, with its cases there. ``lead`` gives stratum and cohort.

    ``day``: what is known is known on it.
    """

    programme: str
    firm: FirmRow
    cases: list[CaseRow]
    lead: CaseRow
    day: date = ASKED_ON

    @property
    def cohort(self) -> int:
        """The fiscal year in which support began."""
        return fiscal_year(self.lead.started_on)

    @property
    def stratum(self) -> str:
        """The service asked about."""
        return self.lead.service.code

    @property
    def exported(self) -> bool:
        """Whether casework holds a confirmed export from before the survey."""
        return any(case.first_export and case.first_export < self.day for case in self.cases)

    def respondent(self) -> Respondent:
        """What rank-and-cut needs to know of the firm."""
        return Respondent(self.firm.capability, self.firm.engagement, self.firm.size, self.exported)


def frame(programme: str, cases: Iterable[CaseRow], calibration: Calibration) -> list[Asked]:
    """Everybody whom the survey could have asked about a programme, in order of the firms."""
    limits = calibration.data["programmes"][programme]["frame"]
    by_firm: dict[int, list[CaseRow]] = {}
    for case in cases:
        if case.service.programme == programme and case.started_on < ASKED_ON:
            by_firm.setdefault(case.firm.id, []).append(case)
    found = []
    for _firm, own in sorted(by_firm.items()):
        lead = _lead(programme, own, limits)
        if lead is not None:
            found.append(Asked(programme, lead.firm, own, lead))
    return found


def _lead(programme: str, cases: list[CaseRow], limits: dict[str, list[int]]) -> CaseRow | None:
    if programme == "ec":
        return _first(cases, limits["fy"])
    hands_on = [case for case in cases if case.service.code == "hands_on"]
    if hands_on:
        return _first(hands_on, limits["hands_on_start_fy"])
    return _first(cases, limits["spot_only_fy"])


def _first(cases: list[CaseRow], years: list[int]) -> CaseRow | None:
    first, last = years
    return next((case for case in cases if first <= fiscal_year(case.started_on) <= last), None)


def sample(chance: random.Random, framed: list[Asked], size: int, successes: int) -> list[Asked]:
    """Draw respondents so that most of those who will say they exported have done so in casework.

    Raises:
        ValueError: the frame is smaller than the sample.
    """
    if len(framed) < size:
        raise ValueError(f"{len(framed)} firms in the frame, {size} wanted")
    hands_on = [asked for asked in framed if asked.stratum == "hands_on"]
    others = [asked for asked in framed if asked.stratum != "hands_on"]
    first = max(min(len(hands_on), round(size * HANDS_ON_SHARE)), size - len(others)) if hands_on else 0
    drawn = []
    for stratum, count in ((hands_on, first), (others, size - first)):
        drawn += _sample(chance, stratum, count, round(successes * count / size))
    return sorted(drawn, key=lambda asked: asked.firm.id)


def _sample(chance: random.Random, framed: list[Asked], size: int, successes: int) -> list[Asked]:
    exported = [asked for asked in framed if asked.exported]
    others = [asked for asked in framed if not asked.exported]
    chosen = min(len(exported), max(round(successes * _AGREEING), size - len(others)))
    return chance.sample(exported, chosen) + chance.sample(others, size - chosen)
