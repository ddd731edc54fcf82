"""What stands on the overview: headline figures, check against print, tables, casework beside answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.evidence import words
from banso.apps.evidence.selectors import EVERYTHING, Evidence, adoption
from banso.engines.evaluation.catalogue import survey_indicators
from banso.engines.evaluation.checks import checks
from banso.engines.evaluation.figures import Figure
from banso.engines.evaluation.tables import Row, Table
from banso.engines.kernel.rounding import half_up, share
from banso.web.formats import fiscal, language

HEADLINES = ("t1-success", "t1-met", "t2-success", "t2-met")

#: The rows of the check against print: label, ids by programme, and whether its base are the successes.
_MATCHED: tuple[tuple[Promise, str, str, bool], ...] = (
    (gettext_lazy("Succeeded in exporting or EC"), "t1-success", "t2-success", False),
    (gettext_lazy("Goal met"), "t1-met", "t2-met", True),
    (gettext_lazy("Goal missed or none set"), "t1-notmet", "t2-notmet", True),
    (gettext_lazy("Flat or down after success"), "x1-c-trend", "x1-e-trend", True),
    (gettext_lazy("New exports failed"), "x1-c-newfail", "x1-e-newfail", True),
    (gettext_lazy("New exports not considered"), "x1-c-noplan", "x1-e-noplan", True),
    (gettext_lazy("Own effort too"), "x2-c-own", "x2-e-own", True),
    (gettext_lazy("Would bear a fair share"), "x3-c-accept", "x3-e-accept", False),
)

#: Questions that answers and casework both answer: letter of the indicators' ids by programme.
_PROGRAMMES = (("consortium", "c", "t1"), ("ec", "e", "t2"))


@dataclass(frozen=True)
class Match:
    """One row of the check against print."""

    label: Any
    indented: bool
    figures: tuple[Figure, Figure]


@dataclass(frozen=True)
class TableView:
    """A table with what is said about it. `printed`: rows whose published value the sentence leaves out."""

    table: Table
    title: str
    sentence: str
    printed: tuple[Row, ...]
    notes: tuple[str, ...]
    limit: int


@dataclass(frozen=True)
class Beside:
    """One question answered from answers and from casework, with the main reason why they differ."""

    question: Any
    answered: Figure | None
    recorded: Figure
    answered_too: Figure | None
    recorded_too: Figure | None
    reason: str

    @property
    def difference(self) -> Decimal | None:
        """The difference in points from the exact shares; None where one of them has no base."""
        if self.answered is None:
            return None
        ours, theirs = self.recorded.share.known, self.answered.share.known
        if not ours or not theirs:
            return None
        first, second = share(*ours), share(*theirs)
        return None if first is None or second is None else half_up(first - second)


def headlines(evidence: Evidence) -> list[Figure]:
    """The four figures that stand in large type."""
    known = survey_indicators()
    return [evidence.figure(known[indicator_id]) for indicator_id in HEADLINES]


def headline_notes(figures: Sequence[Figure]) -> list[str]:
    """What is to be said of headline figures whose print differs: how it came about, and what it leads to."""
    notes = []
    for one in figures:
        record = one.published
        if (
            record is None
            or record.numerator is None
            or record.denominator is None
            or not record.is_truncated
        ):
            continue
        exact = share(record.numerator, record.denominator)
        text = _(
            "The printed %(printed)s %% is %(count)s/%(base)s = %(exact)s %%, cut off instead of rounded."
        )
        notes.append(
            text
            % {
                "printed": record.percent,
                "count": record.numerator,
                "base": record.denominator,
                "exact": half_up(exact or 0, 3),
            }
        )
    return notes


def matches(evidence: Evidence) -> list[Match]:
    """The rows of the check against print."""
    known = survey_indicators()
    return [
        Match(label, indented, (evidence.figure(known[first]), evidence.figure(known[second])))
        for label, first, second, indented in _MATCHED
    ]


def tables(evidence: Evidence, *, invented: bool) -> list[TableView]:
    """Tables 1-2 and figures 1-6. `invented`: the answers are those of the demonstration."""
    return [
        TableView(
            table,
            _title(table),
            _sentence(table, evidence),
            _printed(table),
            _notes(table, invented),
            _limit(table),
        )
        for table in evidence.tables().values()
    ]


def beside(evidence: Evidence) -> dict[str, list[Beside]]:
    """By programme, the questions that answers and casework both answer."""
    known, recorded = survey_indicators(), evidence.casework()
    spot = Counter(record["programme"] for record in evidence.cases if record["applied"] == "no")
    found = {}
    for programme, letter, table in _PROGRAMMES:
        of = {
            key: recorded[f"cw-{letter}-{key}"]
            for key in ("success", "success-samples", "met", "own", "trend")
        }
        found[programme] = [
            Beside(
                _("Succeeded in exporting") if letter == "c" else _("Succeeded in selling by EC"),
                evidence.figure(known[f"{table}-success"]),
                of["success"],
                evidence.figure(known[f"x1-{letter}-success-nosample"]),
                of["success-samples"],
                _success_reason(of["success"], of["success-samples"], spot[programme]),
            ),
            Beside(
                _("Of these: goal met"),
                evidence.figure(known[f"{table}-met"]),
                of["met"],
                None,
                None,
                _goal_reason(of["success"], of["met"]),
            ),
            Beside(
                _("Of these: own effort too"),
                evidence.figure(known[f"x2-{letter}-own"]),
                of["own"],
                None,
                None,
                _effort_reason(of["success"], of["own"]),
            ),
            Beside(
                _("Of these: exports flat or down since"),
                evidence.figure(known[f"x1-{letter}-trend"]),
                of["trend"],
                None,
                None,
                _trend_reason(of["success"], of["trend"]),
            ),
        ]
    return found


def adoption_by_year(evidence: Evidence) -> list[tuple[str, Figure]]:
    """The adoption rate of hands-on support by fiscal year of the determination, latest first."""
    indicator = survey_indicators()["x1-c-adoption"]
    found = adoption(evidence.determinations, indicator, "year")
    return [(fiscal(year), found[year]) for year in sorted(found, reverse=True)]


def adoption_by_office(evidence: Evidence, offices: Sequence[Any]) -> list[tuple[Any, Figure]]:
    """The adoption rate of hands-on support by office, in the offices' order."""
    found = adoption(evidence.determinations, survey_indicators()["x1-c-adoption"], "office")
    return [(office, found[office.pk]) for office in offices if office.pk in found]


