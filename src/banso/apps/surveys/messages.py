"""What is wrong with a file of answers, said in the reader's language. Engines only name rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, listed, record_of, sentence

TEMPLATES = {
    **TABLE_RULES,
    # Columns
    "column_missing": gettext_lazy("The column is missing. An answer left empty still needs its column."),
    "column_unknown": gettext_lazy("The form has no such question, so the column is not read."),
    # Rows
    "respondent_repeated": gettext_lazy(
        "The same respondent (this reference in %(programme)s) already stands in "
        "%(other_file)s, row %(other_row)s."
    ),
    # Cells
    "required": gettext_lazy("This question needs an answer."),
    "whole_number": gettext_lazy("This is not a whole number. Enter digits only, such as 24."),
    "constraint": gettext_lazy("The value is not allowed here."),
    "not_asked": gettext_lazy(
        "This question is asked only if %(when)s. The answer was cleared; the others are kept."
    ),
    "choice_repeated": gettext_lazy("A choice stands more than once. It is counted once."),
    "control_removed": gettext_lazy("Control characters were taken out of the text."),
    "cohort_unreadable": gettext_lazy(
        "This is not a fiscal year of four digits, such as 2021. The answer is kept without its year."
    ),
}


def message(fault: Fault) -> str:
    """Return what is wrong and what would be right, in the active language. The place is not repeated."""
    if fault.rule == "constraint":
        return _constraint(fault)
    if fault.rule == "choice_unknown":
        return _choice(fault)
    return sentence(TEMPLATES, fault)


def as_record(fault: Fault) -> dict[str, Any]:
    """Return a fault as one record of the JSON that commands print."""
    return record_of(fault, message(fault))


def _constraint(fault: Fault) -> str:
    """The form's own words where it has them."""
    texts = fault.params.get("messages", {})
    return texts.get(get_language()) or next(iter(texts.values()), str(TEMPLATES["constraint"]))


def _choice(fault: Fault) -> str:
    unknown = fault.params["unknown"]
    template = ngettext(
        "%(unknown)s is not a choice of this question. Its choices: %(allowed)s.",
        "%(unknown)s are not choices of this question. Its choices: %(allowed)s.",
        len(unknown),
    )
    return template % {"unknown": listed(unknown), "allowed": listed(fault.params["allowed"])}
