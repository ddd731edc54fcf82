"""A policy's tables for zen-engine: another implementation of decision tables, to compare with.

Its tables know "first" and "collect" only. A unique or "any" table collects, so that all its matching rows
are seen, unless another table uses its result; then it takes the first row, which is the same while rows do
not contradict each other. Priority and output order are zen's orders over sorted rows.

An unknown fact is null: zen lets a comparison with null fail the row, as Banso does, but takes null for a
value in ``!=`` and ``not in``, so these are written with "is known".
"""

import json
from datetime import date
from decimal import Decimal

import zen

from banso.engines.policy.expressions import AnyOf, Anything, Compared, Not, Within
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import SINGLE, HitPolicy, Kind

#: The result by which a row says which it is.
ROW = "row_of_the_table"
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS = {"=": "=="}


class ZenPolicy:
    """A policy as zen-engine decides it."""

    def __init__(self, policy):
        self.tables = policy.tables
        self._orders = {table.name: _order(table) for table in self.tables}
        used = {column_name(column) for table in self.tables for column in table.inputs}
        #: Tables whose result another table uses.
        self.feeding = {t.name for t in self.tables if any(output.name in used for output in t.outputs)}
        #: What zen itself offers, for measuring it.
        self.evaluate = zen.ZenEngine().create_decision(json.dumps(self._graph())).evaluate

    def decide(self, facts):
        """The answer of each table: a list of (row from 1, results by name), in zen's order."""
        answer = self.evaluate(facts)["result"]
        found = {}
        for table in self.tables:
            hits = answer.get(table.name) or []
            hits = [hits] if isinstance(hits, dict) else hits
            found[table.name] = [(int(hit[ROW]), hit) for hit in hits]
        return found

    def _graph(self):
        nodes = [_node("facts", "inputNode")]
        edges = []
        fields = {}
        for place, table in enumerate(self.tables):
            nodes.append(_node(table.name, "decisionTableNode", self._table(table, fields)))
            for earlier in ("facts", *(one.name for one in self.tables[:place])):
                edges.append((earlier, table.name))
            edges.append((table.name, "answer"))
            fields |= {output.name: f"{table.name}.{output.name}" for output in table.outputs}
        nodes.append(_node("answer", "outputNode"))
        named = [
            {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in dict.fromkeys(edges)
        ]
        return {"nodes": nodes, "edges": named}

    def _table(self, table, fields):
        names = [column_name(column) for column in table.inputs]
        rules = []
        for place in self._orders[table.name]:
            row = table.rows[place]
            rule = {"_id": f"{table.name}-{place}", f"out-{ROW}": str(place + 1)}
            for name, column, test in zip(names, table.inputs, row.tests, strict=True):
                plain = _plain_cell(test, column.kind)
                rule[f"in-{name}"] = plain or ""
                if plain is None:
                    holds = _holds(test, column.kind, True)
                    rule[f"ex-{name}"] = holds.replace("$", fields.get(name, name))
            for output, cell in zip(table.outputs, row.results, strict=True):
                rule[f"out-{output.name}"] = _literal(cell.value, written=True)
            rules.append(rule)
        first = table.hit in (HitPolicy.FIRST, HitPolicy.PRIORITY)
        first |= table.hit in SINGLE and table.name in self.feeding
        return {
            "hitPolicy": "first" if first else "collect",
            "inputs": [
                *({"id": f"in-{n}", "name": n, "field": fields.get(n, n)} for n in names),
                # A column without a field holds whole expressions.
                *({"id": f"ex-{n}", "name": f"{n} more", "field": ""} for n in names),
            ],
            "outputs": [
                {"id": f"out-{name}", "name": name, "field": name}
                for name in (ROW, *(output.name for output in table.outputs))
            ],
            "rules": rules,
            "passThrough": False,
            "inputField": None,
            "outputPath": table.name,
            "executionMode": "single",
        }


def facts_as_json(facts, names):
    """A case as zen reads it: exact numbers, dates as text, unknown facts as null."""
    return json.dumps({name: facts.get(name) for name in names}, default=_plain)


def value_of(value, kind):
    """A value of a result of zen as Banso has it."""
    if value is None or kind in (Kind.TEXT, Kind.BOOLEAN):
        return value
    return date.fromisoformat(value) if kind is Kind.DATE else Decimal(str(value))


def _plain(value):
    return value.isoformat() if isinstance(value, date) else float(value)


def _node(name, kind, content=None):
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content or {}}


def _order(table):
    """The rows in the order in which zen is to look at them."""
    places = list(range(len(table.rows)))
    if table.hit in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        places.sort(key=lambda place: _rank(table, table.rows[place]))
    return places


def _rank(table, row):
    ranked = [(o.domain.values, c.value) for o, c in zip(table.outputs, row.results, strict=True)]
    return [values.index(value) if value is not None else len(values) for values, value in ranked if values]


def _plain_cell(test, kind):
    """A condition as zen's users write it in a cell; None if it needs a whole expression."""
    match test:
        case Anything():
            return ""
        case Compared("=", to) if kind in (Kind.TEXT, Kind.NUMBER) and to.value is not None:
            return _literal(to.value)
        case Compared(sign, to) if kind is Kind.NUMBER and sign not in ("=", "!="):
            return f"{sign} {_literal(to.value)}"
        case Within() if kind is Kind.NUMBER:
            return _interval(test)
        case AnyOf(tests) if all(isinstance(one, Compared) and one.comparator == "=" for one in tests):
            if kind is Kind.TEXT:
                return ", ".join(_literal(one.to.value) for one in tests)
    return None


def _holds(test, kind, wanted):
    """An expression over ``$`` that is true where a test is known to hold (or known not to hold)."""
    match test:
        case Anything():
            return "true" if wanted else "false"
        case Not(inner):
            return _holds(inner, kind, not wanted)
        case AnyOf(tests):
            return f" {'or' if wanted else 'and'} ".join(f"({_holds(t, kind, wanted)})" for t in tests)
        case Compared(sign, to) if to.value is None:
            return "$ == null" if (sign == "=") is wanted else "$ != null"
        case Compared(sign, to):
            sign = sign if wanted else _OPPOSITE[sign]
            return f"$ != null and {_value(kind)} {_SIGNS.get(sign, sign)} {_literal(to.value)}"
        case Within():
            return f"$ != null and {_value(kind)} {'in' if wanted else 'not in'} {_interval(test)}"
    raise ValueError(test)


def _interval(test):
    ends = f"{_literal(test.low.value)}..{_literal(test.high.value)}"
    return f"{'[' if test.low_closed else '('}{ends}{']' if test.high_closed else ')'}"


def _value(kind):
    return "d($)" if kind is Kind.DATE else "$"


def _literal(value, *, written=False):
    """A value in zen's notation; as a result a date is written as text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f"'{value}'" if written else f"d('{value}')"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
