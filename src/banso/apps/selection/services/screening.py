"""What reviewers do: declare their interests, screen a fixed revision, settle where they differ."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.selection.models import (
    MOST_POINTS,
    AgreedScore,
    Application,
    Assent,
    Conflict,
    Declaration,
    Discussion,
    Feasible,
    Score,
    ScorePart,
    Screening,
    View,
)
from banso.apps.selection.selectors import standing_views
from banso.apps.selection.services.shared import held, refuse_unknown, tell, text
from banso.apps.selection.transitions import fire

#: Points by the code of a part; None: not scored.
Points = Mapping[str, int | None]


@service
def declare(actor: Actor, application: Application, conflict: str) -> Declaration:
    """A reviewer says whether he or she has a conflict of interest, before the application opens.

    A conflict seen later may still be declared: the view given counts no more. It is never taken back.

    Raises:
        Refused: nothing to screen, an unknown code, or a conflict is declared already.
    """
    stored = held(application)
    fired = fire(stored.state, "declare", actor)
    refuse_unknown(conflict, Conflict.values, "conflict")
    mine = Declaration.objects.filter(application=stored, reviewer_id=actor.user_id).first()
    if mine is not None and mine.conflict != Conflict.NONE:
        raise Refused("declared", _("You have declared a conflict of interest; you are out."), "conflict")
    if mine is None:
        mine = Declaration(application=stored, reviewer_id=actor.user_id)
    mine.conflict, mine.declared_at = conflict, actor.at
    mine.save()
    stored.save(update_fields=["edition"])
    tell(actor, "declared", stored, fired, {"conflict": conflict})
    return mine


@service
def screen(
    actor: Actor,
    application: Application,
    *,
    view: str,
    goal_feasible: str,
    opinion: str,
    points: Points,
    revision: int,
) -> Screening:
    """A reviewer scores a revision part by part and says, apart from the scores, what he or she thinks of it.

    ``points`` names every part in use; None means that it was not scored.

    Raises:
        Refused: nothing to screen, no declaration or a conflict, screened by this reviewer already, another
            revision than the present one, an unknown code or number of points, or no opinion.
    """
    stored = held(application)
    _refuse_other_revision(stored, revision)
    mine = stored.screenings.filter(reviewer_id=actor.user_id, revision=stored.revision)
    declared = stored.declarations.filter(reviewer_id=actor.user_id, conflict=Conflict.NONE)
    facts = {"without_conflict": declared.exists(), "first_view": not mine.exists()}
    fired = fire(stored.state, "screen", actor, facts)
    refuse_unknown(view, View.values, "view")
    refuse_unknown(goal_feasible, Feasible.values, "goal_feasible")
    parts = _parts(points)
    screening = Screening.objects.create(
        application=stored,
        revision=stored.revision,
        reviewer_id=actor.user_id,
        view=view,
        goal_feasible=goal_feasible,
        opinion=text(opinion, "opinion"),
        screened_at=actor.at,
    )
    Score.objects.bulk_create(
        Score(screening=screening, part=part, points=given) for part, given in parts.items()
    )
    stored.state = fired.target
    stored.save(update_fields=["state", "edition"])
    payload = {
        "revision": stored.revision,
        "view": view,
        "goal_feasible": goal_feasible,
        "opinion": digest(screening.opinion),
        "points": {part.code: given for part, given in parts.items()},
    }
    tell(actor, "screened", stored, fired, payload)
    return screening


@service
def discuss(
    actor: Actor, application: Application, *, view: str, points: Points, note: str, revision: int
) -> Discussion:
    """A reviewer writes down what a discussion came to. It holds once every reviewer has assented.

    Raises:
        Refused: another revision than the present one, the reviewer has not screened it, nobody else has, an
            unknown code or number of points, or no note.
    """
    stored = held(application)
    _refuse_other_revision(stored, revision)
    reviewers = {one.reviewer_id for one in standing_views(stored)}
    facts = {"own_view": actor.user_id in reviewers, "others_views": bool(reviewers - {actor.user_id})}
    fired = fire(stored.state, "discuss", actor, facts)
    refuse_unknown(view, View.values, "view")
    parts = _parts(points)
    discussion = Discussion.objects.create(
        application=stored,
        revision=stored.revision,
        number=stored.discussions.filter(revision=stored.revision).count() + 1,
        view=view,
        note=text(note, "note"),
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
    )
    AgreedScore.objects.bulk_create(
        AgreedScore(discussion=discussion, part=part, points=given) for part, given in parts.items()
    )
    Assent.objects.create(discussion=discussion, reviewer_id=actor.user_id, assented_at=actor.at)
    stored.save(update_fields=["edition"])
    payload = {
        "revision": stored.revision,
        "number": discussion.number,
        "view": view,
        "note": digest(discussion.note),
        "points": {part.code: given for part, given in parts.items()},
    }
    tell(actor, "discussed", stored, fired, payload)
    return discussion


@service
def assent(actor: Actor, discussion: Discussion) -> Assent:
    """Another reviewer agrees to what a discussion came to.

    Raises:
        Refused: the reviewer has not screened the revision, has assented already, or a later result stands.
    """
    stored = held(discussion.application)
    reviewers = {one.reviewer_id for one in standing_views(stored)}
    fire(stored.state, "assent", actor, {"own_view": actor.user_id in reviewers})
    latest = stored.discussions.filter(revision=stored.revision).order_by("-number").first()
    if latest is None or latest.pk != discussion.pk:
        raise Refused("stale", _("Another result of the discussion was recorded meanwhile. Read that one."))
    if latest.assents.filter(reviewer_id=actor.user_id).exists():
        raise Refused("assented", _("You have agreed to this already."))
    given = Assent.objects.create(discussion=latest, reviewer_id=actor.user_id, assented_at=actor.at)
    stored.save(update_fields=["edition"])
    record(
        actor,
        "application.assented",
        ("application", stored.ref),
        {"revision": stored.revision, "number": latest.number},
    )
    return given


def _refuse_other_revision(application: Application, revision: int) -> None:
    if application.revision != revision:
        raise Refused(
            "stale",
            _("The firm has handed in another revision since you opened the page. What you typed is kept "
              "here: read the new revision before you send it."),
        )  # fmt: skip


def _parts(points: Points) -> dict[ScorePart, int | None]:
    """The points by part, each in range; every part in use is named."""
    parts = {part.code: part for part in ScorePart.objects.filter(retired_on__isnull=True)}
    found: dict[ScorePart, int | None] = {}
    for code, part in parts.items():
        given = points.get(code)
        if code not in points or not (given is None or 0 <= given <= MOST_POINTS):
            raise Refused(
                "points_range", _("Choose a number of points, or that it is not scored."), f"part_{code}"
            )
        found[part] = given
    return found
