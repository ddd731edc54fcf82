"""Why an application got its place or not: where it stands, its points row by row, and what a person decided.

Of what is determined the stored decision of the policy is read: the version, the facts and the rows of that
day, whatever holds now. Of what is under way nothing is said here; its own page asks the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.policies.advice import PointRow, point_rows
from banso.apps.policies.models import PolicyDecision
from banso.apps.programmes.models import Round
from banso.apps.selection.facts import KIND
from banso.apps.selection.models import Application, ApplicationState, Outcome

#: The result of policies that holds the points for a place in an EC channel.
POINTS = "place_points"


@dataclass(frozen=True)
class Because:
    """Why one application stands where it stands.

    ``standing`` says it in a sentence, ``points`` are its points for a place (None: the policy gives none or
    nothing is stored), ``rows`` how they came about.
    """

    standing: str
    points: int | None = None
    rows: tuple[PointRow, ...] = ()


@dataclass(frozen=True)
class Cut:
    """Where the places of a round ended, by points: the least with a place, the most without one."""

    least_in: int | None
    most_out: int | None


def decisions_about(refs: Iterable[str]) -> dict[str, PolicyDecision]:
    """By reference the latest stored decision about an application. One query."""
    rows = PolicyDecision.objects.filter(subject_kind=KIND, subject_ref__in=list(refs))
    return {row.subject_ref: row for row in rows.select_related("version").order_by("pk")}


def because(application: Application, decision: PolicyDecision | None) -> Because:
    """Why an application stands where it stands; its relations are read with it (``RELATED``)."""
    points = decision.outputs.get(POINTS) if decision else None
    return Because(
        _standing(application),
        points if isinstance(points, int) else None,
        tuple(point_rows(decision, POINTS)) if decision and isinstance(points, int) else (),
    )


#: What ``because`` reads of an application.
RELATED = ("round", "determination", "place", "waiting", "ticket__lot")


def decisions_in(found: Round) -> dict[str, PolicyDecision]:
    """As ``decisions_about``, for all of a round; ``outcome`` is what was determined. One query."""
    of_round = Application.objects.filter(round=found).order_by()
    outcome = of_round.filter(ref=OuterRef("subject_ref")).values("determination__outcome")
    rows = PolicyDecision.objects.filter(subject_kind=KIND, subject_ref__in=of_round.values("ref"))
    rows = rows.select_related("version").annotate(outcome=Subquery(outcome))
    return {row.subject_ref: row for row in rows.order_by("pk")}


def cut_of(decisions: Mapping[str, PolicyDecision]) -> Cut:
    """Where the places of a round ended, by ``decisions_in``; nothing where none gives points."""
    known = [
        (decision.outputs[POINTS], decision.outcome)  # type: ignore[attr-defined]
        for decision in decisions.values()
        if isinstance(decision.outputs.get(POINTS), int)
    ]
    within = [points for points, outcome in known if outcome == Outcome.ADOPTED]
    without = [points for points, outcome in known if outcome == Outcome.DECLINED]
    return Cut(min(within, default=None), max(without, default=None))


def _standing(application: Application) -> str:
    place, waiting = getattr(application, "place", None), getattr(application, "waiting", None)
    ticket, state = getattr(application, "ticket", None), application.state
    said: list[str] = []
    if state == ApplicationState.ADOPTED:
        said.append(_got(application, place))
        if waiting is not None:
            said.append(_("It came from the waiting list, from rank %(rank)s.") % {"rank": waiting.rank})
    elif state == ApplicationState.WAITING and waiting is not None:
        said.append(_("All places were taken: rank %(rank)s on the waiting list.") % {"rank": waiting.rank})
    elif state == ApplicationState.DECLINED:
        said.append(_("It was declined."))
    elif state == ApplicationState.WITHDRAWN:
        said.append(_("The firm took it back."))
    else:
        said.append(_("It is not determined yet."))
    if ticket is not None:
        drawn = {"position": ticket.position, "places": ticket.lot.places}
        said.append(
            ngettext(
                "Equal at the edge, drawn by lot as number %(position)s for %(places)s place.",
                "Equal at the edge, drawn by lot as number %(position)s for %(places)s places.",
                ticket.lot.places,
            )
            % drawn
        )
    return " ".join(said)


def _got(application: Application, place: object) -> str:
    limit = application.round.places if application.round else None
    if place is None or limit is None:
        return _("It has a place; the round has no limit.")
    if place.freed_on is not None:  # type: ignore[attr-defined]
        return _("It had a place, which is free again.")
    number = place.number  # type: ignore[attr-defined]
    return _("It has place %(number)s of %(places)s.") % {"number": number, "places": limit}
