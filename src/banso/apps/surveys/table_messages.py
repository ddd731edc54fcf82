"""What is wrong with answers that a table is asked of, and what was decided about their design, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from banso.engines.kernel.faults import Fault
from banso.engines.statistics.design import Note
from banso.web.faults import TABLE_RULES, sentence, shown

TEMPLATES = {
    **TABLE_RULES,
    "parquet_broken": gettext_lazy("The file is no Parquet file that can be read (%(reason)s)."),
    "column_missing": gettext_lazy("The file has no such column."),
    "question_of_words": gettext_lazy("This question is answered in words, which no table counts."),
    "values_too_many": gettext_lazy(
        "The column holds %(values)s different values. A table has at most %(most)s."
    ),
    "weight_missing": gettext_lazy("The answer has no weight."),
    "weight_no_number": gettext_lazy("The weight is no number."),
    "weight_not_positive": gettext_lazy("A weight is over 0. Leave answers out that are not to be counted."),
    "stratum_missing": gettext_lazy("The answer has no stratum."),
    "whole_no_number": gettext_lazy("The size of the whole is a number over 0."),
    "whole_varies": gettext_lazy(
        "Stratum %(stratum)s has several sizes. All answers of a stratum say the same size of the whole."
    ),
    "whole_too_small": gettext_lazy(
        "More answered (%(answers)s) than the whole has (%(whole)s). Stratum: %(stratum)s."
    ),
}

NOTES = {
    "clusters": gettext_lazy(
        "%(answers)s answers come from %(clusters)s firms. "
        "A firm with several answers is counted as one cluster."
    ),
    "strata_joined": gettext_lazy("Strata that share firms are taken as one: %(strata)s."),
    "stratum_single": gettext_lazy(
        "These strata have one answer only, which is compared with the mean of all: %(strata)s."
    ),
}


def message(fault: Fault) -> str:
    """Return what is wrong and what would be right, in the active language. The place is not repeated."""
    return sentence(TEMPLATES, fault)


def note(decided: Note) -> str:
    """Return what was decided about a design, in the active language."""
    params: dict[str, Any] = {name: shown(value) for name, value in decided.params.items()}
    return str(NOTES[decided.rule]) % params
