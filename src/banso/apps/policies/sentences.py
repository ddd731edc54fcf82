"""A row of a table as a sentence: for those who listen to a page, print it, or do not read tables gladly."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.policies.notation import NOTHING, Column
from banso.engines.policy.cells import CellFault, read_result, read_test
from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Test, Within


def reading(columns: Sequence[Column], cells: Sequence[str]) -> str:
    """ "If ... and ..., then ...": a row by its stored cells. Cells that cannot be read are quoted."""
    conditions, results = [], []
    for column, cell in zip(columns, cells, strict=True):
        if column.is_result:
            results += _result(column, cell)
        else:
            conditions += _condition(column, cell)
    # Translators: what stands between the results of a row
    answer = pgettext("sentence", "; ").join(results) or _("no result")
    if not conditions:
        return _("In every case: %(results)s.") % {"results": answer}
    # Translators: what stands between the conditions of a row
    joined = _(" and ").join(conditions)
    return _("If %(conditions)s, then %(results)s.") % {"conditions": joined, "results": answer}


def _condition(column: Column, cell: str) -> list[str]:
    try:
        test = read_test(cell, column.kind)
    except CellFault:
        return [_("%(column)s “%(cell)s”") % {"column": column.title, "cell": cell}]
    if isinstance(test, Anything):
        return []
    return [_("%(column)s is %(values)s") % {"column": column.title, "values": test_words(column, test)}]


def _result(column: Column, cell: str) -> list[str]:
    try:
        value = read_result(cell, column.kind).value
    except CellFault:
        return [_("%(column)s “%(cell)s”") % {"column": column.title, "cell": cell}]
    said = column.value(value)
    return [] if said == NOTHING else [_("%(column)s: %(value)s") % {"column": column.title, "value": said}]


def test_words(column: Column, test: Test) -> str:
    """What a test asks of the value of a column: "60 % or more"."""
    match test:
        case Not(inner):
            return _("not %(values)s") % {"values": test_words(column, inner)}
        case AnyOf(tests):
            # Translators: what stands between alternatives
            return _(" or ").join(test_words(column, part) for part in tests)
        case Compared(comparator, Constant(value)):
            said = column.word(None) if value is None else column.value(value)
            return _compared(comparator) % {"value": said}
        case Within(Constant(low), Constant(high), low_closed, high_closed):
            first = _compared(">=" if low_closed else ">") % {"value": column.value(low)}
            last = _compared("<=" if high_closed else "<") % {"value": column.value(high)}
            return _("%(first)s, %(last)s") % {"first": first, "last": last}
    raise ValueError(test)


def _compared(comparator: str) -> str:
    return {
        "=": "%(value)s",
        "!=": _("other than %(value)s"),
        ">=": _("%(value)s or more"),
        "<=": _("%(value)s or less"),
        ">": _("more than %(value)s"),
        "<": _("less than %(value)s"),
    }[comparator]
