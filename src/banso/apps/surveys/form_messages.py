"""What is wrong with a workbook that is to become a form, said in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, record_of, sentence

TEMPLATES = {
    **TABLE_RULES,
    "file_too_large": gettext_lazy(
        "The workbook is larger than %(megabytes)s MB. A form needs far less: take out pictures and what "
        "does not belong to it."
    ),
    "file_too_large_unpacked": gettext_lazy(
        "The workbook unpacks to more than %(megabytes)s MB. A form needs far less: take out what does not "
        "belong to it."
    ),
    "form_programs": gettext_lazy(
        "The workbook holds macros or controls. Save it without them, as an Excel workbook (.xlsx)."
    ),
    # Sheets and columns
    "form_sheet_missing": gettext_lazy("The workbook has no sheet called %(sheet)s."),
    "form_sheet_refused": gettext_lazy(
        "Banso does not carry out what the sheet %(sheet)s says. Take it out."
    ),
    "form_column_missing": gettext_lazy("The column %(column)s is missing."),
    "form_column_refused": gettext_lazy(
        "Banso does not carry out what the column %(column)s says. Take it out."
    ),
    "form_column_unknown": gettext_lazy("No form has a column %(column)s, so it is not read."),
    "form_language": gettext_lazy(
        'The language %(language)s needs its code in brackets behind it, as in "English (en)".'
    ),
    # Rows
    "form_cell_empty": gettext_lazy("The row needs something in the column %(column)s."),
    "form_name": gettext_lazy(
        "This cannot be a name: it begins with a letter, and has letters, digits, hyphens, points and "
        "underscores only."
    ),
    "form_name_repeated": gettext_lazy("The name stands already in row %(other_row)s. Each is used once."),
    "form_type_unknown": gettext_lazy(
        "Banso does not know this kind of question. It knows text, integer, decimal, date, range, "
        "select_one, select_multiple, note, calculate, hidden, begin_group and begin_repeat."
    ),
    "form_list_missing": gettext_lazy("The sheet choices has no list called %(list)s."),
    "form_choice_name": gettext_lazy("The name of a choice has no blanks."),
    "form_choice_repeated": gettext_lazy(
        "The choice stands already in the list %(list)s, in row %(other_row)s."
    ),
    "form_label_missing": gettext_lazy("There are no words in the column %(column)s."),
    "form_section_open": gettext_lazy("This %(section)s is not closed: a row end_%(section)s is missing."),
    "form_section_not_open": gettext_lazy(
        "This closes a %(section)s, but none is open here, or another one was opened inside it."
    ),
    "form_calculation_misplaced": gettext_lazy(
        "A calculation stands only in a row of the type calculate. An answer is not calculated over."
    ),
    # Expressions
    "form_circle": gettext_lazy("This depends on itself: %(circle)s."),
    "form_looks_ahead": gettext_lazy(
        "The condition looks at what is asked later: %(questions)s. Move this question behind it."
    ),
    "form_regex_unanchored": gettext_lazy(
        "The pattern %(part)s may match anywhere in the answer, and some programs see it otherwise. "
        "Write it from ^ to $."
    ),
    "expression_syntax": gettext_lazy("The expression is not understood at %(part)s."),
    "expression_too_long": gettext_lazy("The expression is longer than %(limit)s characters."),
    "expression_too_deep": gettext_lazy("The expression is nested more than %(limit)s deep."),
    "expression_too_large": gettext_lazy("The expression has more than %(limit)s parts."),
    "expression_function_unknown": gettext_lazy("There is no function %(part)s in Banso."),
    "expression_arguments": gettext_lazy(
        "The function %(function)s cannot be called with %(given)s arguments."
    ),
    "expression_question_unknown": gettext_lazy("The form has no question %(part)s."),
    "expression_group": gettext_lazy("%(question)s is a group or repeat and has no value itself."),
    "expression_repeated": gettext_lazy(
        "%(question)s is asked several times, in %(repeat)s. Take its sum, count, min, max or join."
    ),
    "expression_nodes": gettext_lazy("The function %(function)s takes a question, nothing else."),
    "expression_position": gettext_lazy("position(..) stands only inside a repeat, right below it."),
    "expression_choice_name": gettext_lazy(
        "jr:choice-name takes an answer and the question of its choices: jr:choice-name(${q}, '${q}')."
    ),
    "expression_regex": gettext_lazy("The pattern is not understood or is too large, at %(part)s."),
    "expression_regex_literal": gettext_lazy("The pattern of regex is a text between quotation marks."),
    "form_refused": gettext_lazy("The form cannot be used: %(detail)s"),
}


def message(fault: Fault) -> str:
    """Return what is wrong and what would be right, in the active language. The place is not repeated."""
    return sentence(TEMPLATES, fault)


def as_record(fault: Fault) -> dict[str, Any]:
    """Return a fault as one record of JSON, with its sheet and cell."""
    place = {"sheet": fault.params.get("sheet"), "cell": fault.params.get("cell")}
    return {**record_of(fault, message(fault)), **place}
