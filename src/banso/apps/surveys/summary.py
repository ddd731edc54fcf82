"""Everything that was answered, page by page: before it is sent, and as the copy that is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString

from banso.apps.surveys.messages import message
from banso.apps.surveys.questions import Filler, in_words, said
from banso.engines.questionnaire.instances import Node
from banso.engines.questionnaire.pages import Page, View

_ENTRY = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True)
class Line:
    """A question and what was answered, empty for nothing. ``entry``: which time it was asked in a repeat."""

    path: str
    label: SafeString | str
    entry: str
    answer: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class SummaryPage:
    """One page of a summary."""

    page: Page
    title: SafeString | str
    lines: tuple[Line, ...]

    @property
    def faulty(self) -> bool:
        """Whether something on it is wrong or missing."""
        return any(line.faults for line in self.lines)


def summary(view: View) -> list[SummaryPage]:
    """The pages that are asked, with what was answered in the language of the page."""
    filler = Filler(view)
    found = []
    for page in view.asked:
        nodes = [node for node in view.nodes(page) if node.question.kind != "note"]
        title = said(page.section.labels, view.form, filler, "") if page.section else ""
        found.append(SummaryPage(page, title, tuple(_line(node, view, filler) for node in nodes)))
    return found


def _line(node: Node, view: View, filler: Filler) -> Line:
    # What was refused is shown as it was typed.
    answer = in_words(view.form, node.question, node.value) if node.kept else str(node.raw or "")
    return Line(
        path=node.path,
        label=said(node.question.labels, view.form, filler, node.path) or node.question.code,
        entry="-".join(_ENTRY.findall(node.path)),
        answer=answer,
        faults=tuple(message(fault) for fault in node.faults),
    )
