"""What the policy recommends at a gate. People decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.facts import facts_of_cases
from banso.apps.casework.models import Case, GateResult
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
#: The decisions at a gate that follow it.
_FOLLOWED_BY = {
    CONTINUE: (GateResult.ADVANCE, GateResult.EXTEND),
    REMEDY: (GateResult.EXTEND,),
    SHORTEN: (GateResult.SHORTEN,),
    END: (GateResult.END,),
}
#: What is shown of a version.
ADVICE = ("continuation_advice", "months", "remedy_days")


@dataclass(frozen=True)
class Recommendation:
    """What is recommended (a code as above; empty: nothing), why, and on which facts."""

    code: str
    words: Promise | str
    reason: Promise | str
    said: Said | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def follows_said(self) -> str:
        """The decisions that follow it, in words."""
        return gettext(" or ").join(str(result.label) for result in _FOLLOWED_BY.get(self.code, ()))


def recommend(case: Case, on: date) -> Recommendation:
    """What the version in force on the day of application recommends for a case as it stands on a day.

    A version that the case was moved to takes its place.
    """
    facts = facts_of_cases([case.ref], on)[0]
    said = say_about(KIND, case.ref, facts, results=ADVICE, applied_on=applied_on(case))
    if said is None:
        return Recommendation(
            "", _("No recommendation"), _("No policy is in force that would judge this case.")
        )
    code = said.values.get("continuation_advice")
    if code not in _WORDS:
        reason = said.stopped or _("No row of the policy says anything about this case.")
        return Recommendation("", _("No recommendation"), reason, said, facts)
    return Recommendation(str(code), _WORDS[str(code)], said.reason, said, facts)


def followed(code: object, result: str, *, runs_out: bool) -> bool | None:
    """Whether a decision at a gate follows a recommendation; None where any does.

    A pause puts the decision off. Support that ``runs_out`` ends by its plan, whatever was recommended.
    """
    if code not in _FOLLOWED_BY or result == GateResult.PAUSE:
        return None
    if result == GateResult.END and runs_out and code != END:
        return True if code == CONTINUE else None
    return result in _FOLLOWED_BY[str(code)]


def runs_out(planned_to: date, on: date, *, last: bool) -> bool:
    """Whether the last stage is at its planned end: from so many days before as a gate is prepared."""
    return last and planned_to <= on + timedelta(days=GATE_AHEAD_DAYS)
