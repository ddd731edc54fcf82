"""Which recorded facts can be corrected, field by field, and by whom they may not be.

A kind is data: its table, its fields, the record of whose chain it is part, and who approved it (and so may
not edit it). What the columns hold stays checked by their own rules; ``check`` adds those that the services
of its room keep and the database cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused
from banso.apps.casework.models import Activity, Case, FollowUp, OwnEffort, RootCause
from banso.apps.intake.models import Consultation, Need
from banso.apps.journal.services import Subject


def _nobody(_row: Any) -> frozenset[int | None]:
    return frozenset()


def _anything(_row: Any, _today: date) -> None:
    """No rule beyond those of the columns."""


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be corrected.

    ``case`` is the path from a row to its case where it has one: such a row can be moved to another case.
    ``approved_by`` gives the users who approved the row: they do not edit it.
    """

    code: str
    words: Promise
    model: type[Model]
    fields: tuple[str, ...]
    subject: Callable[[Any], Subject]
    office: Callable[[Any], int]
    address: Callable[[Any], str]
    approved_by: Callable[[Any], frozenset[int | None]] = _nobody
    check: Callable[[Any, date], None] = _anything
    joins: tuple[str, ...] = ()
    moves: bool = False


def _of_case(row: Any) -> Subject:
    return ("case", row.case.ref)


def _office_of_case(row: Any) -> int:
    return row.case.office_id


def _page_of_case(row: Any) -> str:
    return reverse("casework:case", args=[row.case.ref])


def _within_support(day: date, case: Case, today: date, field: str) -> None:
    if day > today:
        raise Refused("in_future", _("This day lies after today."), field)
    if day < case.started_on:
        raise Refused("before_support", _("This day lies before support began."), field)
    if case.ended_on is not None and day > case.ended_on:
        raise Refused("after_support", _("This day lies after support ended."), field)


def _check_activity(row: Activity, today: date) -> None:
    _within_support(row.done_on, row.case, today, "done_on")
    if row.hours % 1 * 4 % 1:
        raise Refused("hours_quarters", _("Enter hours in quarters, for example 1.25."), "hours")


def _check_effort(row: OwnEffort, today: date) -> None:
    if row.done_on is not None and row.done_on > today:
        raise Refused("in_future", _("This day lies after today."), "done_on")


def _check_follow_up(row: FollowUp, today: date) -> None:
    if row.done_on is None:
        raise Refused("not_recorded", _("This is not recorded yet: there is nothing to correct."))
    if row.done_on > today:
        raise Refused("in_future", _("This day lies after today."), "done_on")
    said = row.trend or row.new_exports or row.new_what or row.comment or row.amount_yen is not None
    if not row.reached and said:
        raise Refused("not_reached", _("A firm that was not reached gave no answers."), "reached")


def _check_cause(row: RootCause, today: date) -> None:
    if row.since > today:
        raise Refused("in_future", _("This day lies after today."), "since")


_CASE = ("case__firm", "case__office")

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "activity",
            gettext_lazy("Activity"),
            Activity,
            ("kind", "done_on", "hours", "travel_yen", "advice"),
            _of_case,
            _office_of_case,
            _page_of_case,
            check=_check_activity,
            joins=_CASE,
            moves=True,
        ),
        Kind(
            "effort",
            gettext_lazy("Own effort"),
            OwnEffort,
            ("kind", "description", "promised_by", "done_on", "cost_yen"),
            _of_case,
            _office_of_case,
            _page_of_case,
            check=_check_effort,
            joins=_CASE,
        ),
        Kind(
            "follow_up",
            gettext_lazy("Follow-up"),
            FollowUp,
            (
                "done_on", "method", "reached", "trend", "amount_yen", "new_exports", "new_what", "comment",
                "note",
            ),  # fmt: skip
            _of_case,
            _office_of_case,
            _page_of_case,
            check=_check_follow_up,
            joins=_CASE,
        ),
        Kind(
            "cause",
            gettext_lazy("Root cause"),
            RootCause,
            ("kind", "description", "since"),
            _of_case,
            _office_of_case,
            _page_of_case,
            check=_check_cause,
            joins=_CASE,
            moves=True,
        ),
        Kind(
            "consultation",
            gettext_lazy("Consultation"),
            Consultation,
            ("channel", "title", "body", "market"),
            lambda row: ("consultation", row.ref),
            lambda row: row.office_id,
            lambda row: reverse("intake:consultation", args=[row.ref]),
            joins=("firm", "office"),
        ),
        Kind(
            "need",
            gettext_lazy("Need"),
            Need,
            ("subject", "description", "market"),
            lambda row: ("consultation", row.consultation.ref),
            lambda row: row.consultation.office_id,
            lambda row: reverse("intake:consultation", args=[row.consultation.ref]),
            joins=("consultation__firm", "consultation__office"),
        ),
    )
}
