"""What respondents of the waves answer, checked by the form's own rules.

The closed wave carries the published counts. Those who have answered the open one so far answer in the same
proportions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import CaseState
from banso.apps.directory.models import ECRecord, ExportExperience, Firm
from banso.apps.journal.actor import ZONE
from banso.apps.journal.services import canonical, digest
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.models import Answer, AnswerWay
from banso.demo.calibration import Calibration
from banso.demo.casework import CaseRow
from banso.demo.frame import Asked, frame, sample
from banso.demo.people import People
from banso.demo.plan import Plan
from banso.demo.respondents import deal, rank_and_cut, shares
from banso.demo.texts import templates
from banso.demo.waves import WAVE, Heard, closed_units, closed_wave, open_wave, tell_closed
from banso.engines.kernel.fiscal import months_between
from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import SUPPORTED_FIRM, Form, shipped

STORED_AT = datetime(2025, 7, 14, 10, 30, tzinfo=ZONE)
#: What the source does not determine: written into the journal with the wave.
ASSUMED = ("F2", "F3", "F4", "F5", "F6", "F7s", "F8", "F9", "F9b", "F10", "F12", "F13", "F15", "F16")
_SERVICE_CODES = {"hands_on": "handson"}
_BEFORE = {
    ExportExperience.NONE: "none",
    ExportExperience.INDIRECT: "once",
    ExportExperience.OCCASIONAL: "once",
    ExportExperience.CONTINUOUS: "cont",
}
_FEE_RANGES = {
    "b10": (1, 10),
    "b20": (11, 20),
    "b30": (21, 30),
    "b50": (31, 50),
    "b100": (51, 100),
    "over": (101, 300),
}
_CAUSES = {
    "org": 40,
    "appeal": 22,
    "price": 34,
    "capacity": 12,
    "reg": 20,
    "logi": 15,
    "fund": 14,
    "buyer": 38,
    "otherx": 4,
}


@dataclass(frozen=True)
class _Place:
    """Where an answer is stored: its wave and unit, when, by which way, and by whom (None: who answered)."""

    wave: int
    code: str
    unit: int
    at: datetime
    way: AnswerWay
    weight: float | None = None
    by: int | None = None
    role: str = NO_ROLE


def write_answers(
    plan: Plan, people: People, cases: Sequence[CaseRow], calibration: Calibration
) -> dict[str, int]:
    """Write the waves of firms. Returns how many answered the closed one, by programme."""
    form = shipped(SUPPORTED_FIRM)
    framed = {programme: frame(programme, cases, calibration) for programme in ("consortium", "ec")}
    everybody = [asked for own in framed.values() for asked in own]
    told = {
        "form": SUPPORTED_FIRM,
        "form_version": form.version,
        "form_digest": form.digest,
        "synthetic": True,
        "assumed": ASSUMED,
    }
    wave = closed_wave(plan, people, everybody, told)
    counts, answers = {}, []
    for programme, own in framed.items():
        chance = plan.random(f"answers/{programme}")
        size = round(calibration.respondents(programme) * calibration.sample_share(plan.firms))
        if plan.firms < 1000:
            size = min(size, len(own))
        answers += _answering(chance, programme, own, size, calibration)
        counts[programme] = size
    units = closed_units(plan, wave, everybody, (id(answer["asked"]) for answer in answers))
    for answer in answers:
        asked: Asked = answer["asked"]
        unit, weight = units[asked.programme, asked.firm.id]
        place = _Place(
            wave,
            WAVE,
            unit,
            STORED_AT,
            AnswerWay.FILE,
            weight,
            people.programme_manager,
            Role.PROGRAMME_MANAGER,
        )
        _store(plan, form, place, answer)
        if asked.programme == "ec":
            plan[Firm].change(asked.firm.id, ec_record=asked.firm.ec_record)
    total = sum(counts.values())
    tell_closed(plan, people, len(everybody), total)
    payload = {"new": total, "changed": 0, "linked": 0, "unchanged": 0, "unlinked": 0}
    manager, role = people.programme_manager, Role.PROGRAMME_MANAGER
    plan.event(STORED_AT, manager, role, "wave.answers_imported", ("wave", WAVE), payload)
    _answer_the_open_one(plan, form, open_wave(plan, people, cases, wave), calibration)
    return counts


def _answer_the_open_one(plan: Plan, form: Form, heard: Sequence[Heard], calibration: Calibration) -> None:
    """Store what those answered who have answered by now."""
    places = {(one.asked.programme, one.asked.firm.id): one for one in heard}
    for programme in ("consortium", "ec"):
        own = [one.asked for one in heard if one.asked.programme == programme]
        chance = plan.random(f"answers/open/{programme}")
        for answer in _answering(chance, programme, own, len(own), calibration, given=True):
            one = places[programme, answer["asked"].firm.id]
            place = _Place(one.wave, one.code, one.unit, one.at, one.way, None, one.by, one.role)
            _store(plan, form, place, answer)


def _answering(
    chance: random.Random,
    programme: str,
    framed: list[Asked],
    size: int,
    calibration: Calibration,
    *,
    given: bool = False,
) -> list[dict[str, Any]]:
    """The answers of a sample of the frame, by question code, with the firm as ``asked``.

    ``given``: the EC record of a firm is known by now, and what it answers agrees with it.
    """
    steps = calibration.steps(programme)
    successes = dict(shares(steps[0].labels, size))["yes"]
    drawn = sample(chance, framed, size, successes)
    respondents = [asked.respondent() for asked in drawn]
    rank_and_cut(chance, respondents, steps)
    if given:
        for asked, one in zip(drawn, respondents, strict=True):
            one.labels["prior_ec"] = "no" if asked.firm.ec_record == ECRecord.NONE.value else "yes"
    answers = [_answer(chance, asked, one.labels) for asked, one in zip(drawn, respondents, strict=True)]
    _fees(chance, answers, calibration.fee_bands(programme))
    share = size / calibration.respondents(programme)
    _samples_only(chance, answers, round(calibration.samples_only(programme) * share))
    _own_efforts(chance, answers, *calibration.own_efforts(programme))
    return answers


def _answer(chance: random.Random, asked: Asked, labels: dict[str, str]) -> dict[str, Any]:
    """Answers that follow from casework and from the labels; fees and own efforts are dealt out after."""
    exported = labels["success"] == "yes"
    answer: dict[str, Any] = {"asked": asked, "labels": labels, **_support(chance, asked)}
    answer["F4"] = _BEFORE[asked.firm.experience]
    if asked.programme == "ec":
        answer["F5"] = asked.firm.ec_record = _prior(chance, asked, labels["prior_ec"])
    answer["F6"] = "none" if labels["goal"] == "not_set" else _goal_kind(chance)
    answer["F7"] = labels["success"]
    if exported:
        if labels["goal"] != "not_set":
            answer["F8"] = "met" if labels["goal"] == "met" else "not_met"
        answer["F7s"] = "no"
        answer["F9"] = labels["trend"]
        answer["F9b"] = _last_year(chance, asked)
        answer["F10"] = _new_attempt(chance, labels)
    else:
        answer["F13"] = _causes(chance)
    answer["F11"] = labels["self_effort"]
    answer["F14"] = labels["fee_accept"]
    answer["F16"] = chance.choices(("same", "private", "self", "gaveup"), (30, 12, 33, 25))[0]
    answer["F17"] = chance.choice(templates()["answers"]["comments"]) if chance.random() < 0.08 else ""
    return answer


def _support(chance: random.Random, asked: Asked) -> dict[str, Any]:
    """Support used, its months and state, as casework has them on the day of asking."""
    kinds = sorted({_SERVICE_CODES.get(case.service.code, case.service.code) for case in asked.cases})
    lead = asked.lead
    ended = lead.state == CaseState.ENDED and lead.ended_on is not None and lead.ended_on < asked.day
    own = asked.cases if asked.stratum == "spot" else [lead]
    answer: dict[str, Any] = {
        "F2": min(120, sum(_months(case, asked.day) for case in own)),
        "F3": "ended" if ended else "ongoing",
    }
    if asked.programme == "consortium":
        kinds += ["window"] if chance.random() < 0.35 else []
        answer["F1c"] = kinds
    else:
        answer["F1e"] = kinds
    return answer


def _months(case: CaseRow, day: date) -> int:
    """Whole months under a case up to the day of asking, at least one."""
    until = min(case.ended_on or day, day)
    return max(1, months_between(case.started_on, until))


def _prior(chance: random.Random, asked: Asked, label: str) -> str:
    """The firm's EC record, made to agree with what it answers."""
    if label == "no":
        return ECRecord.NONE.value
    if asked.firm.ec_record != ECRecord.NONE.value:
        return asked.firm.ec_record
    records = (ECRecord.DOMESTIC.value, ECRecord.CROSS_BORDER.value, ECRecord.BOTH.value)
    return chance.choices(records, (55, 15, 30))[0]


