"""Why weights cannot be made, in words: where, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from banso.apps.surveys.fact_words import FACT_LABELS, Words
from banso.engines.statistics.weights import WeightError

TEMPLATES = {
    "weights_none": gettext_lazy("Nobody who was drawn has answered, so that there is nothing to weigh."),
    "probability_wrong": gettext_lazy(
        "A probability of being drawn is not over 0 and at most 1 (%(value)s). Draw the wave again."
    ),
    "class_silent": gettext_lazy(
        "Of the class %(name)s nobody answered (%(invited)s were asked): nobody can stand for it. "
        "Take fewer facts for the classes."
    ),
    "margin_negative": gettext_lazy("The frame holds no such number (%(total)s) of %(margin)s %(category)s."),
    "margin_category_unknown": gettext_lazy(
        "The frame holds nobody of %(margin)s %(category)s, but somebody of it answered. "
        "Leave this margin out."
    ),
    "margin_category_empty": gettext_lazy(
        "The frame holds %(margin)s %(category)s, but nobody of it answered: no weight can add up to it. "
        "Leave this margin out."
    ),
    "margins_differ": gettext_lazy(
        "The margins do not add up to the same: %(margin)s to %(total)s, %(other)s to %(other_total)s."
    ),
    "margins_not_converged": gettext_lazy(
        "The weights do not settle: after %(rounds)s rounds %(margin)s %(category)s is still off by "
        "%(off)s %%. Rake to fewer margins."
    ),
    "cap_too_low": gettext_lazy(
        "No weight can stay under this: even equal weights are %(least)s. Allow more than 1 mean weight."
    ),
}


def message(fault: WeightError, classes: Sequence[str] = ()) -> str:
    """Return why weights cannot be made, in the active language; `classes`: the facts of the classes."""
    words, params = Words(), dict(fault.params)
    if fault.rule == "class_silent":
        params["name"] = words.stratum(params["name"], classes)
    if "category" in params:
        params["category"] = words.value(params["margin"], params["category"])
    for name in ("margin", "other"):
        if name in params:
            params[name] = FACT_LABELS[params[name]]
    if "off" in params:
        params["off"] = f"{params['off'] * 100:.1f}"
    for name in ("total", "other_total", "least", "value"):
        if name in params:
            params[name] = f"{params[name]:g}"
    return str(TEMPLATES[fault.rule]) % params
