"""What means the same in the three languages: soy sauce, 醤油, 酱油."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from banso.engines.catalogue.words import Run, runs, typed_words


@dataclass(frozen=True, slots=True)
class Meaning:
    """A thing that is sold, the ways to say it in any language, and the category whose products it names.

    Products of the category are found by these words although their own text may not say them.
    """

    code: str
    phrases: tuple[str, ...]
    category: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a query: the runs as typed and, where something is meant by them, what it is."""

    runs: tuple[Run, ...]
    meanings: tuple[Meaning, ...] = ()


class Synonyms:
    """A table of meanings, ready to be looked for in queries."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._by_phrase: dict[tuple[Run, ...], list[Meaning]] = {}
        for meaning in meanings:
            for phrase in meaning.phrases:
                known = self._by_phrase.setdefault(tuple(runs(phrase)), [])
                if meaning not in known:
                    known.append(meaning)
        self._by_phrase.pop((), None)
        self._longest = max(map(len, self._by_phrase), default=0)
        self._most_letters = max(
            (len(phrase[0].text) for phrase in self._by_phrase if not phrase[0].latin), default=0
        )

    def read(self, text: str) -> Iterator[Said]:
        """Part a query into what is meant and the rest: always the longest phrase of the table first."""
        typed = list(runs(text))
        place = 0
        while place < len(typed):
            phrase = self._phrase_at(typed, place)
            if phrase:
                yield Said(phrase, tuple(self._by_phrase[phrase]))
                place += len(phrase)
                continue
            if typed[place].latin:
                yield Said((typed[place],))
            else:
                yield from self._parts(typed[place].text)
            place += 1

    def _phrase_at(self, typed: Sequence[Run], place: int) -> tuple[Run, ...]:
        for length in range(min(self._longest, len(typed) - place), 0, -1):
            phrase = tuple(typed[place : place + length])
            if phrase in self._by_phrase:
                return phrase
        return ()

    def _parts(self, text: str) -> Iterator[Said]:
        """有機醤油 is 有機 and 醤油. One character alone is no part of a longer word: 茶 is not in 茶碗."""
        rest, place = "", 0
        while place < len(text):
            part = self._part_at(text, place)
            if part is None:
                rest, place = rest + text[place], place + 1
                continue
            if rest:
                yield Said((Run(rest, False),))
            yield Said((part,), tuple(self._by_phrase[(part,)]))
            rest, place = "", place + len(part.text)
        if rest:
            yield Said((Run(rest, False),))

    def _part_at(self, text: str, place: int) -> Run | None:
        for length in range(min(self._most_letters, len(text) - place), 1, -1):
            part = Run(text[place : place + length], False)
            if (part,) in self._by_phrase and not _cuts_kana(text, place, place + length):
                return part
        return None


def _cuts_kana(text: str, begin: int, end: int) -> bool:
    """Whether a word in kana is cut by taking this part out: パン is not in ジャパン, nor in パンダ."""
    return any(
        0 < place < len(text) and _is_kana(text[place - 1]) and _is_kana(text[place])
        for place in (begin, end)
    )


def _is_kana(letter: str) -> bool:
    return "\u30a1" <= letter <= "\u30fc"


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words that all must be there for a phrase to be found."""
    return tuple(dict.fromkeys(word for run in runs(phrase) for word in typed_words(run)))
