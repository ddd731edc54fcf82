"""Why a sample cannot be drawn, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from banso.engines.statistics.sampling import SampleError

TEMPLATES = {
    "sample_too_large": gettext_lazy("Only %(whole)s can be asked, fewer than %(size)s."),
    "sample_too_small": gettext_lazy(
        "%(size)s are too few: with at least %(least)s of each stratum %(needed)s are drawn."
    ),
    "stratum_without": gettext_lazy(
        "Stratum %(stratum)s would get nobody, so that no table could speak for it. Draw at least one."
    ),
    "stratum_too_small": gettext_lazy("Stratum %(stratum)s holds %(held)s, fewer than %(size)s."),
    "stratum_unknown": gettext_lazy("The frame has no stratum %(stratum)s."),
}


def message(fault: SampleError, stratum_name: Callable[[str], str] = str) -> str:
    """Return what keeps a sample from being drawn, in the active language."""
    params = fault.params
    if "stratum" in params:
        params = {**params, "stratum": stratum_name(params["stratum"])}
    return str(TEMPLATES[fault.rule]) % params
