"""What our records know of a respondent: an answer begins with it, and the respondent puts it right.

Only facts: what would be a guess (why there was no success, what the firm exported before) is asked. An
export that nobody confirmed is no fact, and none in our records does not mean that there was none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from banso.apps.casework.models import Case, CaseState, ExportGoal, ExportResult, GoalMetric, GoalState
from banso.apps.casework.track_record import ec_record_of
from banso.apps.directory.models import Firm
from banso.apps.surveys.models import FrameUnit
from banso.engines.kernel.fiscal import months_between
from banso.engines.questionnaire.form import SUPPORTED_FIRM
from banso.engines.questionnaire.values import Raw

#: The longest support that the questionnaire takes.
_MOST_MONTHS = 120
#: The services by their codes in the questionnaire.
_CONSORTIUM = {"spot": "spot", "hands_on": "handson"}
_EC = ("street", "mall", "store")


def known_of(unit: FrameUnit, form: str, today: date) -> dict[str, Raw]:
    """The answers that records give for the questionnaire of supported firms, by question; for others none.

    At most four queries.
    """
    if form != SUPPORTED_FIRM or unit.firm is None or unit.programme is None:
        return {}
    cases = list(
        Case.objects.filter(firm=unit.firm, service__programme=unit.programme)
        .select_related("service")
        .order_by("started_on", "pk")
    )
    return dict(_facts(unit.firm, unit.programme.code, cases, today)) if cases else {}


def _facts(firm: Firm, programme: str, cases: Sequence[Case], today: date) -> Iterator[tuple[str, Raw]]:
    services = {case.service.code for case in cases}
    if programme == "ec":
        yield "F1e", [code for code in _EC if code in services]
        yield "F5", ec_record_of(firm, cases[0].started_on).word.kind.value
    else:
        yield "F1c", [word for code, word in _CONSORTIUM.items() if code in services]
    ended = [case.ended_on for case in cases if case.state == CaseState.ENDED and case.ended_on]
    over = len(ended) == len(cases)
    yield "F3", "ended" if over else "ongoing"
    yield "F2", str(min(months_between(cases[0].started_on, max(ended) if over else today), _MOST_MONTHS))
    metrics = set(
        ExportGoal.objects.filter(case__in=cases, version=1, state=GoalState.AGREED)
        .order_by()
        .values_list("metric", flat=True)
    )
    if metrics:
        both = len(metrics) > 1
        yield "F6", "both" if both else "amt" if GoalMetric.AMOUNT in metrics else "qty"
    samples = set(
        ExportResult.objects.filter(case__in=cases, confirmed_at__isnull=False, duplicate_of__isnull=True)
        .order_by()
        .values_list("sample", flat=True)
    )
    if samples:
        yield "F7", "yes"
        yield "F7s", "yes" if samples == {True} else "no"
