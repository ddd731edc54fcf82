"""The list of decisions at gates that wait: its columns, and what the person who reads it may do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework import words
from banso.apps.casework.models import GateReview, GateState
from banso.apps.casework.services.agreement import ENOUGH
from banso.apps.programmes.models import Agreement
from banso.web import formats, forms
from banso.web.lists import Column
from banso.web.templatetags.banso import due, status


def columns_of_gates(access: Access) -> list[Column]:
    """What was decided, when, for whom, and what it waits for."""
    today = access.today
    columns = [
        Column("decided_on", _("Decided on"), kind="day", sort="decided_on"),
        Column(
            "firm",
            _("Firm"),
            value="stage.case.firm.name",
            sort="stage__case__firm__name_kana",
            second=lambda row: row.stage.case.ref,
        ),
        Column("office", _("Office"), value="stage.case.office.name", sort="stage__case__office__code"),
        Column(
            "decision",
            _("Decision"),
            value=decision_words,
            sort="result",
            second=lambda row: row.ground.name if row.ground else "",
        ),
        Column("end_after", _("Planned end"), value=_end, sort="end_after"),
        Column("state", _("Waits for"), value=waits_for, html=_mark, sort="state"),
        Column(
            "reply_until",
            _("Reply until"),
            kind="day",
            sort="reply_until",
            html=lambda row: _until(row, today),
        ),
    ]
    many = access.reaches_many(Action.GATE_VIEW)
    return [column for column in columns if many or column.key != "office"]


def decision_words(row: GateReview) -> str:
    """What was decided, with its months."""
    return formats.joined(row.get_result_display(), words.months(row.months or 0))


def _end(row: GateReview) -> str:
    if not row.end_before or not row.end_after:
        return "–"
    return f"{formats.day(row.end_before)} → {formats.day(row.end_after)}"


def waits_for(row: GateReview) -> str:
    """Whose word a decision waits for."""
    if row.state == GateState.PROPOSED:
        return str(_("agreement: %(who)s") % {"who": Agreement(row.agreement).label})
    return str(_("the office, after the firm's reply") if row.replied_on else _("the firm's reply"))


def _mark(row: GateReview) -> SafeString:
    return status("part" if row.state == GateState.PROPOSED else "now", waits_for(row))


def _until(row: GateReview, today: date) -> SafeString | str:
    if row.reply_until is None or row.replied_on is not None:
        return "–"
    return due(row.reply_until, today)


def answerable(access: Access, rows: QuerySet[GateReview]) -> QuerySet[GateReview]:
    """Those that wait for this person: to agree to, or to settle after the firm's reply."""
    asked = [needed for needed, enough in ENOUGH.items() if access.roles & set(enough)]
    mine = Q(state=GateState.PROPOSED, agreement__in=asked) & ~Q(decided_by=access.user.pk)
    if access.can(Action.GATE_DECIDE):
        mine |= Q(state=GateState.ANNOUNCED, replied_on__isnull=False)
    return rows.filter(mine)


class GateFilter(forms.FilterForm):
    """The filters over decisions that wait."""

    mine = forms.BooleanField(label=_("Waits for me"))

    access: Access

    @classmethod
    def for_page(cls, access: Access) -> type[GateFilter]:
        """The filters as one person sees them."""
        return type(cls.__name__, (cls,), {"access": access})

    def filter_mine(self, rows: QuerySet[GateReview], value: bool) -> QuerySet[GateReview]:
        """Those that this person has to answer."""
        return answerable(self.access, rows)


def verb_of_gates(access: Access) -> Callable[[GateReview], tuple[str, Any] | None]:
    """What the person may do with a row: agree, settle, or open the case."""

    def verb(row: GateReview) -> tuple[str, Any] | None:
        ref = row.stage.case.ref
        asked = access.roles & set(ENOUGH.get(row.agreement, ()))
        if row.state == GateState.PROPOSED and asked and row.decided_by_id != access.user.pk:
            return reverse("casework:gate_agree", args=[ref, row.pk]), _("Give an answer")
        if row.replied_on is not None and access.can(Action.GATE_DECIDE):
            return reverse("casework:gate_settle", args=[ref, row.pk]), _("Settle")
        return reverse("casework:case", args=[ref]), _("Open")

    return verb
