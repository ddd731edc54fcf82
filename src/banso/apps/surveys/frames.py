"""Whom a wave could ask: the rule of a frame, and who stands in it by what casework knows. No database here.

1. A frame of firms has parts. A part takes firms whose support by one service began in some fiscal years;
   ``only`` leaves out firms that had another service of the same programme by the day.
2. A unit is one firm in one programme. Of the cases by which a part takes it the earliest leads: it gives the
   unit's service and its cohort, the fiscal year in which support began.
3. Regions, sizes and export experience narrow what the parts took; none chosen means all.
4. A stratum is named by the unit's facts in the order in which they were chosen, with "/" between them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from banso.engines.kernel.fiscal import fiscal_year, months_between

PRESETS_FILE = Path(__file__).parent / "shipped" / "frames.csv"
#: The facts that strata can be made of, and classes and margins of weights.
FACTS = ("programme", "service", "cohort", "region", "size", "experience")
#: The stratum of a frame that is not divided.
ALL = "all"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """Firms whose support by a service began in some fiscal years."""

    service: str
    first: int
    last: int
    only: bool = False


@dataclass(frozen=True, slots=True)
class FrameSpec:
    """The rule of a frame. Who was sent a questionnaire less than ``rest_months`` before is left out."""

    parts: tuple[Part, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    rest_months: int = 0

    def stored(self) -> dict[str, Any]:
        """As a wave keeps it."""
        return {
            **asdict(self),
            "parts": [asdict(part) for part in self.parts],
            "regions": list(self.regions),
            "sizes": list(self.sizes),
            "experience": list(self.experience),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> FrameSpec:
        """From what a wave keeps."""
        return cls(
            tuple(Part(**part) for part in stored.get("parts", ())),
            tuple(stored.get("regions", ())),
            tuple(stored.get("sizes", ())),
            tuple(stored.get("experience", ())),
            stored.get("rest_months", 0),
        )

    def takes(self, facts: Mapping[str, Any]) -> bool:
        """Whether a unit that a part took passes what narrows the frame (rule 3)."""
        return all(
            not chosen or facts[fact] in chosen
            for fact, chosen in (
                ("region", self.regions),
                ("size", self.sizes),
                ("experience", self.experience),
            )
        )


@dataclass(frozen=True, slots=True)
class Support:
    """One case as the frame reads it."""

    programme: str
    service: str
    started_on: date
    ended_on: date | None = None


def lead(parts: Sequence[Part], supports: Sequence[Support]) -> Support | None:
    """Of a firm's supports in one programme, the earliest first, the one by which it is in the frame."""
    used = {support.service for support in supports}
    taken = {part.service: part for part in parts if not part.only or used == {part.service}}
    for support in supports:
        part = taken.get(support.service)
        if part is not None and part.first <= fiscal_year(support.started_on) <= part.last:
            return support
    return None


def facts_of(supports: Sequence[Support], leading: Support, day: date) -> dict[str, Any]:
    """What casework knows of a unit on a day: service, cohort, services used, months, whether it goes on.

    Months are those of the support that leads; single questions are added up.
    """
    own = [support for support in supports if support.service == leading.service]
    counted = own if leading.service == "spot" else [leading]
    return {
        "programme": leading.programme,
        "service": leading.service,
        "cohort": str(fiscal_year(leading.started_on)),
        "services": sorted({support.service for support in supports}),
        "months": sum(_months(support, day) for support in counted),
        "ongoing": any(support.ended_on is None or support.ended_on >= day for support in counted),
    }


def _months(support: Support, day: date) -> int:
    return max(1, months_between(support.started_on, min(support.ended_on or day, day)))


def stratum(facts: Mapping[str, Any], strata: Iterable[str]) -> str:
    """The stratum of a unit (rule 4)."""
    return "/".join(str(facts.get(fact, UNKNOWN)) for fact in strata) or ALL


@dataclass(frozen=True, slots=True)
class Preset:
    """A frame that ships. Years below 0 are counted back from the fiscal year of asking."""

    code: str
    name_ja: str
    name_en: str
    parts: tuple[Part, ...]

    def asked_on(self, day: date) -> FrameSpec:
        """The frame of a wave asked on a day."""
        year = fiscal_year(day)

        def since(given: int) -> int:
            return year + given if given < 0 else given

        return FrameSpec(
            tuple(Part(part.service, since(part.first), since(part.last), part.only) for part in self.parts)
        )


@cache
def presets() -> Mapping[str, Preset]:
    """The frames that ship, by code."""
    with PRESETS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for code in dict.fromkeys(row["preset"] for row in rows):
        own = [row for row in rows if row["preset"] == code]
        parts = tuple(
            Part(row["service"], int(row["first"]), int(row["last"]), row["only"] == "yes") for row in own
        )
        found[code] = Preset(code, own[0]["name_ja"], own[0]["name_en"], parts)
    return found
