"""How far each need of a consultation has come, in words: for staff with clocks, for the firm honestly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.intake.clocks import (
    GIVE_UP,
    HAND_OVER,
    NUDGE,
    Limits,
    asked_days,
    open_days,
    pause_on,
    sent_days,
    step_day,
    step_due,
    taken_days,
)
from banso.apps.intake.models import (
    Consultation,
    Need,
    Pause,
    Proposal,
    ProposalState,
    SilenceStep,
)
from banso.apps.intake.selectors import proposals_with_receiver
from banso.apps.intake.status import SETTLED_STATUS, NeedStatus, need_status
from banso.apps.intake.telling import told, who
from banso.apps.together import attach, together
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import status

NEED_MARKS = {
    NeedStatus.HELPED: "ok",
    NeedStatus.TAKEN: "now",
    NeedStatus.WAITING: "part",
    NeedStatus.NO_HELP: "no",
    NeedStatus.NOT_REACHABLE: "unk",
    NeedStatus.REFUSED_BY_ALL: "no",
    NeedStatus.NOT_COMPLETE: "unk",
}
PROPOSAL_MARKS = {
    ProposalState.WAITING: "part",
    ProposalState.TAKEN: "now",
    ProposalState.NOT_MY_FIELD: "dash",
    ProposalState.HELPED: "ok",
    ProposalState.NO_HELP: "no",
    ProposalState.NOT_REACHABLE: "unk",
}
STEP_WORDS = {
    NUDGE: gettext_lazy("reminded"),
    HAND_OVER: gettext_lazy("handed to the office"),
    GIVE_UP: gettext_lazy("firm told"),
}
NO_NEEDS: Promise = gettext_lazy("No needs yet")


def with_needs(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with all that is said about their needs: three queries more, however many rows."""
    return with_frame(rows).prefetch_related(
        Prefetch("needs", _needs()),
        Prefetch("needs__proposals", proposals_with_receiver()),
        Prefetch("needs__pauses", _pauses()),
    )


