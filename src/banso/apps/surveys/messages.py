"""What is wrong with a file of answers, said in the reader's language. Engines only name rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, listed, record_of, sentence

TEMPLATES = {
    **TABLE_RULES,
    # The file
    "json_broken": gettext_lazy(
        "The file cannot be read as a list of answers in JSON (%(reason)s). Export it once more."
    ),
    "json_one_page": gettext_lazy(
        "The file holds %(answers)s answers, one page of more. Export the other pages too."
    ),
    "respondent_unknown": gettext_lazy(
        "The form has no question that says who answers, so that its answers cannot be stored from files. "
        "Add a hidden question firm_ref to it."
    ),
    "repeat_missing": gettext_lazy(
        "The answers that are given several times (%(repeat)s) are not in the files. "
        "Send their sheet or file along."
    ),
    "repeat_not_expanded": gettext_lazy(
        "The answers that are given several times (%(repeat)s) were left out of the export. "
        "Export again with $expand=*."
    ),
    # Columns
    "labels_in_header": gettext_lazy(
        "These are the words of the question %(question)s, not its code. "
        "Export again with XML values and headers."
    ),
    "labels_in_cells": gettext_lazy(
        "The column holds the words of choices, not their codes (%(allowed)s). "
        "Export again with XML values and headers."
    ),
    "column_of_repeat": gettext_lazy(
        "This is asked several times (%(repeat)s). Its answers stand in a sheet or file of their own."
    ),
    "column_missing": gettext_lazy("The column is missing. An answer left empty still needs its column."),
    "column_unknown": gettext_lazy("The form has no such question, so the column is not read."),
    # Rows
    "respondent_repeated": gettext_lazy(
        "The same respondent (this reference in %(programme)s) already stands in "
        "%(other_file)s, row %(other_row)s."
    ),
    "answer_repeated": gettext_lazy(
        "The same respondent already stands in %(other_file)s, row %(other_row)s."
    ),
    "repeat_without_answer": gettext_lazy(
        "The row belongs to no answer in the files. Send the file or sheet with the answers along."
    ),
    # Cells
    "choices_disagree": gettext_lazy(
        "The choices in this column are not those that are marked in the columns of single choices."
    ),
    "choice_column": gettext_lazy("This column says with 1 or 0 whether the choice was taken."),
    "required": gettext_lazy("This question needs an answer."),
    "whole_number": gettext_lazy("This is not a whole number. Enter digits only, such as 24."),
    "decimal_number": gettext_lazy("This is not a number. Enter digits, such as 12 or 12.5."),
    "date": gettext_lazy("This is not a date. Enter one such as 2026-03-10."),
    "out_of_range": gettext_lazy("Enter a number from %(start)s to %(end)s, in steps of %(step)s."),
    "text_too_long": gettext_lazy("The text is longer than %(limit)s characters. Shorten it."),
    "calculation_too_long": gettext_lazy(
        "The form makes a text of more than %(limit)s characters of these answers. Shorten them."
    ),
    "constraint": gettext_lazy("The value is not allowed here."),
    "not_asked": gettext_lazy(
        "This question is asked only if %(when)s. The answer was cleared; the others are kept."
    ),
    "answer_shape": gettext_lazy(
        "A question takes one value, a group an object, a repeat a list of objects. This is something else."
    ),
    "repeat_too_many": gettext_lazy("This is asked at most %(limit)s times. Leave out the rest."),
    "question_unknown": gettext_lazy("The form has no such question, so its value is not read."),
    "choice_repeated": gettext_lazy("A choice stands more than once. It is counted once."),
    "control_removed": gettext_lazy("Control characters were taken out of the text."),
    "cohort_unreadable": gettext_lazy(
        "This is not a fiscal year of four digits, such as 2021. The answer is kept without its year."
    ),
}


def message(fault: Fault) -> str:
    """Return what is wrong and what would be right, in the active language. The place is not repeated."""
    if fault.rule in ("constraint", "required"):
        return _in_own_words(fault)
    if fault.rule == "choice_unknown":
        return _choice(fault)
    if fault.rule == "choice_not_offered":
        return _not_offered(fault)
    return sentence(TEMPLATES, fault)


def as_record(fault: Fault) -> dict[str, Any]:
    """Return a fault as one record of the JSON that commands print."""
    return record_of(fault, message(fault))


def _in_own_words(fault: Fault) -> str:
    """The form's own words where it has them."""
    texts = fault.params.get("messages", {})
    return texts.get(get_language()) or next(iter(texts.values()), str(TEMPLATES[fault.rule]))


def _not_offered(fault: Fault) -> str:
    if not fault.params["allowed"]:
        return _("No choice fits the answers given before. Look at those again.")
    template = _("%(unknown)s does not fit the answers given before. Choices that do: %(allowed)s.")
    return template % {"unknown": listed(fault.params["unknown"]), "allowed": listed(fault.params["allowed"])}


def _choice(fault: Fault) -> str:
    unknown = fault.params["unknown"]
    template = ngettext(
        "%(unknown)s is not a choice of this question. Its choices: %(allowed)s.",
        "%(unknown)s are not choices of this question. Its choices: %(allowed)s.",
        len(unknown),
    )
    return template % {"unknown": listed(unknown), "allowed": listed(fault.params["allowed"])}
