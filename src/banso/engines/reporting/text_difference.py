"""What was added to a text and what was taken out, word by word.

Japanese has no blanks between words: a run of one script (kanji, hiragana, katakana, Latin letters and
digits) stands for a word, every other character for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]

_WORDS = re.compile(
    r"[\u4e00-\u9fff\u3005]+|[\u3041-\u309f]+|[\u30a0-\u30ff]+|[A-Za-z0-9\uff10-\uff19]+|\s+|.", re.DOTALL
)


@dataclass(frozen=True)
class Part:
    """A stretch of text that both have, or only one."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> list[Part]:
    """The parts of both texts in their order; where words were replaced, what was taken out comes first.

    The parts that are not added make up the text before; those that are not removed the text after.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    return list(_joined(_parts(old, new)))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Part("removed", "".join(old[i:j]))
        if k < m:
            yield Part("added", "".join(new[k:m]))


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    last: Part | None = None
    for part in parts:
        if last is not None and last.kind == part.kind:
            last = Part(part.kind, last.text + part.text)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last
