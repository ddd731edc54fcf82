"""Names, numbers and addresses that look natural and cannot be anybody's.

- A firm's name joins three parts: two that occur in place names and between them one that occurs in poems. No
  place and no family is called so; a trade follows ("朝紬瀬製茶").
- A corporate number carries the right check digit over twelve digits that begin with 9900. The twelve digits
  of a registered body begin with the four-digit code of its registry office, and no code is above 9899;
  those that the National Tax Agency gives itself begin with 0000 (state, local bodies) or 7001 (others).
- A telephone number is 050-0000-xxxx: behind 050 the first digit of a number that can be dialled is never 0.
- Mail domains end in .invalid or .example, which are reserved for this (RFC 2606).
- People have common family and given names put together by chance.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from banso.engines.kernel.corporate_number import check_digit

DATA = Path(__file__).parent / "data"

#: Mail addresses of people who sign in end so.
DOMAIN = "demo.invalid"


@dataclass(frozen=True)
class Name:
    """A name in its three scripts. ``slug`` is the Latin one as an address may hold it."""

    kanji: str
    kana: str
    latin: str

    @property
    def slug(self) -> str:
        """Lower-case letters only."""
        return "".join(char for char in self.latin.lower() if char.isalpha())


@dataclass(frozen=True)
class Trade:
    """A line of business: what stands in the firm's name and what it sells."""

    industry: str
    name: Name
    products: tuple[str, ...]
    weight: int


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a data file of the demonstration."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def trades() -> dict[str, tuple[Trade, ...]]:
    """Trades by industry."""
    found: dict[str, list[Trade]] = {}
    for row in rows("trades.csv"):
        name = Name(row["name_ja"], row["kana"], row["name_en"])
        trade = Trade(row["industry"], name, tuple(row["products"].split(";")), int(row["weight"]))
        found.setdefault(trade.industry, []).append(trade)
    return {industry: tuple(items) for industry, items in found.items()}


class Names:
    """Gives names by chance; no firm's name twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given_out: set[tuple[str, str]] = set()
        self._stems = _parts("stems.csv")
        self._people = _parts("people.csv")

    def person(self) -> Name:
        """A person: family name, given name."""
        family, given = (self._chance.choice(self._people[part]) for part in ("surname", "given"))
        return Name(
            f"{family.kanji} {given.kanji}", f"{family.kana} {given.kana}", f"{given.latin} {family.latin}"
        )

    def firm(self, trade: Trade) -> Name:
        """What is a firm's own in its name; no other firm of the trade has it."""
        while True:
            parts = [self._chance.choice(self._stems[part]) for part in ("first", "second", "third")]
            kanji = "".join(part.kanji for part in parts)
            if (kanji, trade.name.kanji) not in self._given_out:
                self._given_out.add((kanji, trade.name.kanji))
                kana = "".join(part.kana for part in parts)
                return Name(kanji, kana, romaji(kana))


def _parts(name: str) -> dict[str, list[Name]]:
    parts: dict[str, list[Name]] = {}
    for row in rows(name):
        parts.setdefault(row["part"], []).append(Name(row["kanji"], row["kana"], romaji(row["kana"])))
    return parts


def corporate_number(serial: int, kind: str) -> str:
    """A number that passes the check and is nobody's; ``kind``: 01 kabushiki, 02 yugen, 03 godo gaisha."""
    base = f"9900{kind}{serial:06d}"
    return check_digit(base) + base


def phone(serial: int) -> str:
    """A telephone number that cannot be dialled."""
    return f"050-0000-{serial % 10000:04d}"


_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SYLLABLES = {
    kana: first + vowel for first, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)
}
_SYLLABLES |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu"}
_SYLLABLES |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ん": "n"}


def romaji(kana: str) -> str:
    """Hiragana in Hepburn letters without macrons, with a capital: こばやし is Kobayashi, ゆうと is Yuto."""
    text = ""
    for position, char in enumerate(kana):
        following = kana[position + 1 : position + 2]
        if char == "っ":
            text += _SYLLABLES[following][0]
        elif char in "ゃゅょ":
            vowel = _SYLLABLES[{"ゃ": "や", "ゅ": "ゆ", "ょ": "よ"}[char]]
            text = text[:-1] + (vowel[1:] if text[:-1].endswith(("sh", "ch", "j")) else vowel)
        else:
            text += _SYLLABLES[char]
    for long in ("ou", "oo", "uu"):
        text = text.replace(long, long[0])
    return text.capitalize()
