"""Tests, parts and results in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.directory.models import Industry, Language, Market
from banso.apps.intake.models import Subject
from banso.apps.matching.rules import QUARTERS
from banso.engines.matching.filters import Check, Result
from banso.engines.matching.model import Filter, Part, Range
from banso.web import formats

FILTERS: dict[Filter, Promise] = {
    Filter.SUBJECT: gettext_lazy("Subject of the need"),
    Filter.MARKET: gettext_lazy("Market"),
    Filter.LANGUAGE: gettext_lazy("Language"),
    Filter.INDUSTRY: gettext_lazy("Industry"),
    Filter.SIZE: gettext_lazy("Firm's size"),
    Filter.AGE: gettext_lazy("Firm's age"),
    Filter.ABSENCE: gettext_lazy("Present"),
    Filter.CONFLICT: gettext_lazy("No conflict"),
    Filter.CAPACITY: gettext_lazy("Hours left"),
    Filter.CONTRACT: gettext_lazy("Contract"),
    Filter.ASKED: gettext_lazy("Not asked yet"),
}
#: Why nobody who fails one of these can be chosen.
BARRED: dict[Filter, Promise] = {
    Filter.ABSENCE: gettext_lazy("This expert is absent today. Choose somebody else."),
    Filter.CONFLICT: gettext_lazy(
        "This expert has declared a conflict of interest with this firm. Choose somebody else."
    ),
    Filter.CAPACITY: gettext_lazy(
        "This expert has no hours left for this in the month. Choose somebody else."
    ),
    Filter.CONTRACT: gettext_lazy("This expert has no contract today. Choose somebody else."),
    Filter.ASKED: gettext_lazy("This need has been proposed to this expert already. Choose somebody else."),
}
PARTS: dict[Part, Promise] = {
    Part.OFFICE: pgettext_lazy("part of a score", "Office"),
    Part.MARKET: pgettext_lazy("part of a score", "Market"),
    Part.INDUSTRY: pgettext_lazy("part of a score", "Industry"),
    Part.FREE: pgettext_lazy("part of a score", "Free hours"),
    Part.CONTINUITY: pgettext_lazy("part of a score", "Same expert"),
    Part.WAITING: pgettext_lazy("part of a score", "Waiting"),
}
RESULTS: dict[Result, Promise] = {
    Result.PASS: gettext_lazy("passes"),
    Result.FAIL: gettext_lazy("does not pass"),
    Result.UNKNOWN: gettext_lazy("unknown"),
    Result.DOES_NOT_APPLY: gettext_lazy("does not apply"),
}
MARKS: dict[Result, str] = {
    Result.PASS: "ok",
    Result.FAIL: "no",
    Result.UNKNOWN: "unk",
    Result.DOES_NOT_APPLY: "dash",
}
#: Which code list a test's codes are of.
_LISTS = {
    Filter.SUBJECT: Subject,
    Filter.MARKET: Market,
    Filter.LANGUAGE: Language,
    Filter.INDUSTRY: Industry,
}
Names = Mapping[tuple[Filter, str], str]


def names() -> dict[tuple[Filter, str], str]:
    """The name of every code that a test may hold. Four queries."""
    return {
        (name, row.code): row.name for name, model in _LISTS.items() for row in model.objects.order_by("pk")
    }


def as_hours(quarters: int) -> int | float:
    """Quarter hours as hours, whole ones without a fraction."""
    return quarters // QUARTERS if quarters % QUARTERS == 0 else quarters / QUARTERS


def hours(quarters: int | None) -> str:
    """Quarter hours as hours."""
    return formats.number(None if quarters is None else as_hours(quarters))


def within(limits: Range) -> str:
    """A condition on a number."""
    least, most = formats.number(limits.least), formats.number(limits.most)
    if limits.most is None:
        return _("%(least)s or more") % {"least": least}
    if limits.least is None:
        return _("%(most)s or fewer") % {"most": most}
    return _("%(least)s to %(most)s") % {"least": least, "most": most}


def why(check: Check, known: Names) -> str:
    """What was held against what, in words; empty where nothing needs to be said."""
    name, wanted, offered = check.filter, check.wanted, check.offered
    if check.result is Result.DOES_NOT_APPLY or name is Filter.ASKED:
        return ""
    if name in _LISTS:
        codes = ("、" if formats.language() == "ja" else ", ").join(known.get((name, c), c) for c in offered)
        return _("%(wanted)s; knows %(offered)s") % {
            "wanted": known.get((name, wanted), wanted),
            "offered": codes or _("none"),
        }
    if isinstance(offered, Range):
        limits = within(offered)
        value = _("not known") if wanted is None else formats.number(wanted)
        return _("%(value)s; takes on %(limits)s") % {"value": value, "limits": limits}
    if name is Filter.CAPACITY:
        values = {"wanted": hours(wanted), "left": hours(offered)}
        return _("%(wanted)s h wanted, %(left)s h left") % values
    if name is Filter.ABSENCE and offered is not None:
        return _("absent until %(day)s") % {"day": formats.day(offered.last)}
    if name is Filter.CONTRACT and check.result is Result.FAIL:
        first, last = offered
        return f"{formats.day(first)} – {formats.day(last) if last else ''}"
    return ""
