"""What firms ask, who it is put before, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from banso.apps.intake.models import Consultation, Need, Proposal, Receiver
from banso.apps.intake.selectors import with_status
from banso.apps.intake.status import SETTLED_STATUS, NeedStatus
from banso.apps.providers.models import Outcome, Referral
from banso.apps.snapshots.reading.world import Row, World, day

#: Key of its consultation, status, days of the first proposal and of its end, proposals, any private.
_Need = tuple[int, str, date | None, date | None, int, bool]


def _needs() -> dict[int, _Need]:
    sent: dict[int, list[tuple[date | None, date | None, bool]]] = defaultdict(list)
    proposals = Proposal.objects.filter(withdrawn_at__isnull=True).order_by("pk")
    for need, sent_at, closed_at, receiver in proposals.values_list(
        "need_id", "sent_at", "closed_at", "receiver"
    ):
        sent[need].append((day(sent_at), day(closed_at), receiver == Receiver.PROVIDER))
    found: dict[int, _Need] = {}
    rows = with_status(Need.objects.order_by("pk")).values_list(
        "pk", "consultation_id", "status", "abandoned_on"
    )
    for pk, consultation, status, abandoned_on in rows:
        own = sent.get(pk, [])
        firsts = [first for first, _closed, _private in own if first is not None]
        ends = [closed for _first, closed, _private in own if closed is not None]
        ended = abandoned_on or (max(ends, default=None) if status in SETTLED_STATUS else None)
        private = any(is_private for _first, _closed, is_private in own)
        found[pk] = (consultation, status, min(firsts, default=None), ended, len(own), private)
    return found


def consultations(world: World) -> Iterator[Row]:
    """Consultations with the needs taken out of them."""
    needs: dict[int, list[_Need]] = defaultdict(list)
    for one in _needs().values():
        needs[one[0]].append(one)
    rows = Consultation.objects.order_by("pk").values_list(
        "pk", "ref", "firm_id", "office_id", "channel", "asked_at"
    )
    for pk, ref, firm, office, channel, asked_at in rows:
        asked_on, own = day(asked_at), needs.get(pk, [])
        assert asked_on is not None
        first = min((sent for _c, _s, sent, *_rest in own if sent is not None), default=None)
        ends = [ended for _c, _s, _f, ended, *_rest in own]
        ended = max((one for one in ends if one is not None), default=None)
        is_open = not own or None in ends
        waited = ((first or world.as_of) - asked_on).days
        yield (
            pk,
            *world.where(firm, office),
            ref,
            channel,
            asked_on,
            len(own),
            first,
            None if is_open else ended,
            is_open,
            max(waited, 0) if first or is_open else None,
        )


def needs(world: World) -> Iterator[Row]:
    """Needs with what became of them."""
    known = _needs()
    rows = Need.objects.order_by("pk").values_list(
        "pk",
        "consultation__firm_id",
        "consultation__office_id",
        "consultation__ref",
        "subject__code",
        "taken_out_at",
        "abandoned_on",
    )
    for pk, firm, office, ref, subject, taken_out_at, abandoned_on in rows:
        _consultation, status, _first, _ended, proposals, private = known[pk]
        settled = status in SETTLED_STATUS
        helped = status == NeedStatus.HELPED if settled or abandoned_on else None
        yield (
            pk,
            *world.where(firm, office),
            ref,
            subject,
            day(taken_out_at),
            status,
            settled,
            helped,
            abandoned_on is not None,
            proposals,
            private,
        )


def proposals(world: World) -> Iterator[Row]:
    """Proposals that were not taken back while they waited."""
    rows = Proposal.objects.filter(withdrawn_at__isnull=True).order_by("pk")
    for pk, firm, office, ref, receiver, expert, state, sent_at, taken_at, closed_at in rows.values_list(
        "pk",
        "need__consultation__firm_id",
        "need__consultation__office_id",
        "need__consultation__ref",
        "receiver",
        "expert__code",
        "state",
        "sent_at",
        "taken_at",
        "closed_at",
    ):
        sent_on, taken_on, closed_on = day(sent_at), day(taken_at), day(closed_at)
        first_word = taken_on or closed_on
        days = (first_word - sent_on).days if first_word and sent_on else None
        yield (
            pk,
            *world.where(firm, office),
            ref,
            receiver,
            expert,
            state,
            sent_on,
            taken_on,
            closed_on,
            days,
        )


def referrals(world: World) -> Iterator[Row]:
    """Referrals to private providers, with the latest word of either side."""
    latest = {
        referral: (contact_made, contract or None)
        for referral, contact_made, contract in Outcome.objects.order_by("reported_at", "pk").values_list(
            "referral_id", "contact_made", "contract"
        )
    }
    rows = Referral.objects.order_by("pk").values_list(
        "pk",
        "proposal__need__consultation__firm_id",
        "proposal__need__consultation__office_id",
        "proposal__need__consultation__ref",
        "referred_at",
        "by_firm",
        "closed_on",
    )
    for pk, firm, office, ref, referred_at, by_firm, closed_on in rows:
        contact_made, contract = latest.get(pk, (None, None))
        yield (
            pk,
            *world.where(firm, office),
            ref,
            day(referred_at),
            by_firm,
            contact_made,
            contract,
            closed_on is not None,
        )
