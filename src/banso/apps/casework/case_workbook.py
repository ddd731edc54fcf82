"""What stands on the page of a case as a workbook, one sheet a list, with numbers and days as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from banso.apps.casework.case_lists import CaseLists
from banso.apps.casework.models import (
    Activity,
    ExportGoal,
    ExportResult,
    FollowUp,
    GateReview,
    OwnEffort,
    RootCause,
    Stage,
)
from banso.engines.reporting.workbook import Sheet, write_workbook
from banso.web.lists import Column


def workbook(lists: CaseLists, *, whole: bool) -> bytes:
    """The lists of a case. ``whole``: also what those see who work on it, and not the firm."""
    return write_workbook([*_shared(lists), *(_internal(lists) if whole else ())])


def _shared(lists: CaseLists) -> Iterator[Sheet]:
    """What the firm sees too."""
    yield _sheet(
        _("Stages"),
        Stage,
        lists.stages,
        *("order", ("definition.name", _("Stage")), "planned_from", "planned_to", "started_on", "ended_on"),
    )
    yield _sheet(
        _("Goals"),
        ExportGoal,
        lists.goals,
        *("version", "state", "market.name", "product", "hs_code", "hs_year", "metric", "baseline"),
        *("baseline_source", "target", "unit", "due_on", "after_support", "in_force_on", "reason"),
    )
    yield _sheet(
        _("Exports"),
        ExportResult,
        lists.results,
        *("exported_on", "market.name", "product", "hs_code", "currency", "amount", "amount_yen", "rate"),
        *("rate_on", "rate_source", "quantity", "unit", "sample", "channel", ("mall.name", _("Mall"))),
        *("source", "on_behalf", "proof", "confirmed_at"),
    )
    yield _sheet(
        _("Own efforts"),
        OwnEffort,
        lists.efforts,
        *("kind", "description", "since_on", "promised_by", "done_on", "cost_yen", "evidence"),
    )


def _internal(lists: CaseLists) -> Iterator[Sheet]:
    """What the firm does not see."""
    yield _sheet(
        _("Gate reviews"),
        GateReview,
        lists.reviews,
        *(("stage.definition.name", _("Stage")), "decided_on", "result", "months", "state", "reason"),
        *(("decided_by.name", _("Decided by")), "in_force_on", "reply", "remedy", "remedy_due_on"),
        "remedy_done_on",
    )
    yield _sheet(
        _("Activities"),
        Activity,
        lists.activities,
        *("done_on", "kind", ("expert.name", _("Expert")), ("staff.name", _("Staff"))),
        *("hours", "travel_yen", "advice"),
    )
    yield _sheet(
        _("Root causes"),
        RootCause,
        lists.causes,
        *("kind.name", "description", "since", "noted_on", "remedy", "remedy_due_on", "solved_on", "how"),
    )
    yield _sheet(
        _("Follow-ups"),
        FollowUp,
        lists.follow_ups,
        *("months", "due_on", "done_on", "method", "reached", "firm_closed", "trend", "amount_yen"),
        *("new_exports", "new_what", "comment", "note"),
    )


def _sheet(title: str, model: type[Model], rows: Iterable[Any], *wanted: str | tuple[str, str]) -> Sheet:
    """A list by paths from a row, each with the label of its field unless it brings its own."""
    columns = [_column(model, *((path, "") if isinstance(path, str) else path)) for path in wanted]
    labels = [str(column.label) for column in columns]
    return Sheet(title, labels, [[column.plain(row) for column in columns] for row in rows])


def _column(model: type[Model], path: str, label: str) -> Column:
    name = path.partition(".")[0]
    field: Any = model._meta.get_field(name)
    words = capfirst(label or str(field.verbose_name))
    if field.choices:
        return Column(name, words, value=lambda row: getattr(row, f"get_{name}_display")())
    return Column(name, words, value=path)
