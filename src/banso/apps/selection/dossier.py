"""What lies before those who judge: criteria with their evidence, scores, places, money, rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.policies.criteria import Criterion, criteria
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.selectors import compiled_of
from banso.apps.programmes.models import Round
from banso.apps.programmes.selectors import version_in_force
from banso.apps.selection.duties import with_facts
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    Determination,
    Discussion,
    Outcome,
    ScorePart,
    Screening,
    Waiting,
)
from banso.apps.selection.recommendation import Recommendation
from banso.apps.selection.scoring import PartSummary, Summary
from banso.apps.selection.selectors import (
    Adoption,
    adoption,
    adoption_by,
    candidates_of,
    determined_this_year,
    parts_in_use,
    places_free,
    points_of,
    standing_views,
    summaries,
)
from banso.engines.kernel.rounding import half_up

#: The result of the policy that holds the conditions at the entry, and where a version has none, its advice.
_ENTRY = ("entry_advice", "screening_advice")
#: Fact of a criterion that tells what the reviewers think.
_OF_REVIEWERS = "goal_judged_feasible"
#: How many other candidates are shown around an application.
NEIGHBOURS = 8


@dataclass(frozen=True)
class Evidence:
    """A criterion and the record that its value came from."""

    criterion: Criterion
    record: str
    address: str
    hidden: bool = False

    @property
    def mark(self) -> tuple[str, str]:
        """Met, not met or not known: the mark and its word."""
        if self.hidden or self.criterion.met is None:
            return "unk", _("Unknown")
        return ("ok", _("Met")) if self.criterion.met else ("no", _("Not met"))


def entry_criteria(
    application: Application, recommendation: Recommendation, *, blind: bool
) -> list[Evidence]:
    """The conditions at the entry of the version that judges, each with its evidence.

    ``blind`` hides what the reviewers think from one who has not said so yet.
    """
    said = recommendation.said
    if said is None or said.stopped:
        return []
    for result in _ENTRY:
        found = criteria(said.version, recommendation.facts, result=result, answer="adopt")
        if found:
            return [_evidence(application, one, blind) for one in found]
    return []


def _evidence(application: Application, one: Criterion, blind: bool) -> Evidence:
    here = reverse("selection:application", args=[application.ref])
    firm = reverse("directory:firm", args=[application.firm.ref])
    revision = application.revision
    places = {
        fact.name: (str(source.name), source.address() or firm) for fact, source in with_facts().items()
    }
    places |= {
        "has_goal": (_("Goal of revision %(number)s"), f"{here}#h-goal"),
        "efforts_promised": (_("Own efforts in revision %(number)s"), f"{here}#h-efforts"),
        "plan_past_end": (_("Plan in revision %(number)s"), f"{here}#h-plan"),
        _OF_REVIEWERS: (_("Views of the reviewers on revision %(number)s"), f"{here}#h-scr"),
        "open_cases_same_service": (_("Cases of the firm"), firm),
        "questionnaires_owed": (_("Follow-ups and questionnaires of the firm"), firm),
    }
    places["goal_has_baseline"] = places["goal_due_months"] = places["has_goal"]
    words, address = places.get(one.name, (_("Record of the firm"), firm))
    hidden = blind and one.name == _OF_REVIEWERS
    return Evidence(one, words % {"number": revision} if "%" in words else words, address, hidden)


@dataclass(frozen=True)
class PartLine:
    """A part and what each reviewer gave for it."""

    part: ScorePart
    points: list[int | None]
    summary: PartSummary | None
    agreed: int | None = None

    @property
    def mean(self) -> str:
        """The mean with one decimal; empty where there is none to show."""
        return shown_mean(self.summary.mean) if self.summary and self.summary.mean is not None else ""


@dataclass(frozen=True)
class Judgement:
    """The views on the present revision side by side, and what they come to."""

    views: list[Screening]
    lines: list[PartLine]
    summary: Summary | None
    discussion: Discussion | None
    waiting_for: list[str]
    needed: int

    @property
    def mean(self) -> str:
        """The weighted mean; empty where anything is missing or disputed."""
        return shown_mean(self.summary.mean) if self.summary and self.summary.mean is not None else ""

    @property
    def disputed(self) -> list[str]:
        """The parts that are to be discussed."""
        return [line.part.name for line in self.lines if line.summary and line.summary.discuss]

    @property
    def enough(self) -> bool:
        """Whether as many reviewers screened it as the round asks for."""
        return len(self.views) >= self.needed


def shown_mean(mean: Fraction) -> str:
    """A mean of points with two decimals."""
    return str(half_up(mean, 2))


def judgement(application: Application) -> Judgement:
    """What reviewers think of the present revision."""
    views = standing_views(application)
    parts = parts_in_use()
    points = points_of(views)
    found = summaries(Application.objects.filter(pk=application.pk)).get(application.pk)
    discussion = (
        Discussion.objects.filter(application=application, revision=application.revision)
        .select_related("recorded_by")
        .prefetch_related("scores", "assents")
        .order_by("-number")
        .first()
    )
    agreed = {one.part_id: one.points for one in discussion.scores.all()} if discussion else {}
    of_part = {one.code: one for one in found.parts} if found else {}
    assented = {one.reviewer_id for one in discussion.assents.all()} if discussion else set()
    return Judgement(
        views,
        [
            PartLine(
                part,
                [points.get(view.pk, {}).get(part.code) for view in views],
                of_part.get(part.code),
                agreed.get(part.pk),
            )
            for part in parts
        ],
        found,
        discussion,
        [view.reviewer.name for view in views if view.reviewer_id not in assented] if discussion else [],
        application.round.reviewers_needed if application.round else 1,
    )


@dataclass(frozen=True)
class Standing:
    """How a round stands: places and money. ``unit_yen``: what the policy takes one case to cost."""

    round: Round
    places_free: int | None
    adopted: int
    waiting: int
    unit_yen: int | None

    @property
    def committed_yen(self) -> int | None:
        """What the adopted are expected to cost; None where nobody says what one costs."""
        return None if self.unit_yen is None else self.unit_yen * self.adopted

    @property
    def money_left(self) -> int | None:
        """What is left of the budget; None where there is no budget or no expected cost."""
        if self.round.budget_yen is None or self.committed_yen is None:
            return None
        return self.round.budget_yen - self.committed_yen


def standing(found: Round, version: PolicyVersion | None) -> Standing:
    """How a round stands, by the costs that a version of the policy assumes."""
    return Standing(
        found,
        places_free(found),
        Determination.objects.filter(application__round=found, outcome=Outcome.ADOPTED).count(),
        Waiting.objects.filter(round=found, application__state=ApplicationState.WAITING).count(),
        None if version is None else expected_cost(found, version),
    )


def expected_cost(found: Round, version: PolicyVersion) -> int | None:
    """What a case of a round is expected to cost over its planned months, by the policy's cost of a year."""
    run = version_in_force(found.service, found.opens_on)
    compiled = compiled_of(version, ("service_cost_yen",))
    yen = compiled.decide({"service": found.service.code}).outputs.get("service_cost_yen")
    if run is None or not isinstance(yen, int):
        return None
    return int(half_up(Fraction(yen * run.planned_months, 12), 0))