def with_frame(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with whom they are of; ``read_needs`` reads the rest for a list of them."""
    return rows.select_related("firm", "office", "market", "partner_body", "recorded_by")


def read_needs(rows: list[Consultation]) -> None:
    """What ``with_needs`` reads about needs, in one query."""
    keys = [row.pk for row in rows]
    needs = _needs().filter(consultation__in=keys)
    proposals = proposals_with_receiver().filter(need__consultation__in=keys)
    pauses = _pauses().filter(need__consultation__in=keys)
    together(needs, proposals, pauses)
    attach(rows, "needs", needs, "consultation_id")
    attach(needs, "proposals", proposals, "need_id")
    attach(needs, "pauses", pauses, "need_id")


def _needs() -> QuerySet[Need]:
    return Need.objects.select_related("subject", "market", "language", "abandon_reason").order_by("pk")


def _pauses() -> QuerySet[Pause]:
    return Pause.objects.order_by("paused_on", "pk")


def status_of(need: Need) -> NeedStatus:
    """The status of a need whose proposals have been fetched with it."""
    return need_status(item.state for item in need.proposals.all() if not item.withdrawn_at)


def is_open(need: Need) -> bool:
    """Whether somebody still waits for something: neither settled nor abandoned."""
    return need.abandoned_on is None and status_of(need) not in SETTLED_STATUS


def waiting_days(row: Consultation, today: date) -> int | None:
    """For how many days the firm has waited (the clock ``asked``); None once nothing is open."""
    needs = list(row.needs.all())
    opened = [need for need in needs if is_open(need)]
    return None if needs and not opened else asked_days(row, opened, today)


def days_words(days: int) -> str:
    """A number of days in words."""
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": formats.number(days)}


def days_shown(days: int, limits: tuple[int, ...]) -> SafeString | str:
    """Days, marked as late once the first step of silence is due."""
    return status("late", days_words(days)) if limits and days >= limits[0] else days_words(days)


@dataclass(frozen=True)
class ProposalLine:
    """One proposal as staff see it."""

    proposal: Proposal
    name: str
    kind: str
    mark: str
    state: str
    #: The clock that runs, and whether it is late.
    clock: SafeString | str
    #: What was done about its silence: words and day.
    steps: list[str]
    next_step: str
    #: What the office may do here: addresses and verbs.
    acts: list[tuple[str, Promise]]


@dataclass(frozen=True)
class NeedLine:
    """One need as its office sees it."""

    need: Need
    status: NeedStatus
    mark: str
    proposals: list[ProposalLine]
    answers: list[Proposal]
    pause: Pause | None
    open: bool
    taken: bool
    #: Whether the office itself is the one to act now.
    ours: bool
    next_step: str
    #: What the firm reads.
    told: list[str]
    #: The page of the five best experts; empty where there is none.
    find_expert: str


def need_line(
    need: Need, consultation: Consultation, today: date, limits: Limits, steps: list[SilenceStep]
) -> NeedLine:
    """One need; ``steps`` are those of all proposals of the consultation."""
    found = status_of(need)
    need.consultation = consultation
    for item in need.proposals.all():
        item.need = need
        item.who = who(item, consultation)
    lines = [_proposal(item, today, limits, steps) for item in need.proposals.all()]
    silent = [
        step_due((today - item.silent_from).days, limits.of(item))
        for item in need.proposals.all()
        if item.state == ProposalState.WAITING and not item.withdrawn_at and item.silent_from
    ]
    resting = pause_on(need, today)
    handed = bool(silent) and min(silent) >= HAND_OVER
    opened = is_open(need)
    nobody = found in (NeedStatus.NOT_COMPLETE, NeedStatus.REFUSED_BY_ALL)
    return NeedLine(
        need,
        found,
        NEED_MARKS[found],
        lines,
        [item for item in need.proposals.all() if item.answer and item.closed_at],
        resting,
        opened,
        found is NeedStatus.TAKEN,
        opened and resting is None and (nobody or handed),
        _next_of_office(need, found, resting, handed),
        told(need, found, resting, consultation, limits),
        address("matching:need", need.pk),
    )


def _proposal(item: Proposal, today: date, limits: Limits, steps: list[SilenceStep]) -> ProposalLine:
    own = limits.of(item)
    taken = [s for s in steps if s.proposal_id == item.pk and s.sent_at == item.sent_at]
    waits = item.state == ProposalState.WAITING and not item.withdrawn_at
    days = open_days(item, today)
    clock: SafeString | str = _("replied after %(days)s") % {"days": days_words(sent_days(item, today))}
    if item.withdrawn_at:
        clock = _("withdrawn %(day)s") % {"day": formats.day(item.withdrawn_at)}
    elif waits:
        clock = days_words(days or 0) if item.need.abandoned_on else days_shown(days or 0, own)
    elif days is not None:
        clock = _("at work for %(days)s") % {"days": days_words(days)}
    elif item.taken_at:
        worked = days_words(taken_days(item, today) or 0)
        clock = joined(clock, _("settled in %(days)s") % {"days": worked})
    state = status(PROPOSAL_MARKS[ProposalState(item.state)], item.get_state_display())
    if item.withdrawn_at:
        state = status("dash", _("Withdrawn"))
    return ProposalLine(
        item,
        str(item.to),
        item.get_receiver_display(),
        PROPOSAL_MARKS[ProposalState(item.state)],
        state,
        clock,
        [f"{STEP_WORDS[s.step]} {formats.short_day(s.done_at, today)}" for s in taken],
        _next_of_receiver(item, own, taken, today) if waits and not item.need.abandoned_on else "",
        [
            (reverse(f"intake:office_{act}", args=[item.need.consultation.ref, item.pk]), words)
            for act, words in acts_of(item)
        ],
    )


def acts_of(item: Proposal) -> list[tuple[str, Promise]]:
    """What the office can do with a proposal: the last part of the address' name, and the verb."""
    if item.withdrawn_at:
        return [("send_again", gettext_lazy("Send it again"))]
    recorded = not item.signs_in  # type: ignore[attr-defined]
    if item.state == ProposalState.WAITING:
        replies = [("take", gettext_lazy("Taken on")), ("refuse", gettext_lazy("Handed it back"))]
        return [*(replies if recorded else []), ("withdraw", gettext_lazy("Withdraw it"))]
    if item.state == ProposalState.TAKEN:
        return [("settle", gettext_lazy("Record how it went"))] if recorded else []
    return [("reopen", gettext_lazy("Take it up again"))]


def _next_of_receiver(item: Proposal, limits: tuple[int, ...], taken: list[SilenceStep], today: date) -> str:
    if pause_on(item.need, today):
        return ""
    step = max((s.step for s in taken), default=0) + 1
    day = step_day(item, limits, step)
    if day is None:
        return ""
    words = {
        NUDGE: _("reminder on %(day)s"),
        HAND_OVER: _("back to the office on %(day)s"),
        GIVE_UP: _("the firm is told on %(day)s"),
    }
    return words[step] % {"day": formats.short_day(day, today)}


def _next_of_office(need: Need, found: NeedStatus, resting: Pause | None, handed: bool) -> str:
    if need.abandoned_on is not None:
        return ""
    if resting is not None:
        return _("Clocks stand still until %(day)s.") % {"day": formats.day(resting.until)}
    if handed:
        return _("No reply. It is yours: propose it to somebody else, or answer it.")
    words = {
        NeedStatus.NOT_COMPLETE: _("Propose it to somebody, or answer it."),
        NeedStatus.REFUSED_BY_ALL: _("All handed it back. Propose it to somebody else, or answer it."),
        NeedStatus.NO_HELP: _("Nobody could help. Propose it to somebody else, or tell the firm."),
        NeedStatus.NOT_REACHABLE: _("Try to reach the firm, then take the proposal up again."),
    }
    return words.get(found, "")


def page_lines(consultation: Consultation, today: date, limits: Limits) -> list[NeedLine]:
    """All needs of one consultation fetched by ``with_needs``. One query."""
    steps = list(SilenceStep.objects.filter(proposal__need__consultation=consultation).order_by("pk"))
    return [need_line(need, consultation, today, limits, steps) for need in consultation.needs.all()]


def needs_words(row: Consultation) -> str:
    """The needs of a row and their states, for a download."""
    found = [f"{need.subject.name}: {_state(need)}" for need in row.needs.all()]
    return "; ".join(found) or str(NO_NEEDS)


def _state(need: Need) -> Any:
    return _("abandoned") if need.abandoned_on else status_of(need).label


def needs_shown(row: Consultation, today: date) -> SafeString:
    """The needs of a row with their marks."""
    marks = []
    for need in row.needs.all():
        name = need.subject.name
        if need.abandoned_on:
            name = _("%(subject)s (abandoned)") % {"subject": name}
        elif pause_on(need, today):
            name = _("%(subject)s (paused)") % {"subject": name}
        marks.append(status(NEED_MARKS[status_of(need)], name))
    return SafeString(" ".join(marks)) if marks else status("unk", NO_NEEDS)
