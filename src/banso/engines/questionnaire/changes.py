"""What one edition of a form asks otherwise than another."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from banso.engines.questionnaire.form import Form, Question, Section, Texts, expressions_of

#: What can change: a question or section that comes or goes, what it is, where it stands, its words, its
#: choices, its conditions.
What = Literal["added", "removed", "kind", "place", "words", "choices", "condition"]

_CONDITIONS = ("relevant", "required", "constraint", "calculation", "default", "choice_filter")


@dataclass(frozen=True, slots=True)
class FormChange:
    """One thing that differs: at which question, in which part of it, and how it was and is.

    `part` is the language of words, the code of a choice, or the column of a condition.
    """

    code: str
    what: What
    part: str = ""
    before: str = ""
    after: str = ""


def changes(before: Form, after: Form) -> tuple[FormChange, ...]:
    """Return what changed from one form to another, in the order of the later one; what went comes last.

    A question is the same if it has the same name. Where it stands counts by its section, and by its order
    among the questions that both forms have.
    """
    old = {step.code: step for step in before.layout}
    new = {step.code: step for step in after.layout}
    moved = _moved([code for code in old if code in new], [code for code in new if code in old])
    found: list[FormChange] = []
    for code, step in new.items():
        if code not in old:
            found.append(FormChange(code, "added", after=_kind(step)))
        else:
            found += _step(old[code], step, code in moved)
    found += [FormChange(code, "removed", before=_kind(old[code])) for code in old if code not in new]
    return tuple(found)


def _step(old: Section | Question, new: Section | Question, moved: bool) -> Iterator[FormChange]:
    code = new.code
    if _kind(old) != _kind(new):
        yield FormChange(code, "kind", before=_kind(old), after=_kind(new))
    if moved or old.place[:-1] != new.place[:-1]:
        yield FormChange(code, "place", before="/".join(old.place), after="/".join(new.place))
    for words in ("labels", "hints", "constraint_messages", "required_messages"):
        yield from _words(code, "words", getattr(old, words, {}), getattr(new, words, {}))
    if isinstance(old, Question) and isinstance(new, Question):
        yield from _choices(old, new)
    conditions, former = _conditions(new), _conditions(old)
    for part in _CONDITIONS:
        if conditions.get(part, "") != former.get(part, ""):
            yield FormChange(code, "condition", part, former.get(part, ""), conditions.get(part, ""))


def _words(code: str, what: What, old: Texts, new: Texts) -> Iterator[FormChange]:
    for language in dict.fromkeys([*old, *new]):
        if old.get(language, "") != new.get(language, ""):
            yield FormChange(code, what, language, old.get(language, ""), new.get(language, ""))


def _choices(old: Question, new: Question) -> Iterator[FormChange]:
    """Choices that came or went, and those whose words changed; their order where only that changed."""
    former = {choice.code: _said(choice.labels) for choice in old.choices}
    present = {choice.code: _said(choice.labels) for choice in new.choices}
    for code in dict.fromkeys([*present, *former]):
        if former.get(code) != present.get(code):
            yield FormChange(new.code, "choices", code, former.get(code, ""), present.get(code, ""))
    if former == present and list(former) != list(present):
        yield FormChange(new.code, "choices", "", " ".join(former), " ".join(present))


def _said(labels: Texts) -> str:
    return " / ".join(dict.fromkeys(labels.values()))


def _conditions(step: Section | Question) -> Mapping[str, str]:
    found = {column: expression.text for column, expression in expressions_of(step)}
    if isinstance(step, Question):
        if step.required and step.required_if is None:
            found["required"] = "yes"
        if isinstance(step.default, str):
            found["default"] = step.default
        if step.bounds:
            found["constraint"] = f"{step.bounds.start}..{step.bounds.end} ({step.bounds.step})"
    return found


def _kind(step: Section | Question) -> str:
    if isinstance(step, Question):
        return step.kind
    return "repeat" if step.repeats else "group"


def _moved(before: list[str], after: list[str]) -> frozenset[str]:
    """The fewest names that have to be moved to turn one order into the other.

    What stays is the longest run of names that rise in both orders, found from the ends of the best runs
    of each length so far.
    """
    position = {code: number for number, code in enumerate(before)}
    ends: list[str] = []
    previous: dict[str, str] = {}
    for code in after:
        length = bisect_left(ends, position[code], key=position.__getitem__)
        previous[code] = ends[length - 1] if length else ""
        ends[length : length + 1] = [code]
    stays = set()
    code = ends[-1] if ends else ""
    while code:
        stays.add(code)
        code = previous[code]
    return frozenset(after) - stays
