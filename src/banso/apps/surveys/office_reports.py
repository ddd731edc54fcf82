"""The yearly report of an office: begun by the records, corrected with a reason, confirmed by its head.

A wave of the form of offices asks of the fiscal year that was over last on the day of the wave. What the
records say is worked out when it is shown and once more when it is confirmed; both values are kept then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Faulty, Refused, hold
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import canonical, digest, record, service
from banso.apps.surveys.forms_kept import form_of
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.messages import message
from banso.apps.surveys.models import Answer, AnswerWay, Asked, FrameUnit, OfficeCorrection, Wave, WaveState
from banso.apps.surveys.office_figures import HOW, Figures, figures_of
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.fiscal import fiscal_year
from banso.engines.questionnaire.answering import judge, shown_value
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.instances import Node

MOST_REASON = 400
#: Questions whose answer is who and when.
WHO, WHEN = "J1", "J2"


@dataclass(frozen=True)
class ReportData:
    """What an office says: by question the answer as typed, and why it is not as the records say."""

    given: Mapping[str, str]
    reasons: Mapping[str, str]


def year_of(wave: Wave) -> int:
    """The fiscal year of which a wave of the form of offices asks."""
    return fiscal_year(wave.asked_on) - 1


def reports() -> QuerySet[FrameUnit]:
    """Reports that offices were asked for, with the number of corrections, the latest wave first."""
    asked = FrameUnit.objects.filter(
        wave__asked=Asked.OFFICES,
        wave__state__in=(WaveState.OPEN, WaveState.CLOSED),
        drawn=True,
        excluded="",
    )
    read = ("wave__edition", "office", "answer__stored_by")
    return (
        asked.select_related(*read)
        .defer("wave__edition__workbook")
        .annotate(corrected=Count("corrections"))
        .order_by("-wave__asked_on", "office__position", "office__code", "pk")
    )


def known_of(unit: FrameUnit) -> Figures:
    """What the records say of the year of a report, now."""
    return figures_of(Office.objects.filter(pk=unit.office_id), year_of(unit.wave))[unit.office_id or 0]


def judged(form: Form, unit: FrameUnit, given: Mapping[str, Any], actor_day: Any) -> dict[str, Node]:
    """The questions of a report by code, judged by the form."""
    office = unit.office.code if unit.office else ""
    whole = {**given, WHO: office, WHEN: str(year_of(unit.wave))}
    return {node.key: node for node in judge(form, whole, today=actor_day).nodes}


def same(one: Any, other: Any) -> bool:
    """Whether two values of a question are the same number, or both are none."""
    if one is None or other is None:
        return one is other
    return Decimal(str(one)) == Decimal(str(other))


@service
def confirm_report(actor: Actor, report: FrameUnit, data: ReportData) -> Answer:
    """Confirm the report of an office, or confirm it anew while the wave is open.

    Raises:
        Faulty: every answer that the form refuses, and every correction without a reason.
        Refused: ``wave_not_open``.
    """
    unit = hold(FrameUnit.objects).select_related("wave__edition", "office").get(pk=report.pk)
    wave = unit.wave
    if wave.state != WaveState.OPEN or (wave.closes_on is not None and wave.closes_on < actor.today):
        raise Refused("wave_not_open", _("This year's reports are closed. Head office can open them again."))
    form, known = form_of(wave.edition), known_of(unit)
    nodes = judged(form, unit, data.given, actor.today)
    corrections = corrections_of(nodes, known, data.reasons)
    refused = [Refused(f.rule, message(f), code) for code, node in nodes.items() for f in node.faults]
    refused += [
        Refused("reason_needed", _reason_words(row), f"{row.question}_reason")
        for row in corrections
        if not row.reason
    ]
    if refused:
        raise Faulty(refused)
    answer = Answer.objects.filter(unit=unit).first() or Answer(unit=unit, wave=wave)
    lay_down(actor, unit, answer, known, nodes, data.given)
    answer.save()
    OfficeCorrection.objects.filter(unit=unit).delete()
    for row in corrections:
        row.unit = unit
    OfficeCorrection.objects.bulk_create(corrections)
    unit.save(update_fields=["facts", "answered_at"])
    record(actor, "office_report.confirmed", subject_of_report(unit), vouched(form, answer, corrections))
    return answer


def vouched(form: Form, answer: Answer, corrections: Sequence[OfficeCorrection]) -> dict[str, Any]:
    """What the event of a confirmation says of it."""
    return {
        "form_version": form.version,
        # The journal's writing has no fractions; as text they are the same on every machine.
        "values": digest(canonical({code: str(value) for code, value in answer.values.items()})),
        "corrected": [row.question for row in corrections],
    }


def subject_of_report(unit: FrameUnit) -> tuple[str, str]:
    """Under what the journal keeps a report."""
    return subject_of(unit.wave.code, Asked.OFFICES, unit.office.code if unit.office else "")


def warnings_of(nodes: Mapping[str, Node]) -> list[Node]:
    """The notes of the form that are shown for these answers: they warn, and keep nothing back."""
    return [node for node in nodes.values() if node.question.kind == "note" and node.relevant]


def corrections_of(
    nodes: Mapping[str, Node], known: Figures, reasons: Mapping[str, str]
) -> list[OfficeCorrection]:
    """Where an answer is another than the records give, with the reason that was given."""
    return [
        OfficeCorrection(
            question=code,
            known=shown_value(known[code]),
            given=shown_value(node.value),
            reason=reasons.get(code, "").strip()[:MOST_REASON],
        )
        for code, node in nodes.items()
        if code in HOW and not node.faults and not same(node.value, known[code])
    ]


def _reason_words(row: OfficeCorrection) -> str:
    if row.known is None:
        return _("The records say nothing here. Say where the number is from.")
    return _("The records say %(known)s. Say why it is another number.") % {"known": f"{row.known:,}"}


def lay_down(
    actor: Actor,
    unit: FrameUnit,
    answer: Answer,
    known: Figures,
    nodes: Mapping[str, Node],
    given: Mapping[str, str],
) -> None:
    """Lay a report down in its answer, and what the records said in its unit. Both are stored later."""
    answer.way = AnswerWay.ACCOUNT
    answer.firm_ref = unit.office.code if unit.office else ""
    answer.stratum, answer.cohort_fy = unit.stratum, year_of(unit.wave)
    answer.raw = dict(given)
    answer.values = {node.key: shown_value(node.value) for node in nodes.values() if node.kept}
    answer.log = [_entry(fault) for node in nodes.values() for fault in (*node.cleared, *node.warnings)]
    answer.stored_at, answer.stored_by_id = actor.at, actor.user_id
    unit.facts = {**unit.facts, "records": {code: shown_value(value) for code, value in known.items()}}
    unit.answered_at = actor.at


def _entry(fault: Fault) -> dict[str, Any]:
    return {
        "question": fault.column,
        "rule": fault.rule,
        "value": fault.value,
        "params": dict(fault.params),
    }
