"""The small language of indicator files: conditions and values over the columns of one table.

    outcome == 'adopted' and service in ('hands_on', 'mall')
    months >= 24 and not success
    days(asked_on, first_sent_on)

It is read with Python's own parser, of which only the forms below are let through, checked against the kinds
of the table's columns, and handed to Ibis. An absent value makes what hangs on it absent: "no and unknown" is
no, "yes or unknown" is yes, as in SQL. Functions: ``known(x)``, ``first_known(x, y)``, ``has(list, 'code')``,
``days(from, to)``, ``months(from, to)``, ``fiscal_year(day)``, ``day('2025-04-01')``; ``as_of`` is the day of
the snapshot.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from banso.engines.evaluation.star import Kind, Table

MOST_CHARACTERS = 500
MOST_NODES = 120

_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}
_ORDERED: frozenset[Kind] = frozenset({"integer", "number", "day"})
_NUMBERS: frozenset[Kind] = frozenset({"integer", "number"})
_WORKED_OUT: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


class ExpressionFault(Exception):
    """What is wrong with an expression: rule, column (from 1) and what fills the message."""

    def __init__(self, rule: str, column: int, **params: Any) -> None:
        super().__init__(f"{rule} at {column}")
        self.rule, self.column, self.params = rule, column, params


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its text, what kind of value it gives, and the columns it looks at."""

    text: str
    kind: Kind
    columns: tuple[str, ...]
    _tree: ast.expr

    def over(self, table: Any, as_of: date) -> Any:
        """The Ibis expression over a table of a snapshot."""
        return _compiled(self._tree, table, as_of)


