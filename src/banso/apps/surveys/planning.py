"""Planning and running a wave: its frame, its draw, its opening and closing.

A wave is planned with its frame, whose units are stored with the reasons why some are not asked. The seed of
the draw is made with the frame and its commitment published at once; the draw opens it. Whoever has seed and
frame draws again and finds the same (``engines.statistics.sampling``).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.surveys import sample_messages
from banso.apps.surveys.fact_words import Words
from banso.apps.surveys.frames import FACTS, FrameSpec, stratum
from banso.apps.surveys.framing import candidates
from banso.apps.surveys.models import Asked, Drawing, Exclusion, FormEdition, FrameUnit, Wave
from banso.apps.surveys.transitions import NEW, fire
from banso.engines.kernel.lots import commitment
from banso.engines.questionnaire.form import OFFICE_YEAR, PRIVATE_PROVIDER, SUPPORTED_FIRM
from banso.engines.statistics.sampling import SampleError, draw, proportional

T = TypeVar("T")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
_SEED_BYTES = 32
_AT_ONCE = 2000
#: More months than any survey lets firms rest.
MOST_REST_MONTHS = 60
#: By which facts units of each kind can be divided.
DIVIDED_BY: Mapping[str, tuple[str, ...]] = {
    Asked.FIRMS: FACTS,
    Asked.OFFICES: ("region",),
    Asked.PROVIDERS: (),
}
#: Whom the forms that ship are made for; any other form is for whom it is chosen.
MADE_FOR: Mapping[str, str] = {
    SUPPORTED_FIRM: Asked.FIRMS,
    OFFICE_YEAR: Asked.OFFICES,
    PRIVATE_PROVIDER: Asked.PROVIDERS,
}


@dataclass(frozen=True)
class PlanData:
    """What head office says of a wave before anybody is drawn."""

    code: str
    name_ja: str
    name_en: str
    edition: FormEdition
    asked: str
    asked_on: date
    closes_on: date
    before: Wave | None = None
    frame: FrameSpec = field(default_factory=FrameSpec)
    strata: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawData:
    """How many are drawn: everybody (neither is given), so many in all, or so many of each stratum.

    ``least`` is what each stratum gets of a size in all, as far as it holds so many.
    """

    total: int | None = None
    least: int = 2
    by_stratum: Mapping[str, int] | None = None


@service
def plan_wave(actor: Actor, data: PlanData) -> Wave:
    """Plan a wave and store its frame.

    Raises:
        Refused: a name or code that cannot be, days in the wrong order or gone by, a form made for others, a
            frame that takes nobody.
    """
    fired = fire(NEW, "plan", actor)
    _check(actor, data)
    if not _CODE.fullmatch(data.code):
        text = _("A code has up to 30 letters, digits, hyphens and underscores, a letter or digit first.")
        raise Refused("wave_code", text, "code")
    if Wave.objects.filter(code=data.code).exists():
        raise Refused("wave_code_taken", _("There is a wave with this code already."), "code")
    wave = Wave(code=data.code, state=fired.target, drawing=Drawing.CENSUS, planned_by_id=actor.user_id)
    _fill(wave, data)
    wave.save()
    record(actor, "wave.planned", _subject(wave), _told(wave))
    _store_frame(actor, wave)
    return wave


@service
def change_wave(actor: Actor, wave: Wave, data: PlanData) -> Wave:
    """Change a wave that is not drawn yet, and make its frame anew. Its code stays.

    What was taken out by hand stays out.

    Raises:
        Refused: the wave is drawn already, or what ``plan_wave`` refuses.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fire(held.state, "change", actor)
    _check(actor, data, held)
    _fill(held, data)
    held.save()
    record(actor, "wave.changed", _subject(held), _told(held))
    _store_frame(actor, held)
    return held


