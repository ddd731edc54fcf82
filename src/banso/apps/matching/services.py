"""What can be done in this room. Each call is one transaction and one event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework import services as casework
from banso.apps.directory.models import Expert
from banso.apps.intake import services as intake
from banso.apps.intake.models import Need
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.matching.asks import Asking, office_of
from banso.apps.matching.experts import candidates
from banso.apps.matching.models import MatchRecord, PairState, Plan, PlannedPair
from banso.apps.matching.rules import rules
from banso.apps.matching.selectors import Fit, judge, newest_plan, open_asks, waits
from banso.apps.matching.transitions import fire
from banso.apps.matching.words import BARRED, FILTERS
from banso.engines.matching.assignment import assign
from banso.engines.matching.filters import checks_of
from banso.engines.matching.model import Filter
from banso.engines.matching.scores import parts_of


def subject_of(asking: Asking) -> Subject:
    """The subject of events about a need (its consultation) or a case."""
    if isinstance(asking, Need):
        return ("consultation", asking.consultation.ref)
    return ("case", asking.ref)


@service
def choose(actor: Actor, asking: Asking, expert: Expert, reason: str = "") -> MatchRecord:
    """Propose a need to an expert, or give a case to one; how the expert fits is kept.

    Raises:
        Refused: by the code of the test that no reason overrides (``absence``, ``conflict``, ``capacity``,
            ``contract``, ``asked``); ``needs_reason``, another test is failed and no reason given; and as
            ``intake.propose`` or ``casework.assign_expert``.
    """
    kept = _keep(actor, asking, _allowed(actor, asking, expert, reason), reason)
    _give(actor, asking, expert)
    failed = sorted(name for name, result in kept.tests.items() if result in ("fail", "unknown"))
    record(
        actor,
        "match.chosen",
        subject_of(asking),
        {
            "match": kept.pk,
            "expert": expert.code,
            "score": kept.score,
            "failed": failed,
            "reason": digest(reason) if reason else None,
        },
    )
    return kept


def keep_match(actor: Actor, need: Need, expert: Expert) -> None:
    """Keep how an expert fits who is about to be asked, whoever asks: afterwards the proposal itself counts.

    What was kept where the expert was chosen stands.
    """
    if not MatchRecord.objects.filter(need=need, expert=expert, chosen_at=actor.at).exists():
        _keep(actor, need, judge(need, expert, actor.today), "")


def _allowed(actor: Actor, asking: Asking, expert: Expert, reason: str) -> Fit:
    """How the expert fits, if the choice is allowed."""
    fit = judge(asking, expert, actor.today)
    for name in Filter:
        if name in fit.barred:
            raise Refused(name.value, str(BARRED[name]), "expert")
    if fit.failed and not reason.strip():
        named = ", ".join(str(FILTERS[name]) for name in Filter if name in fit.failed)
        message = _("This expert does not pass: %(tests)s. Say why you choose this expert all the same.")
        raise Refused("needs_reason", message % {"tests": named}, "reason")
    return fit


def _keep(actor: Actor, asking: Asking, fit: Fit, reason: str) -> MatchRecord:
    return MatchRecord.objects.create(
        **_key(asking), **_codes(fit), judged_on=actor.today, reason=reason.strip(),
        chosen_at=actor.at, chosen_by_id=actor.user_id,
    )  # fmt: skip


def _key(asking: Asking) -> dict[str, Asking]:
    return {"need" if isinstance(asking, Need) else "case": asking}


def _codes(fit: Fit) -> dict[str, object]:
    return {
        "expert": fit.expert,
        "tests": {check.filter.value: check.result.value for check in fit.checks},
        "parts": {part.value: points for part, points in fit.parts.items()},
        "score": fit.score,
    }


def _give(actor: Actor, asking: Asking, expert: Expert) -> None:
    if isinstance(asking, Need):
        intake.propose(actor, asking, expert)
    else:
        casework.assign_expert(actor, asking, expert)


@service
def make_plan(actor: Actor) -> Plan:
    """Plan the week: the best experts for all needs and cases without one, under everybody's hours.

    Called twice in a week it gives the plan that is there.
    """
    week = actor.today - timedelta(days=actor.today.weekday())
    if plan := Plan.objects.filter(week=week).first():
        return plan
    asks, found = open_asks(actor.today), candidates(Expert.objects.all(), actor.today)
    experts = list(found.values())
    regions = {expert.office.code: expert.office.prefecture.region.code for expert, _ in experts}
    regions |= {office_of(row).code: office_of(row).prefecture.region.code for _, row in asks}
    weights = rules().weights
    best = assign(
        [ask for ask, _ in asks], [candidate for _, candidate in experts], weights, regions, actor.today
    )
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                ref=next_reference("W", actor),
                week=week,
                made_at=actor.at,
                asks=len(asks),
                assigned=best.assigned,
                score=best.score,
            )
    except IntegrityError:
        # Somebody else made it while this one was reckoned.
        return Plan.objects.get(week=week)
    matches: list[MatchRecord] = []
    pairs: list[PlannedPair] = []
    for (ask, row), position in zip(asks, best.experts, strict=True):
        match = None
        if position is not None:
            expert, candidate = experts[position]
            checks = checks_of(ask, candidate, actor.today)
            fit = Fit(expert, checks, parts_of(ask, candidate, weights, regions))
            match = MatchRecord(**_key(row), **_codes(fit), judged_on=actor.today)
            matches.append(match)
        pairs.append(
            PlannedPair(
                **_key(row),
                plan=plan,
                office=office_of(row),
                before=None if isinstance(row, Need) else row.expert,
                found=match,
                state=PairState.PROPOSED if match else PairState.NOBODY,
            )
        )
    MatchRecord.objects.bulk_create(matches)
    PlannedPair.objects.bulk_create(pairs)
    record(
        actor,
        "plan.made",
        ("plan", plan.ref),
        {"asks": plan.asks, "assigned": plan.assigned, "score": plan.score},
    )
    return plan


@service
def confirm_pair(actor: Actor, pair: PlannedPair) -> PlannedPair:
    """Do as the plan says.

    Raises:
        Refused: the row was decided already or is out of date, what was found holds no longer, and as
            ``choose``.
    """
    held = _held(pair)
    fired = fire(held.state, "confirm", actor, {"fresh": _fresh(held, actor)})
    assert held.found is not None
    asking = _asking(held)
    _allowed(actor, asking, held.found.expert, "")
    MatchRecord.objects.filter(pk=held.found.pk).update(chosen_at=actor.at, chosen_by=actor.user_id)
    _give(actor, asking, held.found.expert)
    return _decided(actor, held, fired.target, "plan.confirmed", {"guards": dict(fired.guards)})


@service
def confirm_pairs(actor: Actor, plan: Plan, pairs: Sequence[PlannedPair]) -> list[tuple[PlannedPair, str]]:
    """Confirm many rows; gives those that could not be, each with why. The others are confirmed."""
    refused = []
    for pair in pairs:
        try:
            with transaction.atomic():
                confirm_pair(actor, pair)
        except Refused as refusal:
            refused.append((pair, refusal.message))
    payload = {"confirmed": len(pairs) - len(refused), "refused": len(refused)}
    record(actor, "plan.confirmed_many", ("plan", plan.ref), payload)
    return refused


@service
def change_pair(actor: Actor, pair: PlannedPair, expert: Expert, reason: str) -> PlannedPair:
    """Choose another expert than the plan, with a reason.

    Raises:
        Refused: no reason, the row was decided already or is out of date, the plan's own expert
            (``same_expert``), and as ``choose``.
    """
    held = _held(pair)
    facts = {"has_reason": bool(reason.strip()), "fresh": _fresh(held, actor)}
    fired = fire(held.state, "change", actor, facts)
    if held.found is not None and held.found.expert_id == expert.pk:
        raise Refused("same_expert", _("The plan says so already. Confirm the row instead."), "expert")
    held.chosen = choose(actor, _asking(held), expert, reason)
    held.reason = reason.strip()
    payload = {"expert": expert.code, "reason": digest(held.reason), "guards": dict(fired.guards)}
    return _decided(actor, held, fired.target, "plan.changed", payload)


@service
def drop_pair(actor: Actor, pair: PlannedPair, reason: str) -> PlannedPair:
    """Leave a row of the plan undone, with a reason.

    Raises:
        Refused: no reason, or the row was decided already.
    """
    held = _held(pair)
    fired = fire(held.state, "drop", actor, {"has_reason": bool(reason.strip())})
    held.reason = reason.strip()
    payload = {"reason": digest(held.reason), "guards": dict(fired.guards)}
    return _decided(actor, held, fired.target, "plan.dropped", payload)


def _held(pair: PlannedPair) -> PlannedPair:
    """The row as stored now, held until the transaction ends."""
    held = hold(PlannedPair.objects).select_related(
        "plan", "found__expert", "need__consultation__firm", "case__firm"
    )
    return held.get(pk=pair.pk)


def _fresh(pair: PlannedPair, actor: Actor) -> bool:
    return pair.plan == newest_plan() and waits(pair, actor.today)


def _asking(pair: PlannedPair) -> Asking:
    asking = pair.need or pair.case
    assert asking is not None
    return asking


def _decided(
    actor: Actor, pair: PlannedPair, state: str, action: str, payload: dict[str, object]
) -> PlannedPair:
    pair.state, pair.decided_at, pair.decided_by_id = state, actor.at, actor.user_id
    pair.save(update_fields=["state", "decided_at", "decided_by", "chosen", "reason"])
    record(actor, action, ("plan", pair.plan.ref), {"pair": pair.pk, **payload})
    return pair
