"""The expressions of a form: checked against the questions it has, and evaluated by lxml's XPath.

An expression is read as a tree (`syntax`), every question in it is found among those of the form (`Scope`),
and the tree is written as the XPath 1.0 that means the same: paths relative to the question at hand, dates
as days where numbers are needed, today and the columns of a choice as variables. Anything else is refused by
its name when the form is loaded, so that no expression is ever half understood while answers are judged.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from banso.engines.questionnaire import functions
from banso.engines.questionnaire.functions import FUNCTIONS, Kind, Scalar, Want, days, to_text
from banso.engines.questionnaire.patterns import PatternError, compiled
from banso.engines.questionnaire.syntax import (
    Call,
    ExpressionError,
    Negative,
    Node,
    Number,
    Operation,
    Reference,
    Text,
    conjuncts,
    parse,
)

__all__ = ["Expression", "ExpressionError", "Place", "Scope"]

#: Where something stands in a form: the names from the outermost group to its own.
Place = tuple[str, ...]
PlaceKind = Literal["text", "number", "date", "any", "group", "repeat"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARED = frozenset({"=", "!="})
_ORDERED = frozenset({"<", "<=", ">", ">="})
_MARK = "off"
_ON = f"[not(@{_MARK})]"
_COLUMN = "column-"


@dataclass(frozen=True)
class Scope:
    """What the expressions of a form may name: its questions, groups and repeats, and what they hold.

    `here` is the question that an expression belongs to; `columns` are those of the choices, in a filter.
    `choice_label` gives the words of a choice of a question, in a language.
    """

    root: str
    places: Mapping[Place, PlaceKind]
    here: Place = ()
    columns: frozenset[str] = frozenset()
    choice_label: Callable[[Place, str, str], str] = lambda place, code, language: code
    _by_name: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {place[-1]: place for place in self.places})

    def at(self, here: Place, columns: frozenset[str] = frozenset()) -> "Scope":
        """The same form, seen from a question."""
        return Scope(self.root, self.places, here, columns, self.choice_label)

    def found(self, source: str) -> Place | None:
        """Return where a reference leads; None if nowhere."""
        if source == ".":
            return self.here
        if source.startswith("${"):
            return self._by_name.get(source[2:-1].strip())
        steps = source.removeprefix("current()/").removeprefix("./").split("/")
        if steps[0] == "":
            place = tuple(steps[2:]) if steps[1] == self.root else ()
        else:
            place = self.here
            for step in steps:
                if step == ".." and not place:
                    return None
                place = place[:-1] if step == ".." else (*place, step)
        return place if place in self.places else None

    def repeated(self, place: Place) -> Place | None:
        """Return the repeat that stands between here and a place, so that there may be many of it."""
        common = _common(self.here, place)
        for length in range(len(common) + 1, len(place) + 1):
            if self.places[place[:length]] == "repeat":
                return place[:length]
        return None


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the conditions that a top-level `and` joins, and the places it looks at."""

    run: etree.XPath
    places: frozenset[Place]


