"""What a buyer looks for, made ready for the index of either database."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from banso.engines.catalogue.synonyms import Meaning, Said, Synonyms, phrase_words
from banso.engines.catalogue.words import typed_words
from banso.engines.search.tokens import MOST_WORDS


@dataclass(frozen=True, slots=True)
class Query:
    """Groups that all must be met; one is met by any of its alternatives, an alternative by all its words.

    ``also`` are the phrases that were looked for besides what was typed.
    """

    groups: tuple[tuple[tuple[str, ...], ...], ...]
    also: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    def meets(self, words: Set[str]) -> bool:
        """Whether a text with these words is found. What both databases must agree with."""
        return bool(self) and all(any(words.issuperset(one) for one in group) for group in self.groups)

    def for_sqlite(self) -> str:
        """The query in the language of FTS5."""
        return self._written(lambda word: f'"{word}"', " AND ", " OR ")

    def for_postgresql(self) -> str:
        """The query as a ``tsquery``."""
        return self._written(lambda word: f"'{word}'", " & ", " | ")

    def _written(self, word: Callable[[str], str], every: str, some: str) -> str:
        def alternative(words: tuple[str, ...]) -> str:
            return f"({every.join(map(word, words))})"

        return every.join(f"({some.join(map(alternative, group))})" for group in self.groups)


def category_word(code: str) -> str:
    """The word under which the products of a category are found whatever their text says."""
    return "category" + "".join(f"{ord(letter):x}" for letter in code)


def read_query(text: str, synonyms: Synonyms, *, as_typed: bool = False) -> Query:
    """What somebody looks for: all of it must be found, each thing by any of its names.

    With ``as_typed`` nothing but what was typed is looked for. A query is read up to ``MOST_WORDS`` groups.
    """
    groups: list[tuple[tuple[str, ...], ...]] = []
    also: dict[str, None] = {}
    for said in synonyms.read(text):
        group = {_typed(said): None}
        for meaning in () if as_typed else said.meanings:
            besides = [phrase for phrase in meaning.phrases if not _stands_in_others(phrase, meaning)]
            group |= {phrase_words(phrase): None for phrase in besides}
            group |= {(category_word(meaning.category),): None} if meaning.category else {}
            also |= {phrase: None for phrase in besides if phrase_words(phrase) != _typed(said)}
        groups.append(tuple(group))
    return Query(tuple(dict.fromkeys(groups))[:MOST_WORDS], tuple(also))


def _stands_in_others(phrase: str, meaning: Meaning) -> bool:
    """One character alone stands in much else: 麺, folded, in 面霜. The category finds what is meant."""
    return bool(meaning.category) and len(phrase) == 1


def _typed(said: Said) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for run in said.runs for word in typed_words(run)))
