"""How a conversation goes from question to answer and is taken up again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.inquiries.models import ReportState, SampleState, State
from banso.engines.kernel.transitions import Machine, Transition

_BUYER, _FIRM = frozenset({Role.BUYER.value}), frozenset({Role.FIRM_MEMBER.value})
_STAFF = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value, Role.PROGRAMME_MANAGER.value})
WAITS, A, C, ENDED = State.OPEN, State.ANSWERED, State.CLOSED, State.ENDED
_GOING_ON = (WAITS, A, C)

INQUIRY = Machine(
    "inquiry",
    (
        # A new word takes up again what was closed.
        *(Transition(state, "ask", WAITS, _BUYER, ("offered",)) for state in _GOING_ON),
        *(Transition(state, "answer", A, _FIRM) for state in _GOING_ON),
        *(Transition(state, "step_in", state, _STAFF) for state in _GOING_ON),
        *(Transition(state, "close", C, _BUYER | _FIRM | _STAFF) for state in _GOING_ON),
        *(Transition(state, "end", ENDED, _STAFF) for state in _GOING_ON),
    ),
    {"offered": lambda facts: facts["offered"]},
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This conversation is no longer at that point. Please look at it again."),
    guards={"offered": _("This product is not offered any more, so nothing new can be asked about it.")},
    states={ENDED: _("The office has ended this conversation. Nothing can be added.")},
    fields={"offered": "text"},
)

ASKED, AGREED, SENT = SampleState.ASKED, SampleState.AGREED, SampleState.SENT
SAMPLE = Machine(
    "sample",
    (
        Transition(ASKED, "agree", AGREED, _FIRM, ("going_on",)),
        Transition(ASKED, "decline", SampleState.DECLINED, _FIRM, ("going_on",)),
        Transition(AGREED, "decline", SampleState.DECLINED, _FIRM, ("going_on",)),
        Transition(AGREED, "send", SENT, _FIRM, ("going_on",)),
        Transition(SENT, "arrive", SampleState.ARRIVED, _BUYER),
    ),
    {"going_on": lambda facts: facts["going_on"]},
)
SAMPLE_REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This sample is no longer at that point. Please look at it again."),
    guards={"going_on": _("The office has ended this conversation. Nothing can be added.")},
)
REPORT = Machine(
    "inquiry_report",
    tuple(
        Transition(ReportState.OPEN, result, result, _STAFF)
        for result in (ReportState.DISMISSED, ReportState.ENDED, ReportState.SUSPENDED)
    ),
)