def read(text: str, table: Table, wanted: Kind | None = None) -> Expression:
    """Read an expression over a table.

    Raises:
        ExpressionFault: ``too_long``, ``too_deep``, ``syntax``, ``form`` (not part of the language),
            ``column_unknown`` (with the nearest name), ``function_unknown``, ``kind`` (it gives or is given
            another kind of value), ``day``, or ``arguments``.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionFault("too_long", 1, limit=MOST_CHARACTERS)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionFault("syntax", getattr(error, "offset", None) or 1) from error
    if sum(1 for _node in ast.walk(tree)) > MOST_NODES:
        raise ExpressionFault("too_deep", 1, limit=MOST_NODES)
    columns: dict[str, None] = {}
    kind = _Checker(table, columns).kind(tree)
    if wanted is not None and kind != wanted and not (wanted == "number" and kind == "integer"):
        raise ExpressionFault("kind", 1, found=kind, wanted=wanted)
    return Expression(text.strip(), kind, tuple(columns), tree)


class _Checker:
    """Finds the kind of every part of an expression, and refuses what has none."""

    def __init__(self, table: Table, columns: dict[str, None]) -> None:
        self.table, self.columns = table, columns

    def kind(self, node: ast.expr) -> Kind:
        match node:
            case ast.Constant(value=bool()):
                return "truth"
            case ast.Constant(value=int()):
                return "integer"
            case ast.Constant(value=float()):
                return "number"
            case ast.Constant(value=str()):
                return "text"
            case ast.Name(id="as_of"):
                return "day"
            case ast.Name(id=name):
                return self._column(node, name)
            case ast.BoolOp(values=values):
                for value in values:
                    self._expect(value, "truth")
                return "truth"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self._expect(operand, "truth")
                return "truth"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._number(operand)
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _WORKED_OUT:
                kinds = {self._number(left), self._number(right)}
                return "number" if "number" in kinds or isinstance(op, ast.Div) else "integer"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(node, name, args)
        raise ExpressionFault("form", _at(node))

    def _column(self, node: ast.expr, name: str) -> Kind:
        try:
            found = self.table.column(name)
        except KeyError:
            near = get_close_matches(name, self.table.names, 1)
            raise ExpressionFault(
                "column_unknown", _at(node), name=name, table=self.table.name, near=near[0] if near else ""
            ) from None
        self.columns[name] = None
        return found.kind

    def _expect(self, node: ast.expr, wanted: Kind) -> None:
        found = self.kind(node)
        if found != wanted:
            raise ExpressionFault("kind", _at(node), found=found, wanted=wanted)

    def _number(self, node: ast.expr) -> Kind:
        found = self.kind(node)
        if found not in _NUMBERS:
            raise ExpressionFault("kind", _at(node), found=found, wanted="number")
        return found

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Kind:
        found = self.kind(left)
        if isinstance(op, (ast.In, ast.NotIn)):
            if not isinstance(right, ast.Tuple) or not right.elts:
                raise ExpressionFault("form", _at(right))
            for each in right.elts:
                if not isinstance(each, ast.Constant):
                    raise ExpressionFault("form", _at(each))
                self._same(each, found)
            return "truth"
        if type(op) not in _COMPARED:
            raise ExpressionFault("form", _at(left))
        self._same(right, found)
        if not isinstance(op, (ast.Eq, ast.NotEq)) and found not in _ORDERED:
            raise ExpressionFault("kind", _at(left), found=found, wanted="number")
        return "truth"

    def _same(self, node: ast.expr, wanted: Kind) -> None:
        found = self.kind(node)
        if found != wanted and not {found, wanted} <= _NUMBERS:
            raise ExpressionFault("kind", _at(node), found=found, wanted=wanted)

    def _call(self, node: ast.expr, name: str, args: list[ast.expr]) -> Kind:
        counts = {"known": 1, "fiscal_year": 1, "day": 1, "days": 2, "months": 2, "first_known": 2, "has": 2}
        if name not in counts:
            near = get_close_matches(name, counts, 1)
            raise ExpressionFault("function_unknown", _at(node), name=name, near=near[0] if near else "")
        if len(args) != counts[name]:
            raise ExpressionFault("arguments", _at(node), name=name, count=counts[name])
        match name:
            case "known":
                self.kind(args[0])
                return "truth"
            case "day":
                return _day_kind(args[0])
            case "fiscal_year":
                self._expect(args[0], "day")
                return "integer"
            case "has":
                self._expect(args[0], "texts")
                self._expect(args[1], "text")
                return "truth"
            case "first_known":
                found = self.kind(args[0])
                self._same(args[1], found)
                return found
        for each in args:
            self._expect(each, "day")
        return "integer"


def _day_kind(node: ast.expr) -> Kind:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise ExpressionFault("form", _at(node))
    try:
        date.fromisoformat(node.value)
    except ValueError:
        raise ExpressionFault("day", _at(node), given=node.value) from None
    return "day"


def _at(node: ast.expr) -> int:
    return node.col_offset + 1


def _compiled(node: ast.expr, table: Any, as_of: date) -> Any:
    """The Ibis expression of a part that was checked."""
    import ibis

    def of(part: ast.expr) -> Any:
        return _compiled(part, table, as_of)

    match node:
        case ast.Constant(value=value):
            return ibis.literal(value)
        case ast.Name(id="as_of"):
            return ibis.literal(as_of)
        case ast.Name(id=name):
            return table[name]
        case ast.BoolOp(op=op, values=values):
            found = of(values[0])
            for each in values[1:]:
                found = found & of(each) if isinstance(op, ast.And) else found | of(each)
            return found
        case ast.UnaryOp(op=op, operand=operand):
            return _not(of(operand)) if isinstance(op, ast.Not) else -of(operand)
        case ast.BinOp(op=op, left=left, right=right):
            return _WORKED_OUT[type(op)](of(left), of(right))
        case ast.Compare(left=left, ops=[op], comparators=[ast.Tuple(elts=elts)]):
            codes = [each.value for each in elts if isinstance(each, ast.Constant)]
            found = of(left).isin(codes)
            return _not(found) if isinstance(op, ast.NotIn) else found
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _COMPARED[type(op)](of(left), of(right))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _called(name, args, of)
    raise AssertionError(ast.dump(node))


def _not(found: Any) -> Any:
    """What does not hold; absent where it cannot be told.

    Not by ``~``: asked whether that is absent, Ibis 12 writes "NOT x IS NULL", which is another question.
    """
    return found == False  # noqa: E712


def _called(name: str, args: list[ast.expr], of: Callable[[ast.expr], Any]) -> Any:
    import ibis

    match name:
        case "known":
            return of(args[0]).notnull()
        case "day":
            literal = args[0]
            assert isinstance(literal, ast.Constant)
            return ibis.literal(date.fromisoformat(str(literal.value)))
        case "fiscal_year":
            return year_of(of(args[0]))
        case "has":
            return of(args[0]).contains(of(args[1]))
        case "first_known":
            return ibis.coalesce(of(args[0]), of(args[1]))
        case "days":
            return of(args[1]).delta(of(args[0]), unit="day")
        case _:
            start, end = of(args[0]), of(args[1])
            whole = (end.year() - start.year()) * 12 + end.month() - start.month()
            return (whole - (end.day() < start.day()).cast("int32")).cast("int64")


def year_of(day: Any) -> Any:
    """The fiscal year, April to March, of an Ibis day."""
    return (day.year() - (day.month() < 4).cast("int32")).cast("int64")
