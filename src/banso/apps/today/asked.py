"""Queues that several roles share: what others have put to this person, office or body."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.behalf.models import Entry
from banso.apps.behalf.selectors import disputed, office_entries, said_of, with_words
from banso.apps.casework.gates_waiting import answerable, decision_words, verb_of_gates, waits_for
from banso.apps.casework.models import GateReview
from banso.apps.casework.selectors import gates_waiting
from banso.apps.directory.models import Firm
from banso.apps.intake.models import ProposalState, Received
from banso.apps.intake.selectors import received
from banso.apps.matching.models import UNDECIDED, PairState, PlannedPair
from banso.apps.matching.selectors import newest_plan, pairs_with_all
from banso.apps.new_exporters.models import HandOver
from banso.apps.new_exporters.selectors import offer_line, to_answer
from banso.apps.surveys.models import FrameUnit
from banso.apps.surveys.selectors import unreached
from banso.apps.today.board import SHOWN, Line, Queue, counts_note, waited
from banso.apps.today.lines import firm_pages
from banso.apps.today.selectors import start_of, tally
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import due, status


def proposals(access: Access, limits: tuple[int, ...], since: date) -> tuple[Queue, Queue]:
    """Proposals that wait for an answer, and needs taken on that wait for their outcome. Four queries."""
    rows = received(access.rows(Action.PROPOSAL_REPLY, Received.objects.all()))
    waiting = Q(state=ProposalState.WAITING)
    found = tally(
        rows,
        waiting=waiting,
        taken=Q(state=ProposalState.TAKEN),
        new=waiting & Q(sent_at__gte=start_of(since)),
    )
    shown = {state: _first(rows, state) for state in (ProposalState.WAITING, ProposalState.TAKEN)}
    pages = firm_pages(access, [row.need.consultation.firm for several in shown.values() for row in several])
    heads = [_("Waiting"), _("Firm"), _("What is needed"), _("Office")]
    rule = (
        _("The office reminds you after %(remind)s days and takes the need over after %(take)s")
        % {"remind": limits[0], "take": limits[1]}
        if len(limits) > 1
        else ""
    )
    to_answer = Queue(
        "proposals",
        gettext_lazy("Proposals to answer"),
        found["waiting"],
        rule,
        heads,
        [_proposal(row, access.today, limits, pages) for row in shown[ProposalState.WAITING]],
        address("intake:proposal_list") + "?state=waiting",
        _("No proposal waits for your answer."),
        counts_note(0, found["new"]),
    )
    taken = Queue(
        "taken",
        gettext_lazy("Needs taken on"),
        found["taken"],
        _("Tell how it went once you have helped"),
        heads,
        [_proposal(row, access.today, (), pages) for row in shown[ProposalState.TAKEN]],
        address("intake:proposal_list") + "?state=taken",
        _("You have taken on no need at present."),
    )
    return to_answer, taken


def _first(rows: QuerySet[Received], state: str) -> list[Received]:
    with_all = rows.filter(state=state).select_related(
        "need__subject", "need__market", "need__consultation__firm", "need__consultation__office"
    )
    return list(with_all.order_by("sent_at" if state == ProposalState.WAITING else "taken_at", "pk")[:SHOWN])


def _proposal(row: Received, today: date, limits: tuple[int, ...], pages: dict[int, str]) -> Line:
    need, firm = row.need, row.need.consultation.firm
    waiting = row.state == ProposalState.WAITING
    since = formats.local_date(row.sent_at if waiting else row.taken_at or row.sent_at)
    return Line(
        waited(since, today, limits[:2]),
        firm.name,
        pages.get(firm.pk, ""),
        joined(firm.city, firm.products),
        need.description,
        joined(need.subject.name, need.market.name if need.market else ""),
        need.consultation.office.name,
        need.consultation.ref,
        _("Answer the proposal") if waiting else _("Answer the need"),
        address("intake:proposal", row.pk),
    )


def questionnaires(access: Access) -> Queue:
    """Firms that mail about an open questionnaire does not reach: they are called. Two queries."""
    firms = access.rows(Action.ANSWER_TYPE, Firm.objects.order_by())
    rows = unreached(firms, access.today)
    return Queue(
        "questionnaires",
        gettext_lazy("Questionnaires to ask for by telephone"),
        rows.count(),
        _("Mail did not reach these firms, or a letter on paper went out"),
        [_("Closes"), _("Firm"), _("Questionnaire"), _("State")],
        [_questionnaire(unit, access.today) for unit in rows[:SHOWN]],
        address("surveys:to_type") + "?answered=no",
        _("Mail reaches every firm that a questionnaire asks."),
    )


def _questionnaire(unit: FrameUnit, today: date) -> Line:
    firm, programme = unit.firm, unit.programme
    assert firm is not None and programme is not None
    ends, returned = unit.wave.closes_on, unit.bounced_at
    return Line(
        due(ends, today) if ends else conditional_escape("–"),
        firm.name,
        address("directory:firm", firm.ref),
        firm.ref,
        unit.wave.name,
        programme.name,
        status("late", _("Mail came back")) if returned else status("now", _("Letter sent")),
        formats.day(formats.local_date(returned or unit.sent_at)),
        _("Type in by telephone"),
        address("surveys:typed", unit.pk, "phone"),
    )


def hand_overs(access: Access) -> Queue:
    """What other holders have asked this office or body to take over. Three queries."""
    offers = to_answer(access)
    first = list(offers[:SHOWN])
    pages = firm_pages(access, [sent.registration.firm for sent in first])
    return Queue(
        "offers",
        gettext_lazy("Hand-overs to answer"),
        offers.count(),
        _("Till you take one over its sender holds it"),
        [_("Waiting"), _("Firm"), _("What"), _("Sender")],
        [_offer(sent, access.today, pages) for sent in first],
        address("new_exporters:registration_list") + "?state=to_answer",
        _("Nobody asks you to take anything over."),
    )


def _offer(sent: HandOver, today: date, pages: dict[int, str]) -> Line:
    what, sender, _days, limit = offer_line(sent, today)
    registration = sent.registration
    return Line(
        waited(formats.local_date(sent.sent_at), today, (limit,)),
        registration.firm.name,
        pages.get(registration.firm_id, ""),
        joined(registration.firm.city, registration.firm.products),
        what,
        sent.reason,
        sender,
        "",
        _("Reply"),
        address("new_exporters:accept", registration.ref, sent.pk),
    )


def gate_decisions(access: Access, staff: dict[str, Any] | None = None) -> Queue:
    """Decisions at gates that wait for this person: to agree to, or to settle after the firm's reply.

    ``staff`` narrows them to the cases that one person is in charge of. Two queries.
    """
    rows = access.rows(Action.GATE_VIEW, GateReview.objects.filter(**(staff or {})))
    waiting = gates_waiting(answerable(access, rows))
    verb = verb_of_gates(access)
    return Queue(
        "decisions",
        gettext_lazy("Gate decisions that wait for you"),
        waiting.order_by().count(),
        _("An extension or shortening takes effect only after this"),
        [_("Waiting"), _("Firm"), _("Decision"), _("Waits for")],
        [_decision(row, access.today, *verb(row)) for row in waiting[:SHOWN]],
        address("casework:gate_list") + "?mine=on",
        _("No decision at a gate waits for you."),
    )


def _decision(row: GateReview, today: date, url: str, verb: Any) -> Line:
    case = row.stage.case
    return Line(
        waited(row.replied_on or row.decided_on, today),
        case.firm.name,
        address("directory:firm", case.firm.ref),
        joined(case.ref, case.office.name),
        decision_words(row),
        row.ground.name if row.ground else "",
        status("part", waits_for(row)),
        row.decided_by.name if row.decided_by else "",
        verb,
        url,
    )


def plan_rows(access: Access) -> Queue:
    """Rows of the newest matching plan that this office has still to confirm or change. Three queries."""
    plan = newest_plan()
    rows = access.rows(Action.PLAN_DECIDE, PlannedPair.objects.filter(plan=plan, state__in=UNDECIDED))
    found = tally(rows, nobody=Q(state=PairState.NOBODY)) if plan else {"all": 0, "nobody": 0}
    shown = pairs_with_all(rows).order_by("-state", "pk")[:SHOWN] if found["all"] else []
    rule = _("Proposed for the week; for %(n)s nobody was found") % {"n": formats.number(found["nobody"])}
    return Queue(
        "pairs",
        gettext_lazy("Experts to confirm"),
        found["all"],
        rule,
        [_("Waiting"), _("Firm"), _("What"), _("Expert")],
        [_pair(row, access.today) for row in shown],
        address("matching:plan") + "?state=open",
        _("Every row of this week's plan is decided."),
    )


def disputed_entries(access: Access) -> Queue:
    """What firms say is different in what this office entered for them. Three queries."""
    rows = disputed(office_entries(access))
    return Queue(
        "entries",
        gettext_lazy("Entries that firms say are different"),
        rows.order_by().count(),
        _("Correct the record, or keep it with a reason"),
        [_("Waiting"), _("Firm"), _("What was entered"), _("What the firm says")],
        [_entry(row, access.today) for row in with_words(rows)[:SHOWN]],
        address("behalf:entry_list") + "?state=different",
        _("No firm says that an entry is different."),
    )


def _entry(row: Entry, today: date) -> Line:
    return Line(
        waited(formats.local_date(row.told_at or row.written_at), today),
        row.firm.name,
        address("directory:firm", row.firm.ref),
        joined(row.firm.city, row.firm.products),
        row.get_kind_display(),
        joined(row.subject_ref, formats.day(row.written_at)),
        said_of(row),
        row.get_told_way_display(),
        _("Settle"),
        address("behalf:keep", row.pk),
    )


def _pair(row: PlannedPair, today: date) -> Line:
    consultation = row.need.consultation if row.need else None
    firm: Any = consultation.firm if consultation else row.case.firm  # type: ignore[union-attr]
    what: Any = row.need.subject if row.need else row.case.service  # type: ignore[union-attr]
    return Line(
        due(row.plan.week, today) if row.plan.week >= today else waited(row.plan.week, today),
        firm.name,
        address("directory:firm", firm.ref),
        consultation.ref if consultation else row.case.ref,  # type: ignore[union-attr]
        what.name,
        joined(row.need.description) if row.need else "",
        conditional_escape(row.found.expert.name) if row.found else status("no", _("Nobody found")),
        _("%(n)s points") % {"n": formats.number(row.found.score)} if row.found else "",
        _("Confirm or change"),
        address("matching:pair", row.pk),
    )
