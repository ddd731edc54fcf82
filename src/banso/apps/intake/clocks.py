"""The clocks of the consultation window. What each means is said here and nowhere else.

asked    since the firm asked (``Consultation.asked_at``), until every need is settled or abandoned
sent     since a proposal was sent to its receiver (``Proposal.sent_at``), until the receiver replied or
         the need was abandoned
taken    since the receiver took it on (``Proposal.taken_at``), until it is settled

Each counts calendar days in Tokyo. A day on which the need was paused does not count: from the first day of
a pause up to, but not with, the day on which it goes on. A proposal's silence is its clock ``sent`` while it
waits; ``Proposal.silent_from`` is the day from which it would have run without any pause, so that the
database finds the same days. The steps of silence come from the service that answers single questions, in
the version in force on the day of sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from banso.apps.intake.models import Consultation, Need, Pause, Proposal, ProposalState
from banso.apps.journal.actor import day_of

#: Days that do not count: from the first up to, but not with, the second.
Span = tuple[date, date]

#: The steps of silence.
NUDGE, HAND_OVER, GIVE_UP = 1, 2, 3


def days(since: date, until: date, spans: Iterable[Span] = ()) -> int:
    """Days from one day to another, without those that lie in a span; never less than none."""
    left_out: set[date] = set()
    for first, end in spans:
        day = max(first, since)
        while day < min(end, until):
            left_out.add(day)
            day += timedelta(days=1)
    return max(0, (until - since).days - len(left_out))


def span(pause: Pause) -> Span:
    """The days of a pause that do not count."""
    return pause.paused_on, pause.resumed_on or pause.until + timedelta(days=1)


def pause_on(need: Need, day: date) -> Pause | None:
    """The pause that a need is in on a day; its pauses should have been fetched with it."""
    return next((p for p in need.pauses.all() if p.paused_on <= day < span(p)[1]), None)


def _spans(need: Need) -> list[Span]:
    return [span(pause) for pause in need.pauses.all()]


def asked_days(consultation: Consultation, needs: Sequence[Need], today: date) -> int:
    """The clock ``asked``: of several open needs, that of the one paused least; without needs, all days."""
    since = day_of(consultation.asked_at)
    return max((days(since, today, _spans(need)) for need in needs), default=days(since, today))


def sent_days(proposal: Proposal, today: date) -> int:
    """The clock ``sent``: days until the reply, until the need was abandoned, or until today."""
    replied = proposal.taken_at or proposal.closed_at or proposal.withdrawn_at
    end = day_of(replied) if replied else proposal.need.abandoned_on or today
    return days(day_of(proposal.sent_at), end, _spans(proposal.need))


def taken_days(proposal: Proposal, today: date) -> int | None:
    """The clock ``taken``: days until it was settled, or until today; None if nobody took it on."""
    if proposal.taken_at is None:
        return None
    end = day_of(proposal.closed_at) if proposal.closed_at else today
    return days(day_of(proposal.taken_at), end, _spans(proposal.need))


def open_days(proposal: Proposal, today: date) -> int | None:
    """The clock that runs: ``sent`` while it waits, ``taken`` while somebody is at work; None when closed."""
    if proposal.withdrawn_at or proposal.closed_at:
        return None
    if proposal.state == ProposalState.TAKEN:
        return taken_days(proposal, today)
    return sent_days(proposal, today)


@dataclass(frozen=True)
class Limits:
    """The steps of silence by the day of sending: first days of versions in order, each with its limits."""

    versions: tuple[tuple[date, tuple[int, ...]], ...] = ()

    def on(self, sent: date) -> tuple[int, ...]:
        """Days of silence after which each step is due, for what was sent on a day; at most three."""
        found = [limits for first, limits in self.versions if first <= sent]
        return found[-1][:GIVE_UP] if found else ()

    def of(self, proposal: Proposal) -> tuple[int, ...]:
        """The limits of a proposal."""
        return self.on(day_of(proposal.sent_at))

    @property
    def shortest(self) -> int | None:
        """The fewest days of silence after which anything is due under any version."""
        return min((limits[0] for _first, limits in self.versions if limits), default=None)


def step_due(silent: int, limits: Sequence[int]) -> int:
    """The furthest step of silence that so many days have reached; 0 before the first."""
    return sum(silent >= limit for limit in limits)


def step_day(proposal: Proposal, limits: Sequence[int], step: int) -> date | None:
    """The day on which a step of silence falls due if nobody replies; None where it is not configured."""
    if proposal.silent_from is None or step > len(limits):
        return None
    return proposal.silent_from + timedelta(days=limits[step - 1])


def moved_on(silent_from: date, pause: Span) -> date:
    """The day from which silence counts once a pause is over."""
    first, end = pause
    return silent_from + timedelta(days=max(0, (end - max(first, silent_from)).days))
