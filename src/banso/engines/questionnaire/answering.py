"""Judge one answer by its form: what is asked, what each question holds, and what is wrong with it.

The same code judges an answer of a page, of a draft, of a file and of a program. An answer is a tree: groups
are mappings in it, repeats lists of mappings.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from banso.engines.kernel.faults import Fault, Severity
from banso.engines.questionnaire.expressions import Expression, Place
from banso.engines.questionnaire.form import Form, Question, Section
from banso.engines.questionnaire.functions import to_text
from banso.engines.questionnaire.instances import Instance, Node, Position, Tree
from banso.engines.questionnaire.values import MAX_TEXT, Raw, Value, tidy, typed, written

_TYPE_RULES = {"whole": "whole_number", "decimal": "decimal_number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer after judging: its questions in the order of the form, and what else there is to say."""

    nodes: tuple[Node, ...]
    faults: tuple[Fault, ...]


def judge(
    form: Form,
    answer: Mapping[str, Any],
    *,
    file: str = "",
    row: int | None = None,
    unreadable: Container[str] = (),
    today: date | None = None,
    language: str = "",
    offering: bool = False,
) -> Judged:
    """Judge one answer by the form's rules, question by question in the form's order:

    1. trim and NFKC;
    2. type: a number, a date, or several choices separated by spaces (each once, in the list's order);
    3. relevance, judged on the values cleaned so far: what was given to a question that is not asked is
       cleared and logged, whatever it says;
    4. required;
    5. constraint, and the bounds of a range;
    6. choice in list, and among those that are offered.

    The first of these that a value breaks is reported. Where a condition hangs on a question whose own
    value was refused, it is not judged: one wrong cell is named once, not once for each that follows.
    A question that may be absent from files and is not in `answer` was not asked. A calculation is made when
    all that it looks at is known; what was given to it does not count.

    `file` and `row` only name the answer's place in the faults. `unreadable` are questions whose cell could
    not be read, which has been reported already: they count as refused. With `offering` each question is told
    which choices it has for this answer, which only a page needs. Raises ValueError if the form uses the day
    and `today` is None.
    """
    if today is None and form.uses_today:
        raise ValueError(f"the form {form.name} needs to know the day")
    variables = {"today": today.isoformat() if today else "", "language": language or form.languages[0]}
    return _Judging(form, (file, row), unreadable, variables, offering=offering).run(answer)


