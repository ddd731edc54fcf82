"""Functions that a file defines by an expression: a call is replaced by the expression with its arguments.

So that what is worked out is still one plain tree, whose size has a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from banso.engines.policy.expressions import Constant, Expression, Member, Name, Test
from banso.engines.policy.feel.faults import MOST_DEPTH, MOST_PARTS, FeelFault

_Tree = TypeVar("_Tree")


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
    by_name = dict(zip(function.parameters, given, strict=True))
    result = replaced(function.expression, lambda name: _reached(by_name[name.path[0]], name.path[1:]))
    measured(result)
    return result


def measured(root: Expression | Test) -> int:
    """The number of parts of a tree.

    Raises:
        FeelFault: it is too large or too deep.
    """
    number = 0
    for number, (_part, depth) in enumerate(_parts(root), 1):
        if number > MOST_PARTS:
            raise FeelFault("feel_too_large", most=MOST_PARTS)
        if depth > MOST_DEPTH:
            raise FeelFault("feel_too_deep", most=MOST_DEPTH)
    return number


def mentions(root: Expression | Test, name: str) -> bool:
    """Whether a name stands anywhere in a tree."""
    return any(isinstance(part, Name) and part.path[0] == name for part, _depth in _parts(root))


def replaced(part: _Tree, change: Callable[[Name], Expression]) -> _Tree:
    """A tree in which something else stands for each name."""
    if isinstance(part, Name):
        return change(part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple([replaced(item, change) for item in part])  # type: ignore[return-value]
    if isinstance(part, Constant) or not is_dataclass(part):
        return part
    changed = {field.name: replaced(getattr(part, field.name), change) for field in fields(part)}
    return replace(part, **changed)  # type: ignore[type-var,return-value]


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


def _reached(expression: Expression, path: Sequence[str]) -> Expression:
    if isinstance(expression, Name):
        return Name((*expression.path, *path))
    for name in path:
        expression = Member(expression, name)
    return expression
