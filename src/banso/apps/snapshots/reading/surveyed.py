"""Answers of supported firms to their questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from banso.apps.snapshots.reading.world import Row, World
from banso.apps.surveys.models import Answer
from banso.engines.evaluation.star import TABLES
from banso.engines.questionnaire.form import SUPPORTED_FIRM

#: The questions that the table has a column for.
_QUESTIONS = tuple(column for column in TABLES["answers"].columns if column.meaning.startswith("answer to "))


def answers(world: World) -> Iterator[Row]:
    """Answers to the questionnaire of supported firms, of every wave."""
    rows = Answer.objects.filter(wave__edition__name=SUPPORTED_FIRM).order_by("pk")
    for pk, firm, ref, programme, wave, cohort, asked_on, weight, values in rows.values_list(
        "pk",
        "firm_id",
        "firm_ref",
        "programme__code",
        "wave__code",
        "cohort_fy",
        "wave__asked_on",
        "weight",
        "values",
    ):
        yield (
            pk,
            *world.where_firm(firm, asked_on),
            programme,
            ref,
            wave,
            cohort,
            asked_on,
            weight,
            *(_value(values.get(question.name), question.kind) for question in _QUESTIONS),
        )


def _value(given: Any, kind: str) -> Any:
    if given is None:
        return None
    if kind == "texts":
        return given if isinstance(given, list) else [given]
    return float(given) if kind == "number" else given
