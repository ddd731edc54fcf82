"""Rows that the first pages of several roles show: an application, a goal in short, the state of needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation, ProposalState
from banso.apps.intake.status import SETTLED
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.today.board import Line, waited
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import status


def firm_pages(access: Access, firms: Iterable[Firm]) -> dict[int, str]:
    """The addresses of those of these firms whose page this person may open. One query."""
    rows = access.rows(Action.FIRM_VIEW, Firm.objects.filter(pk__in={firm.pk for firm in firms}))
    return {pk: address("directory:firm", ref) for pk, ref in rows.order_by().values_list("pk", "ref")}


def application_line(row: Application, today: date) -> Line:
    """One application in a queue; its firm, service and goals must have been fetched with it."""
    since = row.submitted_at or row.created_at
    goal = max(row.goals.all(), key=lambda item: item.version, default=None)
    kind = "unk" if row.state == ApplicationState.DRAFT else "now"
    waits = {
        ApplicationState.DRAFT: _("with the firm"),
        ApplicationState.SUBMITTED: _("with the reviewers"),
        ApplicationState.SCREENED: _("with the decider"),
        ApplicationState.RETURNED: _("with the firm: more is asked"),
        ApplicationState.WAITING: _("on the waiting list"),
    }
    return Line(
        waited(formats.local_date(since), today),
        row.firm.name,
        address("directory:firm", row.firm.ref),
        row.ref,
        row.service.name,
        goal_words(goal),
        status(kind, row.get_state_display()),
        str(waits.get(row.state, "")),  # type: ignore[call-overload]
        _("Open"),
        address("selection:application", row.ref),
    )


def goal_words(goal: Any) -> str:
    """An export goal in short: market, and what is to be reached."""
    if goal is None:
        return _("No export goal yet")
    target = (
        formats.yen(goal.target) if goal.metric == "amount" else f"{formats.number(goal.target)} {goal.unit}"
    )
    return joined(goal.market.name, target)


def needs_state(row: Consultation, today: date, limits: Sequence[int]) -> tuple[SafeString | str, str, str]:
    """The state of a consultation's needs, what was tried, and what to do next."""
    needs = list(row.needs.all())
    if not needs:
        return status("unk", _("No needs yet")), row.get_channel_display(), _("Take out needs")
    open_needs = [
        need
        for need in needs
        if not need.abandoned_on and not any(item.state in SETTLED for item in need.proposals.all())
    ]
    sent = [item for need in open_needs for item in need.proposals.all() if not item.withdrawn_at]
    tried = joined(*(f"{formats.short_day(item.sent_at, today)} {item.to}" for item in sent[-2:]))
    answered = _("%(done)s of %(all)s needs settled") % {
        "done": len(needs) - len(open_needs),
        "all": len(needs),
    }
    taken = [item for item in sent if item.state == ProposalState.TAKEN]
    if taken:
        names = "、".join(dict.fromkeys(str(item.to) for item in taken))
        return _("Taken on: %(names)s") % {"names": names}, answered, _("See the content")
    if any(item.state == ProposalState.WAITING for item in sent):
        silent = max((today - item.silent_from).days for item in sent if item.silent_from)
        if len(limits) > 1 and silent >= limits[1]:
            return status("late", _("No reply: yours to act")), tried, _("Propose to somebody else")
        return _("Proposed, no reply yet"), tried, _("See the content")
    return (
        (_("All asked declined") if sent else _("Not proposed to anybody yet")),
        tried or answered,
        _("Propose"),
    )
