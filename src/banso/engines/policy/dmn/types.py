"""The types of a file: FEEL's own, and item definitions made of them (DMN 1.3, 7.3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from banso.engines.policy.dmn.source import Element, Source, named
from banso.engines.policy.expressions import (
    TESTED,
    AnyOf,
    Call,
    Compared,
    Comparison,
    Constant,
    Expression,
    Holds,
    In,
    Member,
    Name,
    Operation,
    Test,
    Within,
)
from banso.engines.policy.feel.functions import OF_FACTS
from banso.engines.policy.feel.inlining import replaced
from banso.engines.policy.feel.parser import parse_unary_tests
from banso.engines.policy.model import Domain, Kind

_KINDS = {
    "string": Kind.TEXT,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
}
#: FEEL's own types by the names that files give them.
_OWN = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "context": "context",
    "list": "list",
    "Any": "Any",
}
#: How deep item definitions may refer to each other.
_MOST_LEVELS = 20


@dataclass(frozen=True, slots=True)
class Type:
    """What values may be: one of FEEL's own types, a context of ``parts``, or a list of such (``many``)."""

    base: str = "Any"
    many: bool = False
    parts: Mapping[str, Type] = field(default_factory=dict)
    allowed: Test | None = None

    @property
    def kind(self) -> Kind:
        """The kind of a fact or result of the type."""
        return Kind.ANY if self.many else _KINDS.get(self.base, Kind.ANY)

    @property
    def domain(self) -> Domain:
        """What it allows, as a domain."""
        if self.kind is Kind.ANY:
            fits = _fitting(Name((TESTED,)), self)
            return Domain(allowed=Holds(fits)) if fits else Domain()
        return Domain() if self.allowed is None else domain_of(self.allowed, self.kind)


class Types:
    """The types of a file, worked out as they are asked for."""

    def __init__(self, source: Source, root: Element) -> None:
        self._source = source
        self._definitions = {named(item): item for item in source.children(root, "itemDefinition")}
        self._found: dict[str, Type] = {}
        #: The names of all entries of contexts, which may have spaces.
        self.members = frozenset(
            named(part)
            for item in self._definitions.values()
            for part in item.iter(f"{{{source.version}}}itemComponent")
        )

    def of(self, element: Element | None, decision: str | None) -> Type:
        """The type that an element's ``typeRef`` names; any if it names none.

        Raises:
            Refused: no such type is known.
        """
        reference = element.get("typeRef") if element is not None else None
        return self._named(reference, decision, 0) if reference else Type()

    def _named(self, reference: str, decision: str | None, level: int) -> Type:
        reference = " ".join(reference.split())
        # A prefix stands for a namespace; without imports there is only the file's own and FEEL's.
        bare = reference if reference in self._definitions else reference.rpartition(":")[2]
        if bare in self._definitions:
            if bare not in self._found:
                self._found[bare] = self._defined(self._definitions[bare], level)
            return self._found[bare]
        if bare in _OWN:
            return Type(_OWN[bare])
        raise self._source.refuse("dmn_type_unknown", decision, value=reference, type=reference)

    def _defined(self, item: Element, level: int) -> Type:
        source, name = self._source, named(item)
        if level > _MOST_LEVELS:
            raise source.refuse("dmn_type_circle", name, value=name, type=name)
        if source.child(item, "functionItem") is not None:
            raise source.refuse("dmn_unsupported", name, construct="functionItem")
        reference = source.child(item, "typeRef")
        parts = source.children(item, "itemComponent")
        if parts:
            found = Type("context", parts={named(part): self._defined(part, level + 1) for part in parts})
        elif reference is not None and (reference.text or "").strip():
            found = self._named(reference.text or "", name, level + 1)
        else:
            found = Type()
        allowed = self._allowed(item, name)
        many = item.get("isCollection") in ("true", "1")
        # The limits of a list's items do not limit the list.
        return replace(found, many=many or found.many, allowed=allowed or found.allowed)

    def _allowed(self, item: Element, name: str) -> Test | None:
        for place in ("allowedValues", "typeConstraint"):
            text = self._source.text(self._source.child(item, place))
            if text:
                return self.tests(text, name)
        return None

    def tests(self, text: str, decision: str | None) -> Test:
        """The test of a list of allowed values.

        Raises:
            Refused: it is not understood.
        """
        return self._source.understood(lambda: parse_unary_tests(text, ()), text, decision)


