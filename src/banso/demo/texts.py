"""What people of the demonstration write, from templates."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from typing import Any

from banso.demo.names import DATA


@cache
def templates() -> dict[str, Any]:
    """All templates, as in ``data/texts.toml``."""
    return tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))


class Writer:
    """Writes texts about one firm's product and market."""

    def __init__(self, chance: random.Random, product: str, market: str) -> None:
        self._chance = chance
        self._slots = {"product": product, "market": market}

    def text(self, *path: str) -> str:
        """A text of a group of templates, for example ``text("subjects", "rules", "titles")``."""
        group: Any = templates()
        for step in path:
            group = group[step]
        return self._chance.choice(group).format(**self._slots)

    def question(self, subject: str) -> str:
        """What a firm asks: the question between one or two sentences about itself."""
        ask = self.text("subjects", subject, "asks")
        contexts = self._chance.sample(
            templates()["consultation"]["contexts"], self._chance.choice((1, 1, 2))
        )
        return "".join([*contexts[:1], ask, *contexts[1:]])
