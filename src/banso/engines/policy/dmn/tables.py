"""A decision table of a file as a table of a policy (DMN 1.3, chapter 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.dmn.source import Element, Refused, Source, named
from banso.engines.policy.dmn.types import Type, Types, as_typed, constants, domain_of
from banso.engines.policy.expressions import (
    AnyOf,
    Anything,
    Compared,
    Constant,
    Expression,
    Name,
    Not,
    Test,
    Value,
    Within,
)
from banso.engines.policy.feel.parser import Defined, parse_expression, parse_unary_tests
from banso.engines.policy.feel.runtime import satisfies
from banso.engines.policy.feel.values import kind_of
from banso.engines.policy.model import Aggregation, Domain, HitPolicy, Input, Kind, Output, Row, Table

_HITS = {
    "UNIQUE": HitPolicy.UNIQUE,
    "ANY": HitPolicy.ANY,
    "FIRST": HitPolicy.FIRST,
    "PRIORITY": HitPolicy.PRIORITY,
    "RULE ORDER": HitPolicy.RULE_ORDER,
    "OUTPUT ORDER": HitPolicy.OUTPUT_ORDER,
    "COLLECT": HitPolicy.COLLECT,
}
_AGGREGATIONS = {
    "SUM": Aggregation.SUM,
    "MIN": Aggregation.MIN,
    "MAX": Aggregation.MAX,
    "COUNT": Aggregation.COUNT,
}
_ORDERED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
_KINDS = {Kind.TEXT: "string", Kind.NUMBER: "number", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}
#: The column of annotations that says why, in either language.
_REASONS = {"reason": "en", "理由": "ja"}
#: The most rows of one table.
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What the expressions of one decision may use."""

    source: Source
    decision: str
    #: The type of each name.
    types: Mapping[str, Type]
    #: Which of them are facts.
    facts: frozenset[str]
    functions: Mapping[str, Defined]
    members: frozenset[str]

    def expression(self, text: str, row: int | None = None) -> Expression:
        """Read an expression of the decision.

        Raises:
            Refused: it is not understood.
        """

        def read() -> Expression:
            return parse_expression(text, self.types, self.members, self.functions)

        return self._typed(self.source.understood(read, text, self.decision, row))

    def tests(self, text: str, row: int | None = None) -> Test:
        """Read the tests of a cell; an empty one matches everything, as modelling tools write it.

        Raises:
            Refused: they are not understood.
        """

        def read() -> Test:
            return parse_unary_tests(text, self.types, self.members, self.functions)

        return self._typed(self.source.understood(read, text, self.decision, row)) if text else Anything()

    def _typed(self, tree: Expression | Test) -> Expression | Test:
        return as_typed(tree, {name: self.types[name] for name in self.facts})


def read_table(element: Element, scope: Scope, types: Types, result: Type, title: Text) -> Table:
    """A decision table. ``result`` is the type of the decision's variable.

    Raises:
        Refused: it has faults; all that can be found are noted.
    """
    source, decision = scope.source, scope.decision
    before = len(source.faults)
    source.only_feel(element, decision)
    hit, aggregation = _hit(element, scope)
    inputs = [_input(part, scope, types) for part in source.children(element, "input")]
    parts = source.children(element, "output")
    # How many there are says nothing of what they are.
    of = Type() if aggregation is Aggregation.COUNT else result
    outputs = [_output(part, scope, types, of, len(parts) == 1) for part in parts]
    if not outputs:
        raise source.refuse("dmn_no_output", decision)
    names = [output.name for output in outputs]
    if len(set(names)) < len(names):
        raise source.refuse("dmn_output_twice", decision, value=", ".join(names))
    if aggregation and len(outputs) > 1:
        raise source.refuse("dmn_aggregation_columns", decision, aggregation=aggregation.value)
    rules = source.children(element, "rule")
    if len(rules) > MOST_ROWS:
        raise source.refuse("dmn_rows_many", decision, most=MOST_ROWS)
    reasons = [named(part) for part in source.children(element, "annotation")]
    rows = []
    for number, rule in enumerate(rules, 1):
        try:
            rows.append(_row(rule, number, scope, inputs, outputs, reasons))
        except Refused:
            continue
    if len(source.faults) > before:
        raise Refused
    if hit in _ORDERED:
        _ordered(scope, outputs, rows)
    return Table(
        name=decision,
        title=title,
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        rows=tuple(rows),
        hit=hit,
        aggregation=aggregation,
        speaks_by_name=True,
    )