class Expression:
    """An expression on the answers of one respondent.

    `places` are the questions, groups and repeats it looks at, `text` is the expression in words of question
    codes, `uses` the variables it needs ("today", "language", columns of choices), `unanchored` the patterns
    that may match anywhere in a text.
    """

    def __init__(self, source: str, scope: Scope) -> None:
        """Compile what stands in a form. Raises ExpressionError for what is not understood."""
        self.text = _in_codes(source, scope.root)
        try:
            tree = parse(source)
            self._parts = tuple(_compiled(part, scope) for part in conjuncts(tree))
            whole = _Writer(scope)
            self.kind, self._whole = _valued(tree, whole)
            self._condition = _compiled(tree, scope).run
        except ExpressionError as error:
            raise ExpressionError(error.name, self.text, error.rule, **error.params) from error
        seen = frozenset().union(*(part.places for part in self._parts))
        self.places = seen - {scope.here}
        self.sees_itself = scope.here in seen
        self.uses = frozenset(whole.uses)
        self.unanchored = tuple(whole.unanchored)

    @property
    def codes(self) -> frozenset[str]:
        """The questions it looks at, by code."""
        return frozenset(place[-1] for place in self.places)

    def holds(
        self,
        node: etree._Element,
        unknown: Callable[[Place], bool] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> bool | None:
        """Return whether the condition holds for the answers that `node` belongs to; `.` is `node`.

        None if that hangs on a question whose own answer is `unknown` because it was refused.
        """
        given = {name: variables[name] for name in self.uses} if self.uses and variables else {}
        if unknown is None:
            return bool(self._condition(node, **given))
        result: bool | None = True
        for part in self._parts:
            if any(map(unknown, part.places)):
                result = None
            elif not part.run(node, **given):
                return False
        return result

    def value(self, node: etree._Element, variables: Mapping[str, str] | None = None) -> Scalar:
        """Return what the expression gives: a text, a number, yes or no."""
        given = {name: variables[name] for name in self.uses} if self.uses and variables else {}
        result = self._whole(node, **given)
        return result if isinstance(result, bool | float) else str(result)


def _in_codes(source: str, root: str) -> str:
    """An expression with the codes of questions in place of their paths."""
    # pyxform puts a space on each side of a question's path.
    path = rf"\s?(?:/{re.escape(root)}/|(?:current\(\)/)?(?:\.\./)+)(?:[\w.-]+/)*([\w.-]+)\s?"
    return re.sub(r"\$\{\s*([\w.-]+)\s*\}", r"\1", re.sub(path, r"\1", source)).strip()


def _compiled(part: Node, scope: Scope) -> _Part:
    writer = _Writer(scope)
    return _Part(writer.xpath(writer.boolean(part)), frozenset(writer.places))


def _valued(tree: Node, writer: "_Writer") -> tuple[Kind, etree.XPath]:
    written, kind = writer.written(tree)
    if isinstance(tree, Reference):
        written = f"string({written})"
    return kind, writer.xpath(written)


def _common(here: Place, there: Place) -> Place:
    length = 0
    for mine, other in zip(here, there, strict=False):
        if mine != other:
            break
        length += 1
    return here[:length]


class _Writer:
    """Writes a tree as XPath, and remembers what it looks at and calls."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.places: set[Place] = set()
        self.uses: set[str] = set()
        self.unanchored: list[str] = []
        self._calls: dict[tuple[None, str], Callable[..., Any]] = {}

    def xpath(self, written: str) -> etree.XPath:
        """Compile what was written, with the functions it calls and no others."""
        try:
            return etree.XPath(written, extensions=self._calls, regexp=False, smart_strings=False)
        except etree.XPathSyntaxError as error:
            raise ExpressionError(str(error), written) from error

    def written(self, node: Node) -> tuple[str, Kind]:
        """Return the XPath of a tree and what it gives."""
        match node:
            case Text(value):
                quote = "'" if "'" not in value else '"'
                return f"{quote}{value}{quote}", "text"
            case Number(digits):
                return digits, "number"
            case Reference(source):
                return self._reference(source)
            case Negative(of):
                return f"(- {self.number(of)})", "number"
            case Operation():
                return self._operation(node)
            case Call():
                return self._call(node)

    def boolean(self, node: Node) -> str:
        """Write a tree where yes or no is needed: a question counts as yes once it is answered."""
        written, kind = self.written(node)
        if kind == "boolean":
            return written
        if isinstance(node, Reference) or kind in ("text", "date"):
            return f"(string({written}) != '')"
        return self._by("to-boolean", functions.to_boolean, written)

    def number(self, node: Node) -> str:
        """Write a tree where a number is needed: a date is its days."""
        return self._numbered(node, *self.written(node))

    def _numbered(self, node: Node, written: str, kind: Kind) -> str:
        if isinstance(node, Text) and _DATE.fullmatch(node.value):
            return to_text(days(node.value)) or "number('')"
        if kind == "number":
            return written
        if kind == "boolean":
            return f"number({written})"
        return self._by("to-number", functions.to_number, self._plain(node, written))

    def text(self, node: Node) -> str:
        """Write a tree where a text is needed; XPath itself writes large numbers as people do not."""
        written, kind = self.written(node)
        if isinstance(node, Reference):
            return f"string({written})"
        if kind in ("text", "date"):
            return written
        return self._by("to-text", to_text, written)

    def _by(self, name: str, code: Callable[..., Any], *arguments: str) -> str:
        # Under a name that XPath does not have: its own functions would be called instead.
        own = f"own-{name.replace(':', '-')}"
        self._calls[None, own] = lambda _context, *given: code(*given)
        return f"{own}({', '.join(arguments)})"

    @staticmethod
    def _plain(node: Node, written: str) -> str:
        return f"string({written})" if isinstance(node, Reference) else written

    def _reference(self, source: str) -> tuple[str, Kind]:
        if source in self._scope.columns:
            self.uses.add(_COLUMN + source)
            return f"${_COLUMN}{source}", "text"
        place = self._found(source)
        kind = self._scope.places[place]
        if kind in ("group", "repeat"):
            raise ExpressionError(source, "", "expression_group", question=place[-1])
        repeat = self._scope.repeated(place)
        if repeat:
            params = {"question": place[-1], "repeat": repeat[-1]}
            raise ExpressionError(source, "", "expression_repeated", **params)
        return self._path(place), kind  # type: ignore[return-value]

    def _found(self, source: str) -> Place:
        place = self._scope.found(source)
        if place is None:
            raise ExpressionError(source, "", "expression_question_unknown")
        self.places.add(place)
        return place

    def _path(self, place: Place) -> str:
        here = self._scope.here
        common = _common(here, place)
        if place == here:
            return "."
        return "/".join([".."] * (len(here) - len(common)) + list(place[len(common) :]))

    def _nodes(self, node: Node, function: str) -> str:
        """Write a question or repeat of which there may be many; those that are not asked are left out."""
        if not isinstance(node, Reference):
            raise ExpressionError(function, "", "expression_nodes", function=function)
        place = self._found(node.source)
        if self._scope.places[place] == "repeat" and not node.source.endswith(".."):
            parent = place[:-1]
            up = self._path(parent) if parent != self._scope.here else "."
            if not parent:
                up = "/".join([".."] * len(self._scope.here))
            return f"{up}/{place[-1]}{_ON}"
        return self._path(place) + _ON

    def _operation(self, node: Operation) -> tuple[str, Kind]:
        sign, left, right = node.sign, node.left, node.right
        if sign in ("and", "or"):
            return f"({self.boolean(left)} {sign} {self.boolean(right)})", "boolean"
        if sign in _COMPARED:
            return f"({self._compared(sign, left, right)})", "boolean"
        kind: Kind = "boolean" if sign in _ORDERED else "number"
        return f"({self.number(left)} {sign} {self.number(right)})", kind

    def _compared(self, sign: str, left: Node, right: Node) -> str:
        """Write an equation; a date stands beside a number as its days."""
        (one, of_one), (other, of_other) = self.written(left), self.written(right)
        if of_other == "number" and of_one in ("date", "any"):
            one = self._numbered(left, one, of_one)
        if of_one == "number" and of_other in ("date", "any"):
            other = self._numbered(right, other, of_other)
        return f"{one} {sign} {other}"

    def _call(self, node: Call) -> tuple[str, Kind]:
        name, arguments = node.name, node.arguments
        function = FUNCTIONS.get(name)
        if function is None:
            raise ExpressionError(name, "", "expression_function_unknown")
        if not function.fits(len(arguments)):
            raise ExpressionError(name, "", "expression_arguments", function=name, given=len(arguments))
        special = {
            "today": self._today,
            "position": self._position,
            "count": self._aggregate,
            "sum": self._aggregate,
            "count-non-empty": self._aggregate,
            "jr:choice-name": self._choice_name,
        }.get(name)
        if special:
            return special(node), function.gives
        if name == "regex":
            self._check_pattern(arguments[1])
        written = [self._argument(each, function.want(n), name) for n, each in enumerate(arguments)]
        if function.code is None:
            return f"{name}({', '.join(written)})", function.gives
        return self._by(name, function.code, *written), function.gives

    def _argument(self, node: Node, want: Want, function: str) -> str:
        if want == "text" or want == "literal":
            return self.text(node)
        if want == "number":
            # A function of ours is given the number, not the node.
            written = self.number(node)
            return f"number({written})" if isinstance(node, Reference) else written
        if want == "boolean":
            return self.boolean(node)
        if want == "nodes":
            return self._nodes(node, function) if isinstance(node, Reference) else self.number(node)
        return self._plain(node, self.written(node)[0])

    def _today(self, _node: Call) -> str:
        self.uses.add("today")
        return "$today"

    def _position(self, node: Call) -> str:
        (of,) = node.arguments
        place = self._scope.found(of.source) if isinstance(of, Reference) else None
        if place is None or self._scope.places[place] != "repeat" or self._scope.here[: len(place)] != place:
            raise ExpressionError("position", "", "expression_position")
        up = "/".join([".."] * (len(self._scope.here) - len(place)))
        return f"(count({up}/preceding-sibling::{place[-1]}) + 1)"

    def _aggregate(self, node: Call) -> str:
        (of,) = node.arguments
        nodes = self._nodes(of, node.name)
        if node.name == "count-non-empty":
            return f"count({nodes}[string(.) != ''])"
        return f"{node.name}({nodes})"

    def _choice_name(self, node: Call) -> str:
        code, question = node.arguments
        source = question.value.strip() if isinstance(question, Text) else ""
        place = self._scope.found(source) if source else None
        if place is None:
            raise ExpressionError("jr:choice-name", "", "expression_choice_name")
        self.uses.add("language")
        label = self._scope.choice_label

        def choice_name(given: str, language: str) -> str:
            return label(place, given, language)

        name = f"choice-name-{'-'.join(place)}"
        return self._by(name, choice_name, self.text(code), "$language")

    def _check_pattern(self, node: Node) -> None:
        if not isinstance(node, Text):
            raise ExpressionError("regex", "", "expression_regex_literal")
        try:
            pattern = compiled(node.value)
        except PatternError as error:
            raise ExpressionError("regex", "", "expression_regex", part=str(error)) from error
        if not pattern.anchored:
            self.unanchored.append(node.value)