@service
def leave_out(actor: Actor, unit: FrameUnit, note: str) -> FrameUnit:
    """Leave somebody out of a wave by hand, with a reason.

    Raises:
        Refused: the wave is drawn already, the unit is out already, or no reason is given.
    """
    held = _of_planned(actor, unit)
    if held.excluded:
        raise Refused("out_already", _("It is left out already."))
    if not note.strip():
        raise Refused("reason_missing", _("Say why."), "reason")
    held.excluded, held.excluded_note = Exclusion.BY_HAND, note.strip()
    held.save(update_fields=["excluded", "excluded_note"])
    record(actor, "wave.left_out", _subject(held.wave), {"unit": reference(held), "reason": digest(note)})
    return held


@service
def take_in(actor: Actor, unit: FrameUnit) -> FrameUnit:
    """Ask somebody again who was left out by hand.

    Raises:
        Refused: the wave is drawn already, or the unit is not out by hand.
    """
    held = _of_planned(actor, unit)
    if held.excluded != Exclusion.BY_HAND:
        raise Refused("not_by_hand", _("Only who was left out by hand can be taken in again."))
    held.excluded, held.excluded_note = "", ""
    held.save(update_fields=["excluded", "excluded_note"])
    record(actor, "wave.taken_in", _subject(held.wave), {"unit": reference(held)})
    return held


@service
def draw_wave(actor: Actor, wave: Wave, data: DrawData) -> Wave:
    """Draw those who are asked, by the seed that was made with the frame.

    Raises:
        Refused: the wave is not planned, nobody is left to ask, or the sizes do not fit the strata.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fired = fire(held.state, "draw", actor)
    strata = _drawable(held)
    if not strata:
        raise Refused("frame_empty", _("Nobody of the frame is left to ask."))
    held.drawing, held.sizes = _kept_sizes(data)
    if held.drawing == Drawing.CENSUS:
        _asked(held).update(drawn=True, probability=1.0)
    else:
        _draw_sample(held, strata, sizes_of({name: len(one) for name, one in strata.items()}, data))
    held.state, held.drawn_at = fired.target, actor.at
    held.save(update_fields=["drawing", "sizes", "state", "drawn_at"])
    drawn = dict(
        _asked(held)
        .filter(drawn=True)
        .order_by()
        .values_list("stratum")
        .annotate(count=Count("pk"))
        .order_by("stratum")
    )
    payload = {"drawing": held.drawing, "seed": held.seed, "strata": drawn}
    record(actor, "wave.drawn", _subject(held), payload)
    return held


def sizes_of(held: Mapping[str, int], data: DrawData) -> dict[str, int]:
    """How many a draw takes of strata that hold so many.

    Raises:
        Refused: the size does not fit the strata.
    """
    if data.by_stratum is not None:
        return dict(data.by_stratum)
    if data.total is None:
        return dict(held)
    try:
        return proportional(held, data.total, max(data.least, 1))
    except SampleError as fault:
        raise Refused(fault.rule, sample_messages.message(fault), "total") from fault


@service
def draw_again(actor: Actor, wave: Wave, reason: str) -> Wave:
    """Undo the draw of a wave that is not open yet. The next draw has another seed.

    Raises:
        Refused: the wave is not drawn or open already, or no reason is given.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fired = fire(held.state, "draw_again", actor)
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), "reason")
    held.units.update(drawn=False, probability=None)
    held.state, held.drawn_at, held.seed, held.sizes = fired.target, None, _seed(), {}
    held.save(update_fields=["state", "drawn_at", "seed", "sizes"])
    payload = {"reason": digest(reason), "commitment": commitment(held.seed)}
    record(actor, "wave.draw_undone", _subject(held), payload)
    return held


@service
def open_wave(actor: Actor, wave: Wave) -> Wave:
    """Open a drawn wave: from now on it takes answers.

    Raises:
        Refused: the wave is not drawn, or its last day has gone by.
    """
    held = hold(Wave.objects).select_related("edition").get(pk=wave.pk)
    fired = fire(held.state, "open", actor, _facts(actor, held, held.closes_on))
    held.state, held.opened_at, held.asked_on = fired.target, actor.at, actor.today
    held.save(update_fields=["state", "opened_at", "asked_on"])
    payload = {
        "form": held.edition.name,
        "form_version": held.edition.version,
        "form_digest": held.edition.digest,
        "asked": held.units.filter(drawn=True).count(),
    }
    record(actor, "wave.opened", _subject(held), payload)
    return held


