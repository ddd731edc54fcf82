"""What the policy recommends for an application. People decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.policies.advice import Said, say_about, say_stored
from banso.apps.policies.models import PolicyDecision
from banso.apps.policies.subjects import Facts
from banso.apps.selection.facts import KIND, applied_on, facts_of_applications
from banso.apps.selection.models import Application, Outcome

#: What a policy may recommend.
ADOPT, DISCUSS, DECLINE = "adopt", "discuss", "decline"
_WORDS = {ADOPT: _("Adopt"), DISCUSS: _("To be discussed"), DECLINE: _("Decline")}
_OUTCOMES = {ADOPT: Outcome.ADOPTED, DECLINE: Outcome.DECLINED}
#: What is shown of a version: the recommendation, and the points for an EC place where it gives any.
ADVICE = ("screening_advice", "place_points")


@dataclass(frozen=True)
class Recommendation:
    """What is recommended (``adopt``, ``discuss``, ``decline``; empty: nothing), and why."""

    code: str
    words: Promise | str
    reason: Promise | str
    said: Said | None = None
    #: On what it was asked.
    facts: Facts = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """The determination that follows it; empty where either does."""
        return _OUTCOMES[self.code].value if self.code in _OUTCOMES else ""


def recommend(application: Application, on: date) -> Recommendation:
    """What the version in force on the day of application recommends, by the facts as known on a day.

    A version that the application was moved to takes its place.
    """
    facts = facts_of_applications([application.ref], on)[0]
    said = say_about(
        KIND,
        application.ref,
        facts,
        results=ADVICE,
        applied_on=applied_on(application),
    )
    if said is None:
        reason = _("No policy is in force that would judge this application.")
        return Recommendation("", _("No recommendation"), reason)
    return _recommendation(said, facts)


def recommended(decision: PolicyDecision) -> Recommendation:
    """What a stored decision recommended."""
    said = say_stored(decision, results=ADVICE)
    return _recommendation(said, {})


def _recommendation(said: Said, facts: Facts) -> Recommendation:
    code = said.values.get("screening_advice")
    if code not in _WORDS:
        reason = said.stopped or _("No row of the policy says anything about this application.")
        return Recommendation("", _("No recommendation"), reason, said, facts)
    return Recommendation(str(code), _WORDS[str(code)], said.reason, said, facts)


def followed(code: object, outcome: str) -> bool | None:
    """Whether a determination follows a recommendation; None where any determination does."""
    expected = _OUTCOMES.get(str(code))
    return None if expected is None else expected == outcome