def domain_of(test: Test, kind: Kind) -> Domain:
    """Allowed values as a domain: a list of texts, two ends, or else the test itself."""
    match test:
        case AnyOf() | Compared("=", Constant(str())) if kind in (Kind.TEXT, Kind.ANY):
            values = constants(test)
            if values is not None and all(isinstance(value, str) for value in values):
                return Domain(values=tuple(dict.fromkeys(values)))  # type: ignore[arg-type]
        case Within(Constant(low), Constant(high), True, True) if _bounds(kind, low, high):
            return Domain(least=low, most=high)  # type: ignore[arg-type]
        case Compared(">=", Constant(low)) if _bounds(kind, low):
            return Domain(least=low)  # type: ignore[arg-type]
        case Compared("<=", Constant(high)) if _bounds(kind, high):
            return Domain(most=high)  # type: ignore[arg-type]
    return Domain(allowed=test)


def constants(test: Test) -> tuple[object, ...] | None:
    """The values that a test lists; None if it does anything but list values."""
    found = []
    for part in test.tests if isinstance(test, AnyOf) else (test,):
        if not isinstance(part, Compared) or part.comparator != "=" or not isinstance(part.to, Constant):
            return None
        found.append(part.to.value)
    return tuple(found)


_Tree = TypeVar("_Tree", Expression, Test)


def as_typed(tree: _Tree, types: Mapping[str, Type]) -> _Tree:
    """An expression that reads parts of facts by their types: a date in a context stands there as text.

    ``types`` holds the type of each fact. Facts of a kind of their own are read before they get here.
    """

    def change(name: Name) -> Expression:
        found = types.get(name.path[0])
        if found is None or (len(name.path) == 1 and found.kind is not Kind.ANY):
            return name
        reached = 1
        while reached < len(name.path) and found.parts:
            found = found.parts.get(name.path[reached], Type())
            reached += 1
        function = f"fact:{found.base}"
        if function not in OF_FACTS:
            return name
        # What is left of the path are parts of a date or duration.
        result: Expression = Call(function, (Name(name.path[:reached]),))
        for part in name.path[reached:]:
            result = Member(result, part)
        return result

    return replaced(tree, change)


def _fitting(value: Expression, wanted: Type) -> Expression | None:
    """Whether a value is of a type, or unknown, as an expression; None where every value is.

    Items of lists are not looked at.
    """
    if wanted.many:
        return None
    read: Expression = Call(f"fact:{wanted.base}", (value,))
    if wanted.base == "string":
        found: list[Expression] = [Comparison("=", Call("string", (value,)), value)]
    elif wanted.base == "boolean":
        found = [In(value, AnyOf((Compared("=", Constant(True)), Compared("=", Constant(False)))))]
    elif wanted.base in ("Any", "list"):
        found = []
    else:
        found = [Comparison("!=", read, _NULL)]
    if wanted.allowed is not None:
        found.append(In(value if wanted.base in ("string", "boolean", "Any") else read, wanted.allowed))
    found += [
        fits
        for name, part in wanted.parts.items()
        if (fits := _fitting(Member(value, name), part)) is not None
    ]
    if not found:
        return None
    whole = found[0]
    for other in found[1:]:
        whole = Operation("and", whole, other)
    return Operation("or", Comparison("=", value, _NULL), whole)


_NULL = Constant(None)


def _bounds(kind: Kind, *ends: object) -> bool:
    wanted = {Kind.NUMBER: Decimal, Kind.DATE: date}.get(kind)
    return wanted is not None and all(type(end) is wanted for end in ends)
