"""Functions that a file defines by an expression: a call is replaced by the expression with its arguments.

So that what is worked out is still one plain tree, whose size has a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from banso.engines.policy.expressions import Constant, Expression, Member, Name, Test
from banso.engines.policy.feel.faults import MOST_DEPTH, MOST_PARTS, FeelFault


@dataclass(frozen=True, slots=True)
class Defined:
    """A function defined by an expression of its parameters alone."""

    name: str
    parameters: tuple[str, ...]
    expression: Expression


def inlined(function: Defined, given: Sequence[Expression]) -> Expression:
    """The call of a function as an expression.

    Raises:
        FeelFault: the number of arguments is wrong, or the whole becomes too large.
    """
    if len(given) != len(function.parameters):
        raise FeelFault("feel_arguments", function=function.name, given=len(given))
    result = _substituted(function.expression, dict(zip(function.parameters, given, strict=True)))
    measured(result)
    return result


def measured(root: Expression | Test) -> None:
    """Refuse a tree that is too large or too deep.

    Raises:
        FeelFault: it is.
    """
    parts = 0
    for _part, depth in _parts(root):
        parts += 1
        if parts > MOST_PARTS:
            raise FeelFault("feel_too_large", most=MOST_PARTS)
        if depth > MOST_DEPTH:
            raise FeelFault("feel_too_deep", most=MOST_DEPTH)


def mentions(root: Expression | Test, name: str) -> bool:
    """Whether a name stands anywhere in a tree."""
    return any(isinstance(part, Name) and part.path[0] == name for part, _depth in _parts(root))


def _parts(root: Any) -> Iterator[tuple[Any, int]]:
    """Every part of a tree with its depth, without recursion."""
    rest = [(root, 1)]
    while rest:
        part, depth = rest.pop()
        if isinstance(part, tuple):
            rest += [(item, depth) for item in part]
        elif is_dataclass(part):
            yield part, depth
            if not isinstance(part, Constant | Name):
                rest += [(getattr(part, field.name), depth + 1) for field in fields(part)]


def _substituted(part: Any, given: Mapping[str, Expression]) -> Any:
    if isinstance(part, Name):
        return _reached(given[part.path[0]], part.path[1:]) if part.path[0] in given else part
    if isinstance(part, tuple):
        return tuple(_substituted(item, given) for item in part)
    if isinstance(part, Constant) or not is_dataclass(part):
        return part
    changed = {field.name: _substituted(getattr(part, field.name), given) for field in fields(part)}
    return replace(part, **changed)  # type: ignore[type-var]


def _reached(expression: Expression, path: Sequence[str]) -> Expression:
    if isinstance(expression, Name):
        return Name((*expression.path, *path))
    for name in path:
        expression = Member(expression, name)
    return expression
