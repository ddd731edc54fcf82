"""The words of a product's text and of what a buyer types, in Japanese, English and Chinese alike.

Latin letters and digits make words, taken back to their singular. Japanese and Chinese have no spaces: every
character and every two neighbours are a word, so that 茶 and 包丁 are found; words of three would miss them.
A character has one form, whichever of the three ways of writing it was typed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from banso.engines.search.folding import fold
from banso.engines.search.tokens import pairs, plain

_RUN = re.compile(r"(?P<latin>[a-z0-9\u00df-\u024f]+)|(?P<other>[^\W\d_a-z\u00df-\u024f]+)")
#: The characters that OpenCC knows one by one.
_FIRST, _LAST = 0x4E00, 0x9FFF


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that stand together: a Latin word, by its stem, or Japanese and Chinese characters."""

    text: str
    latin: bool


@cache
def _one_form() -> dict[int, int]:
    """Of every Chinese character the one form it is compared in: from the Japanese through the traditional
    to the simplified. Character by character, so that a text and a part of it always agree.
    """
    from opencc import OpenCC  # takes its tables from disk

    letters = "".join(map(chr, range(_FIRST, _LAST + 1)))
    apart = "\n".join(letters)
    forms = OpenCC("t2s").convert(OpenCC("jp2t").convert(apart)).split("\n")
    return {ord(letter): ord(form) for letter, form in zip(letters, forms, strict=True) if letter != form}


def runs(text: str) -> Iterator[Run]:
    """The runs of a text, in its order, in the form in which they are compared."""
    for found in _RUN.finditer(fold(text).translate(_one_form())):
        latin = found["latin"]
        yield Run(stem(latin), True) if latin else Run(found["other"], False)


def words(*texts: str) -> frozenset[str]:
    """The words under which texts are found, in plain ASCII letters and digits."""
    return frozenset().union(*map(_words_of_one, texts))


@lru_cache(maxsize=4096)
def _words_of_one(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in runs(text):
        found.update([run.text] if run.latin else [*run.text, *pairs(run.text)])
    return frozenset(map(plain, found))


def typed_words(run: Run) -> tuple[str, ...]:
    """The words that all must be there for a run of a query to be found: pairs, where there are pairs."""
    if run.latin or len(run.text) == 1:
        return (plain(run.text),)
    return tuple(dict.fromkeys(map(plain, pairs(run.text))))


def stem(word: str) -> str:
    """An English word without its plural: the S-stemmer (D. Harman, How effective is suffixing?, 1991).

    Of its three rules the first whose ending fits is applied, or, where its exception holds, none. Words of
    three letters stay: gas, bus.
    """
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    if word.endswith("s"):
        return word if word.endswith(("us", "ss")) else word[:-1]
    return word
