"""Drawing by lot among candidates who are equal where the places of a round end."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.programmes.models import Round
from banso.apps.selection.models import Application, Lot, Purpose, Seal, Ticket, Waiting
from banso.apps.selection.selectors import edge_of
from banso.apps.selection.services.determining import judged, next_rank
from banso.apps.selection.services.rounds import seal
from banso.apps.selection.services.shared import tell
from banso.apps.selection.transitions import fire
from banso.engines.kernel.lots import order


@service
def draw_lot(actor: Actor, found: Round, candidates: Sequence[str]) -> Lot:
    """Draw among the equal candidates of a round, who are named as the page showed them.

    1. The candidates are those whose mean is the same where the last place falls (``scoring.edge``).
    2. The sealed seed orders them; the first get the places that are left, as far as a decider adopts them.
    3. The others come on the waiting list in the order drawn.
    4. The seed is open from now on, and the next lot of the round has another one.

    Raises:
        Refused: no candidates are equal at the edge, they are others than shown, the decider screened one of
            them, or the seed is not sealed.
    """
    stored = hold(Round.objects).get(pk=found.pk)
    at_edge = edge_of(stored)
    if not at_edge.equal:
        raise Refused("no_edge", _("No candidates are equal where the places of this round end."))
    if set(at_edge.equal) != set(candidates):
        raise Refused("stale", _("The candidates have changed since you opened the page. Look at them anew."))
    sealed = Seal.objects.filter(round=stored, purpose=Purpose.LOT, opened_at__isnull=True).first()
    if sealed is None:
        raise Refused("no_seal", _("No seed is sealed for this round, so that no lot can be drawn."))
    drawn = order(sealed.seed, at_edge.equal)
    lot = Lot.objects.create(seal=sealed, places=at_edge.places, drawn_at=actor.at, drawn_by_id=actor.user_id)
    sealed.opened_at = actor.at
    sealed.save(update_fields=["opened_at"])
    rows = {row.ref: row for row in hold(Application.objects).filter(ref__in=drawn).order_by("pk")}
    Ticket.objects.bulk_create(
        Ticket(lot=lot, application=rows[ref], position=position)
        for position, ref in enumerate(drawn, start=1)
    )
    record(
        actor,
        "round.lot_drawn",
        ("round", stored.code),
        {
            "lot": lot.pk,
            "seed": sealed.seed,
            "commitment": sealed.commitment,
            "places": lot.places,
            "order": list(drawn),
        },
    )
    for ref in drawn[lot.places :]:
        _wait(actor, rows[ref], stored, lot)
    seal(actor, stored, Purpose.LOT)
    return lot


def _wait(actor: Actor, application: Application, found: Round, lot: Lot) -> None:
    """Put a candidate who was not drawn on the waiting list."""
    fired = fire(application.state, "wait", actor, judged(actor, application, found))
    reason = _("Equal to others at the edge of the places; not drawn by lot.")
    waiting = Waiting.objects.create(
        round=found,
        application=application,
        rank=next_rank(found),
        reason=reason,
        decider_id=actor.user_id,
        since=actor.at,
    )
    application.state, application.edition = fired.target, application.edition + 1
    application.save(update_fields=["state", "edition"])
    payload = {"round": found.code, "rank": waiting.rank, "lot": lot.pk, "reason": digest(reason)}
    tell(actor, "wait_listed", application, fired, payload)
