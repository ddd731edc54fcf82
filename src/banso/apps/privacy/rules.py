"""What head office sets for personal data: deadlines, the notice in force, and how long what is kept."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

_SHIPPED = Path(__file__).with_name("shipped")


@dataclass(frozen=True)
class Notice:
    """One version of the privacy notice, in force from a day on until a later one is."""

    code: str
    in_force_from: date
    title_ja: str
    title_en: str
    text_ja: str
    text_en: str

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_en if get_language() in ("en", "zh-hans") else self.title_ja

    @property
    def paragraphs(self) -> list[str]:
        """The text in the language of the page, paragraph by paragraph."""
        text = self.text_en if get_language() in ("en", "zh-hans") else self.text_ja
        return [part.strip() for part in text.strip().split("\n\n")]

    @property
    def digest(self) -> str:
        """SHA-256 over title and text in both languages: what exactly a person confirmed."""
        parts = (self.title_ja, self.text_ja, self.title_en, self.text_en)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads((_SHIPPED / "privacy.toml").read_text(encoding="utf-8"))


def days_to_answer() -> int:
    """Calendar days within which a request has to be answered."""
    return int(_settings()["requests"]["days"])


@cache
def notices() -> tuple[Notice, ...]:
    """Every version of the notice, the oldest first."""
    return tuple(sorted((Notice(**row) for row in _settings()["notice"]), key=lambda row: row.in_force_from))


def notice_on(day: date) -> Notice | None:
    """The version in force on a day; None before the first."""
    return next((row for row in reversed(notices()) if row.in_force_from <= day), None)


@cache
def years_kept() -> Mapping[str, int]:
    """For how many years a record of each kind is kept with its words, from the day its kind names.

    Raises:
        ValueError: a kind twice, or years that are not a whole number from 1.
    """
    found: dict[str, int] = {}
    with (_SHIPPED / "retention.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind, years = row["kind"], int(row["years"])
            if kind in found or years < 1:
                raise ValueError(f"retention.csv: {kind} {years}")
            found[kind] = years
    return found
