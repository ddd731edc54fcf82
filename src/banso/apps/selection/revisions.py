"""What was handed in, frozen: the content of a revision, its digest, and the same in words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from banso.apps.casework.selectors import goal_value
from banso.apps.casework.services import EffortKind
from banso.apps.directory.models import Market
from banso.apps.selection.models import Application, Revision
from banso.web import formats

#: What is frozen of a goal, besides its market.
_GOAL = ("product", "hs_code", "hs_year", "metric", "unit", "baseline", "baseline_source", "target")


def content_of(application: Application) -> dict[str, Any]:
    """The texts, the goal and the own efforts of an application as they stand now."""
    goal = application.goals.select_related("market").order_by("-version").first()
    return {
        "service": application.service.code,
        "reason": application.reason,
        "plan_after_support": application.plan_after_support,
        "goal": None if goal is None else frozen_goal(goal),
        "efforts": [
            {"kind": one.kind, "description": one.description, "promised_by": one.promised_by.isoformat()}
            for one in application.own_efforts.order_by("promised_by", "pk")
        ],
    }


def frozen_goal(goal: Any) -> dict[str, Any]:
    """A goal as a revision holds it."""
    values = {name: getattr(goal, name) for name in _GOAL}
    milestones = [
        {"due_on": one.due_on.isoformat(), "value": one.value} for one in goal.milestones.order_by("due_on")
    ]
    return {
        "market": goal.market.code,
        **values,
        "due_on": goal.due_on.isoformat(),
        "milestones": milestones,
    }


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over the one agreed text of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Goal:
    """A frozen goal, readable like a stored one."""

    market: Market | None
    product: str
    hs_code: str
    hs_year: int | None
    metric: str
    unit: str
    baseline: int
    baseline_source: str
    target: int
    due_on: date


@dataclass(frozen=True)
class Effort:
    """A frozen promise in words."""

    kind: str
    description: str
    promised_by: date


@dataclass(frozen=True)
class Shown:
    """A revision as a page shows it."""

    number: int
    reason: str
    plan_after_support: str
    goal: _Goal | None
    efforts: tuple[Effort, ...]

    @property
    def goal_words(self) -> str:
        """The goal in one line: from where to where, of what, in which market, by when."""
        goal = self.goal
        if goal is None:
            return gettext("No goal is set")
        return gettext(
            "%(market)s, %(product)s: from %(baseline)s to %(target)s in 12 months, by %(day)s"
        ) % {
            "market": formats.unknown(goal.market and goal.market.name),
            "product": goal.product,
            "baseline": self.baseline,
            "target": self.target,
            "day": formats.day(goal.due_on),
        }

    @property
    def baseline(self) -> str:
        """What the firm exports now, in 12 months."""
        return goal_value(self.goal, self.goal.baseline) if self.goal else ""  # type: ignore[arg-type]

    @property
    def target(self) -> str:
        """What it wants to export, in 12 months."""
        return goal_value(self.goal, self.goal.target) if self.goal else ""  # type: ignore[arg-type]


def shown(application: Application, revision: Revision | None = None) -> Shown:
    """A revision in words; without one, what stands in the application now."""
    content = content_of(application) if revision is None else revision.content
    kinds = dict(EffortKind.choices)
    goal = content["goal"]
    market = Market.objects.filter(code=goal["market"]).first() if goal else None
    return Shown(
        application.revision if revision is None else revision.number,
        content["reason"],
        content["plan_after_support"],
        _Goal(
            market,
            due_on=date.fromisoformat(goal["due_on"]),
            **{name: goal[name] for name in _GOAL},
        )
        if goal
        else None,
        tuple(
            Effort(
                str(kinds.get(one["kind"], one["kind"])),
                one["description"],
                date.fromisoformat(one["promised_by"]),
            )
            for one in content["efforts"]
        ),
    )
