"""The facts that the demonstration is made from: published counts, and what is assumed beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "calibration.json"
#: From so many firms on, the answers carry the published counts; below, a sample in proportion.
FULL_FROM = 1000


@dataclass(frozen=True)
class Step:
    """Among the respondents that ``within`` names, labels are given in order of score, so many each."""

    variable: str
    within: Mapping[str, str]
    labels: Sequence[tuple[str, int]]
    score: Mapping[str, float]


@dataclass(frozen=True)
class Calibration:
    """The calibration file, read."""

    data: Mapping[str, Any]

    def respondents(self, programme: str) -> int:
        """How many firms answered about a programme."""
        return self.data["programmes"][programme]["respondents"]

    def steps(self, programme: str) -> list[Step]:
        """The steps in which the respondents of a programme are given their answers."""
        return [
            Step(step["variable"], step["within"], [tuple(item) for item in step["labels"]], step["score"])
            for step in self.data["programmes"][programme]["assignment_steps"]
        ]

    def constraints(self, programme: str) -> list[Mapping[str, Any]]:
        """What must come out: conditions and counts."""
        return [row for row in self.data["constraints"] if row["programme"] == programme]

    def own_efforts(self, programme: str) -> tuple[dict[str, int], int]:
        """How many of those who succeeded and made own efforts name each kind, and how many those are."""
        kinds = self.data["own_effort_kinds"][programme]
        return dict(kinds["counts"]), kinds["base"]

    def fee_bands(self, programme: str) -> dict[str, list[tuple[str, int]]]:
        """How each published band of a payable fee falls into the form's bands."""
        return {
            label: [tuple(item) for item in items]
            for label, items in self.data["fee_bands"][programme].items()
        }

    def samples_only(self, programme: str) -> int:
        """How many of those who succeeded shipped samples only."""
        return self.data["splits"]["samples_only"][programme]

    @property
    def prefecture_weights(self) -> dict[str, int]:
        """Weights of prefectures by JIS code."""
        return dict(self.data["covariates"]["prefecture"]["weights_thousand_sme"])

    @property
    def industry_shares(self) -> dict[str, float]:
        """Shares of industries among supported firms: the mean of the two programmes."""
        one, other = (self.data["covariates"][name]["shares"] for name in ("industry", "industry_ec"))
        return {code: (one[code] + other[code]) / 2 for code in one}

    @property
    def size_shares(self) -> list[float]:
        """Shares of the size classes, smallest first."""
        return list(self.data["covariates"]["size_employees"]["shares"].values())

    @property
    def channel_shares(self) -> dict[str, float]:
        """Shares of the EC channels."""
        return dict(self.data["covariates"]["channel"]["shares"])

    def sample_share(self, firms: int) -> float:
        """Which share of the published number of respondents a portfolio of this size carries."""
        return min(1.0, firms / FULL_FROM)


@cache
def calibration() -> Calibration:
    """The calibration that ships."""
    return Calibration(json.loads(_FILE.read_text(encoding="utf-8")))