@service
def close_wave(actor: Actor, wave: Wave) -> Wave:
    """Close a wave: it takes no more answers.

    Raises:
        Refused: the wave is not open.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fired = fire(held.state, "close", actor)
    held.state, held.closed_at = fired.target, actor.at
    held.save(update_fields=["state", "closed_at"])
    asked = held.units.filter(drawn=True)
    payload = {"asked": asked.count(), "answered": asked.filter(answered_at__isnull=False).count()}
    record(actor, "wave.closed", _subject(held), payload)
    return held


@service
def reopen_wave(actor: Actor, wave: Wave, closes_on: date, reason: str) -> Wave:
    """Take answers again until a day. Weights made meanwhile no longer hold.

    Raises:
        Refused: the wave is not closed, was brought in as files, the day has gone by, or no reason is given.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fired = fire(held.state, "reopen", actor, _facts(actor, held, closes_on))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), "reason")
    held.state, held.closed_at, held.closes_on, held.weighting = fired.target, None, closes_on, {}
    held.save(update_fields=["state", "closed_at", "closes_on", "weighting"])
    held.answers.filter(weight__isnull=False).update(weight=None)
    payload = {"until": closes_on.isoformat(), "reason": digest(reason)}
    record(actor, "wave.reopened", _subject(held), payload)
    return held


def reference(unit: FrameUnit) -> str:
    """What the draw knows a unit by, the same as in ``framing.Candidate``."""
    if unit.firm is not None and unit.programme is not None:
        return f"{unit.programme.code}/{unit.firm.ref}"
    return str((unit.provider or unit.office).code)  # type: ignore[union-attr]


def _check(actor: Actor, data: PlanData, wave: Wave | None = None) -> None:
    if not (data.name_ja.strip() and data.name_en.strip()):
        raise Refused("name_missing", _("Give a name in both languages."), "name_ja")
    if data.asked_on < actor.today:
        raise Refused("asked_past", _("A wave opens today or later."), "asked_on")
    if data.closes_on < data.asked_on:
        raise Refused("closes_early", _("The wave would close before it opens."), "closes_on")
    if MADE_FOR.get(data.edition.name, data.asked) != data.asked:
        raise Refused("form_of_others", _("This questionnaire is made for others."), "edition")
    if data.edition.retired_at is not None:
        text = _("This version of the form is retired. Choose another one.")
        raise Refused("form_retired", text, "edition")
    if data.before is not None and data.before.asked != data.asked:
        text = _("The earlier wave asked somebody else. Compare with a wave of the same kind.")
        raise Refused("before_other", text, "before")
    if data.before is not None and data.before == wave:
        raise Refused("before_itself", _("A wave is not compared with itself."), "before")
    for fact in data.strata:
        if fact not in DIVIDED_BY[data.asked]:
            text = _("Those who are asked cannot be divided by this.")
            raise Refused("stratum_fact", text, "strata")
    _check_frame(data)


def _check_frame(data: PlanData) -> None:
    if data.asked != Asked.FIRMS:
        return
    if not data.frame.parts:
        raise Refused("frame_without_parts", _("Choose at least one kind of support."))
    for part in data.frame.parts:
        if part.first > part.last:
            text = _("The first fiscal year lies after the last one.")
            raise Refused("years_turned", text, f"{part.service}_last")
    if not 0 <= data.frame.rest_months <= MOST_REST_MONTHS:
        text = _("Enter a number of months from 0 to %(most)s.")
        raise Refused("rest_months", text % {"most": MOST_REST_MONTHS}, "rest_months")


def _fill(wave: Wave, data: PlanData) -> None:
    wave.name_ja, wave.name_en = data.name_ja.strip(), data.name_en.strip()
    wave.edition, wave.asked, wave.before = data.edition, data.asked, data.before
    wave.asked_on, wave.closes_on = data.asked_on, data.closes_on
    wave.frame, wave.strata = data.frame.stored(), list(data.strata)
    # Another frame, another seed: nobody plans with a seed in mind.
    wave.seed = _seed()


