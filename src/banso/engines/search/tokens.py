"""Words for an index, and the words of a query.

Latin letters and digits make words, found by their beginning. Japanese has no spaces: every character and
every two neighbours are a word, so that a name of one or two characters is found too. A word is written in
plain ASCII, so that no index reads anything into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from banso.engines.search.folding import fold, key

_LATIN = re.compile(r"[a-z0-9\u00df-\u024f]+")
_OTHER = re.compile(r"[^\W\d_a-z\u00df-\u024f]+")
#: What stands before or after the name proper of a firm; nobody types it.
_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|\((?:株|有|同)\)"
    r"|\b(?:co\.?,? ?ltd\.?|inc\.?|llc|k\.?k\.?)(?=\W|$)"
)
#: A query is read up to so many words.
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words that all must be there, some of them beginnings; and the key of the whole."""

    words: tuple[str, ...]
    beginnings: tuple[str, ...]
    key: str

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)


def words_of(*texts: str) -> str:
    """The words under which texts are found, parted by spaces; a word of two texts may come twice."""
    return " ".join(words for words in map(_words_of_one, texts) if words)


@lru_cache(maxsize=4096)
def _words_of_one(text: str) -> str:
    """The words of one text; what firms sell, for example, comes again and again."""
    folded = fold(text)
    # A reference or a number is also typed without its hyphens.
    latin = {*_LATIN.findall(folded), *_LATIN.findall(key(text))}
    run = "".join(_OTHER.findall(folded))
    return " ".join(sorted({plain(word) for word in (*latin, *run, *pairs(run))}))


def read_query(text: str) -> Query:
    """What somebody looks for. Spaces part words that may stand anywhere; all must be there."""
    beginnings: list[str] = []
    words: list[str] = []
    for part in fold(text).split():
        beginnings += map(plain, _LATIN.findall(part))
        for run in _OTHER.findall(part):
            words += map(plain, pairs(run) if len(run) > 1 else [run])
    return Query(
        tuple(dict.fromkeys(words))[:MOST_WORDS], tuple(dict.fromkeys(beginnings))[:MOST_WORDS], key(text)
    )


def name_keys(names: Iterable[str]) -> str:
    """The keys of names, each after a line break.

    A name begins with what is typed where a line break and the key of what is typed are found. A firm's name
    stands there with its legal form and without.
    """
    keys: list[str] = []
    for name in names:
        folded = fold(name)
        keys += [key(folded), key(_LEGAL_FORMS.sub("", folded))]
    return "".join(f"\n{one}" for one in dict.fromkeys(keys) if one)


def pairs(run: str) -> list[str]:
    """Every two neighbours of a run of characters."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


@lru_cache(maxsize=32768)
def plain(word: str) -> str:
    """A word in plain ASCII letters and digits: what is not, by its number in Unicode."""
    return word if word.isascii() else "".join(f"u{ord(letter):x}" for letter in word)
