"""Read a DMN file: its inputs become facts, its decisions tables and formulas of a policy.

How a file is read:

1. As XML that nobody trusts (``xml``); its namespace says the version.
2. What stands in it beside inputs, decisions, types and functions of one expression is refused by name,
   except what does not change a decision (descriptions, sources, diagrams, extensions).
3. Requirements say which names a decision may use, and so the order; a circle is refused.
4. Each decision is read; every fault is named by decision and rule. A file with a fault gives no policy.

Source: DMN 1.3, chapters 6 to 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.faults import Fault
from banso.engines.policy.dmn.source import VERSIONS, Element, Refused, Source, named
from banso.engines.policy.dmn.tables import Scope, read_table
from banso.engines.policy.dmn.types import Type, Types
from banso.engines.policy.dmn.xml import XmlFault, read_xml
from banso.engines.policy.expressions import Expression
from banso.engines.policy.feel.inlining import inlined
from banso.engines.policy.feel.parser import Defined
from banso.engines.policy.model import Fact, Formula, Policy, Table
from banso.engines.policy.reading import Reading

#: Elements of a file that do not change what is decided.
_BESIDE = frozenset(
    {
        "description", "extensionElements", "itemDefinition", "inputData", "decision", "knowledgeSource",
        "businessKnowledgeModel", "textAnnotation", "association", "group", "performanceIndicator",
        "organizationUnit", "elementCollection",
    }
)  # fmt: skip
#: The parts of a decision that are not its logic.
_ABOUT = frozenset(
    {
        "description", "extensionElements", "question", "allowedAnswers", "variable",
        "informationRequirement", "knowledgeRequirement", "authorityRequirement", "supportedObjective",
        "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
    }
)  # fmt: skip
_REQUIREMENTS = (
    ("informationRequirement", "requiredInput"),
    ("informationRequirement", "requiredDecision"),
    ("knowledgeRequirement", "requiredKnowledge"),
)


def read_dmn(data: bytes, name: str) -> Reading:
    """Read a DMN file; ``name`` is what faults call it.

    Faults name the decision as their column and the rule (from 1) as their row.
    """
    try:
        root = read_xml(data)
    except XmlFault as fault:
        line = fault.params.get("line")
        return Reading(None, (Fault(name, None, None, None, fault.rule, {"line": line, **fault.params}),))
    tag = etree.QName(root)
    if tag.localname != "definitions" or tag.namespace not in VERSIONS:
        known = ", ".join(VERSIONS.values())
        return Reading(
            None,
            (Fault(name, None, None, tag.namespace or tag.localname, "dmn_version", {"known": known}),),
        )
    source = Source(name, tag.namespace)
    policy = None
    with suppress(Refused):
        policy = _File(source, root).policy()
    return Reading(None if source.faults else policy, tuple(_in_order(source, root)))


def _in_order(source: Source, root: Element) -> list[Fault]:
    """The faults as they stand in the file."""
    places = {named(element): place for place, element in enumerate(root)}
    return sorted(source.faults, key=lambda fault: (places.get(fault.column or "", -1), fault.row or 0))


@dataclass(frozen=True, slots=True)
class _Part:
    """An input, decision or function of a file: what it is called, and whom it requires by id."""

    element: Element
    name: str
    requires: tuple[str, ...]


class _File:
    def __init__(self, source: Source, root: Element) -> None:
        self._source, self._root = source, root
        self._types = Types(source, root)
        self._parts: dict[str, _Part] = {}
        self._typed: dict[str, Type] = {}
        self._members: frozenset[str] = frozenset()

    def policy(self) -> Policy | None:
        source, root = self._source, self._root
        source.only_feel(root)
        for element, tag in source.others(root):
            if tag not in _BESIDE:
                source.refuse("dmn_unsupported", named(element) or None, construct=tag)
        self._gather()
        order = self._order()
        if not any(self._is(key, "decision") for key in order):
            raise source.refuse("dmn_no_decision")
        self._members = self._types.members | {
            named(output) for output in root.iter(f"{{{source.version}}}output") if named(output)
        }
        facts = [self._fact(part) for key, part in self._parts.items() if self._is(key, "inputData")]
        functions: dict[str, Defined] = {}
        decisions: list[Table | Formula] = []
        for key in order:
            part = self._parts[key]
            try:
                if self._is(key, "businessKnowledgeModel"):
                    functions[key] = self._function(part, functions)
                elif self._is(key, "decision"):
                    decisions.append(self._decision(part, functions))
            except Refused:
                continue
        if source.faults:
            return None
        title = named(root) or source.name
        return Policy(
            id=title,
            title=Text(title, title),
            facts=tuple(fact for fact in facts if fact is not None),
            decisions=tuple(decisions),
            results=tuple(decision.name for decision in decisions),
        )

    # Names and requirements

    def _gather(self) -> None:
        """Find the inputs, decisions and functions by id; their names must differ."""
        source = self._source
        names: set[str] = set()
        for element, tag in source.others(self._root):
            if tag not in ("inputData", "decision", "businessKnowledgeModel"):
                continue
            variable = source.child(element, "variable")
            name = (named(variable) if variable is not None else "") or named(element)
            key = element.get("id") or f" {name}"
            if not name:
                source.refuse("dmn_nameless", value=key, element=tag)
            elif name in names or key in self._parts:
                source.refuse("dmn_name_twice", name, value=name, name=name)
            names.add(name)
            self._parts[key] = _Part(element, name, tuple(self._required(element, name)))
        if source.faults:
            raise Refused

    def _required(self, element: Element, name: str) -> Iterable[str]:
        source = self._source
        for requirement, what in _REQUIREMENTS:
            for part in source.children(element, requirement):
                for reference in source.children(part, what):
                    namespace, _, key = (reference.get("href") or "").partition("#")
                    if namespace and namespace != self._root.get("namespace"):
                        source.refuse("dmn_unsupported", name, value=namespace, construct="import")
                    else:
                        yield key

    def _order(self) -> tuple[str, ...]:
        """The ids in an order in which each comes after what it requires."""
        source, parts = self._source, self._parts
        for part in parts.values():
            for key in part.requires:
                if key not in parts:
                    source.refuse("dmn_reference_unknown", part.name, value=f"#{key}", reference=f"#{key}")
        if source.faults:
            raise Refused
        try:
            return tuple(
                TopologicalSorter({key: part.requires for key, part in parts.items()}).static_order()
            )
        except CycleError as error:
            # Each requires the next.
            names = [parts[key].name for key in reversed(error.args[1])]
            raise source.refuse("dmn_cycle", names[0], decisions=" → ".join(names)) from None

    def _is(self, key: str, tag: str) -> bool:
        return self._source.tag(self._parts[key].element) == tag

    # Parts

    def _fact(self, part: _Part) -> Fact | None:
        source = self._source
        try:
            found = self._types.of(source.child(part.element, "variable"), part.name)
        except Refused:
            self._typed[part.name] = Type()
            return None
        self._typed[part.name] = found
        label = " ".join((part.element.get("label") or part.name).split())
        return Fact(part.name, found.kind, Text(label, label), found.domain)

    def _function(self, part: _Part, functions: Mapping[str, Defined]) -> Defined:
        """A function defined by one expression of its parameters.

        Raises:
            Refused: it is anything else.
        """
        source = self._source
        logic = source.child(part.element, "encapsulatedLogic")
        if logic is None:
            raise source.refuse("dmn_no_logic", part.name)
        if logic.get("kind", "FEEL") != "FEEL":
            raise source.refuse("dmn_unsupported", part.name, construct=f"{logic.get('kind')} function")
        body = None
        for element, tag in source.others(logic):
            if tag == "literalExpression":
                body = element
            elif tag not in ("formalParameter", "description", "extensionElements", "variable"):
                raise source.refuse("dmn_unsupported", part.name, construct=f"{tag} in a function")
        if body is None:
            raise source.refuse("dmn_no_logic", part.name)
        parameters = tuple(named(element) for element in source.children(logic, "formalParameter"))
        scope = self._scope(part, functions, {name: Type() for name in parameters})
        return Defined(part.name, parameters, self._literal(body, scope))

    def _decision(self, part: _Part, functions: Mapping[str, Defined]) -> Table | Formula:
        source = self._source
        logic = [(element, tag) for element, tag in source.others(part.element) if tag not in _ABOUT]
        if not logic:
            raise source.refuse("dmn_no_logic", part.name)
        element, tag = logic[0]
        result = self._types.of(source.child(part.element, "variable"), part.name)
        label = " ".join((part.element.get("label") or part.name).split())
        title = Text(label, label)
        known = {
            self._parts[key].name: self._typed.get(self._parts[key].name, Type())
            for key in part.requires
            if not self._is(key, "businessKnowledgeModel")
        }
        scope = self._scope(part, functions, known)
        match tag:
            case "decisionTable":
                return read_table(element, scope, self._types, result, title)
            case "literalExpression":
                return Formula(part.name, title, self._literal(element, scope), result.kind)
            case "invocation":
                return Formula(part.name, title, self._invocation(element, scope), result.kind)
        raise source.refuse("dmn_unsupported", part.name, construct=tag)

    def _scope(self, part: _Part, functions: Mapping[str, Defined], known: Mapping[str, Type]) -> Scope:
        """What a part may use.

        Raises:
            Refused: it requires a function that was refused.
        """
        required = [key for key in part.requires if self._is(key, "businessKnowledgeModel")]
        if not functions.keys() >= set(required):
            # What is wrong with the function is said already.
            raise Refused
        called = {functions[key].name: functions[key] for key in required}
        facts = frozenset(name for name in known if name in self._typed and not self._is_function(part))
        return Scope(self._source, part.name, known, facts, called, self._members)

    def _is_function(self, part: _Part) -> bool:
        return self._source.tag(part.element) == "businessKnowledgeModel"

    def _literal(self, element: Element, scope: Scope) -> Expression:
        source = self._source
        source.only_feel(element, scope.decision)
        if source.child(element, "importedValues") is not None:
            raise source.refuse("dmn_unsupported", scope.decision, construct="importedValues")
        text = source.text(element)
        if not text:
            raise source.refuse("feel_empty", scope.decision)
        return scope.expression(text)

    def _invocation(self, element: Element, scope: Scope) -> Expression:
        """A call whose arguments stand in boxes of their own."""
        source = self._source
        name = source.text(source.child(element, "literalExpression"))
        function = scope.functions.get(" ".join(name.split()))
        if function is None:
            raise source.refuse(
                "dmn_unsupported", scope.decision, value=name, construct=f"invocation of {name}"
            )
        given: dict[str, Expression] = {}
        for binding in source.children(element, "binding"):
            parameter, boxed = source.child(binding, "parameter"), source.child(binding, "literalExpression")
            if parameter is None or boxed is None:
                raise source.refuse("dmn_unsupported", scope.decision, construct="binding without expression")
            given[named(parameter)] = self._literal(boxed, scope)
        if given.keys() != set(function.parameters):
            raise source.refuse("feel_arguments", scope.decision, function=function.name, given=len(given))
        arguments = [given[parameter] for parameter in function.parameters]
        return source.understood(lambda: inlined(function, arguments), name, scope.decision)
