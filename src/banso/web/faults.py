"""Faults in words: what every room says of a file that cannot be read. Engines only name rules.

A room adds the sentences of its own rules to ``TABLE_RULES`` and renders a fault with ``sentence``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from banso.engines.kernel.faults import Fault

#: The rules of ``banso.engines.kernel.tables``.
TABLE_RULES: Mapping[str, Any] = {
    # The file
    "file_missing": gettext_lazy("The file cannot be opened. Check its name and whether you may read it."),
    "file_empty": gettext_lazy("The file is empty."),
    "file_too_large": gettext_lazy("The file is larger than %(megabytes)s MB. Divide it into smaller files."),
    "file_too_large_unpacked": gettext_lazy(
        "The workbook unpacks to more than %(megabytes)s MB. Save only the tables that are needed."
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
    "column_repeated": gettext_lazy("The column stands twice, as columns %(other)s and %(position)s."),
    "column_unnamed": gettext_lazy("Column %(position)s has no name, so it is not read."),
    # Rows
    "row_too_long": gettext_lazy("The row has %(cells)s cells, the header only %(columns)s columns."),
    "row_too_short": gettext_lazy("The row has only %(cells)s cells, the header %(columns)s columns."),
    # Cells
    "character_unreadable": gettext_lazy(
        "The bytes %(bytes)s stand for no character in %(encoding)s. "
        "Save the file as UTF-8 and enter the character again."
    ),
    "cell_formula": gettext_lazy("The cell holds a formula. Enter its value."),
    "cell_error": gettext_lazy("The cell holds an Excel error. Enter a value."),
}


def sentence(templates: Mapping[str, Any], fault: Fault) -> str:
    """Return a rule's sentence with the fault's parameters filled in, in the active language."""
    return str(templates[fault.rule]) % {name: shown(value) for name, value in fault.params.items()}


def severity(fault: Fault) -> str:
    """Return the word for how grave a fault is, in the active language."""
    return pgettext("severity", "Error") if fault.severity == "error" else pgettext("severity", "Note")


def record_of(fault: Fault, message: str) -> dict[str, Any]:
    """Return a fault as one record of the JSON that commands print."""
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "rule": fault.rule,
        "message": message,
        "severity": fault.severity,
    }


def listed(items: Iterable[str]) -> str:
    """Return items one after the other, as the active language separates them."""
    # Translators: what separates the items of a list
    return _(", ").join(items)


def shown(value: Any) -> str:
    """Return a parameter of a fault as a sentence shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple | set | frozenset):
        return listed(map(shown, value))
    return str(value)