@dataclass(frozen=True)
class Neighbour:
    """Another candidate of the round that waits for its determination."""

    application: Application
    mean: str
    discuss: bool
    own: bool


def neighbours(application: Application) -> list[Neighbour]:
    """The candidates of the round next to an application, by their means; those without one come last."""
    if application.round is None:
        return []
    rows = candidates_of(application.round)
    found = summaries(rows)
    listed = sorted(
        rows.select_related("firm"), key=lambda one: (_rank(found.get(one.pk)), one.submitted_at, one.pk)
    )
    at = next((place for place, one in enumerate(listed) if one.pk == application.pk), 0)
    first = max(0, min(at - NEIGHBOURS // 2, len(listed) - NEIGHBOURS))
    return [
        Neighbour(
            one,
            shown_mean(summed.mean) if (summed := found.get(one.pk)) and summed.mean is not None else "",
            bool(summed and summed.discuss),
            one.pk == application.pk,
        )
        for one in listed[first : first + NEIGHBOURS]
    ]


def _rank(found: Summary | None) -> Fraction:
    return -found.mean if found is not None and found.mean is not None else Fraction(1)


@dataclass(frozen=True)
class Rate:
    """The rate of adoption of something, with its counts."""

    words: str
    adoption: Adoption


def rates(application: Application, views: list[Screening], day: date) -> list[Rate]:
    """Adopted among determined: of the round; in the year of the service, its office and each reviewer."""
    year = determined_this_year(application, day)
    found = []
    if application.round is not None:
        own = Determination.objects.filter(application__round=application.round)
        found.append(Rate(application.round.name, adoption(own)))
    found.append(Rate(_("This service, this fiscal year"), adoption(year)))
    found.append(Rate(application.office.name, adoption(year.filter(application__office=application.office))))
    reviewers = {view.reviewer_id: view.reviewer.name for view in views}
    by_reviewer = adoption_by(
        year.filter(application__screenings__reviewer__in=reviewers), "application__screenings__reviewer"
    )
    found += [
        Rate(_("Screened by %(name)s") % {"name": name}, by_reviewer.get(pk, Adoption(0, 0)))
        for pk, name in reviewers.items()
    ]
    return found
