"""One spelling for many: width, case, the two kana, small kana and variants of characters in names.

Each letter becomes one letter, so that a database can do the same by ``translate``. The variants are those
that are met in names and written down now one way, now the other; no table of a language is behind them.
"""

from __future__ import annotations

import unicodedata

#: Capital Latin letters; the databases differ in which of them their own ``lower`` knows.
_CAPITALS = "".join(
    letter for letter in map(chr, range(0x41, 0x250)) if letter.isupper() and len(letter.lower()) == 1
)
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))
_KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7)))
_SMALL, _LARGE = "ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ"
#: The usual character first, then its variants.
_VARIANTS = (
    "高髙", "崎﨑嵜碕", "吉𠮷", "辺邊邉", "浜濱濵", "沢澤", "斉斎齊齋", "島嶋嶌", "広廣", "国國",
    "桜櫻", "真眞", "恵惠", "栄榮", "瀬瀨", "徳德", "渡渉", "滝瀧", "竜龍", "条條",
    "塩鹽", "万萬", "関關", "静靜", "鉄鐵銕", "総總", "蔵藏", "豊豐", "会會", "実實",
    "薬藥", "県縣", "芦蘆", "桧檜", "峰峯", "富冨", "館舘", "曽曾", "黒黑",
)  # fmt: skip
_TO_KATAKANA = str.maketrans(_HIRAGANA, _KATAKANA)
_TO_LARGE = str.maketrans(_SMALL, _LARGE)
_FOLDED_KATAKANA = _KATAKANA.translate(_TO_LARGE)

#: What becomes of each letter, letter by letter; text is normalised (NFKC) before.
FROM = _CAPITALS + _HIRAGANA + _SMALL + "".join(group[1:] for group in _VARIANTS)
TO = _CAPITALS.lower() + _FOLDED_KATAKANA + _LARGE + "".join(group[0] * len(group[1:]) for group in _VARIANTS)
#: Left out of keys: nobody types them as they were registered.
LEFT_OUT = " -・"

_LETTERS = str.maketrans(FROM, TO)
_KEY = str.maketrans(FROM, TO, LEFT_OUT)


def fold(text: str) -> str:
    """What the spellings of a text share. For comparing only, never for storing."""
    return unicodedata.normalize("NFKC", text).translate(_LETTERS)


def key(text: str) -> str:
    """As ``fold``, without spaces, hyphens and middle dots."""
    return unicodedata.normalize("NFKC", text).translate(_KEY)
