"""Export strategy and business plan as pages and workbooks show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.casework.models import PlanState, Stage, StagePlan
from banso.apps.casework.models.plans import OPEN_STATES, PARTS, SETTLED_STATES
from banso.apps.programmes.models import StageDocumentKind
from banso.engines.reporting.text_difference import Part, difference
from banso.engines.reporting.workbook import write_xlsx
from banso.web import formats

MARKS = {
    PlanState.DRAFT: "dash",
    PlanState.SENT: "part",
    PlanState.FIRM_AGREED: "part",
    PlanState.OFFICE_AGREED: "part",
    PlanState.AGREED: "ok",
    PlanState.ON_PAPER: "ok",
}
#: What each part should say.
HINTS = {
    "market": gettext_lazy("Which country or region, and why this one."),
    "customers": gettext_lazy("Who buys there, and what they want."),
    "product_changes": gettext_lazy("What has to change: contents, size, label, rules."),
    "price": gettext_lazy("At what price it is sold there, and what is left of it."),
    "route": gettext_lazy("Through whom it reaches the customers."),
    "people": gettext_lazy("Who does it in the firm, in which hours."),
    "money": gettext_lazy("What it costs by when, and who pays."),
    "after_support": gettext_lazy("What goes on once support has ended, and who does it."),
}


@dataclass(frozen=True)
class PlanLine:
    """One document that a case needs: the stage it closes, the version that stands, the one under way."""

    kind: str
    stage: Stage
    settled: StagePlan | None
    open: StagePlan | None

    @property
    def name(self) -> str:
        """What the document is called."""
        return str(StageDocumentKind(self.kind).label)

    @property
    def latest(self) -> StagePlan | None:
        """The version to show."""
        return self.open or self.settled

    @property
    def mark(self) -> str:
        """The mark of its state."""
        return MARKS[PlanState(self.latest.state)] if self.latest else "unk"

    @property
    def missing(self) -> bool:
        """Whether the stage cannot close yet."""
        return self.settled is None


def plan_lines(stages: Sequence[Stage], plans: Iterable[StagePlan]) -> list[PlanLine]:
    """The documents that a case's stages close with, in their order, with their versions."""
    by_kind: dict[str, list[StagePlan]] = {}
    for plan in plans:
        by_kind.setdefault(plan.kind, []).append(plan)
    lines: dict[str, PlanLine] = {}
    for stage in stages:
        kind = stage.definition.closes_with
        if kind and kind not in lines:
            versions = sorted(by_kind.get(kind, []), key=lambda plan: plan.version, reverse=True)
            settled = next((plan for plan in versions if plan.state in SETTLED_STATES), None)
            under_way = next((plan for plan in versions if plan.state in OPEN_STATES), None)
            lines[kind] = PlanLine(kind, stage, settled, under_way)
    return list(lines.values())


def parts_of(plan: StagePlan) -> list[tuple[str, str]]:
    """The parts of a version by their names."""
    return [(label_of(part), getattr(plan, part)) for part in PARTS]


def label_of(part: str) -> str:
    """What a part is called."""
    return str(StagePlan._meta.get_field(part).verbose_name)


@dataclass(frozen=True)
class Compared:
    """One part in two versions."""

    label: str
    parts: list[Part]
    changed: bool


def compared(before: StagePlan, after: StagePlan) -> list[Compared]:
    """Every part of two versions, word by word."""
    found = []
    for part in PARTS:
        parts = difference(getattr(before, part), getattr(after, part))
        found.append(Compared(label_of(part), parts, any(piece.kind != "same" for piece in parts)))
    return found


def workbook(plans: Sequence[StagePlan], ref: str) -> bytes:
    """All versions of a document as one sheet: a column for each version, who agreed when at the foot."""
    versions = (_("Version %(version)s") % {"version": plan.version} for plan in plans)
    labels = [_("Part of the document"), *versions]
    rows: list[list[Any]] = [[label_of(part), *(getattr(plan, part) for plan in plans)] for part in PARTS]
    rows.append([_("State"), *(str(PlanState(plan.state).label) for plan in plans)])
    rows.append([_("Written on"), *(formats.local_date(plan.written_at) for plan in plans)])
    rows.append([_("Agreed by the firm"), *(plan.firm_agreed_on for plan in plans)])
    rows.append([_("Agreed by the office"), *(plan.office_agreed_on for plan in plans)])
    rows.append([_("Agreed on paper before"), *(plan.paper_on for plan in plans)])
    return write_xlsx(labels, rows, ref)