def _goal_kind(chance: random.Random) -> str:
    return chance.choices(("amt", "qty", "both"), (55, 25, 20))[0]


def _last_year(chance: random.Random, asked: Asked) -> int | None:
    if chance.random() < 0.3:
        return None
    middle = 3.2 + 0.5 * asked.firm.size + (1.2 if asked.stratum == "hands_on" else 0.0)
    return max(1, round(chance.lognormvariate(middle, 1.0)))


def _new_attempt(chance: random.Random, labels: dict[str, str]) -> str:
    if labels["new_attempt"] == "tried_failed":
        return "failed"
    if labels["new_attempt"] == "not_considered":
        return "noplan"
    return "success" if chance.random() < (0.72 if labels["trend"] == "up" else 0.48) else "notyet"


def _causes(chance: random.Random) -> list[str]:
    named = [code for code, weight in _CAUSES.items() if chance.random() * 100 < weight]
    return named or [chance.choices(list(_CAUSES), list(_CAUSES.values()))[0]]


def _fees(
    chance: random.Random, answers: list[dict[str, Any]], bands: dict[str, list[tuple[str, int]]]
) -> None:
    """Split the published bands into the form's, and name an upper limit within it."""
    for label, parts in bands.items():
        payers = [answer for answer in answers if answer["labels"].get("fee_band") == label]
        codes = [code for code, count in shares(parts, len(payers)) for _number in range(count)]
        chance.shuffle(codes)
        for answer, code in zip(payers, codes, strict=True):
            answer["F15"] = code
            if chance.random() < 0.6:
                answer["F15v"] = chance.randint(*_FEE_RANGES[code])


