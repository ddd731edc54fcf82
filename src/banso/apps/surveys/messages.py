"""What is wrong with a file of answers, said in the reader's language. Engines only name rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from banso.engines.kernel.faults import Fault

TEMPLATES = {
    # The file
    "file_missing": gettext_lazy("The file cannot be opened. Check its name and whether you may read it."),
    "file_empty": gettext_lazy("The file is empty."),
    "file_too_large": gettext_lazy("The file is larger than %(megabytes)s MB. Divide it into smaller files."),
    "file_too_large_unpacked": gettext_lazy(
        "The workbook unpacks to more than %(megabytes)s MB. Save only the table of answers."
    ),
    "encoding_unknown": gettext_lazy(
        "The file is neither in UTF-8 nor in Shift JIS (cp932). Save it as CSV UTF-8 or as an Excel workbook."
    ),
    "xls_old": gettext_lazy(
        "This is an Excel file of the old kind or with a password. "
        "Save it as an Excel workbook (.xlsx) without password."
    ),
    "xlsx_broken": gettext_lazy(
        "The workbook is damaged or incomplete and cannot be read. Save it or send it once more."
    ),
    "csv_malformed": gettext_lazy(
        "From this row on the CSV cannot be read: check for a quotation mark that is not closed."
    ),
    "rows_none": gettext_lazy("There is no row below the header."),
    "rows_too_many": gettext_lazy("There are more than %(limit)s rows. Divide the file."),
    "columns_too_many": gettext_lazy("There are more than %(limit)s columns."),
    # Columns
    "column_missing": gettext_lazy("The column is missing. An answer left empty still needs its column."),
    "column_repeated": gettext_lazy("The column stands twice, as columns %(other)s and %(position)s."),
    "column_unknown": gettext_lazy("The form has no such question, so the column is not read."),
    "column_unnamed": gettext_lazy("Column %(position)s has no name, so it is not read."),
    # Rows
    "row_too_long": gettext_lazy("The row has %(cells)s cells, the header only %(columns)s columns."),
    "row_too_short": gettext_lazy("The row has only %(cells)s cells, the header %(columns)s columns."),
    "respondent_repeated": gettext_lazy(
        "The same respondent (this reference in %(programme)s) already stands in "
        "%(other_file)s, row %(other_row)s."
    ),
    # Cells
    "character_unreadable": gettext_lazy(
        "The bytes %(bytes)s stand for no character in %(encoding)s. "
        "Save the file as UTF-8 and enter the character again."
    ),
    "cell_formula": gettext_lazy("The cell holds a formula. Enter its value."),
    "cell_error": gettext_lazy("The cell holds an Excel error. Enter a value."),
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
    return str(TEMPLATES[fault.rule]) % {name: _shown(value) for name, value in fault.params.items()}


def severity(fault: Fault) -> str:
    """Return the word for how grave a fault is, in the active language."""
    return pgettext("severity", "Error") if fault.severity == "error" else pgettext("severity", "Note")


def as_record(fault: Fault) -> dict[str, Any]:
    """Return a fault as one record of the JSON that commands print."""
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "rule": fault.rule,
        "message": message(fault),
        "severity": fault.severity,
    }


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
    return template % {"unknown": _listed(unknown), "allowed": _listed(fault.params["allowed"])}


def _listed(items: Iterable[str]) -> str:
    # Translators: what separates the items of a list
    return _(", ").join(items)


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
