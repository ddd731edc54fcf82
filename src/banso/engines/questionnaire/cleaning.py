"""Turn an answer as it was given into an answer that can be counted, and name what is wrong with it."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.answering import judge
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.values import Raw, Value, tidy

__all__ = ["Cleaned", "Raw", "Value", "clean", "tidy"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One answer after cleaning.

    `values` holds every question that was asked, None where an optional one was left empty; a question
    that was not asked, or whose value was refused, is not in it. A question in a repeat stands under its path
    (`repeat[2]/question`), any other under its code. `faults` reject the answer, `cleared` are
    the values given to questions that were not asked, `warnings` say what else was changed.
    """

    values: Mapping[str, Value]
    faults: tuple[Fault, ...]
    cleared: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def notes(self) -> tuple[Fault, ...]:
        """Everything there is to report, faults first."""
        return self.faults + self.cleared + self.warnings


def clean(
    form: Form,
    answer: Mapping[str, Any],
    *,
    file: str = "",
    row: int | None = None,
    unreadable: Container[str] = (),
    today: date | None = None,
) -> Cleaned:
    """Clean one answer by the form's rules, as `answering.judge` judges it."""
    judged = judge(form, answer, file=file, row=row, unreadable=unreadable, today=today)
    nodes = judged.nodes
    return Cleaned(
        {node.key: node.value for node in nodes if node.kept},
        judged.faults + tuple(fault for node in nodes for fault in node.faults),
        tuple(fault for node in nodes for fault in node.cleared),
        tuple(fault for node in nodes for fault in node.warnings),
    )
