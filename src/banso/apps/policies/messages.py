"""What is wrong with a policy, a DMN file or a file of facts, said in the reader's language.

Engines only name rules; pages and the command line say the same sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, shown

KINDS: Mapping[str, Promise] = {
    "text": pgettext_lazy("kind of fact", "text"),
    "number": pgettext_lazy("kind of fact", "number"),
    "boolean": pgettext_lazy("kind of fact", "true or false"),
    "date": pgettext_lazy("kind of fact", "date"),
    "any": pgettext_lazy("kind of fact", "any value"),
    "list of texts": pgettext_lazy("kind of fact", "list of texts"),
    "table": pgettext_lazy("kind of fact", "table"),
    "tables": pgettext_lazy("kind of fact", "list of tables"),
}

TEMPLATES: Mapping[str, Promise] = {
    **TABLE_RULES,
    # The folder
    "folder_missing": gettext_lazy("There is no such folder, and no version that ships has this name."),
    "file_of_no_table": gettext_lazy(
        "policy.toml names no table of this name, so the file would not be used."
    ),
    "toml_unreadable": gettext_lazy("The file is not valid TOML: %(reason)s."),
    "key_missing": gettext_lazy("This entry is missing."),
    "key_type": gettext_lazy("This entry must be: %(expected)s."),
    "key_unknown": gettext_lazy("There is no such entry. Known are: %(known)s."),
    "key_not_for_kind": gettext_lazy("This entry does not go with the kind: %(kind)s."),
    "name_unreadable": gettext_lazy(
        "A name begins with a small letter and has small letters, digits and _ only, up to 60."
    ),
    "name_twice": gettext_lazy("The name is used twice. A name means one thing in the whole version."),
    "value_repeated": gettext_lazy("The value stands twice."),
    "code_unknown": gettext_lazy("The code is not known. Known are: %(known)s."),
    "too_many": gettext_lazy("There are more than %(limit)s."),
    "bounds_reversed": gettext_lazy("The end (%(most)s) lies before the beginning."),
    "approver_is_author": gettext_lazy("Author and approver must be two people."),
    "result_unknown": gettext_lazy("No table and no amount gives this result."),
    "results_none": gettext_lazy("The version names no result that it answers with."),
    "outputs_none": gettext_lazy("The table has no result."),
    "number_needed": gettext_lazy("Only numbers can be used here."),
    "word_unreadable": gettext_lazy('A word needs both languages: { ja = "...", en = "..." }.'),
    "aggregation_without_collect": gettext_lazy("Only a collecting table can aggregate."),
    # Columns and rows
    "column_missing": gettext_lazy("The column is missing."),
    "column_unknown": gettext_lazy("No fact and no result of another table has this name."),
    "reason_missing": gettext_lazy("Every row needs a reason in Japanese and in English."),
    # Cells
    "cell_empty": gettext_lazy("The condition is empty. Write - where every value matches."),
    "cell_too_long": gettext_lazy("The cell is longer than %(limit)s characters."),
    "cell_too_deep": gettext_lazy("Conditions are nested more than %(limit)s deep."),
    "cell_unreadable": gettext_lazy("From here on the condition cannot be read: %(rest)s"),
    "quote_open": gettext_lazy("A quotation mark is not closed: %(rest)s"),
    "bracket_open": gettext_lazy("A bracket is not closed."),
    "value_expected": gettext_lazy("A value is missing."),
    "interval_unreadable": gettext_lazy("An interval is written [50..66.7) or (1..2]: %(rest)s"),
    "no_order": gettext_lazy("%(comparator)s needs numbers or dates; the column's kind is: %(kind)s."),
    "number_expected": gettext_lazy("%(text)s is not a number. Write digits only, such as 50 or 66.7."),
    "number_too_long": gettext_lazy("%(text)s has more than %(limit)s digits."),
    "boolean_expected": gettext_lazy("%(text)s is neither true nor false."),
    "date_expected": gettext_lazy("%(text)s is not a day. Write it as 2026-04-01."),
    "result_empty": gettext_lazy("The result is empty. Write - where there is no value."),
    "result_not_single": gettext_lazy("A result is one value: %(rest)s"),
    "value_unknown": gettext_lazy("The value is not in the list. Its values: %(known)s."),
    "value_not_whole": gettext_lazy("Only whole numbers are possible here."),
    "value_too_small": gettext_lazy("The value is below the least that is possible."),
    "value_too_large": gettext_lazy("The value is above the most that is possible."),
    # The check
    "too_entangled": gettext_lazy(
        "The table falls into more than %(limit)s parts and cannot be checked whole. Divide it."
    ),
    "cycle": gettext_lazy("The tables wait for each other in a circle: %(tables)s."),
    "output_unused": gettext_lazy("The result is neither an answer of the version nor used by a table."),
    "priority_without_values": gettext_lazy("A table by priority needs a result with a list of values."),
    "result_missing": gettext_lazy("A table that sums up or compares needs a value in every row."),
    # Facts
    "json_unreadable": gettext_lazy("The file is not valid JSON: %(reason)s."),
    "parquet_unreadable": gettext_lazy("The Parquet file cannot be read: %(reason)s."),
    "case_not_object": gettext_lazy("A case is an object of facts by their names."),
    "case_name_not_single": gettext_lazy("The id of a case is one value."),
    "fact_unknown": gettext_lazy("The policy has no fact of this name, so it is not used."),
    "fact_type": gettext_lazy("The fact must be: %(kind)s."),
    "fact_value_unknown": gettext_lazy("The value is not in the list. Its values: %(known)s."),
    "fact_value_not_whole": gettext_lazy("The fact must be a whole number."),
    "fact_value_too_small": gettext_lazy("The fact must be at least %(least)s."),
    "fact_value_too_large": gettext_lazy("The fact must be at most %(most)s."),
    "fact_not_allowed": gettext_lazy("The value is not allowed for this fact."),
    # Versions
    "versions_overlap": gettext_lazy("This version and %(other)s are in force on the same days."),
    "version_not_in_force": gettext_lazy("The version is not in force on %(day)s."),
    "versions_none_in_force": gettext_lazy("No version is in force on %(day)s. There are: %(known)s."),
    "versions_several": gettext_lazy("The folder holds several versions (%(known)s)."),
    # Workbooks
    "sheet_missing": gettext_lazy("The sheet is missing from the workbook."),
    "sheet_unknown": gettext_lazy("The sheet belongs to no table of the version."),
    "sheet_column_unknown": gettext_lazy("The sheet has no such column. Its columns: %(known)s."),
    "table_unknown": gettext_lazy("The sheet of tables names no such table."),
    # DMN files
    "xml_too_large": gettext_lazy("The file is larger than %(most)s bytes."),
    "xml_broken": gettext_lazy("This is not well-formed XML (line %(line)s)."),
    "xml_doctype": gettext_lazy(
        "The file declares a document type (line %(line)s). Document types and entities are not read."
    ),
    "xml_too_deep": gettext_lazy("Elements stand more than %(most)s deep in each other (line %(line)s)."),
    "xml_too_many": gettext_lazy("The file has more than %(most)s elements."),
    "dmn_version": gettext_lazy("This is not a DMN file of a version that is read (%(known)s)."),
    "dmn_unsupported": gettext_lazy("“%(construct)s” is not supported."),
    "dmn_language": gettext_lazy(
        "Expressions in the language “%(language)s” are not supported; only FEEL is."
    ),
    "dmn_no_decision": gettext_lazy("The file has no decision."),
    "dmn_nameless": gettext_lazy("This %(element)s has no name."),
    "dmn_name_twice": gettext_lazy("The name “%(name)s” is used twice."),
    "dmn_reference_unknown": gettext_lazy("It requires “%(reference)s”, which is not in the file."),
    "dmn_cycle": gettext_lazy("Decisions feed each other in a circle: %(decisions)s."),
    "dmn_no_logic": gettext_lazy("It has no table and no expression."),
    "dmn_type_unknown": gettext_lazy("The type “%(type)s” is not known."),
    "dmn_type_circle": gettext_lazy("The type “%(type)s” is made of itself."),
    "dmn_hit_policy": gettext_lazy("The hit policy “%(hit)s” is not known."),
    "dmn_aggregation": gettext_lazy(
        "The aggregation “%(aggregation)s” does not go with the hit policy %(hit)s."
    ),
    "dmn_aggregation_columns": gettext_lazy(
        "An aggregation (%(aggregation)s) of several output columns is not supported."
    ),
    "dmn_input_empty": gettext_lazy("The input column “%(input)s” has no expression."),
    "dmn_no_output": gettext_lazy("The table has no output column."),
    "dmn_output_nameless": gettext_lazy("A table with several output columns needs a name for each."),
    "dmn_output_twice": gettext_lazy("Two output columns have the same name."),
    "dmn_too_large": gettext_lazy(
        "The expressions of the file have more than %(most)s characters and parts."
    ),
    "dmn_rows_many": gettext_lazy("The table has more than %(most)s rules."),
    "dmn_cells": gettext_lazy(
        "The rule has %(given)s cells of the kind %(cells)s where %(wanted)s are needed."
    ),
    "dmn_test_kind": gettext_lazy(
        "The column “%(input)s” has values of the type %(kind)s; this cell compares them with another type."
    ),
    "dmn_result_kind": gettext_lazy(
        "The column “%(output)s” has results of the type %(kind)s; this is another type."
    ),
    "dmn_result_not_listed": gettext_lazy(
        "The value is not among those that the column “%(output)s” allows."
    ),
    "dmn_no_priorities": gettext_lazy(
        "The hit policy needs an output column that lists its values in order of priority."
    ),
    "dmn_priority_computed": gettext_lazy(
        "A result of “%(output)s” is worked out; results in order of priority must be written down."
    ),
    "feel_empty": gettext_lazy("An expression is missing."),
    "feel_too_long": gettext_lazy("The expression is longer than %(most)s characters."),
    "feel_too_deep": gettext_lazy("The expression is nested more than %(most)s deep."),
    "feel_too_large": gettext_lazy(
        "With the functions that it calls, the expression has more than %(most)s parts."
    ),
    "feel_character": gettext_lazy("The character “%(character)s” (place %(place)s) is not understood."),
    "feel_text_open": gettext_lazy(
        "The text that begins at place %(place)s is not closed by a quotation mark."
    ),
    "feel_escape": gettext_lazy("The escape sequence “%(value)s” is not known."),
    "feel_number_long": gettext_lazy("The number %(value)s has more than %(most)s digits."),
    "feel_number_large": gettext_lazy("The exponent of %(value)s is beyond %(most)s."),
    "feel_literal": gettext_lazy("“%(value)s” is not a value that %(function)s can read."),
    "feel_unexpected": gettext_lazy("“%(found)s” (place %(place)s) is not expected here."),
    "feel_ends_early": gettext_lazy("The expression ends too early."),
    "feel_name_unknown": gettext_lazy(
        "“%(name)s” is not known here; only what the decision requires may be used."
    ),
    "feel_arguments": gettext_lazy("The function %(function)s cannot be called with %(given)s arguments."),
    "feel_unsupported": gettext_lazy("“%(construct)s” is not supported."),
}


def message(fault: Fault) -> str:
    """Return what is wrong and what would be right, in the active language. The place is not repeated."""
    params = fault.params
    if fault.rule == "gap":
        return _("No row matches where %(where)s.") % {"where": _where(params["tests"])}
    if fault.rule == "overlap":
        rows = {"other": params["other"], "row": params["row"], "where": _where(params["tests"])}
        return _("Rows %(other)s and %(row)s both match where %(where)s.") % rows
    if fault.rule == "never_matches":
        return _never(params["by"])
    filled = {name: shown(KINDS.get(value, value) if name in ("kind", "expected") else value)
              for name, value in params.items()}  # fmt: skip
    return str(TEMPLATES[fault.rule]) % filled


def _where(tests: Mapping[str, str]) -> str:
    """Conditions by column, as they stand in the cells."""
    return _("; ").join(f"{column}: {test}" for column, test in tests.items()) or "-"


def _never(by: Any) -> str:
    if not by:
        return _("No value passes this condition, so that the row can never match.")
    template = ngettext(
        "The row can never match: row %(by)s takes every case before it.",
        "The row can never match: rows %(by)s take every case before it.",
        len(by),
    )
    return template % {"by": shown(by)}
