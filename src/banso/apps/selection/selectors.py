"""What others, and the pages of this room, read of applications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from banso.apps.accounts.absences import away
from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.programmes.models import Round
from banso.apps.selection.models import (
    AgreedScore,
    Application,
    ApplicationState,
    Assent,
    Conflict,
    Declaration,
    Determination,
    Discussion,
    Outcome,
    Place,
    Score,
    ScorePart,
    Screening,
    SecondLook,
    Ticket,
)
from banso.apps.selection.scoring import Candidate, Edge, Summary, Viewed, edge, summary
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.engines.kernel.intervals import wilson

#: Applications on their way to a determination.
UNDER_WAY = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.SCREENED,
    ApplicationState.RETURNED,
    ApplicationState.WAITING,
)

DETERMINED = (ApplicationState.ADOPTED, ApplicationState.DECLINED)

#: Below so many determinations a share would say more than is known: only counts are shown.
FEW = 10


@dataclass(frozen=True)
class Adoption:
    """How many were determined, and how many of them adopted."""

    adopted: int
    determined: int

    @property
    def few(self) -> bool:
        """Whether there are too few for a share."""
        return self.determined < FEW

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's 95 % interval of the share in percent; None where there are too few."""
        return None if self.few else wilson(self.adopted, self.determined)


_ADOPTED = Count("pk", filter=Q(outcome=Outcome.ADOPTED))


def adoption(determinations: QuerySet[Determination]) -> Adoption:
    """Adopted and determined among some determinations. One query."""
    found = determinations.order_by().aggregate(adopted=_ADOPTED, determined=Count("pk"))
    return Adoption(**found)


def adoption_by(determinations: QuerySet[Determination], path: str) -> dict[int, Adoption]:
    """The same by what a path leads to. One query."""
    rows = (
        determinations.order_by()
        .values_list(path)
        .annotate(
            adopted=Count("pk", filter=Q(outcome=Outcome.ADOPTED), distinct=True),
            determined=Count("pk", distinct=True),
        )
    )
    return {key: Adoption(adopted, determined) for key, adopted, determined in rows if key is not None}


def determined_this_year(application: Application, day: date) -> QuerySet[Determination]:
    """The determinations of the application's service in the fiscal year of a day, all offices."""
    first, last = fiscal_year_days(fiscal_year(day))
    return Determination.objects.filter(
        application__service=application.service_id, determined_on__range=(first, last)
    )


def adoption_this_year(application: Application, day: date) -> Adoption:
    """The adoption of the application's service in the fiscal year of a day, all offices."""
    return adoption(determined_this_year(application, day))