def _hit(element: Element, scope: Scope) -> tuple[HitPolicy, Aggregation | None]:
    source, decision = scope.source, scope.decision
    policy, join = element.get("hitPolicy", "UNIQUE"), element.get("aggregation")
    if policy not in _HITS:
        raise source.refuse("dmn_hit_policy", decision, value=policy, hit=policy)
    if join is None:
        return _HITS[policy], None
    if join not in _AGGREGATIONS or policy != "COLLECT":
        raise source.refuse("dmn_aggregation", decision, value=join, aggregation=join, hit=policy)
    return HitPolicy.COLLECT, _AGGREGATIONS[join]


def _input(element: Element, scope: Scope, types: Types) -> Input:
    source = scope.source
    asked = source.child(element, "inputExpression")
    text = source.text(asked)
    title = " ".join((element.get("label") or text).split())
    if asked is None or not text:
        raise source.refuse("dmn_input_empty", scope.decision, value=title, input=title)
    source.only_feel(asked, scope.decision)
    found = types.of(asked, scope.decision)
    expression = scope.expression(text)
    if isinstance(expression, Name) and len(expression.path) == 1:
        # What the fact is goes before what the column says of it.
        known = scope.types[expression.path[0]]
        found = known if known.kind is not Kind.ANY else found
    return Input(title, expression, found.kind, _listed(element, "inputValues", scope, types, found))


def _output(element: Element, scope: Scope, types: Types, result: Type, single: bool) -> Output:
    name = named(element) or (scope.decision if single else "")
    if not name:
        raise scope.source.refuse("dmn_output_nameless", scope.decision)
    found = types.of(element, scope.decision)
    if element.get("typeRef") is None:
        found = _part_of(result, name, single)
    domain = _listed(element, "outputValues", scope, types, found)
    default = scope.source.text(scope.source.child(element, "defaultOutputEntry"))
    title = " ".join((element.get("label") or name).split())
    return Output(
        name=name,
        kind=found.kind,
        title=Text(title, title),
        domain=domain,
        default=scope.expression(default) if default else None,
    )


def _part_of(result: Type, name: str, single: bool) -> Type:
    """The type of a column of which the file says none: of the decision's result, or its entry."""
    if result.parts:
        return result.parts.get(name, Type())
    return Type(result.base, allowed=result.allowed) if single else Type()


def _listed(element: Element, place: str, scope: Scope, types: Types, found: Type) -> Domain:
    """The values that a column lists, or else its type."""
    text = scope.source.text(scope.source.child(element, place))
    if not text:
        return found.domain
    return domain_of(types.tests(text, scope.decision), found.kind)


def _row(
    rule: Element,
    number: int,
    scope: Scope,
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    reasons: Sequence[str],
) -> Row:
    source = scope.source
    tests, results = source.children(rule, "inputEntry"), source.children(rule, "outputEntry")
    for given, wanted, what in ((tests, inputs, "inputEntry"), (results, outputs, "outputEntry")):
        if len(given) != len(wanted):
            raise source.refuse(
                "dmn_cells", scope.decision, number, cells=what, given=len(given), wanted=len(wanted)
            )
        for cell in given:
            source.only_feel(cell, scope.decision)
    before = len(source.faults)
    read_tests = _each(tests, lambda cell: scope.tests(source.text(cell), number))
    read_results = _each(results, lambda cell: _result(source.text(cell), scope, number))
    if len(source.faults) > before:
        raise Refused
    for column, test, cell in zip(inputs, read_tests, tests, strict=True):
        if not _tests_kind(test, column.kind):
            raise source.refuse(
                "dmn_test_kind",
                scope.decision,
                number,
                source.text(cell),
                input=column.title,
                kind=column.kind.value,
            )
    for output, result, cell in zip(outputs, read_results, results, strict=True):
        rule_broken = _broken(output, result)
        if rule_broken:
            raise source.refuse(
                rule_broken,
                scope.decision,
                number,
                source.text(cell),
                output=output.name,
                kind=output.kind.value,
            )
    return Row(tuple(read_tests), tuple(read_results), _reason(rule, scope, reasons))


