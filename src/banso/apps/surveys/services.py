"""Storing answers."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import NewChains, canonical, digest, record, service
from banso.apps.programmes.models import Programme
from banso.apps.surveys.forms_kept import edition_of, who_answers
from banso.apps.surveys.imports import (
    Change,
    ImportPlan,
    plan_import,
    respondent_of,
    stored_log,
    stored_values,
    subject_of,
    units_of,
    vouched_values,
)
from banso.apps.surveys.models import Answer, FrameUnit, Wave
from banso.engines.questionnaire.files import AnswerFiles, AnswerRow

_WRITTEN_AT_ONCE = 500


@service
def commit_import(
    actor: Actor, files: AnswerFiles, wave_name: str, *, expected: str | None = None
) -> ImportPlan:
    """Store the answers in some files in a wave, which is opened if there is none of that name.

    Either everything is stored or nothing. `expected` is the fingerprint of the plan that was shown.
    What is stored already changes nothing and leaves no event. Returns what was done.

    Raises Refused if the files hold errors, if the plan is no longer the one shown, if the name cannot be a
    wave's, if the form is not kept, or if a programme is not configured.
    """
    # The lock keeps a second import of the same wave waiting until this one is done.
    hold(Wave.objects).filter(code=wave_name).first()
    plan = plan_import(files, wave_name)
    if plan.errors:
        count = len(plan.errors)
        text = ngettext(
            "Nothing was stored: the files hold %(n)s error.",
            "Nothing was stored: the files hold %(n)s errors.",
            count,
        )
        raise Refused("answers_faulty", text % {"n": count})
    if expected is not None and expected != plan.fingerprint:
        raise Refused(
            "plan_changed",
            _("Nothing was stored: what would change is no longer what was shown. Look again."),
        )
    if plan.changes_nothing:
        return plan
    _store(actor, plan)
    return plan


def _store(actor: Actor, plan: ImportPlan) -> None:
    batch = str(uuid.uuid4())
    wave = plan.wave or _open_wave(actor, plan, batch)
    programmes = _programmes(plan)
    chains = NewChains(batch)
    units = units_of(wave)
    answers = []
    for row in plan.new:
        answer = Answer(wave=wave, unit_id=units.get(respondent_of(row)))
        _fill(answer, row, plan, actor, programmes)
        answers.append(answer)
        chains.add(actor, "answer.stored", _subject(wave, row), _vouched(plan, row))
    Answer.objects.bulk_create(answers, batch_size=_WRITTEN_AT_ONCE)
    met = [answer.unit_id for answer in answers if answer.unit_id]
    for start in range(0, len(met), _WRITTEN_AT_ONCE):
        FrameUnit.objects.filter(pk__in=met[start : start + _WRITTEN_AT_ONCE]).update(answered_at=actor.at)
    Event.objects.bulk_create(chains.events(), batch_size=_WRITTEN_AT_ONCE)
    for change in plan.changed:
        _fill(change.answer, change.row, plan, actor, programmes)
        change.answer.save()
        questions = [difference.question for difference in change.differences]
        payload = _vouched(plan, change.row) | {"questions": questions}
        record(actor, "answer.changed", _subject(wave, change.row), payload, batch=batch)
    for change in plan.linked:
        _link(actor, change, plan, wave, batch)
    counts = {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "linked": len(plan.linked),
        "unchanged": plan.unchanged,
        "unlinked": len(plan.unlinked),
    }
    record(actor, "wave.answers_imported", ("wave", wave.code), counts, batch=batch)


def _open_wave(actor: Actor, plan: ImportPlan, batch: str) -> Wave:
    wave = Wave.objects.create(
        code=plan.wave_name,
        name_ja=plan.wave_name,
        name_en=plan.wave_name,
        edition=edition_of(plan.form, actor.at),
        asked=who_answers(plan.form),
        asked_on=actor.today,
    )
    form = plan.form
    payload = {"form": form.name, "form_version": form.version, "form_digest": form.digest}
    record(actor, "wave.opened", ("wave", wave.code), payload, batch=batch)
    return wave


def _programmes(plan: ImportPlan) -> dict[str, int]:
    rows = (*plan.new, *(change.row for change in plan.changed))
    codes = {respondent_of(row)[0] for row in rows} - {""}
    found = dict(Programme.objects.filter(code__in=codes).order_by("code").values_list("code", "pk"))
    missing = sorted(codes - found.keys())
    if missing:
        text = _("The programme %(code)s is not configured. Load the configuration first.")
        raise Refused("programme_missing", text % {"code": missing[0]})
    return found


def _fill(answer: Answer, row: AnswerRow, plan: ImportPlan, actor: Actor, programmes: dict[str, int]) -> None:
    """Put a row of a file into an answer."""
    values = stored_values(row)
    programme, answer.firm_ref = respondent_of(row)
    answer.programme_id = programmes[programme] if programme else None
    answer.firm_id = plan.firms.get(answer.firm_ref)
    answer.stratum = values.get("stratum") or ""
    answer.cohort_fy = row.cohort_fy
    answer.raw = dict(row.raw)
    answer.values = values
    answer.log = stored_log(row)
    answer.stored_at = actor.at
    answer.stored_by_id = actor.user_id


def _link(actor: Actor, change: Change, plan: ImportPlan, wave: Wave, batch: str) -> None:
    """Follow what has become known of the firm since the answer was stored."""
    change.answer.firm_id = plan.firms.get(change.answer.firm_ref)
    change.answer.save(update_fields=["firm"])
    payload = {"linked": change.answer.firm_id is not None}
    record(actor, "answer.linked", _subject(wave, change.row), payload, batch=batch)


def _subject(wave: Wave, row: AnswerRow) -> tuple[str, str]:
    programme, ref = respondent_of(row)
    return subject_of(wave.code, programme or wave.asked, ref)


def _vouched(plan: ImportPlan, row: AnswerRow) -> dict[str, object]:
    """What an event says of an answer: a digest that vouches for the values without holding them."""
    return {
        "form_version": plan.form.version,
        "values": digest(canonical(vouched_values(row))),
        "linked": respondent_of(row)[1] in plan.firms,
    }