def applications_under_way(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those not yet determined or withdrawn, those that wait longest first."""
    since = Coalesce("submitted_at", "created_at")
    return applications.filter(state__in=UNDER_WAY).order_by(since, "pk")


def without_conflict(screenings: QuerySet[Screening]) -> QuerySet[Screening]:
    """The views that count: of reviewers who declared no conflict of interest, before or since."""
    out = Declaration.objects.filter(application=OuterRef("application"), reviewer=OuterRef("reviewer"))
    return screenings.filter(~Exists(out.exclude(conflict=Conflict.NONE)))


def standing_views(application: Application) -> list[Screening]:
    """The views on the present revision that count, in the order in which they were given."""
    found = without_conflict(application.screenings.filter(revision=application.revision))
    return list(found.select_related("reviewer").order_by("pk"))


def parts_in_use() -> list[ScorePart]:
    """The published parts on which potential is scored."""
    return list(ScorePart.objects.filter(retired_on__isnull=True).order_by("position", "code"))


def points_of(screenings: list[Screening]) -> dict[int, dict[str, int | None]]:
    """The points of some views by the code of the part, by the key of the view. One query."""
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    rows = Score.objects.filter(screening__in=[one.pk for one in screenings]).order_by("pk")
    for screening, code, points in rows.values_list("screening_id", "part__code", "points"):
        found[screening][code] = points
    return found


def summaries(applications: QuerySet[Application]) -> dict[int, Summary]:
    """What the views on the present revisions of some applications come to, in at most six queries."""
    keys = applications.order_by().values("pk")
    weights = {part.code: part.weight for part in parts_in_use()}
    views = without_conflict(
        Screening.objects.filter(application__in=keys, revision=F("application__revision"))
    )
    by_application: dict[int, list[Screening]] = defaultdict(list)
    for view in views.order_by("pk"):
        by_application[view.application_id].append(view)
    points = points_of([view for found in by_application.values() for view in found])
    agreed = _agreed(applications, by_application)
    return {
        pk: summary(weights, [Viewed(view.view, points.get(view.pk, {})) for view in found], agreed.get(pk))
        for pk, found in by_application.items()
    }


def _agreed(
    applications: QuerySet[Application], views: Mapping[int, list[Screening]]
) -> dict[int, dict[str, int | None]]:
    """What discussions agreed on, by application: the latest result, if every reviewer has assented."""
    latest = {
        found.application_id: found
        for found in Discussion.objects.filter(
            application__in=applications.order_by().values("pk"), revision=F("application__revision")
        ).order_by("number")
    }
    if not latest:
        return {}
    keys = [found.pk for found in latest.values()]
    assented: dict[int, set[int]] = defaultdict(set)
    for discussion, reviewer in Assent.objects.filter(discussion__in=keys).values_list(
        "discussion_id", "reviewer_id"
    ):
        assented[discussion].add(reviewer)
    points: dict[int, dict[str, int | None]] = defaultdict(dict)
    rows = AgreedScore.objects.filter(discussion__in=keys).order_by("pk")
    for discussion, code, given in rows.values_list("discussion_id", "part__code", "points"):
        points[discussion][code] = given
    return {
        pk: points[found.pk]
        for pk, found in latest.items()
        if {view.reviewer_id for view in views.get(pk, [])} <= assented[found.pk]
    }


def summary_of(application: Application) -> Summary | None:
    """What the views on the present revision come to; None while there are none."""
    return summaries(Application.objects.filter(pk=application.pk)).get(application.pk)


def candidates_of(found: Round) -> QuerySet[Application]:
    """The applications of a round that are screened and wait for a determination."""
    return Application.objects.filter(round=found, state=ApplicationState.SCREENED)


def places_free(found: Round) -> int | None:
    """The places for which nobody has been determined or drawn; None where a round has no limit."""
    if found.places is None:
        return None
    drawn = Ticket.objects.filter(
        position__lte=F("lot__places"), lot__seal__round=found, application__state=ApplicationState.SCREENED
    ).count()
    taken = Place.objects.filter(round=found, freed_on__isnull=True).count()
    return max(0, found.places - taken - drawn)


def edge_of(found: Round) -> Edge:
    """Where the places of a round end among its screened applications.

    Compared are those whom as many reviewers screened as the round asks for; who was drawn is drawn.
    """
    places = places_free(found)
    if places is None:
        return Edge((), (), 0)
    rows = candidates_of(found).filter(ticket__isnull=True)
    found_summaries = summaries(rows)
    ready = [
        Candidate(ref, found_summaries[pk].mean)
        for pk, ref in rows.order_by("pk").values_list("pk", "ref")
        if pk in found_summaries and found_summaries[pk].reviewers >= found.reviewers_needed
    ]
    return edge(ready, places)


def who_may_look(look: SecondLook, day: date) -> set[int]:
    """The keys of the deciders there on a day who neither determined nor screened the application."""
    determination = look.determination
    reviewers = set(determination.application.screenings.order_by().values_list("reviewer_id", flat=True))
    return deciders_on(day) - away(day) - reviewers - {determination.decider_id}


def looks_without_anybody(looks: QuerySet[SecondLook], day: date) -> QuerySet[SecondLook]:
    """Those not done that nobody is to take, or only somebody who is no decider any more, oldest first."""
    return (
        looks.filter(done_on__isnull=True)
        .exclude(assigned_to__in=deciders_on(day))
        .select_related(
            "determination__application__firm",
            "determination__application__service",
            "determination__decider",
        )
        .order_by("determination__determined_on", "pk")
    )


def deciders_on(day: date) -> set[int]:
    """The keys of those who may determine on a day."""
    return set(deciding_roles(day).values_list("user_id", flat=True))


def deciding_roles(day: date) -> QuerySet[RoleAssignment]:
    """The roles by which people may determine on a day."""
    held = RoleAssignment.objects.filter(role=Role.DECIDER, valid_from__lte=day, user__is_active=True)
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).order_by()
