"""What other rooms show of this room on the page of a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Contact
from banso.apps.notices.selectors import dead_addresses, meetings_about

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


@register.simple_tag
def unreachable(contacts: Iterable[Contact]) -> set[int]:
    """The keys of those contacts whose mail does not arrive: the last letter there failed or came back.

    One query.
    """
    people = list(contacts)
    dead = dead_addresses(contact.email for contact in people)
    return {contact.pk for contact in people if contact.email in dead}
