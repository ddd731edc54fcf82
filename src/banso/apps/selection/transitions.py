"""The states of an application, as data. Whose applications somebody reaches: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import Actor
from banso.apps.selection.models import ApplicationState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before an application exists.
NEW = "new"

WRITERS = frozenset({Role.FIRM_MEMBER.value, Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
REVIEWER = frozenset({Role.REVIEWER.value})
DECIDER = frozenset({Role.DECIDER.value})

DRAFT, SUBMITTED = ApplicationState.DRAFT.value, ApplicationState.SUBMITTED.value
SCREENED, WITHDRAWN = ApplicationState.SCREENED.value, ApplicationState.WITHDRAWN.value
ADOPTED, DECLINED = ApplicationState.ADOPTED.value, ApplicationState.DECLINED.value

APPLICATION = Machine(
    "application",
    (
        Transition(NEW, "start", DRAFT, WRITERS),
        Transition(DRAFT, "change", DRAFT, WRITERS),
        Transition(DRAFT, "submit", SUBMITTED, WRITERS, ("has_goal", "goal_ahead", "has_plan")),
        Transition(DRAFT, "withdraw", WITHDRAWN, WRITERS),
        Transition(SUBMITTED, "withdraw", WITHDRAWN, WRITERS),
        Transition(SCREENED, "withdraw", WITHDRAWN, WRITERS),
        Transition(SUBMITTED, "screen", SCREENED, REVIEWER, ("first_view",)),
        Transition(SCREENED, "screen", SCREENED, REVIEWER, ("first_view",)),
        Transition(SCREENED, "adopt", ADOPTED, DECIDER, ("screened_by_others",)),
        Transition(SCREENED, "decline", DECLINED, DECIDER, ("screened_by_others",)),
    ),
    {
        # The record is complete: whether it is good enough is for people to judge.
        "has_goal": lambda facts: facts.get("has_goal"),
        "has_plan": lambda facts: facts.get("has_plan"),
        # A draft may lie so long that the day it aims at goes by.
        "goal_ahead": lambda facts: facts.get("goal_ahead"),
        # This reviewer has not screened this revision yet.
        "first_view": lambda facts: facts.get("first_view"),
        # Nobody determines what he or she screened.
        "screened_by_others": lambda facts: facts.get("screened_by_others"),
    },
)


REFUSALS = Refusals(
    role=_("Your role may not do this to an application."),
    guards={
        "has_goal": _("Set an export goal before you submit the application."),
        "goal_ahead": _("The day by which the goal is reached has come. Set a later one before you submit."),
        "has_plan": _(
            "Write what the firm will do after support has ended before you submit the application."
        ),
        "first_view": _("You have screened this revision already."),
        "screened_by_others": _("You screened this application yourself; somebody else has to determine it."),
    },
    states={
        DRAFT: _("The application has not been submitted yet."),
        SUBMITTED: _("The application is submitted and not screened yet."),
        SCREENED: _("The application is screened and waits for its determination."),
        ADOPTED: _("The application is adopted already."),
        DECLINED: _("The application is declined already."),
        WITHDRAWN: _("The application is withdrawn."),
    },
    otherwise=_("This cannot be done to the application now."),
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move an application by the table.

    Raises:
        Refused: with a message; its rule is ``application_state``, ``role`` or the guard that failed.
    """
    return base.fire(APPLICATION, REFUSALS, state, event, actor.role, facts)
