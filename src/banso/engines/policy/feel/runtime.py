"""Work out expressions and tests. What goes wrong gives None, as FEEL has it; nothing raises.

Source: DMN 1.3, 10.3.2. Beyond it, a policy's third value: a test of an unknown value is itself unknown
(None), unless it asks for null.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal

from banso.engines.policy.expressions import (
    TESTED,
    AnyOf,
    Anything,
    Call,
    Choice,
    Compared,
    Comparison,
    Constant,
    Expression,
    Holds,
    In,
    ListOf,
    Member,
    Months,
    Name,
    Negative,
    Not,
    Operation,
    Test,
    Value,
    Within,
)
from banso.engines.policy.feel import temporal
from banso.engines.policy.feel.functions import FUNCTIONS, OF_FACTS
from banso.engines.policy.feel.numbers import calculated, negative, number
from banso.engines.policy.feel.values import compared

Context = Mapping[str, Value]

_RUNS = {name: function.run for name, function in FUNCTIONS.items()} | OF_FACTS


def evaluate(expression: Expression, context: Context) -> Value:
    """The value of an expression; None where it has none. A name that is not in the context is unknown."""
    match expression:
        case Constant(value):
            return value
        case Name(path):
            value = context.get(path[0])
            for name in path[1:]:
                value = member(value, name)
            return value
        case Operation("and" | "or" as operator, left, right):
            return _logic(operator, evaluate(left, context), evaluate(right, context))
        case Operation(operator, left, right):
            return arithmetic(operator, evaluate(left, context), evaluate(right, context))
        case Comparison(comparator, left, right):
            return compared(comparator, evaluate(left, context), evaluate(right, context))
        case Negative(of):
            return _negative(evaluate(of, context))
        case Call(function, arguments):
            return _RUNS[function](*[evaluate(argument, context) for argument in arguments])
        case ListOf(items):
            return [evaluate(item, context) for item in items]
        case Choice(condition, then, otherwise):
            return evaluate(then if evaluate(condition, context) is True else otherwise, context)
        case Member(of, name):
            return member(evaluate(of, context), name)
        case In(value, test):
            return satisfies(test, evaluate(value, context), context)
    raise TypeError(expression)


def satisfies(test: Test, value: Value, context: Context) -> bool | None:
    """Whether a value passes a test; None where that is unknown or cannot be said."""
    match test:
        case Anything():
            return True
        case Compared(comparator, to):
            wanted = evaluate(to, context)
            if wanted is None and not isinstance(to, Constant):
                # What it is compared with is unknown; only a null that is written down asks for null.
                return None
            return _compared(comparator, value, wanted)
        case Within(low, high, low_closed, high_closed):
            above = compared(">=" if low_closed else ">", value, evaluate(low, context))
            below = compared("<=" if high_closed else "<", value, evaluate(high, context))
            return _logic("and", above, below)
        case AnyOf(tests):
            return _any([satisfies(part, value, context) for part in tests])
        case Not(inside):
            found = satisfies(inside, value, context)
            return None if found is None else not found
        case Holds(expression):
            held = evaluate(expression, {**context, TESTED: value})
            return held if isinstance(held, bool) else None
    raise TypeError(test)


def member(value: Value, name: str) -> Value:
    """A named entry of a context or part of a date, time or duration; of a list, that of each item."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        # Lists in lists have no entries, so that this does not go down without end.
        return [None if isinstance(item, list) else member(item, name) for item in value]
    return temporal.part(value, name)


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """``left + right`` and so on, for numbers, texts, dates and durations (DMN 1.3, tables 56 to 60)."""
    one, other = number(left), number(right)
    if one is not None and other is not None:
        return calculated(operator, one, other)
    if operator == "+":
        return _sum(left, right)
    if operator == "-":
        return _difference(left, right)
    if operator == "*":
        return _times(left, other) if other is not None else _times(right, one)
    return _divided(left, right, other) if operator == "/" else None


def _logic(operator: str, left: Value, right: Value) -> bool | None:
    """Three-valued ``and`` and ``or``: what is no truth value is unknown."""
    settles = operator == "or"
    if left is settles or right is settles:
        return settles
    return (not settles) if left is (not settles) and right is (not settles) else None


def _any(found: list[bool | None]) -> bool | None:
    if True in found:
        return True
    return None if None in found else False


def _compared(comparator: str, value: Value, to: Value) -> bool | None:
    if comparator in ("=", "!=") and isinstance(to, list) and not isinstance(value, list):
        # A list in a cell means one of its items (DMN 1.3, table 55).
        inside = _any([_compared("=", value, item) for item in to])
        return inside if comparator == "=" or inside is None else not inside
    if value is None and to is not None:
        return None
    return compared(comparator, value, to)  # type: ignore[arg-type]


def _negative(value: Value) -> Value:
    figure = number(value)
    if figure is not None:
        return negative(figure)
    if isinstance(value, Months):
        return Months(-value.months)
    return -value if isinstance(value, timedelta) else None


def _sum(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, timedelta | Months) and isinstance(right, date | time):
        left, right = right, left
    if isinstance(left, date | time) and isinstance(right, timedelta | Months):
        return temporal.later(left, right)
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months + right.months)
    return _length(left, right, 1)


def _difference(left: Value, right: Value) -> Value:
    if isinstance(left, date | time):
        if isinstance(right, date | time):
            return temporal.distance(left, right)
        back = _negative(right)
        return temporal.later(left, back) if isinstance(back, timedelta | Months) else None
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months - right.months)
    return _length(left, right, -1)


def _length(left: Value, right: Value, sign: int) -> Value:
    if not (isinstance(left, timedelta) and isinstance(right, timedelta)):
        return None
    try:
        return left + sign * right
    except OverflowError:
        return None


def _times(length: Value, by: Decimal | None) -> Value:
    """A duration times a number; months are cut off to whole ones."""
    if by is None or not isinstance(length, timedelta | Months):
        return None
    size = calculated("*", _size(length), by)
    return None if size is None else _sized(size, length)


def _divided(length: Value, by: Value, figure: Decimal | None) -> Value:
    if not isinstance(length, timedelta | Months):
        return None
    if figure is not None:
        size = calculated("/", _size(length), figure)
        return None if size is None else _sized(size, length)
    if isinstance(by, timedelta | Months) and isinstance(by, Months) == isinstance(length, Months):
        return calculated("/", _size(length), _size(by))
    return None


def _size(length: timedelta | Months) -> Decimal:
    """Months, or microseconds."""
    return Decimal(length.months if isinstance(length, Months) else length // timedelta(microseconds=1))


def _sized(size: Decimal, like: timedelta | Months) -> Value:
    if size.adjusted() > 20:
        return None
    try:
        return Months(int(size)) if isinstance(like, Months) else timedelta(microseconds=int(size))
    except OverflowError:
        return None