def _samples_only(chance: random.Random, answers: list[dict[str, Any]], count: int) -> None:
    """Some of those whose exports did not grow and who met no goal shipped samples only."""
    few = [one for one in answers if one["F7"] == "yes" and one["F9"] != "up" and one.get("F8") != "met"]
    for answer in chance.sample(few, min(count, len(few))):
        answer["F7s"] = "yes"


def _own_efforts(
    chance: random.Random, answers: list[dict[str, Any]], counts: dict[str, int], base: int
) -> None:
    """Those who exported are dealt the kinds by their counts; the others draw from the same shares."""
    succeeded = [one for one in answers if one["F11"] == "yes" and one["F7"] == "yes"]
    others = [one for one in answers if one["F11"] == "yes" and one["F7"] == "no"]
    total = max(len(succeeded), round(sum(counts.values()) * len(succeeded) / base))
    dealt = deal(chance, len(succeeded), dict(shares(list(counts.items()), total)))
    for answer, kinds in zip(succeeded, dealt, strict=True):
        answer["F12"] = list(kinds)
    for answer in others:
        drawn = set(chance.choices(list(counts), list(counts.values()), k=chance.choice((1, 1, 2, 3))))
        answer["F12"] = [kind for kind in counts if kind in drawn]
    for answer in succeeded + others:
        if "otherx" in answer["F12"]:
            answer["F12o"] = chance.choice(templates()["answers"]["otherx"])


def _store(plan: Plan, form: Form, place: _Place, answer: dict[str, Any]) -> None:
    """Clean one answer as an import would, and write what comes out in its place.

    Raises:
        ValueError: the form refuses the answer; it was made wrongly.
    """
    asked: Asked = answer["asked"]
    given = {
        "programme": asked.programme,
        "firm_ref": asked.firm.ref,
        "stratum": asked.stratum,
        "cohort_fy": asked.cohort,
        **answer,
    }
    raw = {code: _cell(given.get(code)) for code in form.codes}
    cleaned = clean(form, raw)
    if cleaned.notes:
        raise ValueError(f"{asked.firm.ref}: {cleaned.notes}")
    values = {
        code: list(value) if isinstance(value, tuple) else value for code, value in cleaned.values.items()
    }
    plan[Answer].add(
        wave_id=place.wave,
        unit_id=place.unit,
        way=place.way,
        weight=place.weight,
        programme_id=plan.configuration.programmes[asked.programme],
        firm_ref=asked.firm.ref,
        firm_id=asked.firm.id,
        stratum=asked.stratum,
        cohort_fy=asked.cohort,
        raw=raw,
        values=values,
        log=[],
        stored_at=place.at,
        stored_by_id=place.by,
    )
    payload = {"form_version": form.version, "values": digest(canonical(values)), "linked": True}
    if place.way != AnswerWay.FILE:
        payload["way"] = place.way.value
    subject = subject_of(place.code, asked.programme, asked.firm.ref)
    plan.event(place.at, place.by, place.role, "answer.stored", subject, payload)


def _cell(value: object) -> str:
    """A value as it stands in a file: several choices in one cell, nothing for what was not asked."""
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) else str(value)
