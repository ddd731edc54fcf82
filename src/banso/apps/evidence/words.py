"""Figures in words, for pages, files and the command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.engines.evaluation.conditions import AtLeast, Condition
from banso.engines.evaluation.figures import Figure
from banso.engines.evaluation.indicators import Indicator
from banso.engines.evaluation.published import Published
from banso.engines.kernel.intervals import Interval
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.engines.statistics.shares import Share
from banso.web import formats
from banso.web.formats import language

VERDICTS: dict[str, Promise] = {
    "agrees": gettext_lazy("Agrees"),
    "differs": gettext_lazy("Differs"),
    "strained": gettext_lazy("Wording strained"),
    "not_checkable": gettext_lazy("Not checkable"),
}
#: Verdict -> sign and kind of mark: agreement is quiet, what differs is not.
VERDICT_MARKS = {
    "agrees": ("eq", "unk"),
    "differs": ("ne", "no"),
    "strained": ("near", "part"),
    "not_checkable": ("dash", "unk"),
}
PROGRAMMES: dict[str, Promise] = {
    "consortium": gettext_lazy("New Export Nation Consortium"),
    "ec": gettext_lazy("Cross-border EC"),
    "both": gettext_lazy("Both programmes"),
}
SHORT: dict[str, Promise] = {
    "consortium": gettext_lazy("Consortium"),
    "ec": pgettext_lazy("programme", "EC"),
    "both": gettext_lazy("Both programmes"),
}
SOURCES: dict[str, Promise] = {
    "answers": gettext_lazy("Answers to the questionnaire of supported firms"),
    "cases": gettext_lazy("Casework: confirmed exports, goals, own efforts and follow-ups"),
    "determinations": gettext_lazy("Casework: determinations of applications"),
}
DATES: dict[str, Promise] = {
    "cohort_fy": gettext_lazy("The fiscal year in which the firm's support began (cohort)"),
    "started_on": gettext_lazy("The day support began"),
    "determined_on": gettext_lazy("The day of the determination"),
}

MISSING_RULE = gettext_lazy(
    "A record whose base cannot be judged stands in no base. One in the base that gives no answer stays in "
    "the base and is not counted. Both are shown as missing."
)


def snapshot_value(value: Any) -> str:
    """A value of a snapshot as it is shown: days and numbers in the page's way, codes as they are."""
    if value is None:
        return str(formats.unknown(None))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return str(formats.day(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "–"
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def label(text: Any) -> str:
    """The words of a text of the engines in the language of the page."""
    return text.in_language(language())


def conditions(indicator: Indicator, condition: Condition) -> list[tuple[str, str, str]]:
    """The single conditions of an indicator over answers as code, question and choices in the form's words.

    Empty for casework, whose conditions speak of records and not of questions.
    """
    if indicator.source != "answers":
        return []
    form, spoken = shipped(SUPPORTED_FIRM), language()
    found = []
    for leaf in condition.leaves:
        question = form.question(leaf.question)
        if isinstance(leaf, AtLeast):
            said = _("%(n)s or more") % {"n": leaf.limit}
        else:
            said = listed(question.choice_label(choice, spoken) for choice in leaf.choices)
        found.append((leaf.question, question.label(spoken), said))
    return found


def listed(parts: Iterable[str]) -> str:
    """The items of a list in one line."""
    return (", " if language() == "en" else "、").join(parts)


def published_label(record: Published) -> str:
    """What a published record is about, in the language of the page."""
    return record.label_en if language() == "en" else record.label_ja


def joined(*parts: str) -> str:
    """Parts of a title in one line."""
    return (", " if language() == "en" else "　").join(part for part in parts if part)


def verdict(found: Figure) -> str:
    """The word for a verdict."""
    return str(VERDICTS[found.verdict])


def percent(value: Decimal | None) -> str:
    """49.4 %, or a dash without a base."""
    return "–" if value is None else f"{value} %"


def interval(found: Interval | None) -> str:
    """44.5–54.3, or a dash."""
    return "–" if found is None else f"{found[0]}–{found[1]}"


def count(share: Share) -> str:
    """195／395 (195/395 in English), or a dash where there were no records to count from."""
    if share.known is None:
        return "–"
    return f"{share.numerator:,}{'/' if language() == 'en' else '／'}{share.denominator:,}"


def published(record: Published | None) -> str:
    """What was printed: the percentage, else the words (in English where they name a share), else a dash."""
    if record is None:
        return "–"
    if record.percent is not None:
        return f"{record.percent} %"
    if record.wording and language() == "en":
        return record.wording.english()
    return unicodedata.normalize("NFKC", record.words) if record.words else "–"


def printed_tick(record: Published | None) -> Decimal | None:
    """Where a published value stands on a scale in percent: its percentage, or the tenths its words name.

    "Over" names no point and has none.
    """
    if record is None:
        return None
    if record.percent is not None:
        return record.percent
    wording = record.wording
    return Decimal(wording.percent) if wording and wording.kind == "about" else None


def share_in_words(share: Share) -> str:
    """The share in words, where words fit."""
    return (share.words_en if language() == "en" else share.words_ja) or ""


def note(found: Figure) -> str:
    """What else is to be said of a figure: missing records, the comparison of two groups."""
    parts = []
    if found.missing:
        parts.append(_("%(n)s without an answer") % {"n": f"{found.missing:,}"})
    if found.comparison:
        compared = found.comparison
        if compared.difference is not None:
            text = _("Difference %(points)s points (%(interval)s)")
            parts.append(
                text % {"points": compared.difference, "interval": interval(compared.difference_interval)}
            )
        if compared.ratio is not None:
            text = _("ratio %(ratio)s (%(interval)s)")
            parts.append(text % {"ratio": compared.ratio, "interval": interval(compared.ratio_interval)})
    return _("; ").join(parts)
