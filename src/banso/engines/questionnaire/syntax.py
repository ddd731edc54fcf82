"""The expressions of forms as trees: XPath as XLSForm uses it, read by a parser that knows nothing else.

What is read: texts, numbers, `.`, questions (as `${name}` in a workbook, as a path in a compiled form),
comparisons, arithmetic, `and`, `or` and calls of functions. There are no other axes, predicates or wildcards,
so that an expression can reach nothing but the answer it belongs to. Length, depth and number of parts are
limited: what an expression may cost is known before it is ever evaluated.
"""

import re
from dataclasses import dataclass

MAX_LENGTH = 4_000
MAX_DEPTH = 32
MAX_PARTS = 400

_NAME = r"[^\W\d][\w.-]*"
_TOKENS = re.compile(
    rf"""\s*(?:
      (?P<text>'[^']*'|"[^"]*")
    | (?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    | (?P<reference>\$\{{\s*{_NAME}\s*\}})
    | (?P<path>(?:current\(\)/)?\.\.(?:/(?:\.\.|{_NAME}))*|(?:current\(\)/|\./)?(?:/{_NAME})+)
    | (?P<word>{_NAME}(?::{_NAME})?)
    | (?P<sign>!=|<=|>=|[=<>(),.+*-])
    | (?P<other>\S)
    )""",
    re.VERBOSE,
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS = frozenset({"or", "and", "div", "mod"})


class ExpressionError(ValueError):
    """An expression is not understood: `rule` says how, `name` names the part, `text` is the whole."""

    def __init__(self, name: str, text: str, rule: str = "expression_syntax", **params: object) -> None:
        super().__init__(f"{name!r} in {text!r} is not understood ({rule})")
        self.name = name
        self.text = text
        self.rule = rule
        self.params = params


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it is written."""

    digits: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A question, group or repeat: `${name}`, a path, `.` or the column of a choice."""

    source: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and the sign or word between them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    """A part behind a minus."""

    of: "Node"


Node = Text | Number | Reference | Call | Operation | Negative


def parse(source: str) -> Node:
    """Read an expression. Raises ExpressionError for what is not understood or exceeds a limit."""
    text = source.strip()
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"{text[:20]}…", f"{text[:60]}…", "expression_too_long", limit=MAX_LENGTH)
    return _Parser(text).whole()


def conjuncts(node: Node) -> list[Node]:
    """Return the conditions that outer `and`s join, in order."""
    found: list[Node] = []
    while isinstance(node, Operation) and node.sign == "and":
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


class _Parser:
    """Reads one expression by precedence, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [
            (match.lastgroup or "", match.group(match.lastgroup or "")) for match in _TOKENS.finditer(text)
        ]
        if len(self._tokens) > 2 * MAX_PARTS:
            self._refuse(f"{text[:20]}…", "expression_too_large", limit=MAX_PARTS)
        self._tokens.append(("end", ""))
        self._at = self._depth = 0

    def whole(self) -> Node:
        node = self._level(0)
        if self._kind != "end":
            self._refuse(self._token)
        return node

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def _token(self) -> str:
        return self._tokens[self._at][1]

    def _refuse(self, name: str, rule: str = "expression_syntax", **params: object) -> None:
        raise ExpressionError(name, self._text, rule, **params)

    def _next(self) -> str:
        token = self._token
        self._at += 1
        return token

    def _is(self, sign: str) -> bool:
        return self._kind in ("sign", "word") and self._token == sign

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            self._refuse(self._token or sign)
        self._at += 1

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._single()
        left = self._level(level + 1)
        while self._kind in ("sign", "word") and self._token in _LEVELS[level]:
            sign = self._next()
            left = Operation(sign, left, self._level(level + 1))
        return left

    def _single(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(self._token, "expression_too_deep", limit=MAX_DEPTH)
        try:
            return self._operand()
        finally:
            self._depth -= 1

    def _operand(self) -> Node:
        kind, token = self._kind, self._token
        if kind == "text":
            return Text(self._next()[1:-1])
        if kind == "number":
            return Number(self._next())
        if kind in ("reference", "path") or self._is("."):
            return Reference(self._next())
        if self._is("-"):
            self._next()
            return Negative(self._single())
        if self._is("("):
            self._next()
            inner = self._level(0)
            self._expect(")")
            return inner
        if kind == "word" and token not in _WORDS:
            self._next()
            return self._call(token) if self._is("(") else Reference(token)
        self._refuse(token or "…")
        raise AssertionError

    def _call(self, name: str) -> Call:
        self._expect("(")
        arguments: list[Node] = []
        if not self._is(")"):
            arguments.append(self._level(0))
            while self._is(","):
                self._next()
                arguments.append(self._level(0))
        self._expect(")")
        return Call(name, tuple(arguments))
