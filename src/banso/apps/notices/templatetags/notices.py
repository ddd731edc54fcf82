"""What other rooms show of this room on the page of a record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.permissions import Action
from banso.apps.notices.selectors import meetings_about

register = template.Library()


@register.inclusion_tag("notices/meetings_about.html", takes_context=True)
def meetings(context: Context, kind: str, ref: str) -> dict[str, Any]:
    """The meetings ahead about a record, and the ways to plan one or to note a task. One query."""
    access = context["request"].access
    return {
        "kind": kind,
        "ref": ref,
        "meetings": meetings_about(kind, ref, access.at) if access.can(Action.MEETING_VIEW) else [],
        "may_plan": access.can(Action.MEETING_PLAN),
        "may_note": access.can(Action.TASK_WRITE),
    }
