"""The tree of one answer: what was given, laid on the sections and questions of a form.

Groups are mappings in an answer, repeats lists of mappings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.expressions import Place
from banso.engines.questionnaire.form import ROOT, Form, Question, Section
from banso.engines.questionnaire.values import Raw, Value

#: No repeat is answered more often, and no answer has more sections.
MAX_REPEATS = 200
MAX_SECTIONS = 2_000

#: (repeat, number) from the outermost repeat inwards: which of its instances something stands in.
Position = tuple[tuple[Place, int], ...]


@dataclass(slots=True)
class Node:
    """One question of an answer, after judging.

    `path` is `group/repeat[n]/question`, `key` its code alone where it stands in no repeat. `asked` is None
    where that hangs on an answer that was refused; `relevant` is then what the refused answer itself would
    lead to. `kept` says whether `value` counts: the question is asked and its value was not refused. `raw` is
    what was given, or what the question begins with. `offered` are the codes that it has for this answer.
    """

    question: Question
    path: str
    key: str
    relevant: bool = True
    asked: bool | None = True
    required: bool = False
    value: Value = None
    kept: bool = False
    raw: Raw = None
    offered: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    cleared: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


class Instance:
    """One section or question in one answer."""

    __slots__ = ("above", "asked", "element", "given", "node", "position", "raw", "relevant", "step")

    def __init__(
        self,
        step: Section | Question,
        above: "Instance | None",
        element: etree._Element,
        position: Position,
    ) -> None:
        self.step, self.above, self.element, self.position = step, above, element, position
        self.raw: Raw = None
        self.given = False
        self.node: Node | None = None
        self.asked: bool | None = True
        self.relevant = True


class Tree:
    """Grows the tree of one answer from what was given."""

    def __init__(
        self,
        form: Form,
        place: tuple[str, int | None],
        instances: dict[Place, list[Instance]],
        nodes: list[Node],
        faults: list[Fault],
    ) -> None:
        self._place, self._instances, self._nodes, self._faults = place, instances, nodes, faults
        self._children = form.children
        self._count = 0

    def grow(self, answer: Mapping[str, Any]) -> None:
        """Make all instances."""
        self._answer = answer
        self._grow((), None, etree.Element(ROOT), answer, (), "")

    def _grow(
        self,
        place: Place,
        above: Instance | None,
        element: etree._Element,
        given: Mapping[str, Any],
        position: Position,
        path: str,
    ) -> None:
        for step in self._children.get(place, ()):
            name = step.code
            has, raw = self._find(step, given, position)
            if isinstance(step, Question):
                instance = Instance(step, above, etree.SubElement(element, name), position)
                instance.given = has
                full = path + name
                node = Node(step, full, full if position else name)
                instance.node = node
                if isinstance(raw, Mapping) or (isinstance(raw, list) and not _plain(raw)):
                    self._fault(node.key, "answer_shape")
                    raw = None
                instance.raw = raw
                self._nodes.append(node)
                self._instances[step.place].append(instance)
            elif step.repeats:
                for number, each in enumerate(self._times(path + name, has, raw), start=1):
                    inner = (*position, (step.place, number))
                    self._enter(step, above, element, each, inner, f"{path}{name}[{number}]/")
            else:
                inside = raw if isinstance(raw, Mapping) else {}
                if has and raw is not None and not isinstance(raw, Mapping):
                    self._fault(path + name, "answer_shape")
                self._enter(step, above, element, inside, position, f"{path}{name}/")

    def _enter(
        self,
        section: Section,
        above: Instance | None,
        element: etree._Element,
        given: Mapping[str, Any],
        position: Position,
        path: str,
    ) -> None:
        self._count += 1
        instance = Instance(section, above, etree.SubElement(element, section.code), position)
        self._instances[section.place].append(instance)
        self._grow(section.place, instance, instance.element, given, position, path)

    def _find(
        self, step: Section | Question, given: Mapping[str, Any], position: Position
    ) -> tuple[bool, Any]:
        """Return what was given: by name in its section, or by its whole path or name from outside."""
        name = step.code
        if name in given:
            return True, given[name]
        if len(step.place) > 1:
            path = "/".join(step.place)
            for key, where in ((path, given), (path, self._answer), (name, self._answer)):
                if key in where and (where is given or not position):
                    return True, where[key]
        return False, None

    def _times(self, path: str, has: bool, raw: Any) -> list[Mapping[str, Any]]:
        """Return what was given to each instance of a repeat: one, and empty, if nothing was said of it."""
        if not has:
            return [{}]
        times = [raw] if isinstance(raw, Mapping) else [] if raw is None else raw
        if not isinstance(times, list) or not all(isinstance(each, Mapping) for each in times):
            self._fault(path, "answer_shape")
            return []
        full = self._count > MAX_SECTIONS
        if len(times) > MAX_REPEATS or full:
            self._fault(path, "repeat_too_many", limit=MAX_REPEATS)
            return [] if full else times[:MAX_REPEATS]
        return times

    def _fault(self, key: str, rule: str, **params: Any) -> None:
        file, row = self._place
        self._faults.append(Fault(file, row, key, None, rule, params))


def unknown_keys(form: Form, answer: Mapping[str, Any]) -> Iterator[str]:
    """The names in an answer that the form does not have, each with its path."""
    yield from _unknown_keys(form, (), answer, "")


def _unknown_keys(form: Form, place: Place, given: Mapping[str, Any], path: str) -> Iterator[str]:
    steps = {step.code: step for step in form.children.get(place, ())}
    paths = {"/".join(step.place) for step in form.steps}
    for key, raw in given.items():
        step = steps.get(key)
        if step is None:
            if key not in paths and (place or key not in form.codes):
                yield path + key
        elif isinstance(step, Section):
            for each in raw if isinstance(raw, list) else [raw]:
                if isinstance(each, Mapping):
                    yield from _unknown_keys(form, step.place, each, f"{path}{key}/")


def _plain(raw: list[Any]) -> bool:
    return all(isinstance(each, str | int | float) for each in raw)