def failed_checks(evidence: Evidence) -> tuple[int, int] | None:
    """How many checks there are, and how many do not hold; None for a part, which has other bases."""
    if evidence.part != EVERYTHING:
        return None
    found = checks(evidence.answers)
    return len(found), sum(check.holds is False for check in found)


def _success_reason(success: Figure, with_samples: Figure, spot: int) -> str:
    samples = (with_samples.share.numerator or 0) - (success.share.numerator or 0)
    values = {"n": f"{samples:,}", "spot": f"{spot:,}"}
    if spot:
        text = _(
            "Casework counts all cases, answered or not, %(spot)s of spot support among them, "
            "and leaves out %(n)s with samples only."
        )
        return text % values
    return _("Casework counts all cases, answered or not, and leaves out %(n)s with samples only.") % values


def _goal_reason(success: Figure, met: Figure) -> str:
    without = (success.share.numerator or 0) - (met.share.denominator or 0)
    text = _("Casework judges the goal by confirmed exports; %(n)s cases without a goal stand in no base.")
    parts = [text % {"n": f"{without:,}"}]
    if met.missing:
        text = _("%(n)s cannot be judged: an export of unknown size.")
        parts.append(text % {"n": f"{met.missing:,}"})
    return " ".join(parts) if language() == "en" else "".join(parts)


def _effort_reason(success: Figure, own: Figure) -> str:
    without = (success.share.numerator or 0) - (own.share.denominator or 0)
    if not without:
        return _("Casework counts only own efforts on record as done.")
    text = _(
        "Casework counts only own efforts on record as done; "
        "%(n)s cases without an application stand in no base."
    )
    return text % {"n": f"{without:,}"}


def _trend_reason(success: Figure, trend: Figure) -> str:
    waiting = (success.share.numerator or 0) - (trend.share.denominator or 0)
    text = _("Casework asks at follow-ups; %(n)s cases not yet reached by one stand in no base.")
    return text % {"n": f"{waiting:,}"}


def _title(table: Table) -> str:
    definition = table.definition
    title = words.joined(
        words.label(definition.number), words.label(definition.title), str(words.SHORT[definition.programme])
    )
    return title + (_(" (several answers)") if definition.several else "")


