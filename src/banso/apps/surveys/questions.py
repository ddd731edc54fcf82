"""One page of a form as fields: what is asked there, in the language of the page, with what is wrong.

Nothing is judged here: the fields take what was typed as it was typed, the form's own engine judges it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.surveys.messages import message
from banso.engines.questionnaire.form import Form, Question, Section, Texts
from banso.engines.questionnaire.instances import Node
from banso.engines.questionnaire.pages import Page, Tree, View, copied, entries_of, put, question_at
from banso.engines.questionnaire.values import Value, as_text, written
from banso.web import formats, forms
from banso.web.normalise import read_date

#: The field that says which questions a page showed: what was shown and not sent was left empty.
SHOWN = "shown"
#: More choices than this are a list that opens; on a page of radio buttons nobody finds one.
_MOST_RADIOS = 12
#: A page shows far fewer.
_MOST_SHOWN = 3000
_REFERENCE = re.compile(r"\$\{([^}]+)\}")


def language_of(form: Form) -> str:
    """The language in which a form speaks on this page: that of the page, else its first."""
    wanted = (get_language() or "ja").split("-")[0]
    return wanted if wanted in form.languages else form.languages[0]


def take(form: Form, tree: Tree, page: Page, data: QueryDict) -> Tree:
    """A copy of an answer with what a page sent put in its place; what no such page shows is left aside."""
    taken = copied(tree)
    for path in data.get(SHOWN, "").split()[:_MOST_SHOWN]:
        try:
            question = question_at(form, path)
            if page.has(question) and question.kind not in ("hidden", "calculated", "note"):
                put(form, taken, path, _sent(question, path, data))
        except KeyError:
            continue
    return taken


def _sent(question: Question, path: str, data: QueryDict) -> str | list[str]:
    if question.kind == "several":
        return data.getlist(path)
    text = data.get(path, "")
    if question.kind == "date" and (day := read_date(text)):
        return day.isoformat()
    return text


@dataclass(frozen=True)
class Block:
    """A part of a page: a field, words to read, a group, or a repeat with its entries."""

    field: BoundField | None = None
    words: SafeString | str = ""
    title: SafeString | str = ""
    path: str = ""
    blocks: tuple[Block, ...] = ()
    entries: tuple[tuple[Block, ...], ...] | None = None


@dataclass(frozen=True)
class ShownPage:
    """A page of a form as the template takes it."""

    view: View
    page: Page
    tree: Tree
    form: PageForm

    @property
    def title(self) -> SafeString | str:
        """Its heading; that of the form where it has none."""
        section = self.page.section
        found = said(section.labels, self.view.form, self.form.filler, "") if section else ""
        return found or self.view.form.title

    @property
    def number(self) -> int:
        """Which of the pages that are asked it is, from 1."""
        return self.view.number(self.page)

    @property
    def steps(self) -> list[str]:
        """The class of each page in the bar of progress: done, now or ahead."""
        return ["d" if each < self.number else "n" if each == self.number else "" for each in self._numbers]

    @property
    def _numbers(self) -> range:
        return range(1, len(self.view.asked) + 1)

    @property
    def shown(self) -> str:
        """The paths of the questions that are shown."""
        return " ".join(self.form.fields)

    @property
    def first(self) -> bool:
        """Whether it is the first page."""
        return self.view.before(self.page) is None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What stands on it, in order."""
        if self.page.section and self.page.section.repeats:
            return self._blocks((self.page.section,), "")
        if self.page.section:
            return self._blocks(self._inside(self.page.section), f"{self.page.section.code}/")
        return self._blocks(self.page.steps, "")

    def _inside(self, section: Section) -> tuple[Section | Question, ...]:
        return self.view.form.children.get(section.place, ())

    def _blocks(self, steps: Iterable[Section | Question], above: str) -> tuple[Block, ...]:
        found = []
        for step in steps:
            path = above + step.code
            if isinstance(step, Question):
                if path in self.form.fields:
                    found.append(Block(field=self.form[path], path=path))
                elif words := self.form.words.get(path):
                    found.append(Block(words=words, path=path))
            elif step.repeats:
                found.append(self._repeat(step, path))
            elif inside := self._blocks(self._inside(step), f"{path}/"):
                found.append(Block(title=self._title(step), path=path, blocks=inside))
        return tuple(found)

    def _repeat(self, section: Section, path: str) -> Block:
        inside = self._inside(section)
        numbers = range(1, entries_of(self.tree, path) + 1)
        entries = tuple(self._blocks(inside, f"{path}[{number}]/") for number in numbers)
        return Block(title=self._title(section), path=path, entries=entries)

    def _title(self, section: Section) -> SafeString | str:
        return said(section.labels, self.view.form, self.form.filler, "")


def show(
    view: View, page: Page, tree: Tree, *, judged: Collection[str] | None = (), known: Collection[str] = ()
) -> ShownPage:
    """A page with what was typed. ``judged``: the questions whose faults are shown, None for all.

    ``known`` are the questions that begin with what our records hold.
    """
    return ShownPage(view, page, tree, PageForm(view, page, judged, known))


class _Typed:
    """A field that takes what was typed as it was typed."""

    def clean(self, value: Any) -> Any:
        return value


class _Line(_Typed, forms.CharField):
    pass


class _One(_Typed, forms.ChoiceField):
    pass


class _Several(_Typed, forms.MultipleChoiceField):
    pass


