"""What the policy recommends at a gate. People decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.facts import facts_of_case
from banso.apps.casework.models import Case, GateResult, GateReview, GateState
from banso.apps.casework.selectors import GATE_AHEAD_DAYS
from banso.apps.casework.subject import KIND, applied_on
from banso.apps.policies.advice import Said, say_about
from banso.apps.policies.subjects import Facts

#: What a policy may recommend.
CONTINUE, REMEDY, SHORTEN, END = "continue", "remedy", "shorten", "end"
_WORDS = {
    CONTINUE: _("Continue support"),
    REMEDY: _("Continue, and put right what is missing"),
    SHORTEN: _("Shorten"),
    END: _("End support"),
}
#: The decisions at a gate that follow it. A remedy is asked for by a pause, or goes with an extension.
_FOLLOWED_BY = {
    CONTINUE: (GateResult.ADVANCE, GateResult.EXTEND),
    REMEDY: (GateResult.PAUSE, GateResult.EXTEND),
    SHORTEN: (GateResult.SHORTEN,),
    END: (GateResult.END,),
}
#: What is shown of a version.
ADVICE = ("continuation_advice", "months", "remedy_days")


@dataclass(frozen=True)
class Recommendation:
    """What is recommended (a code as above; empty: nothing), why, and on which facts.

    ``lapsed`` counts remedies of the case that were not there by their day; it made the recommendation
    stricter than what the version said where ``code`` is not the one ``said`` holds.
    """

    code: str
    words: Promise | str
    reason: Promise | str
    said: Said | None = None
    facts: Facts = field(default_factory=dict)
    lapsed: int = 0

    @property
    def stricter(self) -> bool:
        """Whether remedies that were not there made it stricter than what the version says."""
        return self.said is not None and self.said.values.get("continuation_advice") != self.code != ""

    @property
    def follows_said(self) -> str:
        """The decisions that follow it, in words."""
        return gettext(" or ").join(str(result.label) for result in _FOLLOWED_BY.get(self.code, ()))


def recommend(case: Case, on: date, reviews: Iterable[GateReview] | None = None) -> Recommendation:
    """What the version in force on the day of application recommends for a case as it stands on a day.

    A version that the case was moved to takes its place. What the firm was asked to put right comes first:
    where the version still asks for a remedy although one was not there by its day, it is shortening that is
    recommended, and ending where that happened before. A firm that meets the criteria meanwhile goes on.
    ``reviews`` are the decisions of the case, where they were read already.
    """
    facts = facts_of_case(case.ref, on)
    said = say_about(KIND, case.ref, facts, results=ADVICE, applied_on=applied_on(case))
    if said is None:
        return Recommendation(
            "", _("No recommendation"), _("No policy is in force that would judge this case.")
        )
    code = said.values.get("continuation_advice")
    if code not in _WORDS:
        reason = said.stopped or _("No row of the policy says anything about this case.")
        return Recommendation("", _("No recommendation"), reason, said, facts)
    if reviews is None:
        reviews = GateReview.objects.filter(stage__case=case).order_by("pk")
    lapsed = lapsed_remedies(reviews, on) if code == REMEDY else 0
    code = stricter(str(code), lapsed)
    return Recommendation(code, _WORDS[code], said.reason, said, facts, lapsed)


def lapsed_remedies(reviews: Iterable[GateReview], on: date) -> int:
    """How many times, of these decisions of a case, what had to be put right was not there by its day."""
    return sum(
        review.state == GateState.IN_FORCE
        and review.remedy_due_on is not None
        and review.remedy_due_on < on
        and (review.remedy_done_on is None or review.remedy_done_on > review.remedy_due_on)
        for review in reviews
    )


def stricter(code: str, lapsed: int) -> str:
    """What is recommended after so many remedies that were not there by their day."""
    if code != REMEDY or not lapsed:
        return code
    return SHORTEN if lapsed == 1 else END


def followed(code: object, result: str, *, runs_out: bool) -> bool | None:
    """Whether a decision at a gate follows a recommendation; None where any does.

    A pause follows the advice to put something right and otherwise puts the decision off. Support that
    ``runs_out`` ends by its plan, whatever was recommended.
    """
    if code not in _FOLLOWED_BY:
        return None
    if result == GateResult.PAUSE:
        return True if code == REMEDY else None
    if result == GateResult.END and runs_out and code != END:
        return True if code == CONTINUE else None
    return result in _FOLLOWED_BY[str(code)]


def runs_out(planned_to: date, on: date, *, last: bool) -> bool:
    """Whether the last stage is at its planned end: from so many days before as a gate is prepared."""
    return last and planned_to <= on + timedelta(days=GATE_AHEAD_DAYS)
