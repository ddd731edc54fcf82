"""XML from strangers: read without entities, without network, and with limits.

The text goes through expat first, which meets a DOCTYPE, a too deep or a too large document before anything
is built of it; only what passes is made a tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

#: The largest file, in bytes.
MOST_BYTES = 5_000_000
#: How deep elements may stand in each other; a decision table needs about seven levels.
MOST_DEPTH = 100
#: The most elements of a file.
MOST_ELEMENTS = 200_000


class XmlFault(Exception):
    """A document that is refused. ``rule`` is a stable code; ``params`` fill its sentence."""

    def __init__(self, rule: str, **params: object) -> None:
        super().__init__(rule)
        self.rule, self.params = rule, params


def read_xml(data: bytes) -> etree._Element:
    """The root element of a document.

    Raises:
        XmlFault: it is not well formed, declares a document type, or is too large or deep.
    """
    if len(data) > MOST_BYTES:
        raise XmlFault("xml_too_large", most=MOST_BYTES)
    _Watch().pass_through(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XmlFault("xml_broken", line=error.lineno or 1) from None


@dataclass(slots=True)
class _Watch:
    """Goes through a document without keeping it."""

    depth: int = 0
    elements: int = 0
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def pass_through(self, data: bytes) -> None:
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise XmlFault("xml_broken", line=error.lineno) from None
        except (LookupError, ValueError):
            # An encoding that nobody knows.
            raise XmlFault("xml_broken", line=1) from None

    def _doctype(self, *_declared: object) -> None:
        raise XmlFault("xml_doctype", line=self.parser.CurrentLineNumber)

    def _start(self, *_element: object) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MOST_DEPTH:
            raise XmlFault("xml_too_deep", most=MOST_DEPTH, line=self.parser.CurrentLineNumber)
        if self.elements > MOST_ELEMENTS:
            raise XmlFault("xml_too_many", most=MOST_ELEMENTS)

    def _end(self, _name: str) -> None:
        self.depth -= 1