class PageForm(forms.Form):
    """The questions that a page asks, under their paths."""

    def __init__(
        self, view: View, page: Page, judged: Collection[str] | None, known: Collection[str]
    ) -> None:
        nodes = view.nodes(page)
        super().__init__({node.path: _typed(node) for node in nodes})
        self.filler = Filler(view)
        #: The words to read, by path.
        self.words: dict[str, SafeString | str] = {}
        for node in nodes:
            if node.question.kind == "note":
                self.words[node.path] = said(node.question.labels, view.form, self.filler, node.path)
            else:
                self.fields[node.path] = self._field(node, view.form, node.path in known)
        self.full_clean()
        for node in nodes:
            if judged is None or node.path in judged:
                for fault in node.faults:
                    self.add_error(node.path, message(fault))

    def _field(self, node: Node, form: Form, known: bool) -> Any:
        question = node.question
        words = {
            "label": said(question.labels, form, self.filler, node.path) or question.code,
            "help_text": self._hint(node, form, known),
            "required": node.required,
        }
        if question.kind == "several":
            return _Several(choices=_choices(node, form), widget=forms.CheckboxSelectMultiple, **words)
        if question.kind == "one" or (question.bounds and _steps(question) <= _MOST_RADIOS):
            choices = _choices(node, form) if question.kind == "one" else _numbers(question)
            if len(choices) > _MOST_RADIOS:
                return _One(choices=[("", _("Please choose")), *choices], widget=forms.Select, **words)
            if not node.required:
                choices = [*choices, ("", _("No answer"))]
            return _One(choices=choices, widget=forms.RadioSelect, **words)
        return _Line(widget=_widget(question), **words)

    def _hint(self, node: Node, form: Form, known: bool) -> SafeString | str:
        parts = [said(node.question.hints, form, self.filler, node.path)]
        bounds = node.question.bounds
        if bounds and _steps(node.question) > _MOST_RADIOS:
            limits = {"start": formats.number(bounds.start), "end": formats.number(bounds.end)}
            parts.append(_("From %(start)s to %(end)s.") % limits)
        if node.question.kind == "date":
            parts.append(_("For example 2026-03-10, 2026/3/10 or 令和8年3月10日."))
        text: SafeString | str = " ".join(part for part in parts if part)
        if len([part for part in parts if part]) == 1:
            text = next(part for part in parts if part)
        if known:
            return format_html(
                '{}<span class="l2">{}</span>', text, _("From our records. Please put right what is not.")
            )
        return text


class Filler:
    """Puts answers into words that show them: ``${question}``."""

    def __init__(self, view: View) -> None:
        self._form = view.form
        self._nodes: dict[str, list[Node]] = {}
        for node in view.judged.nodes:
            self._nodes.setdefault(node.question.code, []).append(node)

    def fill(self, text: str, path: str) -> str:
        """The words with the answers that stand nearest to a question."""
        if "${" not in text:
            return text
        return _REFERENCE.sub(lambda match: self._answer(match[1], path), text)

    def _answer(self, code: str, path: str) -> str:
        nodes = self._nodes.get(code, [])
        near = [node for node in nodes if _same_entries(node.path, path)] or nodes[:1]
        return in_words(self._form, near[0].question, near[0].value) if near else ""


def in_words(form: Form, question: Question, value: Value) -> str:
    """A value as people read it; nothing where there is none."""
    if question.choices and value:
        codes = value if isinstance(value, tuple | list) else (str(value),)
        language = language_of(form)
        return _(", ").join(
            _text(question.choice(code).labels, form, language)[0] if question.has_choice(code) else code
            for code in codes
        )
    if isinstance(value, int | Decimal) and question.kind in ("whole", "decimal"):
        return formats.number(value)
    return written(value)


def _same_entries(one: str, other: str) -> bool:
    """Whether two paths stand in the same entries of the repeats that they share."""
    mine, others = one.split("/")[:-1], other.split("/")[:-1]
    return all(left == right for left, right in zip(mine, others, strict=False) if "[" in left)


def _text(texts: Texts, form: Form, language: str) -> tuple[str, str]:
    """Words and their language: the one wanted, else the first that the form has words in."""
    for each in (language, *form.languages):
        if texts.get(each):
            return texts[each], each
    return "", language


def said(texts: Texts, form: Form, filler: Filler, path: str) -> SafeString | str:
    """Words for the page, with their language where that is not the page's."""
    text, spoken = _text(texts, form, language_of(form))
    text = filler.fill(text, path)
    if not text or spoken == (get_language() or "ja").split("-")[0]:
        return text
    return format_html('<span lang="{}">{}</span>', spoken, text)


def _choices(node: Node, form: Form) -> list[tuple[str, Any]]:
    page_language = (get_language() or "ja").split("-")[0]
    found = []
    for code in node.offered:
        text, spoken = _text(node.question.choice(code).labels, form, language_of(form))
        words: SafeString | str = text or code
        if text and spoken != page_language:
            words = format_html('<span lang="{}">{}</span>', spoken, text)
        found.append((code, words))
    return found


def _steps(question: Question) -> int:
    bounds = question.bounds
    return int((bounds.end - bounds.start) / bounds.step) + 1 if bounds else 0


def _numbers(question: Question) -> list[tuple[str, Any]]:
    bounds = question.bounds
    assert bounds is not None
    numbers = (bounds.start + bounds.step * count for count in range(_steps(question)))
    return [(f"{number:f}", formats.number(number)) for number in numbers]


def _widget(question: Question) -> Any:
    if question.kind == "whole":
        return forms.NumberInput()
    if question.kind == "decimal":
        return forms.NumberInput("decimal")
    return forms.DayInput() if question.kind == "date" else forms.Textarea({"rows": 3})


def _typed(node: Node) -> Any:
    if node.question.kind == "several":
        raw = node.raw
        return list(raw) if isinstance(raw, list | tuple) else as_text(raw).split()
    return as_text(node.raw)
