"""What every part of the reader needs: elements by name, texts, and a place to put faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from banso.engines.kernel.faults import Fault
from banso.engines.policy.expressions import Expression, Test
from banso.engines.policy.feel.faults import FeelFault
from banso.engines.policy.feel.inlining import measured

Element = etree._Element
_Read = TypeVar("_Read", Expression, Test)

#: The versions that are read, by the namespace of their model.
VERSIONS = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
#: How many characters of expressions a file may have, and parts of what comes of them: reading them takes
#: some ten seconds at most.
MOST_WORK = 1_000_000
#: So much of a text is shown with a fault.
_SHOWN = 200
_FEEL = re.compile(r"(?:.*/)?S?-?FEEL(?:/.*)?", re.IGNORECASE)


class Refused(Exception):
    """A part cannot be read; its fault is noted already."""


@dataclass(slots=True)
class Source:
    """A file being read. ``version`` is the namespace of its elements."""

    name: str
    version: str
    faults: list[Fault] = field(default_factory=list)
    #: The characters and parts of expressions so far.
    work: int = 0

    def tag(self, element: Element) -> str:
        """The name of an element of the model; "" for one of another vocabulary."""
        name = etree.QName(element)
        return name.localname if name.namespace == self.version else ""

    def children(self, element: Element | None, name: str) -> list[Element]:
        """The children of a name."""
        return [] if element is None else element.findall(f"{{{self.version}}}{name}")

    def child(self, element: Element | None, name: str) -> Element | None:
        """The first child of a name."""
        return None if element is None else element.find(f"{{{self.version}}}{name}")

    def others(self, element: Element) -> Iterator[tuple[Element, str]]:
        """The children of the model's vocabulary, with their names."""
        return ((child, self.tag(child)) for child in element if self.tag(child))

    def text(self, element: Element | None) -> str:
        """What stands in the ``text`` of an element, without space around it; "" if there is none."""
        found = self.child(element, "text")
        return "".join(found.itertext()).strip() if found is not None else ""

    def refuse(
        self,
        rule: str,
        decision: str | None = None,
        row: int | None = None,
        value: str | None = None,
        **params: object,
    ) -> Refused:
        """Note a fault; the answer may be raised."""
        shown = value if value is None or len(value) <= _SHOWN else value[:_SHOWN] + "…"
        self.faults.append(Fault(self.name, row, decision, shown, rule, params))
        return Refused(rule)

    def understood(
        self, read: Callable[[], _Read], text: str, decision: str | None, row: int | None = None
    ) -> _Read:
        """What comes of reading an expression.

        Raises:
            Refused: it is not understood, or the file has too many of them.
        """
        if self.work > MOST_WORK:
            # Said already, once.
            raise Refused
        self.work += len(text)
        try:
            found = read()
            self.work += measured(found)
        except FeelFault as fault:
            raise self.refuse(fault.rule, decision, row, text, **fault.params) from None
        if self.work > MOST_WORK:
            raise self.refuse("dmn_too_large", most=MOST_WORK)
        return found

    def only_feel(self, element: Element, decision: str | None = None) -> None:
        """Refuse another language of expressions than FEEL.

        Raises:
            Refused: it is named.
        """
        language = element.get("expressionLanguage")
        if language and not _FEEL.fullmatch(language):
            raise self.refuse("dmn_language", decision, value=language, language=language)


def named(element: Element) -> str:
    """The name of an element, its spaces as one each."""
    return " ".join((element.get("name") or "").split())
