"""Waves as Banso runs them: the frame of the wave that was answered, and one that has just been opened.

Of the closed wave every firm of the frame was asked; of the open one a sample by strata was drawn.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Prefecture
from banso.apps.fees.effect.measures import SIZES
from banso.apps.surveys.frames import FrameSpec, Support, facts_of, lead, presets, stratum
from banso.apps.surveys.models import Asked as Who
from banso.apps.surveys.models import Drawing, Exclusion, FrameUnit, Wave, WaveState
from banso.demo.begun import MEAN_DAYS, Heard, Mailbox, code_for, so_far, tell_begun, way_of
from banso.demo.casework import CaseRow
from banso.demo.firms import FirmRow
from banso.demo.frame import ASKED_ON, Asked
from banso.demo.people import People
from banso.demo.plan import Plan, at, working
from banso.engines.kernel.fiscal import add_months, fiscal_year
from banso.engines.kernel.lots import commitment
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.engines.statistics.sampling import draw, proportional

WAVE = "2025-supported"
STRATA = ("service",)
HANDS_ON = "hands_on"
#: The closed wave took answers for so many days.
CLOSES_ON = ASKED_ON + timedelta(days=39)
#: Who is reminded answers in a second rush.
_REMINDED_AFTER = 14
#: The open wave began so many days before the portfolio's day, and closes so many months later.
_OPEN_DAYS, _OPEN_MONTHS = 5, 1
#: Of the open wave this part of the frame is drawn.
_DRAWN = 0.4
_LEFT_OUT = 60
_WHY = "統計部門の別の調査と重なるため"


def closed_wave(plan: Plan, people: People, framed: Sequence[Asked], told: dict[str, Any]) -> int:
    """The wave whose answers the source published, planned and drawn before it was asked. Returns its key."""
    planned, drawn = at(ASKED_ON - timedelta(days=14), 600), at(ASKED_ON - timedelta(days=7), 660)
    counts = Counter(asked.stratum for asked in framed)
    spec = presets()["published"].asked_on(ASKED_ON)
    wave = _wave(plan, people, WAVE, spec, planned, drawn, dict(sorted(counts.items())), len(framed), 0)
    opened = at(ASKED_ON, 9 * 60)
    _tell(plan, people, opened, "wave.opened", WAVE, {**told, "asked": len(framed)})
    return plan[Wave].add(
        **wave,
        name_ja="支援先アンケート 2025（合成データ）",
        name_en="Supported firms 2025 (synthetic data)",
        drawing=Drawing.CENSUS,
        state=WaveState.CLOSED,
        asked_on=ASKED_ON,
        closes_on=CLOSES_ON,
        opened_at=opened,
        closed_at=at(CLOSES_ON, 18 * 60),
        sizes={},
        weighting={"classes": list(STRATA), "margins": [], "cap": None},
    )


def closed_units(
    plan: Plan, wave: int, framed: Sequence[Asked], answered: Iterable[int]
) -> dict[tuple[str, int], tuple[int, float]]:
    """The units of the closed wave. By programme and firm their key and the weight of an answer.

    Those who answered stand for the silent of their stratum.
    """
    chance, regions, spoke = plan.random("waves/closed"), _regions(), set(answered)
    counts = Counter(asked.stratum for asked in framed)
    heard = Counter(asked.stratum for asked in framed if id(asked) in spoke)
    found = {}
    for asked in framed:
        supports = _supports(asked.cases, ASKED_ON)
        leading = Support(
            asked.programme, asked.lead.service.code, asked.lead.started_on, _ended(asked.lead, ASKED_ON)
        )
        facts = _facts(supports, leading, asked.firm, ASKED_ON, regions)
        sent = at(ASKED_ON, 10 * 60 + chance.randrange(90))
        key = plan[FrameUnit].add(
            **_unit(plan, wave, asked.programme, asked.firm, facts),
            drawn=True,
            probability=1.0,
            **_became(chance, sent, id(asked) in spoke),
        )
        found[asked.programme, asked.firm.id] = key, counts[asked.stratum] / max(heard[asked.stratum], 1)
    return found


def tell_closed(plan: Plan, people: People, framed: int, answers: int) -> None:
    """That the wave was closed and its answers weighted, after they were stored."""
    _tell(plan, people, at(CLOSES_ON, 18 * 60), "wave.closed", WAVE, {"asked": framed, "answered": answers})


def open_wave(plan: Plan, people: People, cases: Sequence[CaseRow], before: int) -> list[Heard]:
    """A wave that opened some days ago: drawn by strata and sent. Returns who has answered."""
    opened_on = working(plan.as_of - timedelta(days=_OPEN_DAYS))
    while not plan.past(opened_on):
        opened_on -= timedelta(days=1)
    year, chance, regions = fiscal_year(opened_on), plan.random("waves/open"), _regions()
    spec = _with_new_hands_on(presets()["same_distance"].asked_on(opened_on), year)
    framed = list(_candidates(cases, spec, opened_on))
    strata: dict[str, list[str]] = {}
    out = {number for number in range(len(framed)) if number % _LEFT_OUT == _LEFT_OUT - 1}
    for number, (programme, firm, _supported, leading) in enumerate(framed):
        if number not in out:
            strata.setdefault(leading.service, []).append(f"{programme}/{firm.ref}")
    if not strata:
        return []
    held = {name: len(references) for name, references in strata.items()}
    total = max(round(sum(held.values()) * _DRAWN), sum(min(count, 2) for count in held.values()))
    # Of hands-on support there are few: all of them are asked.
    sizes = proportional(held, total, 2) | {name: held[name] for name in (HANDS_ON,) if name in held}
    code = f"{year}-open"
    planned, drawn_at = at(opened_on - timedelta(days=3), 600), at(opened_on - timedelta(days=2), 660)
    kept = _wave(
        plan, people, code, spec, planned, drawn_at, dict(sorted(sizes.items())), len(framed), len(out)
    )
    opened = at(opened_on, 9 * 60)
    form, asked = shipped(SUPPORTED_FIRM), sum(sizes.values())
    told = {"form": SUPPORTED_FIRM, "form_version": form.version, "form_digest": form.digest, "asked": asked}
    _tell(plan, people, opened, "wave.opened", code, {**told, "synthetic": True})
    wave = plan[Wave].add(
        **kept,
        name_ja=f"支援先アンケート {year}年度（合成データ・実施中）",
        name_en=f"Supported firms FY{year} (synthetic data, open)",
        drawing=Drawing.SAMPLE,
        state=WaveState.OPEN,
        asked_on=opened_on,
        closes_on=add_months(opened_on, _OPEN_MONTHS),
        before_id=before,
        opened_at=opened,
        sizes={"strata": sizes},
        weighting={},
    )
    drawn = draw(kept["seed"], strata, sizes)
    taken = {reference for one in drawn.values() for reference in one.references}
    heard: list[Heard] = []
    mailbox, own = Mailbox(plan), _by_firm(cases, opened_on)
    for number, (programme, firm, supported, leading) in enumerate(framed):
        row = _unit(plan, wave, programme, firm, _facts(supported, leading, firm, opened_on, regions))
        if number in out:
            plan[FrameUnit].add(**row, excluded=Exclusion.BY_HAND, excluded_note=_WHY)
            continue
        chances = {"probability": drawn[leading.service].probability}
        if f"{programme}/{firm.ref}" not in taken:
            plan[FrameUnit].add(**row, **chances)
            continue
        contact = mailbox.contact(firm)
        # Letters on paper are printed together, mails leave one by one.
        minute = 10 * 60 + (chance.randrange(90) if contact else 0)
        became = so_far(plan, chance, at(opened_on, minute), firm, contact)
        unit = plan[FrameUnit].add(**row, **chances, drawn=True, code=code_for(chance, contact), **became)
        tell_begun(plan, people, unit, (code, programme, firm.ref), row["facts"], became, contact)
        if "answered_at" in became:
            asked_one = _asked(programme, own[programme, firm.id], leading, opened_on)
            heard.append(Heard(wave, code, unit, asked_one, became["answered_at"], *way_of(chance, firm)))
    return heard


def _with_new_hands_on(spec: FrameSpec, year: int) -> FrameSpec:
    """The frame with hands-on support up to the year before, so that the example firm is asked."""
    widened = (replace(part, last=year - 1) if part.service == HANDS_ON else part for part in spec.parts)
    return replace(spec, parts=tuple(widened))


def _wave(
    plan: Plan,
    people: People,
    code: str,
    spec: FrameSpec,
    planned: datetime,
    drawn: datetime,
    strata: dict[str, int],
    framed: int,
    out: int,
) -> dict[str, Any]:
    """Columns of a wave up to its draw, with the events that led there."""
    seed = f"{plan.random(f'waves/seed/{code}').getrandbits(256):064x}"
    form = shipped(SUPPORTED_FIRM)
    told = {
        "form": SUPPORTED_FIRM, "form_version": form.version, "asked": Who.FIRMS.value,
        "frame": spec.stored(), "strata": list(STRATA), "commitment": commitment(seed),
    }  # fmt: skip
    _tell(plan, people, planned, "wave.planned", code, told)
    _tell(plan, people, planned, "wave.framed", code, {"units": framed, "left_out": out})
    drawing = Drawing.CENSUS if sum(strata.values()) == framed else Drawing.SAMPLE
    _tell(plan, people, drawn, "wave.drawn", code, {"drawing": drawing.value, "seed": seed, "strata": strata})
    return {
        "code": code,
        "edition_id": plan.configuration.editions[SUPPORTED_FIRM],
        "asked": Who.FIRMS,
        "frame": spec.stored(),
        "strata": list(STRATA),
        "seed": seed,
        "drawn_at": drawn,
        "planned_by_id": people.programme_manager,
    }


def _tell(
    plan: Plan, people: People, moment: datetime, action: str, code: str, payload: dict[str, Any]
) -> None:
    manager, role = people.programme_manager, Role.PROGRAMME_MANAGER
    plan.event(moment, manager, role, action, ("wave", code), payload)


def _candidates(
    cases: Iterable[CaseRow], spec: FrameSpec, day: date
) -> Iterable[tuple[str, FirmRow, list[Support], Support]]:
    """Programme, firm, supports and the one that leads of everybody in a frame, in order."""
    own = _by_firm(cases, day)
    for (programme, _firm), rows in sorted(own.items()):
        supports = _supports(rows, day)
        leading = lead(spec.parts, supports)
        if leading is not None:
            yield programme, rows[0].firm, supports, leading


def _asked(programme: str, cases: list[CaseRow], leading: Support, day: date) -> Asked:
    """One that is asked, with the case that leads."""
    begun = (leading.service, leading.started_on)
    case = next(case for case in cases if (case.service.code, case.started_on) == begun)
    return Asked(programme, case.firm, cases, case, day)


def _by_firm(cases: Iterable[CaseRow], day: date) -> dict[tuple[str, int], list[CaseRow]]:
    """The cases that had begun by a day, by programme and firm."""
    own: dict[tuple[str, int], list[CaseRow]] = {}
    for case in cases:
        if case.started_on <= day:
            own.setdefault((case.service.programme, case.firm.id), []).append(case)
    return own


def _supports(cases: Iterable[CaseRow], day: date) -> list[Support]:
    return [
        Support(case.service.programme, case.service.code, case.started_on, _ended(case, day))
        for case in sorted(cases, key=lambda case: (case.started_on, case.id))
    ]


def _ended(case: CaseRow, day: date) -> date | None:
    """When a case ended, as far as it was known on a day."""
    return case.ended_on if case.ended_on is not None and case.ended_on < day else None


def _facts(
    supports: list[Support], leading: Support, firm: FirmRow, day: date, regions: dict[str, str]
) -> dict[str, Any]:
    return {
        **facts_of(supports, leading, day),
        "region": regions[firm.office.prefecture],
        "size": next(c for c, (_least, most) in SIZES.items() if most is None or firm.employees <= most),
        "experience": firm.experience.value,
        "ec_record": str(firm.ec_record),
    }


def _unit(plan: Plan, wave: int, programme: str, firm: FirmRow, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "wave_id": wave,
        "programme_id": plan.configuration.programmes[programme],
        "firm_id": firm.id,
        "office_id": firm.office.id,
        "stratum": stratum(facts, STRATA),
        "cohort_fy": int(facts["cohort"]),
        "facts": facts,
    }


def _became(chance: random.Random, sent: datetime, answered: bool) -> dict[str, datetime]:
    """What became of one that the closed wave asked."""
    if answered:
        days = chance.expovariate(1 / MEAN_DAYS)
        if chance.random() < 0.4:
            days += _REMINDED_AFTER
        done = sent + timedelta(days=int(days) % 39, minutes=chance.randrange(20, 400))
        return {
            "sent_at": sent,
            "opened_at": done - timedelta(minutes=16),
            "started_at": done - timedelta(minutes=14),
            "answered_at": done,
        }
    kind = chance.random()
    if kind < 0.04:
        return {"sent_at": sent, "bounced_at": sent + timedelta(minutes=3)}
    opened = sent + timedelta(days=chance.randrange(3), minutes=chance.randrange(20, 300))
    if kind > 0.35:
        return {"sent_at": sent}
    found = {"sent_at": sent, "opened_at": opened}
    if kind < 0.06:
        found["declined_at"] = opened + timedelta(minutes=2)
    elif kind < 0.15:
        found["started_at"] = opened + timedelta(minutes=2)
    return found


def _regions() -> dict[str, str]:
    """The region of each prefecture."""
    return dict(Prefecture.objects.order_by("code").values_list("code", "region__code"))
