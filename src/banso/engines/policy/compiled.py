"""Decide one case: a policy compiled to one Python function, with the rows that matched and what was missing.

How a policy is compiled:

1. The decisions that are asked for, and those that feed them, are put in order; a loop among them is refused.
2. Each table becomes columns of masks (``masks``).
3. One function is written out: it takes the facts, refuses those of the wrong type, and for each table joins
   the columns' masks. What a mask means (rows, reasons, results) is worked out once and remembered.
4. Only where a fact is unknown is it asked which rows it kept from matching.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from banso.engines.policy.expressions import Constant, Value
from banso.engines.policy.feel.runtime import evaluate, satisfies
from banso.engines.policy.graph import facts_in, names_in, ordered
from banso.engines.policy.masks import LineColumn, OpenColumn, Plan, plan_of
from banso.engines.policy.model import (
    SINGLE,
    Amount,
    Decision,
    Domain,
    Fact,
    Formula,
    HitPolicy,
    Kind,
    Policy,
    Table,
    outside,
)
from banso.engines.policy.settling import settle

#: What a mask means is remembered for so many masks of a table; tables with more start anew.
_REMEMBERED = 4096


class WrongFact(Exception):
    """A fact of the wrong type or outside its domain. ``rule`` is a stable code; ``name`` says which fact."""

    def __init__(self, rule: str, name: str, value: Any, **params: object) -> None:
        super().__init__(f"{name}: {rule}")
        self.rule, self.name, self.value, self.params = rule, name, value, params


class Compiled:
    """A policy that decides single cases. Made by ``compile_policy``; may be kept and shared."""

    def __init__(self, policy: Policy, decisions: Sequence[str] | None = None) -> None:
        """Compile the decisions that are asked for: names of tables, results or amounts; None for all.

        Raises:
            UnknownDecision: the policy has no such decision.
            Loop: decisions feed each other in a circle.
        """
        chosen = ordered(policy, decisions)
        self.policy = policy
        #: The facts that are asked for.
        self.facts: tuple[Fact, ...] = facts_in(policy, chosen.decisions, chosen.amounts)
        #: The tables that are gone through, by name, in order.
        self.tables = tuple(decision.name for decision in chosen.decisions if isinstance(decision, Table))
        self._decide = _Writer(
            policy, chosen.decisions, chosen.amounts, chosen.outputs, self.facts
        ).function()

    def decide(self, facts: Mapping[str, Value]) -> Decision:
        """Decide one case. A fact that is not given is unknown; facts that the policy does not know are left.

        Raises:
            WrongFact: a fact is of the wrong type or outside its domain.
        """
        return self._decide(facts)


def compile_policy(policy: Policy, decisions: Sequence[str] | None = None) -> Compiled:
    """Compile a policy, or some of its decisions; see ``Compiled``."""
    return Compiled(policy, decisions)


def fitted(fact: Fact, value: Any) -> Value:
    """The value of a fact in the class that decisions compute with, or a refusal.

    Raises:
        WrongFact: it is of the wrong type or outside the fact's domain.
    """
    if value is None:
        return None
    if isinstance(value, float) and fact.kind is Kind.NUMBER:
        value = Decimal(repr(value)) if abs(value) < float("inf") else value
    if isinstance(value, Decimal) and not value.is_finite():
        raise WrongFact("fact_type", fact.name, value, kind=fact.kind.value)
    classes = {
        Kind.TEXT: (str,),
        Kind.NUMBER: (int, Decimal),
        Kind.BOOLEAN: (bool,),
        Kind.DATE: (date,),
    }.get(fact.kind)
    if classes and value.__class__ not in classes:
        raise WrongFact("fact_type", fact.name, value, kind=fact.kind.value)
    broken = outside(value, fact.domain)
    if broken:
        known, least, most = ", ".join(fact.domain.values or ()), fact.domain.least, fact.domain.most
        raise WrongFact(f"fact_{broken}", fact.name, value, known=known, least=least, most=most)
    if fact.domain.allowed is not None and satisfies(fact.domain.allowed, value, {}) is not True:
        raise WrongFact("fact_not_allowed", fact.name, value)
    return value


def money(base: Value, share: Value) -> int | None:
    """A share of an amount in whole yen, rounded half up; unknown if either is."""
    if base is None or share is None:
        return None
    return int((Decimal(base) * share).quantize(Decimal(1), ROUND_HALF_UP))  # type: ignore[arg-type,operator]


class _Writer:
    """Writes the function that decides, and holds what it refers to."""

    def __init__(
        self,
        policy: Policy,
        decisions: Sequence[Table | Formula],
        amounts: Sequence[Amount],
        outputs: Sequence[str],
        facts: Sequence[Fact],
    ) -> None:
        self._decisions, self._amounts, self._outputs, self._facts = decisions, amounts, outputs, facts
        #: Everything that the written function refers to, by the name it has there.
        self._scope: dict[str, Any] = {
            "Decimal": Decimal, "Decision": Decision, "left": bisect_left, "right": bisect_right,
            "date": date, "evaluate": evaluate, "fitted": fitted, "money": money,
        }  # fmt: skip
        #: The variable in which a name's value is.
        self._variables: dict[str, str] = {}
        self._known: dict[str, tuple[Kind, Domain]] = {}
        self._lines = ["def decide(facts):", " get = facts.get"]
        self._open = any(isinstance(decision, Formula) for decision in decisions)
        self._plans = self._planned()

    def function(self) -> Callable[[Mapping[str, Value]], Decision]:
        """The compiled function."""
        for number, fact in enumerate(self._facts):
            self._take(number, fact)
        if self._open:
            # Facts of DMN files that no requirement names are still refused when they are asked for by name.
            pairs = ", ".join(f"{fact.name!r}: {self._variables[fact.name]}" for fact in self._facts)
            self._lines.append(f" context = {{{pairs}}}")
        self._lines.append(" lack = {}")
        for number, decision in enumerate(self._decisions):
            if isinstance(decision, Formula):
                self._formula(number, decision)
            else:
                self._table(number, self._plans[decision.name])
        for number, amount in enumerate(self._amounts):
            base, share = self._variables[amount.base], self._variables[amount.share]
            self._lines.append(f" a{number} = money({base}, {share})")
            self._variables[amount.name] = f"a{number}"
        self._answer()
        source = "\n".join(self._lines)
        exec(compile(source, "<policy>", "exec"), self._scope)
        return self._scope["decide"]

    def _planned(self) -> dict[str, Plan]:
        self._known = {fact.name: (fact.kind, fact.domain) for fact in self._facts}
        plans = {}
        for decision in self._decisions:
            if isinstance(decision, Formula):
                continue
            plan = plans[decision.name] = plan_of(decision, self._known)
            self._open |= any(isinstance(column, OpenColumn) for column in plan.columns)
            self._open |= not _constant(decision)
            if not decision.speaks_by_name and (decision.hit in SINGLE or decision.aggregation):
                self._known |= {output.name: (output.kind, Domain()) for output in decision.outputs}
        return plans

    def _take(self, number: int, fact: Fact) -> None:
        """Take a fact; what is plainly right passes by one test."""
        name = self._variables[fact.name] = f"f{number}"
        self._lines.append(f" {name} = get({fact.name!r})")
        wrong = self._wrong(number, name, fact)
        if wrong:
            self._scope[f"F{number}"] = fact
            self._lines.append(f" if {name} is not None and ({wrong}): {name} = fitted(F{number}, {name})")

    def _wrong(self, number: int, name: str, fact: Fact) -> str:
        """The test that finds values of a fact which must be looked at closely; "" if none must."""
        domain = fact.domain
        if domain.allowed is not None:
            return "True"
        if fact.kind is Kind.TEXT and domain.values is not None:
            self._scope[f"V{number}"] = frozenset(domain.values)
            return f"{name}.__class__ is not str or {name} not in V{number}"
        if fact.kind is not Kind.NUMBER:
            plain = {Kind.TEXT: "str", Kind.BOOLEAN: "bool", Kind.DATE: "date"}.get(fact.kind)
            tests = [f"{name}.__class__ is not {plain}"] if plain else []
        else:
            fraction = f" or {name} % 1" if domain.whole else ""
            strange = f"{name}.__class__ is not Decimal or {name} != {name}{fraction}"
            tests = [f"({name}.__class__ is not int and ({strange}))"]
        for bound, sign in ((domain.least, "<"), (domain.most, ">")):
            if bound is not None:
                self._scope[f"B{number}{'l' if sign == '<' else 'm'}"] = bound
                tests.append(f"{name} {sign} B{number}{'l' if sign == '<' else 'm'}")
        return " or ".join(tests)

    def _formula(self, number: int, formula: Formula) -> None:
        self._scope[f"E{number}"] = formula.expression
        name = self._variables[formula.name] = f"o{number}"
        self._lines += [
            f" {name} = context[{formula.name!r}] = evaluate(E{number}, context)",
            f" if {name} is None: lacking{number}(context, lack)",
        ]
        wanted = names_in(formula.expression)
        facts = [fact.name for fact in self._facts if fact.name in wanted]

        def lacking(context: Mapping[str, Value], lack: dict[str, None]) -> None:
            lack.update(dict.fromkeys(name for name in facts if context.get(name) is None))

        self._scope[f"lacking{number}"] = lacking

    def _table(self, number: int, plan: Plan) -> None:
        table = plan.table
        masks, unknown = [], []
        for place, column in enumerate(plan.columns):
            piece = self._mask(f"{number}_{place}", column, plan)
            if piece:
                masks.append(piece)
            if isinstance(column, OpenColumn):
                unknown.append("True")
            elif column.null != plan.everything:
                unknown.append(f"{self._variables[column.name]} is None")
        outputs = [table.name] if table.speaks_by_name else [output.name for output in table.outputs]
        results = [f"o{number}_{place}" for place in range(len(outputs))]
        self._variables |= dict(zip(outputs, results, strict=True))
        self._scope[f"settle{number}"] = _settler(plan, open_=not _constant(table))
        self._lines += [
            f" m = {' & '.join(masks) or plan.everything}",
            f" s{number} = settle{number}(m{', context' if not _constant(table) else ''})",
            f" rows{number}, reasons{number}, conflict{number}, {', '.join(results)}, = s{number}",
        ]
        if unknown:
            self._scope[f"lacking{number}"] = self._lacking(plan)
            condition = "" if "True" in unknown else f" if {' or '.join(unknown)}:"
            values = ", ".join(
                "None" if isinstance(column, OpenColumn) else self._variables[column.name]
                for column in plan.columns
            )
            context = "context" if self._open else "None"
            self._lines.append(f"{condition} lacking{number}(m, ({values},), {context}, lack)")
        if self._open:
            self._lines += [f" context[{n!r}] = {v}" for n, v in zip(outputs, results, strict=True)]

    def _mask(self, tag: str, column: Any, plan: Plan) -> str:
        """The expression that looks up a column's mask; "" if the column lets every row through."""
        if isinstance(column, OpenColumn):
            self._scope[f"open{tag}"] = column.mask
            return f"open{tag}(None, context)"
        value = self._variables[column.name]
        if isinstance(column, LineColumn):
            if set(column.masks) | {column.null} == {plan.everything}:
                return ""
            self._scope[f"P{tag}"] = column.places
            self._scope[f"M{tag}"] = column.masks[::2] if column.steps else column.masks
            place = f"right(P{tag}, {value})"
            if not column.steps:
                place += f" + left(P{tag}, {value})"
            return f"({column.null} if {value} is None else M{tag}[{place}])"
        if set(column.masks.values()) | {column.other, column.null} == {plan.everything}:
            return ""
        self._scope[f"get{tag}"] = {**column.masks, None: column.null}.get
        return f"get{tag}({value}, {column.other})"

    def _lacking(self, plan: Plan) -> Callable[..., None]:
        """Finds the unknown facts without which a row that otherwise fits could not match."""
        facts = {fact.name for fact in self._facts}
        asked = [
            [name for name in sorted(names_in(column.expression)) if name in facts]
            if isinstance(column, OpenColumn)
            else [column.name] * (column.name in facts)
            for column in plan.columns
        ]
        ends = plan.table.hit in (HitPolicy.FIRST, HitPolicy.PRIORITY)

        def lacking(
            mask: int, values: Sequence[Value], context: Mapping[str, Value] | None, lack: dict[str, None]
        ) -> None:
            unknown, fits = [], plan.everything
            for column, value, names in zip(plan.columns, values, asked, strict=True):
                if isinstance(column, OpenColumn):
                    assert context is not None
                    missing = [name for name in names if context.get(name) is None]
                    passing = column.mask(None, context)
                else:
                    missing = names if value is None else []
                    passing = plan.everything if value is None else column.mask(value, {})
                if missing:
                    unknown.append((missing, column.mask(value, context or {})))
                else:
                    fits &= passing
            if ends and mask:
                # Rows after the one that answers could not change the answer.
                fits &= (mask & -mask) - 1
            for names, passing in unknown:
                if fits & ~passing:
                    lack.update(dict.fromkeys(names))

        return lacking

    def _answer(self) -> None:
        tables = [n for n, decision in enumerate(self._decisions) if isinstance(decision, Table)]
        names = {n: self._decisions[n].name for n in tables}
        outputs = ", ".join(f"{name!r}: {self._variables[name]}" for name in self._outputs)
        matched = ", ".join(f"{names[n]!r}: rows{n}" for n in tables)
        reasons = " + ".join(f"reasons{n}" for n in tables) or "()"
        self._lines.append(" conflicts = ()")
        if tables:
            self._lines.append(f" if {' or '.join(f'conflict{n}' for n in tables)}:")
            pairs = ", ".join(f"({names[n]!r}, conflict{n})" for n in tables)
            self._lines.append(f"  conflicts = tuple(name for name, found in ({pairs},) if found)")
        self._lines.append(
            f" return Decision({{{outputs}}}, {{{matched}}}, {reasons}, tuple(lack), conflicts)"
        )


def _settler(plan: Plan, *, open_: bool) -> Callable[..., tuple[Any, ...]]:
    """What the written function calls with a mask."""
    if open_:

        def settled(mask: int, context: Mapping[str, Value]) -> tuple[Any, ...]:
            found = settle(plan, mask, context)
            return (found.rows, found.reasons, found.conflict, *found.results)

        return settled

    class Remembering(dict[int, tuple[Any, ...]]):
        def __missing__(self, mask: int) -> tuple[Any, ...]:
            if len(self) >= _REMEMBERED:
                self.clear()
            found = settle(plan, mask)
            self[mask] = (found.rows, found.reasons, found.conflict, *found.results)
            return self[mask]

    return Remembering().__getitem__


def _constant(table: Table) -> bool:
    """Whether every result of a table is written down as a value."""
    cells: Iterable[Any] = (cell for row in table.rows for cell in row.results)
    defaults = (output.default for output in table.outputs if output.default is not None)
    return all(isinstance(cell, Constant) for cell in [*cells, *defaults])