class _Judging:
    """The judging of one answer: the tree its conditions look at, and what has been found so far."""

    def __init__(
        self,
        form: Form,
        place: tuple[str, int | None],
        unreadable: Container[str],
        variables: Mapping[str, str],
        *,
        offering: bool,
    ) -> None:
        self._form = form
        self._offering = offering
        self._place = place
        self._unreadable = unreadable
        self._variables = variables
        self._instances: dict[Place, list[Instance]] = {step.place: [] for step in form.steps}
        self._refused: dict[Place, list[Position]] = {}
        self._nodes: list[Node] = []
        self._faults: list[Fault] = []

    def run(self, answer: Mapping[str, Any]) -> Judged:
        """Judge everything."""
        Tree(self._form, self._place, self._instances, self._nodes, self._faults).grow(answer)
        for question in self._form.questions:
            if question.code in self._unreadable:
                self._refused[question.place] = [each.position for each in self._instances[question.place]]
        for step in self._form.steps:
            if isinstance(step, Section):
                for instance in self._instances[step.place]:
                    self._section(step, instance)
            else:
                for instance in self._instances[step.place]:
                    self._question(step, instance)
        return Judged(tuple(self._nodes), tuple(self._faults))

    def _section(self, section: Section, instance: Instance) -> None:
        self._relevance(section, instance)
        if not instance.relevant:
            instance.element.set("off", "")

    def _relevance(self, step: Section | Question, instance: Instance) -> None:
        """Find whether a section or question is asked; what stands in a section that is not, is not."""
        above = instance.above
        if above is not None:
            instance.asked, instance.relevant = above.asked, above.relevant
        if step.relevant is None or instance.asked is False:
            return
        own = self._holds(step.relevant, instance)
        if own is None:
            plain = step.relevant.holds(instance.element, None, self._variables)
            instance.relevant = instance.relevant and bool(plain)
            instance.asked = None
        elif own is False:
            instance.asked = instance.relevant = False

    def _question(self, question: Question, instance: Instance) -> None:
        node = instance.node
        if node is None:
            return
        self._relevance(question, instance)
        node.asked, node.relevant = instance.asked, instance.relevant
        node.required = self._required(question, instance)
        if not instance.relevant:
            instance.element.set("off", "")
        if question.kind == "note" or (question.may_be_absent and not instance.given):
            return
        if question.code in self._unreadable:
            return
        if question.calculation is not None:
            self._calculate(question, question.calculation, instance, node)
        else:
            self._given(question, instance, node)
            if not instance.relevant:
                # It may have been asked, for all that is known; what follows sees no answer, as ODK does.
                instance.element.text = None

    def _required(self, question: Question, instance: Instance) -> bool:
        if question.required_if is None:
            return question.required
        return self._holds(question.required_if, instance) is True

    def _given(self, question: Question, instance: Instance, node: Node) -> None:
        raw = node.raw = instance.raw if instance.given else self._default(question, instance)
        if self._offering and instance.asked is not False:
            node.offered = self._offered_codes(question, instance)
        text, control_removed = tidy(raw)  # 1
        if instance.asked is False:  # 3
            if text and instance.given:
                condition = question.relevant.text if question.relevant else ""
                node.cleared += (
                    self._fault(node, raw, "not_asked", "warning", when=condition or _when(instance)),
                )
            return
        if control_removed:
            node.warnings += (self._fault(node, raw, "control_removed", "warning"),)
        if not text:  # 4
            if node.required and instance.asked:
                self._refuse(instance, node, raw, "required", messages=question.required_messages)
            elif instance.asked:
                node.kept = True
            return
        if len(text) > MAX_TEXT:
            self._refuse(instance, node, text[:100], "text_too_long", limit=MAX_TEXT)
            return
        value, repeated = typed(question, text)  # 2
        if value is None:
            self._refuse(instance, node, raw, _TYPE_RULES[question.kind])
            return
        instance.element.text = written(value)
        node.value = value
        if not self._allowed(question, instance, node, raw, value):  # 5
            return
        if question.choices and not self._offered(question, instance, node, raw, value):  # 6
            instance.element.text = None
            return
        if repeated:
            node.warnings += (self._fault(node, raw, "choice_repeated", "warning"),)
        node.kept = True

    def _allowed(self, question: Question, instance: Instance, node: Node, raw: Raw, value: Value) -> bool:
        bounds = question.bounds
        if bounds and not bounds.hold(Decimal(str(value))):
            params = {"start": str(bounds.start), "end": str(bounds.end), "step": str(bounds.step)}
            self._refuse(instance, node, raw, "out_of_range", **params)
            return False
        if question.constraint and self._holds(question.constraint, instance) is False:
            self._refuse(instance, node, raw, "constraint", messages=question.constraint_messages)
            return False
        return True

    def _offered(self, question: Question, instance: Instance, node: Node, raw: Raw, value: Value) -> bool:
        given = value if isinstance(value, tuple) else (str(value),)
        unknown = [code for code in given if not question.has_choice(code)]
        if unknown:
            allowed = [choice.code for choice in question.choices]
            self._refuse(instance, node, raw, "choice_unknown", unknown=unknown, allowed=allowed)
            return False
        refused = [code for code in given if self._offers(question, instance, code) is False]
        if refused:
            allowed = list(self._offered_codes(question, instance))
            self._refuse(instance, node, raw, "choice_not_offered", unknown=refused, allowed=allowed)
            return False
        return True

    def _offered_codes(self, question: Question, instance: Instance) -> tuple[str, ...]:
        codes = (choice.code for choice in question.choices)
        return tuple(code for code in codes if self._offers(question, instance, code) is not False)

    def _offers(self, question: Question, instance: Instance, code: str) -> bool | None:
        if question.offered is None:
            return True
        columns = question.choice(code).columns
        extra = {name: columns.get(name.removeprefix("column-"), "") for name in question.offered.uses}
        return self._holds(question.offered, instance, {**extra, **self._variables})

    def _calculate(self, question: Question, calculation: Expression, instance: Instance, node: Node) -> None:
        if instance.asked is False:
            return
        unknown = self._unknown(instance)
        if instance.asked is None or (unknown and any(map(unknown, calculation.places))):
            self._refused.setdefault(question.place, []).append(instance.position)
            return
        result = calculation.value(instance.element, self._variables)
        text = to_text(result)
        if len(text) > MAX_TEXT:
            self._refuse(instance, node, text[:100], "calculation_too_long", limit=MAX_TEXT)
            return
        node.kept = True
        if not text:
            return
        instance.element.text = tidy(text)[0]
        node.value = _calculated(result, text, calculation.kind == "date")

    def _default(self, question: Question, instance: Instance) -> Raw:
        if isinstance(question.default, Expression):
            return to_text(question.default.value(instance.element, self._variables))
        return question.default

    def _holds(
        self, expression: Expression, instance: Instance, variables: Mapping[str, str] | None = None
    ) -> bool | None:
        return expression.holds(instance.element, self._unknown(instance), variables or self._variables)

    def _unknown(self, instance: Instance) -> Callable[[Place], bool] | None:
        """What tells whether an answer, as this instance sees it, was refused; None if none was."""
        if not self._refused:
            return None
        mine = instance.position

        def unknown(place: Place) -> bool:
            return any(_meet(mine, other) for other in self._refused.get(place, ()))

        return unknown

    def _refuse(self, instance: Instance, node: Node, raw: Raw, rule: str, **params: Any) -> None:
        self._refused.setdefault(node.question.place, []).append(instance.position)
        node.faults += (self._fault(node, raw, rule, **params),)

    def _fault(self, node: Node, raw: Raw, rule: str, severity: Severity = "error", **params: Any) -> Fault:
        file, row = self._place
        value = raw if isinstance(raw, str) or raw is None else tidy(raw)[0]
        return Fault(file, row, node.key, value, rule, params, severity)


def _meet(mine: Position, other: Position) -> bool:
    """Whether two positions do not stand in different instances of one repeat."""
    for (place, number), (other_place, other_number) in zip(mine, other, strict=False):
        if place != other_place:
            return True
        if number != other_number:
            return False
    return True


def _when(instance: Instance) -> str:
    """The condition of the section for which a question is not asked."""
    above = instance.above
    while above is not None:
        if above.asked is False and above.step.relevant is not None:
            return above.step.relevant.text
        above = above.above
    return ""


def _calculated(result: str | float | bool, text: str, is_date: bool) -> Value:
    if isinstance(result, float):
        return int(text) if text.lstrip("-").isdigit() else Decimal(text)
    if is_date:
        return date.fromisoformat(text)
    return tidy(text)[0]


def shown_value(value: Value) -> Any:
    """Return a value as JSON has it: numbers as numbers, a date as its text, several choices as a list."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
