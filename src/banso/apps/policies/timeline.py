"""Events of policies in words, from their codes and references alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.policies.models import Right
from banso.web.formats import day as day_label


def describe(event: Event) -> str:
    """Say an event of a version, a family, or a decision in the chain of its subject; nothing if unknown."""
    say = _SAYINGS.get(event.action)
    return say(event.data, event.policy_version) if say else ""


def _right(payload: dict[str, Any]) -> str:
    right = payload.get("right", "")
    return str(Right(right).label) if right in Right.values else right


def _day(payload: dict[str, Any], name: str) -> str:
    return day_label(date.fromisoformat(payload[name])) if payload.get(name) else ""


def _changed(payload: dict[str, Any], _version: str) -> str:
    if payload.get("table"):
        return _("Table %(table)s changed") % {"table": payload["table"]}
    return _("Draft of the policy changed")


_SAYINGS: dict[str, Callable[[dict[str, Any], str], str]] = {
    "policy.shipped": lambda payload, _version: _("Loaded as a draft that ships"),
    "policy.copied": lambda payload, _version: (
        _("Copied from version %(version)s") % {"version": payload.get("from", "")}
    ),
    "policy.imported": lambda payload, _version: _("Read from files"),
    "policy.changed": _changed,
    "policy.checked": lambda payload, _version: _("Checked without faults and sent to approval"),
    "policy.returned": lambda payload, _version: _("Returned to its author"),
    "policy.approved": lambda payload, _version: _("Version approved"),
    "policy.published": lambda payload, _version: (
        _("Published, in force from %(day)s") % {"day": _day(payload, "in_force_from")}
    ),
    "policy.ended": lambda payload, _version: (
        _("In force until %(day)s") % {"day": _day(payload, "last_day")}
    ),
    "policy.discarded": lambda payload, _version: _("Draft of the policy discarded"),
    "policy.right_given": lambda payload, _version: _("Right given: %(right)s") % {"right": _right(payload)},
    "policy.right_ended": lambda payload, _version: _("Right ended: %(right)s") % {"right": _right(payload)},
    "policy.decided": lambda payload, version: (
        _("Judged by policy version %(version)s") % {"version": version}
    ),
    "policy.departed": lambda payload, version: (
        (
            _("Departed from the recommendation of policy version %(version)s")
            if payload.get("followed") == "departed"
            else _("Followed the recommendation of policy version %(version)s")
        )
        % {"version": version}
    ),
    "policy.migrated": lambda payload, version: (
        _("Moved to policy version %(version)s") % {"version": version}
    ),
}
