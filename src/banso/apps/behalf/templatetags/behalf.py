"""The mark of what the office wrote for a firm, beside the record on the page of another room."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.behalf.models import Entry, EntryState
from banso.apps.behalf.selectors import (
    counts,
    entries_of,
    mark_of,
    mark_of_export,
    mark_of_goal,
    mark_of_plan,
    written_by_office,
)
from banso.apps.casework.models import Case, ExportGoal, StagePlan
from banso.apps.directory.models import Firm

register = template.Library()


def _entries(context: Context, firm: int) -> dict[tuple[str, int], Entry]:
    """The entries of a firm. One query a page, whatever the number of records."""
    firms: dict[int, Any] = context["request"].__dict__.setdefault("entries_of_firms", {})
    if firm not in firms:
        firms[firm] = entries_of(firm)
    return firms[firm]


@register.inclusion_tag("behalf/parts/mark.html", takes_context=True)
def on_behalf(context: Context, kind: str, row: int, firm: int) -> dict[str, Any]:
    """The mark of a record that the office wrote for a firm (by key), and how it stands with the firm."""
    entry = _entries(context, firm).get((kind, row))
    access: Access = context["request"].access
    may_settle = entry is not None and entry.state == EntryState.DIFFERENT and access.can(Action.ENTRY_ASK)
    return {"mark": mark_of(entry) if entry else None, "entry": entry if may_settle else None}


@register.inclusion_tag("behalf/parts/mark.html")
def goal_on_behalf(goal: ExportGoal) -> dict[str, Any]:
    """The mark of a revision of the goal that the office proposed."""
    return {"mark": mark_of_goal(goal), "entry": None}


@register.inclusion_tag("behalf/parts/mark.html")
def plan_on_behalf(plan: StagePlan, case: Case) -> dict[str, Any]:
    """The mark of a document of a stage that the office wrote. One query."""
    return {"mark": mark_of_plan(plan, written_by_office(plan, case)), "entry": None}


@register.inclusion_tag("behalf/parts/mark.html")
def export_on_behalf(state: str) -> dict[str, Any]:
    """The mark of an export that was entered for the firm, by its state."""
    return {"mark": mark_of_export(state), "entry": None}


@register.inclusion_tag("behalf/parts/open.html", takes_context=True)
def open_entries(context: Context, firm: Firm) -> dict[str, Any]:
    """For the office, among the facts of a record: how many entries of its firm are open, and what to do."""
    waiting, different = counts(_entries(context, firm.pk))
    may_ask = context["request"].access.can(Action.ENTRY_ASK)
    return {
        "firm": firm,
        "waiting": waiting,
        "different": different,
        "shown": may_ask and waiting + different,
    }


@register.inclusion_tag("behalf/parts/to_confirm.html", takes_context=True)
def entries_to_confirm(context: Context, firm: Firm) -> dict[str, Any]:
    """For a member of the firm, on top of a page: how many entries wait for the firm's word."""
    held = context["request"].access.assignments
    own = any(role.role == Role.FIRM_MEMBER and role.firm_id == firm.pk for role in held)
    return {"firm": firm, "waiting": counts(_entries(context, firm.pk))[0] if own else 0}
