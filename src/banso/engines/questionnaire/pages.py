"""A form page by page: which page a question stands on, which pages are asked, and how far an answer is.

A group that stands in nothing else is a page, a repeat too; the questions between them that stand in none are
a page together. A page is asked if anything on it is. An answer is a tree, as in `answering`: what was typed
stays in it as it was typed, also where the question is asked no longer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.answering import Judged, judge
from banso.engines.questionnaire.form import Form, Question, Section
from banso.engines.questionnaire.instances import MAX_REPEATS, Node
from banso.engines.questionnaire.values import MAX_TEXT, Raw

#: An answer as it was typed: groups are mappings in it, repeats lists of mappings.
Tree = dict[str, Any]

_STEP = re.compile(r"(?P<name>[^\[\]/]+)(?:\[(?P<number>[1-9][0-9]{0,2})\])?")
_HIDDEN = ("hidden", "calculated")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a group or a repeat, or questions that stand in none (`section` is None).

    `key` names it in addresses: the code of its section or of its first question.
    """

    key: str
    section: Section | None
    steps: tuple[Section | Question, ...]

    def title(self, language: str) -> str:
        """Return the heading in a language; nothing where the form has none."""
        return self.section.label(language) if self.section else ""

    def has(self, question: Question) -> bool:
        """Return whether a question stands on it."""
        if self.section:
            return question.place[: len(self.section.place)] == self.section.place
        return question in self.steps


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer is: the questions asked as far as is known, and those answered without fault."""

    asked: int
    answered: int


def pages_of(form: Form) -> tuple[Page, ...]:
    """Return all pages of a form with something to show, in order."""
    found = []
    steps = form.children.get((), ())
    for section, some in groupby(steps, lambda step: step if isinstance(step, Section) else None):
        inside = tuple(some)
        if section:
            page = Page(section.code, section, (section,))
        else:
            shown = tuple(step for step in inside if isinstance(step, Question) and step.kind not in _HIDDEN)
            page = Page(shown[0].code if shown else "", None, shown)
        if any(page.has(question) for question in form.shown):
            found.append(page)
    return tuple(found)


@dataclass(frozen=True)
class View:
    """An answer as a respondent goes through it. `judged` is what the form says of it."""

    form: Form
    pages: tuple[Page, ...]
    judged: Judged
    #: The pages that are asked, for all that is known.
    asked: tuple[Page, ...]

    @property
    def progress(self) -> Progress:
        """How far the answer is."""
        nodes = [node for page in self.asked for node in self.nodes(page)]
        asked = [node for node in nodes if node.question.kind != "note"]
        answered = sum(node.kept and node.value is not None for node in asked)
        return Progress(len(asked), answered)

    def nodes(self, page: Page) -> list[Node]:
        """Return what is asked on a page."""
        return [node for node in self.judged.nodes if _shown(node) and page.has(node.question)]

    def find(self, key: str) -> Page | None:
        """Return the page of a key, if it is asked."""
        return next((page for page in self.asked if page.key == key), None)

    def number(self, page: Page) -> int:
        """Return the place of a page among those that are asked, from 1."""
        return self.asked.index(page) + 1

    def after(self, page: Page) -> Page | None:
        """Return the page that follows; None behind the last."""
        later = self.pages[self.pages.index(page) + 1 :]
        return next((each for each in later if each in self.asked), None)

    def before(self, page: Page) -> Page | None:
        """Return the page before; None at the first."""
        earlier = self.pages[: self.pages.index(page)]
        return next((each for each in reversed(earlier) if each in self.asked), None)

    @property
    def faulty(self) -> tuple[Page, ...]:
        """The pages on which something is wrong or missing."""
        return tuple(page for page in self.asked if any(node.faults for node in self.nodes(page)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that keeps the answer from being sent, in the order of the form."""
        return self.judged.faults + tuple(fault for node in self.judged.nodes for fault in node.faults)


def look(form: Form, tree: Tree, *, today: date | None = None, language: str = "") -> View:
    """Judge an answer for its pages."""
    whole = _whole(form, tree)
    judged = judge(form, whole, today=today, language=language, offering=True)
    pages = pages_of(form)
    # Whether a repeat without entries is asked is seen at an entry of which nothing was said.
    opened = _opened(form, (), whole)
    seen = judged if opened == whole else judge(form, opened, today=today, language=language)
    relevant = [node.question for node in seen.nodes if _shown(node)]
    asked = tuple(page for page in pages if any(page.has(question) for question in relevant))
    return View(form, pages, judged, asked)


def put(form: Form, tree: Tree, path: str, value: Raw) -> None:
    """Put what was typed in its place in a tree.

    A repeat grows to the number in the path. Raises KeyError if the form has no such question.
    """
    inside, name = _inside(form, tree, path)
    inside[name] = value


def question_at(form: Form, path: str) -> Question:
    """Return the question of a path. Raises KeyError if the form has none there."""
    *_, (last, number) = _steps(form, path)
    if not isinstance(last, Question) or number is not None:
        raise KeyError(path)
    return last


