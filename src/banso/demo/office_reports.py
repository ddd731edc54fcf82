"""The reports of offices on the last fiscal year: most are confirmed, a few say another number.

The figures are worked out as the pages do, for all offices at once.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import NewChains
from banso.apps.surveys.forms_kept import form_of, shipped_edition
from banso.apps.surveys.models import (
    Answer,
    Asked,
    Drawing,
    FrameUnit,
    OfficeCorrection,
    Wave,
    WaveState,
)
from banso.apps.surveys.office_figures import Figures, figures_of
from banso.apps.surveys.office_reports import (
    corrections_of,
    judged,
    lay_down,
    subject_of_report,
    vouched,
)
from banso.demo.people import HOME
from banso.demo.plan import in_office, working
from banso.engines.kernel.fiscal import fiscal_year
from banso.engines.questionnaire.form import OFFICE_YEAR

#: One office in so many has not confirmed yet; one in so many says another number.
_OPEN, _OTHER = 17, 12
_LIMITS = ("staff", "experts", "budget", "demand")
_REASONS = {
    "J3": "育児短時間勤務の職員2名を常勤換算した。",
    "J6": "日報に未入力の時間があり、専門家の勤務表で補った。",
    "J18": "電話で紹介した案件を、紹介状の控えから加えた。",
}


def write_office_reports(seed: int, as_of: date) -> None:
    """Write a wave that asks offices of the last fiscal year, and what they confirmed."""
    year, chance = fiscal_year(as_of) - 1, Random(f"{seed}/office reports")
    asked_at = in_office(chance, working(date(year + 1, 4, 6)))
    head = RoleAssignment.objects.filter(role=Role.PROGRAMME_MANAGER).order_by("pk").first()
    wave = Wave.objects.create(
        code=f"offices-{year}",
        name_ja=f"事務所の年次報告 {year}年度（合成データ）",
        name_en=f"Reports of offices, fiscal {year} (synthetic data)",
        edition=shipped_edition(OFFICE_YEAR, asked_at),
        asked=Asked.OFFICES,
        drawing=Drawing.CENSUS,
        state=WaveState.OPEN,
        asked_on=asked_at.date(),
        opened_at=asked_at,
        drawn_at=asked_at,
        planned_by_id=head.user_id if head else None,
    )
    form, chains = form_of(wave.edition), NewChains()
    chains.add(
        Actor(wave.planned_by_id, Role.PROGRAMME_MANAGER, asked_at),
        "wave.opened",
        ("wave", wave.code),
        {"form": form.name, "form_version": form.version, "form_digest": form.digest, "synthetic": True},
    )
    offices = list(Office.objects.filter(retired_on__isnull=True).order_by("position", "code"))
    units = FrameUnit.objects.bulk_create(
        FrameUnit(wave=wave, office=office, drawn=True, probability=1, sent_at=asked_at) for office in offices
    )
    heads = _heads()
    known = figures_of(Office.objects.filter(pk__in=[office.pk for office in offices]), year)
    answers: list[Answer] = []
    corrections: list[OfficeCorrection] = []
    for number, unit in enumerate(units):
        office = offices[number]
        confirmed = in_office(chance, working(asked_at.date() + timedelta(days=chance.randint(5, 40))))
        other = number % _OTHER == 5
        figures = known[office.pk]
        given, reasons = _typed(chance, figures, other=other)
        nodes = judged(form, unit, given, confirmed.date())
        refused = any(node.faults for node in nodes.values())
        if office.code == HOME or number % _OPEN == 3 or office.pk not in heads or refused:
            continue
        actor = Actor(heads[office.pk], Role.OFFICE_MANAGER, confirmed)
        answer, found = Answer(unit=unit, wave=wave), corrections_of(nodes, figures, reasons)
        lay_down(actor, unit, answer, figures, nodes, given)
        answers.append(answer)
        for row in found:
            row.unit = unit
        corrections += found
        said = vouched(form, answer, found)
        chains.add(actor, "office_report.confirmed", subject_of_report(unit), said)
    Answer.objects.bulk_create(answers)
    FrameUnit.objects.bulk_update(units, ["facts", "answered_at"])
    OfficeCorrection.objects.bulk_create(corrections)
    Event.objects.bulk_create(chains.events())


def _heads() -> dict[int, int]:
    """By office who heads it."""
    held = RoleAssignment.objects.filter(role=Role.OFFICE_MANAGER, valid_to__isnull=True).order_by("-pk")
    return dict(held.values_list("office", "user"))


def _typed(chance: Random, known: Figures, *, other: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What the head of an office types: the records, and where it is another number, why."""
    given = {code: "" if value is None else str(value) for code, value in known.items()}
    given["J19"] = " ".join(sorted(chance.sample(_LIMITS, chance.randint(1, 2)), key=_LIMITS.index))
    reasons: dict[str, Any] = {}
    if other:
        for code in chance.sample(sorted(_REASONS), chance.randint(1, 2)):
            given[code] = str(float(given[code]) - 0.6) if code == "J3" else str(int(float(given[code])) + 3)
            reasons[code] = _REASONS[code]
    return given, reasons
