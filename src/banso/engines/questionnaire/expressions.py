"""The conditions of a compiled form: read, checked and evaluated by lxml's XPath.

Only what the forms use is understood: comparisons of questions, `.`, texts and numbers, joined by `and`
and `or`, and the functions in FUNCTIONS. Anything else is refused by its name when the form is loaded,
so that no condition is ever half understood while answers are judged.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from lxml import etree

_TOKENS = re.compile(
    r"""\s*(?:
      (?P<text>'[^']*'|"[^"]*")
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<path>/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)*)
    | (?P<function>[A-Za-z_][\w:.-]*)(?=\s*\()(?<!\band)(?<!\bor)
    | (?P<word>[A-Za-z_][\w:.-]*)
    | (?P<sign>!=|<=|>=|[=<>(),.])
    | (?P<other>\S)
    )""",
    re.VERBOSE,
)


def _selected(_context: object, nodes: list[etree._Element], choice: str) -> bool:
    """ODK's selected(): whether the choice is among those of a several-choice question."""
    return any(choice in (node.text or "").split() for node in nodes)


# Functions by their name in the form. string-length() is XPath's own.
FUNCTIONS = {"selected": _selected, "string-length": None}
_EXTENSIONS = {(None, name): function for name, function in FUNCTIONS.items() if function}


class ExpressionError(ValueError):
    """A condition uses something that is not understood; `name` is what."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name!r} in {text!r} is not understood")
        self.name = name
        self.text = text


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the conditions that a top-level `and` joins, and the questions it looks at."""

    holds: etree.XPath
    codes: frozenset[str]


class Expression:
    """A condition on the answers of one respondent.

    `codes` are the questions it looks at, `text` is the condition in words of question codes.
    """

    def __init__(self, source: str, root: str) -> None:
        """Compile `source` as it stands in the compiled form, whose instance is called `root`.

        Raises ExpressionError for what is not understood.
        """
        prefix = f"/{root}/"
        # pyxform puts a space on each side of a question's path.
        self.text = re.sub(rf"\s?{prefix}([\w.-]+)\s?", r"\1", source).strip()
        self._parts = tuple(_compile(part, prefix, self.text) for part in _conjuncts(source, self.text))
        self.codes = frozenset().union(*(part.codes for part in self._parts))

    def holds(self, node: etree._Element, unknown: Container[str] = ()) -> bool | None:
        """Return whether the condition holds for the answers that `node` belongs to; `.` is `node`.

        None if that hangs on a question whose own answer is `unknown` because it was refused.
        """
        result: bool | None = True
        for part in self._parts:
            if any(code in unknown for code in part.codes):
                result = None
            elif not part.holds(node):
                return False
        return result


def _tokens(source: str, text: str) -> list[tuple[str, str, int]]:
    """Return (kind, token, where it starts) of all tokens, each of a kind that is understood."""
    found = []
    for match in _TOKENS.finditer(source.rstrip()):
        kind = match.lastgroup or ""
        token = match.group(kind)
        unknown_function = kind == "function" and token not in FUNCTIONS
        unknown_word = kind == "word" and token not in ("and", "or")
        if kind == "other" or unknown_function or unknown_word:
            raise ExpressionError(token, text)
        found.append((kind, token, match.start(kind)))
    return found


def _conjuncts(source: str, text: str) -> list[str]:
    """Split a condition at its `and`s outside parentheses; one with an `or` there stays whole."""
    depth, cuts = 0, []
    for kind, token, start in _tokens(source, text):
        depth += (token == "(") - (token == ")") if kind == "sign" else 0
        if kind == "word" and depth == 0:
            if token == "or":
                return [source]
            cuts.append((start, start + len(token)))
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(source)]
    return [source[start:end] for start, end in zip(starts, ends, strict=True)]


def _compile(source: str, prefix: str, text: str) -> _Part:
    codes = set()
    for kind, token, _ in _tokens(source, text):
        if kind == "path":
            if not token.startswith(prefix) or "/" in token[len(prefix) :]:
                raise ExpressionError(token, text)
            codes.add(token[len(prefix) :])
    try:
        return _Part(etree.XPath(f"boolean(({source}))", extensions=_EXTENSIONS), frozenset(codes))
    except etree.XPathSyntaxError as error:
        raise ExpressionError(str(error), text) from error