def entries_of(tree: Tree, path: str) -> int:
    """Return how many entries a repeat has in a tree; one if nothing was said of it."""
    inside: Any = tree
    for part in path.split("/"):
        match = _STEP.fullmatch(part)
        assert match is not None
        found = inside.get(match["name"])
        if match["number"]:
            found = found[int(match["number"]) - 1] if found and len(found) >= int(match["number"]) else {}
        inside = found if found is not None else {}
    return len(inside) if isinstance(inside, list) else 1


def copied(tree: Tree) -> Tree:
    """Return a copy that can be changed."""
    copy: Tree = _copied(tree)
    return copy


def add_entry(form: Form, tree: Tree, path: str) -> None:
    """Add an entry to a repeat, up to the limit. Raises KeyError if the form has no such repeat."""
    entries = _entries(form, tree, path)
    if len(entries) < MAX_REPEATS:
        entries.append({})


def remove_entry(form: Form, tree: Tree, path: str, number: int) -> None:
    """Take an entry (from 1) out of a repeat; one that is not there is no fault. Raises KeyError."""
    entries = _entries(form, tree, path)
    if 0 < number <= len(entries):
        del entries[number - 1]


def cut(tree: Tree) -> Tree:
    """Return a copy that can be kept: texts longer than any answer are cut off."""
    return {name: _cut(value) for name, value in tree.items()}


def shape(form: Form, values: Mapping[str, Raw]) -> Tree:
    """Return values by code as a tree; what the form does not have is left out."""
    tree: Tree = {}
    for code, value in values.items():
        if code in form.codes:
            put(form, tree, form.question(code).path, value)
    return tree


def _cut(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _cut(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_cut(each) for each in value]
    # One more than may be: the fault is seen again when the answer is taken up. No database keeps a NUL.
    return value[: MAX_TEXT + 1].replace("\0", "") if isinstance(value, str) else value


def _shown(node: Node) -> bool:
    return node.relevant and node.question.kind not in _HIDDEN


def _steps(form: Form, path: str) -> Iterator[tuple[Section | Question, int | None]]:
    """The sections and the question of a path, with the number of the entry in a repeat."""
    place: tuple[str, ...] = ()
    for part in path.split("/"):
        match = _STEP.fullmatch(part)
        children = {step.code: step for step in form.children.get(place, ())}
        step = children.get(match["name"]) if match else None
        if match is None or step is None:
            raise KeyError(path)
        place = step.place
        yield step, int(match["number"]) if match["number"] else None


def _inside(form: Form, tree: Tree, path: str) -> tuple[Tree, str]:
    """The mapping in a tree that a question stands in, and its name there."""
    inside = tree
    steps = list(_steps(form, path))
    for step, number in steps[:-1]:
        if not isinstance(step, Section) or step.repeats != (number is not None):
            raise KeyError(path)
        if number is None:
            inside = inside.setdefault(step.code, {})
            continue
        if number > MAX_REPEATS:
            raise KeyError(path)
        entries = inside.setdefault(step.code, [])
        entries += [{} for _ in range(number - len(entries))]
        inside = entries[number - 1]
    last, number = steps[-1]
    if not isinstance(last, Question) or number is not None:
        raise KeyError(path)
    return inside, last.code


def _entries(form: Form, tree: Tree, path: str) -> list[Tree]:
    """The entries of a repeat; one of which nothing was said has one, and empty."""
    steps = list(_steps(form, path))
    last, number = steps[-1]
    if not isinstance(last, Section) or not last.repeats or number is not None:
        raise KeyError(path)
    inside = tree
    for step, position in steps[:-1]:
        if position is None:
            inside = inside.setdefault(step.code, {})
        else:
            entries = inside.setdefault(step.code, [{}])
            if position > len(entries):
                raise KeyError(path)
            inside = entries[position - 1]
    found: list[Tree] = inside.setdefault(last.code, [{}])
    return found


def _whole(form: Form, tree: Tree) -> Tree:
    """The tree with a place for questions that files may leave out: a page asks them."""
    absent = [question for question in form.questions if question.may_be_absent]
    if not absent:
        return tree
    whole = copied(tree)
    for question in absent:
        _fill(form, whole, question.place, ())
    return whole


def _fill(form: Form, inside: Tree, place: tuple[str, ...], above: tuple[str, ...]) -> None:
    name, rest = place[0], place[1:]
    if not rest:
        inside.setdefault(name, None)
        return
    section = next(step for step in form.children[above] if step.code == name)
    assert isinstance(section, Section)
    parts = inside.setdefault(name, [{}]) if section.repeats else [inside.setdefault(name, {})]
    for part in parts:
        _fill(form, part, rest, (*above, name))


def _opened(form: Form, place: tuple[str, ...], tree: Tree) -> Tree:
    """The tree with one empty entry in each repeat that has none."""
    opened = dict(tree)
    for step in form.children.get(place, ()):
        given = tree.get(step.code)
        if not isinstance(step, Section) or given is None:
            continue
        if step.repeats:
            opened[step.code] = [_opened(form, step.place, each) for each in given] or [{}]
        else:
            opened[step.code] = _opened(form, step.place, given)
    return opened


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value
