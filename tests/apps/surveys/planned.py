"""Waves as tests need them: planned over the demonstration portfolio or over a few firms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.frames import FrameSpec, Part, presets
from banso.apps.surveys.models import Asked
from banso.apps.surveys.planning import PlanData

EVERY_YEAR = FrameSpec(
    tuple(Part(code, 2016, 2026) for code in ("spot", "hands_on", "street", "mall", "store"))
)


def plan(actor, **changes) -> PlanData:
    """What is said of a wave of firms asked from the actor's day on, for six weeks."""
    data = PlanData(
        code="2026-supported",
        name_ja="支援先アンケート 2026",
        name_en="Supported firms 2026",
        edition=shipped_edition("supported_firm", actor.at),
        asked=Asked.FIRMS,
        asked_on=actor.today,
        closes_on=actor.today + timedelta(weeks=6),
        frame=EVERY_YEAR,
        strata=("service",),
    )
    return replace(data, **changes)


def published(day: date) -> FrameSpec:
    """The frame of the published survey."""
    return presets()["published"].asked_on(day)
