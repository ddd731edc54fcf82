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
from banso.apps.casework.models import (
    Activity,
    Case,
    CaseState,
    ExportResult,
    FollowUp,
    GateReview,
    OwnEffort,
    RootCause,
)
from banso.apps.casework.services import (
    ActivityData,
    NewEffortData,
    ResultData,
    add_effort,
    log_activity,
    record_result,
    restate_result,
)
from banso.apps.corrections import moving
from banso.apps.corrections.moving import Moving
from banso.apps.documents.models import Document
from banso.apps.intake.models import Consultation, Need
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject
from banso.apps.selection.models import Determination


def _nobody(_row: Any) -> frozenset[int | None]:
    return frozenset()


def _anything(_row: Any, _today: date) -> None:
    """No rule beyond those of the columns."""


def _never(_case: Case) -> bool:
    """The case takes such a record as usual, whenever it is told."""
    return False


def _has_ended(case: Case) -> bool:
    return case.state == CaseState.ENDED


def _nothing_follows(_row: Any) -> None:
    """No other column depends on what was corrected."""


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be corrected.

    ``approved_by`` gives the users who approved the row: they do not edit it. ``follow`` works out again the
    columns named in ``following``, after a correction or a move; ``moves`` says how a row goes to another
    case or firm, None: it does not.
    ``enter`` adds a record that is missing in a closed year, on the day named by ``day``; None: not by a
    correction. ``late``: whether the case takes no such record as usual any more, in whatever year.
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
    moves: Moving | None = None
    follow: Callable[[Any], None] = _nothing_follows
    following: tuple[str, ...] = ()
    day: str = ""
    enter: Callable[[Actor, Case, Mapping[str, Any]], Any] | None = None
    late: Callable[[Case], bool] = _never


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
    if row.reached and row.firm_closed:
        text = _("This ended because the firm has closed. Note first that the firm is open.")
        raise Refused("firm_closed", text, "reached")
    said = row.trend or row.new_exports or row.new_what or row.comment or row.amount_yen is not None
    if not row.reached and said:
        raise Refused("not_reached", _("A firm that was not reached gave no answers."), "reached")


def _check_cause(row: RootCause, today: date) -> None:
    if row.since > today:
        raise Refused("in_future", _("This day lies after today."), "since")


def _check_result(row: ExportResult, today: date) -> None:
    if row.exported_on > today:
        raise Refused("in_future", _("This day lies after today."), "exported_on")


def _confirmed_by(row: ExportResult) -> frozenset[int | None]:
    """Who settled the export, and whoever said or wrote down that it took place."""
    given = row.confirmations.filter(given_at__isnull=False).order_by()
    people = given.values_list("user_id", "recorded_by_id", "contact__user_id")
    return frozenset({row.settled_by_id, *(person for line in people for person in line)})


def _check_document(row: Document, _today: date) -> None:
    if row.deleted_at is not None:
        raise Refused("removed", _("This document was removed."))


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
            moves=moving.TO_CASE,
            day="done_on",
            enter=lambda actor, case, values: log_activity(actor, case, ActivityData(**values)),
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
            moves=moving.EFFORT,
            day="done_on",
            enter=lambda actor, case, values: add_effort(actor, case, NewEffortData(**values)),
            late=_has_ended,
        ),
        Kind(
            "follow_up",
            gettext_lazy("Follow-up"),
            FollowUp,
            (
                "done_on",
                "method",
                "reached",
                "trend",
                "amount_yen",
                "new_exports",
                "new_what",
                "comment",
                "note",
            ),
            _of_case,
            _office_of_case,
            _page_of_case,
            check=_check_follow_up,
            joins=_CASE,
            moves=moving.FOLLOW_UP,
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
            moves=moving.TO_CASE,
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
            moves=moving.CONSULTATION,
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
        Kind(
            "result",
            gettext_lazy("Export"),
            ExportResult,
            (
                "exported_on",
                "market",
                "product",
                "hs_code",
                "channel",
                "mall",
                "sample",
                "currency",
                "amount",
                "amount_yen",
                "quantity",
                "unit",
                "proof",
            ),
            _of_case,
            _office_of_case,
            _page_of_case,
            approved_by=_confirmed_by,
            check=_check_result,
            joins=_CASE,
            moves=moving.RESULT,
            follow=restate_result,
            following=(
                "amount",
                "amount_yen",
                "rate",
                "rate_on",
                "rate_source",
                "hs_code",
                "confirmed_at",
                "settled_at",
                "settled_by",
                "settled_reason",
            ),
            day="exported_on",
            enter=lambda actor, case, values: record_result(actor, case, ResultData(**values)),
        ),
        Kind(
            "gate",
            gettext_lazy("Gate review"),
            GateReview,
            ("reason",),
            lambda row: ("case", row.stage.case.ref),
            lambda row: row.stage.case.office_id,
            lambda row: reverse("casework:case", args=[row.stage.case.ref]),
            approved_by=lambda row: frozenset({row.decided_by_id, row.agreed_by_id}),
            joins=("stage__case__firm", "stage__case__office"),
        ),
        Kind(
            "determination",
            gettext_lazy("Determination"),
            Determination,
            ("reason",),
            lambda row: ("application", row.application.ref),
            lambda row: row.application.office_id,
            lambda row: reverse("selection:application", args=[row.application.ref]),
            approved_by=lambda row: frozenset({row.decider_id}),
            joins=("application__firm", "application__office"),
        ),
        Kind(
            "document",
            gettext_lazy("Document"),
            Document,
            ("title",),
            lambda row: ("document", row.ref),
            lambda row: row.firm.office_id,
            lambda row: reverse("documents:firm_documents", args=[row.firm.ref]),
            check=_check_document,
            joins=("firm__office",),
        ),
    )
}