def _told(wave: Wave) -> dict[str, Any]:
    return {
        "form": wave.edition.name,
        "form_version": wave.edition.version,
        "asked": wave.asked,
        "frame": wave.frame,
        "strata": wave.strata,
        "commitment": commitment(wave.seed),
    }


def _seed() -> str:
    return secrets.token_hex(_SEED_BYTES)


def _store_frame(actor: Actor, wave: Wave) -> None:
    """Work the frame out from the records of today and store it in place of the one before."""
    found = candidates(wave.asked, FrameSpec.read(wave.frame), actor.today, wave.pk)
    if not found:
        text = _("Nobody stands in this frame. Widen the years, the kinds or the places.")
        raise Refused("frame_empty", text)
    wave.units.all().delete()
    for part in _batches(found):
        FrameUnit.objects.bulk_create(
            FrameUnit(
                wave=wave,
                programme_id=one.programme_id,
                firm_id=one.firm_id,
                provider_id=one.provider_id,
                office_id=one.office_id,
                stratum=stratum(one.facts, wave.strata),
                cohort_fy=one.facts.get("cohort"),
                facts=dict(one.facts),
                excluded=one.excluded,
                excluded_note=one.excluded_note,
            )
            for one in part
        )
    payload = {"units": len(found), "left_out": sum(bool(one.excluded) for one in found)}
    record(actor, "wave.framed", _subject(wave), payload)


def _asked(wave: Wave) -> QuerySet[FrameUnit]:
    """The units of a wave that nothing keeps from being asked."""
    return wave.units.filter(excluded="")


def _drawable(wave: Wave) -> dict[str, dict[str, int]]:
    """By stratum the references that can be drawn, with their keys."""
    rows = _asked(wave).order_by("stratum", "pk")
    columns = ("stratum", "pk", "programme__code", "firm__ref", "provider__code", "office__code")
    found: dict[str, dict[str, int]] = {}
    for name, key, programme, firm, provider, office in rows.values_list(*columns):
        who = f"{programme}/{firm}" if firm else provider or office
        found.setdefault(name, {})[who] = key
    return found


def _kept_sizes(data: DrawData) -> tuple[str, dict[str, Any]]:
    if data.by_stratum is not None:
        return Drawing.SAMPLE, {"strata": dict(data.by_stratum)}
    if data.total is not None:
        return Drawing.SAMPLE, {"total": data.total, "least": data.least}
    return Drawing.CENSUS, {}


def _draw_sample(wave: Wave, strata: Mapping[str, Mapping[str, int]], sizes: Mapping[str, int]) -> None:
    try:
        drawn = draw(wave.seed, strata, sizes)
    except SampleError as fault:
        said = sample_messages.message(fault, Words().of(wave.strata))
        raise Refused(fault.rule, said) from fault
    for name, one in drawn.items():
        _asked(wave).filter(stratum=name).update(probability=one.probability)
    keys = [strata[name][who] for name, one in drawn.items() for who in one.references]
    for part in _batches(keys):
        wave.units.filter(pk__in=part).update(drawn=True)


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _of_planned(actor: Actor, unit: FrameUnit) -> FrameUnit:
    """A unit of a wave that is not drawn yet; both are held."""
    wave = hold(Wave.objects).get(pk=unit.wave_id)
    fire(wave.state, "leave_out", actor)
    rows = hold(FrameUnit.objects).select_related("wave", "programme", "firm", "provider", "office")
    return rows.get(pk=unit.pk)


def _facts(actor: Actor, wave: Wave, last: date | None) -> dict[str, bool]:
    return {
        "not_over": last is None or last >= actor.today,
        "has_frame": wave.drawing != Drawing.BROUGHT,
    }


def _subject(wave: Wave) -> tuple[str, str]:
    return ("wave", wave.code)