def _limit(table: Table) -> int:
    """Where the scale of the bars ends, in percent: 50 where nothing reaches further."""
    ends = [row.figure.share.interval for row in table.rows]
    ticks = [words.printed_tick(row.figure.published) for row in table.rows]
    reached = [interval[1] for interval in ends if interval] + [tick for tick in ticks if tick is not None]
    return 50 if max(reached, default=Decimal(100)) <= 50 else 100


def _sentence(table: Table, evidence: Evidence) -> str:
    """One sentence that says what the table shows."""
    if not table.base:
        return _("There are no answers to count here.")
    if table.definition.several:
        return _sentence_on_efforts(table, evidence)
    if table.definition.code in ("f5", "f6"):
        return _sentence_on_fees(table)
    is_trend = table.definition.code in ("f1", "f2")
    row = table.rows[-1 if is_trend else 0]
    text = _("%(label)s: %(count)s of %(base)s, %(percent)s %% (interval %(interval)s).")
    sentence = text % {
        "label": words.label(row.figure.indicator.label),
        "count": f"{row.figure.share.numerator:,}",
        "base": f"{row.figure.share.denominator:,}",
        "percent": row.figure.share.percent,
        "interval": words.interval(row.figure.share.interval),
    }
    return sentence + (_print_and_verdict(row.figure) if is_trend else "")


def _sentence_on_efforts(table: Table, evidence: Evidence) -> str:
    letter = "c" if table.definition.programme == "consortium" else "e"
    own = evidence.figure(survey_indicators()[f"x2-{letter}-own"])
    most = table.rows[0]
    text = _(
        "%(own)s of %(successes)s successful firms (%(percent)s %%) also made own efforts; most often "
        "%(kind)s (%(count)s). Mentions in all: %(mentions)s."
    )
    return text % {
        "own": f"{own.share.numerator:,}",
        "successes": f"{own.share.denominator:,}",
        "percent": own.share.percent,
        "kind": words.label(most.definition.label),
        "count": f"{most.figure.share.numerator:,}",
        "mentions": f"{table.mentions:,}",
    }


def _sentence_on_fees(table: Table) -> str:
    low, middle = table.rows[0], table.rows[1]
    upto = (low.figure.share.numerator or 0) + (middle.figure.share.numerator or 0)
    text = _(
        "%(count)s of %(base)s firms that would bear a share (%(percent)s %%) would pay up to 100,000 yen; "
        "up to %(limit)s it is %(upto)s, %(upto_percent)s %%."
    )
    return text % {
        "count": f"{low.figure.share.numerator:,}",
        "base": f"{table.base:,}",
        "percent": low.figure.share.percent,
        "limit": _("200,000 yen") if table.definition.code == "f5" else _("300,000 yen"),
        "upto": f"{upto:,}",
        "upto_percent": half_up(share(upto, table.base) or 0),
    }


def _printed(table: Table) -> tuple[Row, ...]:
    """The rows that are printed themselves; a trend's only one is told of in its sentence."""
    if table.definition.code in ("f1", "f2"):
        return ()
    return tuple(r for r in table.rows if r.figure.published and r.figure.published.kind == "published")


def _print_and_verdict(one: Figure) -> str:
    if one.published is None:
        return ""
    text = _(" Published: %(published)s, %(verdict)s.")
    return text % {"published": words.published(one.published), "verdict": words.verdict(one)}


def _notes(table: Table, invented: bool) -> tuple[str, ...]:
    notes = []
    definition = table.definition
    unprinted = any(row.figure.published is None for row in table.rows)
    if unprinted and definition.several:
        notes.append(_("Dark bars: kinds that the survey names. The others were added to the form."))
    elif unprinted:
        notes.append(_("a: the survey prints only their sum."))
    if unprinted and invented:
        notes.append(_("In the demonstration their counts are assumed."))
    if definition.code in ("f1", "f2"):
        notes.append(
            _("In print the title says quantity and the text says value. Our question asks for value.")
        )
    for total in table.sums:
        notes.append(_("Parts add up to %(total)s %% because each is rounded.") % {"total": total})
    if definition.code in ("f5", "f6"):
        notes.append(_("The two programmes have different bands and are not to be compared."))
    if any(words.printed_tick(row.figure.published) is not None for row in table.rows):
        notes.append(_("Dotted: published."))
    if _limit(table) == 50:
        notes.append(_("The scale ends at 50 %."))
    return tuple(notes)