def _each(cells: Sequence[Element], read: Callable[[Element], Expression | Test]) -> list:  # type: ignore[type-arg]
    """Read every cell, so that all faults of a row are found; those that are not understood are left out."""
    found = []
    for cell in cells:
        with suppress(Refused):
            found.append(read(cell))
    return found


def _result(text: str, scope: Scope, number: int) -> Expression:
    """The expression of a result; an empty one gives no value."""
    return scope.expression(text, number) if text else Constant(None)


def _tests_kind(test: Test, kind: Kind) -> bool:
    """Whether the values written in a test can be values of a column."""
    match test:
        case Compared(_, Constant(value)):
            return _is_of(value, kind)
        case Within(low, high):
            return all(_is_of(end.value, kind) for end in (low, high) if isinstance(end, Constant))
        case AnyOf(tests):
            return all(_tests_kind(part, kind) for part in tests)
        case Not(inside):
            return _tests_kind(inside, kind)
    return True


def _is_of(value: Value, kind: Kind) -> bool:
    wanted = _KINDS.get(kind)
    return wanted is None or value is None or kind_of(value) == wanted


def _broken(output: Output, result: Expression) -> str:
    """The rule that a result written down breaks; "" if none."""
    if not isinstance(result, Constant) or result.value is None:
        return ""
    value, domain = result.value, output.domain
    if not _is_of(value, output.kind):
        return "dmn_result_kind"
    outside = (
        (domain.values is not None and value not in domain.values)
        or (domain.least is not None and value < domain.least)  # type: ignore[operator]
        or (domain.most is not None and value > domain.most)  # type: ignore[operator]
        or (domain.allowed is not None and satisfies(domain.allowed, value, {}) is not True)
    )
    return "dmn_result_not_listed" if outside else ""


def _reason(rule: Element, scope: Scope, columns: Sequence[str]) -> Text:
    """Why: the columns "reason" and 理由 (one of them for both languages), or the description of the rule."""
    source = scope.source
    entries = [source.text(entry) for entry in source.children(rule, "annotationEntry")]
    said = {
        _REASONS[column.lower()]: entry
        for column, entry in zip(columns, entries, strict=False)
        if column.lower() in _REASONS and entry
    }
    if said:
        return Text(said.get("ja") or said["en"], said.get("en") or said["ja"])
    description = source.child(rule, "description")
    text = " ".join("".join(description.itertext()).split()) if description is not None else ""
    return Text(text, text)


def _ordered(scope: Scope, outputs: Sequence[Output], rows: Sequence[Row]) -> None:
    """Make sure that results can be put in the order of their lists before any case is known.

    Raises:
        Refused: no column lists its values, or one that does works its results out.
    """
    source = scope.source
    places = [place for place, output in enumerate(outputs) if _lists(output.domain)]
    if not places:
        raise source.refuse("dmn_no_priorities", scope.decision)
    for number, row in enumerate(rows, 1):
        for place in places:
            if not isinstance(row.results[place], Constant):
                raise source.refuse(
                    "dmn_priority_computed", scope.decision, number, output=outputs[place].name
                )


def _lists(domain: Domain) -> bool:
    if domain.values is not None:
        return True
    return domain.allowed is not None and constants(domain.allowed) is not None
