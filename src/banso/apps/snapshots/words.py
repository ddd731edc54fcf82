"""What is said of snapshots."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Why a snapshot was not taken, by code.
FAULTS: Mapping[str, Promise] = {
    "disk_full": _("There is no room left on the disk. Nothing was kept of it."),
    "unwritable": _("The folder of snapshots cannot be written to. Nothing was kept of it."),
    "broken": _("The system stopped with a fault. Nothing was kept of it; tell an administrator."),
    "killed": _("The worker was stopped meanwhile. Nothing was kept of it."),
}

#: Why a snapshot cannot be read, by rule.
BROKEN: Mapping[str, Promise] = {
    "missing": _("%(file)s is missing."),
    "tampered": _("%(file)s was changed since the snapshot was taken."),
    "other_edition": _("The snapshot was taken by another version of Banso, whose tables were different."),
}

#: What is wrong with a file of an indicator, by rule.
INDICATOR_RULES: Mapping[str, Promise] = {
    "folder_empty": _("There is no file of an indicator in this folder."),
    "file_too_large": _("The file is larger than %(kilobytes)s kB."),
    "toml_unreadable": _("The file cannot be read as TOML: %(reason)s."),
    "key_unknown": _("There is no such entry in a file of an indicator."),
    "key_missing": _("This entry is missing."),
    "key_not_of_kind": _("An indicator of the kind %(kind)s has no such entry."),
    "text_missing": _("Give the words in both languages: ja and en."),
    "code_not_file": _("The code must be the name of the file."),
    "code_repeated": _("Another file has this code."),
    "choice_unknown": _("Choose one of: %(choices)s."),
    "number_missing": _("Give a whole number."),
    "day_unknown": _("The table %(table)s has no such day or fiscal year."),
    "dimension_unknown": _("The table %(table)s has no such dimension."),
    "indicator_unknown": _("There is no indicator of this code."),
    "groups_two": _("Give two groups of a share, each with code, name and where."),
    "expression_too_long": _("The expression is longer than %(limit)s characters."),
    "expression_too_deep": _("The expression has more than %(limit)s parts."),
    "expression_syntax": _("At character %(at)s: this is not written as an expression."),
    "expression_form": _("At character %(at)s: this is not part of the language of indicators."),
    "expression_column_unknown": _(
        "At character %(at)s: the table %(table)s has no column %(name)s. Nearest: %(near)s."
    ),
    "expression_function_unknown": _(
        "At character %(at)s: there is no function %(name)s. Nearest: %(near)s."
    ),
    "expression_arguments": _("At character %(at)s: %(name)s takes %(count)s values."),
    "expression_kind": _("At character %(at)s: a value of the kind %(found)s, where %(wanted)s is wanted."),
    "expression_day": _("At character %(at)s: %(given)s is no day."),
}
