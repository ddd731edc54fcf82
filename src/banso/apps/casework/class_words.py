"""What similar firms reached, in words: for the firm and for staff alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.casework.feasibility import Feasibility, kept
from banso.apps.casework.models import ExportGoal, Verdict
from banso.web import formats

_CRITERIA = {
    "experience": gettext_lazy("export experience"),
    "chapter": gettext_lazy("chapter of the HS"),
    "size": gettext_lazy("size"),
    "distance": gettext_lazy("distance of the market"),
    "industry": gettext_lazy("industry"),
}
MARKS = {
    Verdict.FEASIBLE: "ok",
    Verdict.NOT_AMBITIOUS: "part",
    Verdict.NOT_FEASIBLE: "no",
    Verdict.UNKNOWN: "unk",
}


@dataclass(frozen=True)
class Said:
    """The mark and the name of the verdict, the sentence behind it, and how the class was made."""

    mark: str
    verdict: str
    sentence: str
    made: str
    needs_reason: bool


def say_class(found: Feasibility, metric: str, unit: str) -> Said:
    """Say it for a goal in a metric: yen, or a quantity in a unit."""
    verdict = Verdict(found.verdict)
    return Said(
        MARKS[verdict], str(verdict.label), _sentence(found, metric, unit), _made(found), found.needs_reason
    )


def said_of(goal: ExportGoal | None) -> Said | None:
    """What was kept with a goal of what similar firms reached."""
    found = kept(goal.weighed) if goal else None
    return say_class(found, goal.metric, goal.unit) if goal and found else None


def _sentence(found: Feasibility, metric: str, unit: str) -> str:
    months = ngettext("%(n)s month", "%(n)s months", found.months) % {"n": found.months}
    if found.median is None:
        return ngettext(
            "Only %(n)s similar firm was supported for %(months)s or longer: too few to say.",
            "Only %(n)s similar firms were supported for %(months)s or longer: too few to say.",
            found.n,
        ) % {"n": formats.number(found.n), "months": months}
    words = {
        "n": formats.number(found.n),
        "months": months,
        "reached": formats.number(found.reached_it),
        "exporting": formats.number(found.exporting),
        "median": _value(found, found.median, metric, unit),
        "lower": _value(found, found.lower, metric, unit),
        "upper": _value(found, found.upper, metric, unit),
    }
    return (
        _(
            "Of %(n)s similar firms, %(exporting)s exported within %(months)s and %(reached)s reached such a "
            "target. In the middle they reached %(median)s (the middle half: %(lower)s to %(upper)s)."
        )
        % words
    )


def _value(found: Feasibility, value: Decimal | None, metric: str, unit: str) -> str:
    if value is None:
        return formats.unknown(None)
    if found.measure == "growth":
        return _("%(times)s times the baseline") % {"times": value}
    if metric == "amount":
        return formats.yen(int(value))
    return f"{formats.number(int(value))} {unit}"


def _made(found: Feasibility) -> str:
    sentences = []
    if found.criteria:
        sentences.append(_("Similar in: %(what)s.") % {"what": _names(found.criteria)})
    else:
        sentences.append(_("All firms under the same service."))
    if found.dropped:
        sentences.append(
            _("Left out because there were too few firms: %(what)s.") % {"what": _names(found.dropped)}
        )
    if found.unknown:
        sentences.append(_("Not known of this firm: %(what)s.") % {"what": _names(found.unknown)})
    return ("" if formats.language() == "ja" else " ").join(sentences)


def _names(codes: tuple[str, ...]) -> str:
    return ("、" if formats.language() == "ja" else ", ").join(str(_CRITERIA[code]) for code in codes)
