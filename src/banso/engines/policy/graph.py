"""Which decisions feed which: their order, what one of them needs, and loops among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from banso.engines.policy.expressions import Name
from banso.engines.policy.model import Amount, Fact, Formula, Policy, Table


class UnknownDecision(Exception):
    """A policy has no decision of a name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)


class Loop(Exception):
    """Decisions feed each other in a circle; ``names`` in the order in which they do, the first again at the
    end.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(" -> ".join(names))
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Decisions in an order in which each comes after those that feed it, and the results asked for."""

    decisions: tuple[Table | Formula, ...]
    amounts: tuple[Amount, ...]
    outputs: tuple[str, ...]


def outputs_of(decision: Table | Formula) -> tuple[str, ...]:
    """The names under which other decisions know what a decision answers."""
    if isinstance(decision, Formula) or decision.speaks_by_name:
        return (decision.name,)
    return tuple(output.name for output in decision.outputs)


def names_in(part: Any) -> set[str]:
    """The facts and decisions that an expression, test, table or formula refers to."""
    return set(_names(part))


def _names(root: Any) -> Iterator[str]:
    # Without recursion: expressions may be deep.
    parts = [root]
    while parts:
        part = parts.pop()
        if isinstance(part, Name):
            yield part.path[0]
        elif isinstance(part, tuple):
            parts.extend(part)
        elif is_dataclass(part):
            parts.extend(getattr(part, field.name) for field in fields(part))


def feeds(policy: Policy) -> dict[str, set[str]]:
    """For each decision by name, the decisions whose results it uses."""
    makers = {output: decision.name for decision in policy.decisions for output in outputs_of(decision)}
    return {
        decision.name: {makers[name] for name in names_in(decision) if name in makers}
        for decision in policy.decisions
    }


def loop_in(policy: Policy) -> tuple[str, ...]:
    """Decisions that feed each other in a circle; empty if there are none."""
    try:
        tuple(TopologicalSorter(feeds(policy)).static_order())
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def ordered(policy: Policy, asked: Sequence[str] | None = None) -> Chosen:
    """Choose the decisions that are asked for by name of decision, result or amount (None: all), in order.

    Raises:
        UnknownDecision: the policy has no such decision, result or amount.
        Loop: decisions feed each other in a circle.
    """
    circle = loop_in(policy)
    if circle:
        raise Loop(circle)
    needs = feeds(policy)
    by_name = {decision.name: decision for decision in policy.decisions}
    makers = {output: decision.name for decision in policy.decisions for output in outputs_of(decision)}
    amounts = {amount.name: amount for amount in policy.amounts}
    if asked is None:
        every = [name for decision in policy.decisions for name in outputs_of(decision)]
        wanted, outputs, paid = set(by_name), [*every, *amounts], policy.amounts
    else:
        wanted, outputs, paid = _wanted(asked, by_name, makers, amounts)
    closed = _closed(wanted, needs)
    # In the order in which they are written, as far as they do not feed each other.
    places = {name: place for place, name in enumerate(by_name)}
    order: list[str] = []
    sorter = TopologicalSorter({name: needs[name] for name in closed})
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=places.__getitem__)
        order += ready
        sorter.done(*ready)
    return Chosen(tuple(by_name[name] for name in order), tuple(paid), tuple(dict.fromkeys(outputs)))


def _wanted(
    asked: Sequence[str],
    by_name: Mapping[str, Table | Formula],
    makers: Mapping[str, str],
    amounts: Mapping[str, Amount],
) -> tuple[set[str], list[str], list[Amount]]:
    wanted: set[str] = set()
    outputs: list[str] = []
    paid: list[Amount] = []
    for name in asked:
        if name in by_name:
            wanted.add(name)
            outputs += outputs_of(by_name[name])
        elif name in makers:
            wanted.add(makers[name])
            outputs.append(name)
        elif name in amounts:
            amount = amounts[name]
            wanted |= {makers[part] for part in (amount.base, amount.share) if part in makers}
            paid.append(amount)
            outputs.append(name)
        else:
            raise UnknownDecision(name, [*by_name, *(m for m in makers if m not in by_name), *amounts])
    return wanted, outputs, paid


def _closed(wanted: set[str], needs: Mapping[str, set[str]]) -> set[str]:
    closed, rest = set(), list(wanted)
    while rest:
        name = rest.pop()
        if name not in closed:
            closed.add(name)
            rest += needs[name]
    return closed


def facts_in(
    policy: Policy, decisions: Sequence[Table | Formula], amounts: Sequence[Amount]
) -> tuple[Fact, ...]:
    """The facts that decisions and amounts refer to, in the order of the policy."""
    wanted = {name for decision in decisions for name in names_in(decision)}
    wanted |= {name for amount in amounts for name in (amount.base, amount.share)}
    return tuple(fact for fact in policy.facts if fact.name in wanted)
