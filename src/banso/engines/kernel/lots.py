"""Drawing lots with a sealed seed, so that anybody can draw again and find the same.

1. Before it is known who will be equal, a seed is made and its commitment published: the SHA-256 of the
   seed's text.
2. The draw orders the candidates by the SHA-256 of ``seed|reference``, the smallest first. Nobody can choose
   a reference, and nobody knew the seed.
3. With the draw the seed is published. Whoever has seed and candidates repeats the draw.

A sample is drawn by the same numbers: who is in it depends on seed and reference alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from banso.engines.kernel.faults import Fault

#: Bytes of a digest that decide about a sample.
_BYTES = 8


def commitment(seed: str) -> str:
    """What is published of a seed before it is used: 64 hexadecimal digits."""
    return sha256(seed.encode()).hexdigest()


def order(seed: str, references: Iterable[str]) -> tuple[str, ...]:
    """The references in the order in which the seed draws them."""
    return tuple(sorted(references, key=lambda reference: (_number(seed, reference), reference)))


def in_sample(seed: str, reference: str, percent: int) -> bool:
    """Whether a reference is in the sample of so many percent."""
    return int.from_bytes(_number(seed, reference)[:_BYTES], "big") * 100 < percent << (8 * _BYTES)


def _number(seed: str, reference: str) -> bytes:
    return sha256(f"{seed}|{reference}".encode()).digest()


@dataclass(frozen=True)
class Draw:
    """A draw as it is published. ``order`` is that of all candidates; the first ``places`` are drawn."""

    round: str
    commitment: str
    seed: str
    places: int
    order: tuple[str, ...]

    def written(self) -> str:
        """The file that anybody can take away."""
        return json.dumps(
            {
                "round": self.round,
                "commitment": self.commitment,
                "seed": self.seed,
                "places": self.places,
                "candidates": sorted(self.order),
                "order": list(self.order),
            },
            ensure_ascii=False,
            indent=2,
        )


@dataclass(frozen=True)
class Replay:
    """What drawing again gave. ``draw`` is None where the file says too little to draw at all."""

    draw: Draw | None
    faults: tuple[Fault, ...]


def replay(name: str, text: str) -> Replay:
    """Draw again from a published file and name whatever does not agree with it."""
    try:
        found = json.loads(text)
    except ValueError:
        return Replay(None, (Fault(name, None, None, None, "draw_unreadable"),))
    faults = tuple(_lacking(name, found))
    if faults:
        return Replay(None, faults)
    again = order(found["seed"], found["candidates"])
    draw = Draw(found["round"], commitment(found["seed"]), found["seed"], found["places"], again)
    return Replay(draw, tuple(_differing(name, found, draw)))


def _lacking(name: str, found: Any) -> Iterable[Fault]:
    if not isinstance(found, dict):
        yield Fault(name, None, None, None, "draw_unreadable")
        return
    for key in ("round", "commitment", "seed"):
        if not isinstance(found.get(key), str) or not found[key]:
            yield Fault(name, None, key, None, "draw_lacks")
    if type(found.get("places")) is not int or found["places"] < 0:
        yield Fault(name, None, "places", None, "draw_lacks")
    for key in ("candidates", "order"):
        if not isinstance(found.get(key), list) or not all(isinstance(one, str) for one in found[key]):
            yield Fault(name, None, key, None, "draw_lacks")


def _differing(name: str, found: dict[str, Any], draw: Draw) -> Iterable[Fault]:
    if found["commitment"] != draw.commitment:
        yield Fault(name, None, "commitment", found["commitment"], "commitment_differs")
    if len(set(found["candidates"])) != len(found["candidates"]):
        yield Fault(name, None, "candidates", None, "candidate_twice")
    yield from _misplaced(name, found["order"], draw.order)


def _misplaced(name: str, said: Sequence[str], drawn: Sequence[str]) -> Iterable[Fault]:
    """The first position at which the published order is another one; positions count from 1."""
    for position in range(max(len(said), len(drawn))):
        there = said[position] if position < len(said) else None
        right = drawn[position] if position < len(drawn) else ""
        if there != right:
            yield Fault(name, position + 1, "order", there, "order_differs", {"drawn": right})
            return
