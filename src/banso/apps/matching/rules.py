"""The file of hours and weights, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from banso.engines.matching.model import Weights

_FILE = Path(__file__).with_name("matching.toml")
#: Hours are reckoned in quarters.
QUARTERS = 4


@dataclass(frozen=True)
class Rules:
    """Quarter hours expected in a month of one question and of one case, and the weights of the score."""

    need_quarters: int
    case_quarters: int
    weights: Weights


@cache
def rules() -> Rules:
    """The rules that ship."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    hours = read["hours"]
    return Rules(hours["need"] * QUARTERS, hours["case"] * QUARTERS, Weights(**read["weights"]))
