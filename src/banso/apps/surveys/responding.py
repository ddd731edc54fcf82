"""Answering: what somebody who is asked types, sends, puts right or refuses. One transaction and event each.

Events stand in the chain of the answer, under the wave, the programme and the reference of who answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, canonical, digest, record, service
from banso.apps.surveys.forms_kept import form_of
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.models import Answer, AnswerWay, Draft, Exclusion, FrameUnit, Wave, WaveState
from banso.engines.questionnaire.answering import shown_value
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.instances import Node
from banso.engines.questionnaire.pages import Tree, View, copied, look, pages_of, put
from banso.engines.questionnaire.values import Raw, as_text

#: All that is typed for one answer, in characters of its JSON: far more than a questionnaire holds.
_MOST_TYPED = 2_000_000


def takes_answers(wave: Wave, today: date) -> bool:
    """Whether a wave takes answers on a day."""
    return wave.state == WaveState.OPEN and (wave.closes_on is None or today <= wave.closes_on)


def reference_of(unit: FrameUnit) -> str:
    """What files of answers and events name who answers by."""
    if unit.firm is not None:
        return unit.firm.ref
    return str((unit.provider or unit.office).code)  # type: ignore[union-attr]


def chain_of(unit: FrameUnit) -> Subject:
    """The chain that tells of an answer."""
    programme = unit.programme.code if unit.programme else unit.wave.asked
    return subject_of(unit.wave.code, programme, reference_of(unit))


def carried_by(unit: FrameUnit, form: Form) -> dict[str, Raw]:
    """The hidden questions of a form that the frame answers: who is asked, in which programme and stratum."""
    ref = reference_of(unit)
    year = None if unit.cohort_fy is None else str(unit.cohort_fy)
    found: dict[str, Raw] = {"stratum": unit.stratum or None, "cohort_fy": year}
    if unit.programme is not None:
        found |= {"programme": unit.programme.code, "firm_ref": ref}
    elif unit.provider is not None:
        found["provider_ref"] = ref
    else:
        found |= {"J1": ref, "J2": year}
    return {code: value for code, value in found.items() if code in form.codes}


def judged(unit: FrameUnit, form: Form, tree: Tree, today: date, language: str = "") -> View:
    """What was typed as the form sees it, with what the frame carries along."""
    whole = copied(tree)
    for code, value in carried_by(unit, form).items():
        put(form, whole, form.question(code).path, value)
    return look(form, whole, today=today, language=language)


@service
def note_opened(actor: Actor, unit: FrameUnit) -> bool:
    """Note that the questionnaire was opened; whether it was the first time."""
    if not FrameUnit.objects.filter(pk=unit.pk, opened_at__isnull=True).update(opened_at=actor.at):
        return False
    record(actor, "answer.opened", chain_of(unit), {})
    return True


@service
def keep_draft(actor: Actor, unit: FrameUnit, tree: Tree, key: str) -> Draft:
    """Keep what was typed so far, good or not, and the page that comes next.

    Raises:
        Refused: ``wave_closed``, or ``too_long``.
    """
    held = held_open(actor, unit)
    form = form_of(held.wave.edition)
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    if len(text) > _MOST_TYPED:
        raise Refused("too_long", _("This is too long to be stored."))
    keys = [page.key for page in pages_of(form)]
    number = keys.index(key) + 1 if key in keys else len(keys) + 1
    draft, _made = Draft.objects.update_or_create(
        unit=held, defaults={"values": tree, "page": number, "saved_at": actor.at}
    )
    if held.started_at is None:
        held.opened_at, held.started_at = held.opened_at or actor.at, actor.at
        held.save(update_fields=["opened_at", "started_at"])
    record(actor, "answer.typed", chain_of(held), {"page": number, "typed": digest(text)})
    return draft


@service
def send_answer(actor: Actor, unit: FrameUnit, tree: Tree, way: AnswerWay) -> Answer:
    """Take an answer, or put one right that was sent before; what was typed on the way goes.

    Raises:
        Refused: ``wave_closed``; ``answer_faulty`` where something is missing or wrong.
    """
    held = held_open(actor, unit)
    form = form_of(held.wave.edition)
    view = judged(held, form, tree, actor.today)
    if view.faults:
        count = len(view.faults)
        text = ngettext(
            "Not sent yet: please look at %(n)s question again.",
            "Not sent yet: please look at %(n)s questions again.",
            count,
        )
        raise Refused("answer_faulty", text % {"n": count})
    before = _answer_of(held)
    answer = before or Answer(wave=held.wave)
    old = dict(answer.values) if before else {}
    _fill(actor, answer, held, view, way)
    answer.save()
    if held.answered_at is None:
        held.answered_at = actor.at
    held.opened_at, held.started_at = held.opened_at or actor.at, held.started_at or actor.at
    # Whoever answers after all did not decline.
    held.declined_at = None
    held.save(update_fields=["opened_at", "started_at", "answered_at", "declined_at"])
    Draft.objects.filter(unit=held).delete()
    _tell(actor, held, answer, old if before else None)
    return answer


@service
def decline(actor: Actor, unit: FrameUnit, *, all_surveys: bool) -> FrameUnit:
    """Take down that somebody wants not to be asked: in this wave, or in none any more.

    Raises:
        Refused: ``already_answered``.
    """
    held = hold(FrameUnit.objects).select_related("wave__edition", "firm", "programme").get(pk=unit.pk)
    if held.answered_at is not None:
        raise Refused("already_answered", _("You have answered already; you are not asked again."))
    held.declined_at = held.declined_at or actor.at
    if all_surveys:
        held.excluded = Exclusion.OPTED_OUT
    held.save(update_fields=["declined_at", "excluded"])
    record(actor, "answer.declined", chain_of(held), {"all": all_surveys})
    return held


def held_open(actor: Actor, unit: FrameUnit) -> FrameUnit:
    """Who is asked, as stored now and held until the transaction ends.

    Raises:
        Refused: ``wave_closed``.
    """
    along = ("wave__edition", "firm", "programme", "provider", "office")
    held = hold(FrameUnit.objects).select_related(*along).get(pk=unit.pk)
    if not takes_answers(held.wave, actor.today):
        raise Refused("wave_closed", _("This questionnaire has closed and takes no more answers."))
    return held


def tree_of(answer: Answer, form: Form) -> Tree:
    """What was typed for an answer, to put it right."""
    tree: Tree = {}
    for key, value in answer.raw.items():
        path = form.question(key).path if key in form.codes else key
        try:
            put(form, tree, path, value)
        except KeyError:
            # A column of a file that is no question.
            continue
    return tree


def _answer_of(unit: FrameUnit) -> Answer | None:
    """The answer that is there: of this unit, or one that came in a file for the same respondent."""
    found = hold(Answer.objects).filter(wave=unit.wave, programme=unit.programme, firm_ref=reference_of(unit))
    return found.first()


def _fill(actor: Actor, answer: Answer, unit: FrameUnit, view: View, way: AnswerWay) -> None:
    nodes = view.judged.nodes
    answer.unit, answer.way = unit, way
    answer.programme, answer.firm, answer.firm_ref = unit.programme, unit.firm, reference_of(unit)
    answer.stratum, answer.cohort_fy = unit.stratum, unit.cohort_fy
    answer.raw = {node.key: as_text(node.raw) for node in nodes if node.raw not in (None, "", [])}
    answer.values = {node.key: shown_value(node.value) for node in nodes if node.kept}
    answer.log = [entry for node in nodes for entry in _log(node)]
    answer.stored_at, answer.stored_by_id = actor.at, actor.user_id


def _log(node: Node) -> list[dict[str, Any]]:
    return [
        {"question": note.column, "rule": note.rule, "value": note.value, "params": dict(note.params)}
        for note in (*node.cleared, *node.warnings)
    ]


def _tell(actor: Actor, unit: FrameUnit, answer: Answer, before: Mapping[str, Any] | None) -> None:
    payload: dict[str, Any] = {
        "form_version": unit.wave.edition.version,
        "values": digest(canonical(_texts(answer.values))),
        "linked": answer.firm_id is not None,
        "way": str(answer.way),
    }
    if before is None:
        record(actor, "answer.stored", chain_of(unit), payload)
        return
    codes = dict.fromkeys([*before, *answer.values])
    changed = [code for code in codes if before.get(code) != answer.values.get(code)]
    record(actor, "answer.changed", chain_of(unit), {**payload, "questions": changed})


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with decimals as text: a digest is of one text."""
    return {code: str(value) if isinstance(value, float) else value for code, value in values.items()}
