"""The figures of standing indicators once more, by plain loops over plain rows: no Ibis, no SQL.

Python's own evaluation of the expressions' text stands for their meaning, with absent values by hand.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from statistics import median, quantiles

from banso.engines.evaluation.standing.definition import Definition


def year_of(day):
    """The fiscal year of a day, or of what is one already."""
    if day is None or isinstance(day, int):
        return day
    return day.year - (day.month < 4)


def judge(text: str, row: Mapping[str, object], as_of: date):
    """The value of an expression over one row; None where it cannot be told."""
    return _of(ast.parse(text, mode="eval").body, row, as_of)


def _of(node, row, as_of):
    def of(part):
        return _of(part, row, as_of)

    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return as_of if node.id == "as_of" else row[node.id]
    if isinstance(node, ast.Tuple):
        return [of(each) for each in node.elts]
    if isinstance(node, ast.BoolOp):
        found = [of(each) for each in node.values]
        decisive = isinstance(node.op, ast.Or)
        if decisive in found:
            return decisive
        return None if None in found else not decisive
    if isinstance(node, ast.UnaryOp):
        found = of(node.operand)
        return None if found is None else not found
    if isinstance(node, ast.Call):
        return _called(node.func.id, [of(each) for each in node.args])
    left, right = of(node.left), of(node.comparators[0])
    if left is None or right is None:
        return None
    return {
        ast.Eq: lambda: left == right,
        ast.NotEq: lambda: left != right,
        ast.Lt: lambda: left < right,
        ast.LtE: lambda: left <= right,
        ast.Gt: lambda: left > right,
        ast.GtE: lambda: left >= right,
        ast.In: lambda: left in right,
        ast.NotIn: lambda: left not in right,
    }[type(node.ops[0])]()


def _called(name, values):
    if name == "known":
        return values[0] is not None
    if name == "first_known":
        return next((one for one in values if one is not None), None)
    if None in values:
        return None
    if name == "has":
        return values[1] in values[0]
    if name == "days":
        return (values[1] - values[0]).days
    assert name == "months"
    start, end = values
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def figures(rows, one: Definition, by, as_of):
    """By cell what an indicator comes to: a tuple of numbers that depends on its kind."""
    cells = defaultdict(list)
    for row in rows:
        dated = {**row, "fiscal_year": year_of(row[one.dated_by])}
        cells[tuple(dated[name] for name in by)].append(row)
    return {key: _figure(own, one, as_of) for key, own in cells.items()}


def _figure(rows, one, as_of):
    base = [row for row in rows if one.base is None or judge(one.base.text, row, as_of)]
    unknown = [] if one.base is None else [row for row in rows if judge(one.base.text, row, as_of) is None]
    texts = [
        getattr(one, name).text for name in ("counts", "value", "over", "time", "event") if getattr(one, name)
    ]
    judged = [[judge(text, row, as_of) for text in texts] for row in base]
    told = [values for values in judged if None not in values]
    missing = len(unknown) + len(judged) - len(told)
    match one.kind:
        case "count":
            return len(base), missing, len(base)
        case "share":
            return len(base), missing, sum(values[0] for values in told)
        case "amount":
            return len(base), missing, sum(values[0] for values in told) if told else None
        case "ratio":
            over = sum(values[1] for values in told)
            return len(base), missing, sum(values[0] for values in told) / over if over else None
        case "middle":
            values = [values[0] for values in told]
            if not values:
                return len(base), missing, None, None
            point = quantiles(values, n=10, method="inclusive")[8] if len(values) > 1 else values[0]
            return len(base), missing, median(values), point
    return len(base), missing, _survived(told)


def _survived(told):
    """The share that got there within 24 months, risk set by risk set."""
    if max((time for time, _event in told), default=-1) < 24:
        return None
    alive = 1.0
    for month in range(25):
        at_risk = sum(1 for time, _event in told if time >= month)
        events = sum(1 for time, event in told if event and time == month)
        alive *= 1 - (events / at_risk if events else 0)
    return 1 - alive
