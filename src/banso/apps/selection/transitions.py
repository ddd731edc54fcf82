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
RETURNED, WAITING = ApplicationState.RETURNED.value, ApplicationState.WAITING.value

_COMPLETE = ("all_stored", "has_goal", "goal_ahead", "has_plan")
_JUDGED = ("screened_by_others", "enough_views")

APPLICATION = Machine(
    "application",
    (
        Transition(NEW, "start", DRAFT, WRITERS),
        Transition(DRAFT, "change", DRAFT, WRITERS),
        Transition(RETURNED, "change", RETURNED, WRITERS),
        Transition(DRAFT, "submit", SUBMITTED, WRITERS, _COMPLETE),
        Transition(RETURNED, "submit", SUBMITTED, WRITERS, _COMPLETE),
        Transition(DRAFT, "withdraw", WITHDRAWN, WRITERS),
        Transition(SUBMITTED, "withdraw", WITHDRAWN, WRITERS),
        Transition(SCREENED, "withdraw", WITHDRAWN, WRITERS),
        Transition(RETURNED, "withdraw", WITHDRAWN, WRITERS),
        Transition(WAITING, "withdraw", WITHDRAWN, WRITERS),
        Transition(SUBMITTED, "declare", SUBMITTED, REVIEWER),
        Transition(SCREENED, "declare", SCREENED, REVIEWER),
        Transition(WAITING, "declare", WAITING, REVIEWER),
        Transition(SUBMITTED, "screen", SCREENED, REVIEWER, ("without_conflict", "first_view")),
        Transition(SCREENED, "screen", SCREENED, REVIEWER, ("without_conflict", "first_view")),
        Transition(SCREENED, "discuss", SCREENED, REVIEWER, ("own_view", "others_views")),
        Transition(SCREENED, "assent", SCREENED, REVIEWER, ("own_view",)),
        Transition(SUBMITTED, "ask_more", RETURNED, DECIDER, ("screened_by_others",)),
        Transition(SCREENED, "ask_more", RETURNED, DECIDER, ("screened_by_others",)),
        Transition(SCREENED, "wait", WAITING, DECIDER, (*_JUDGED, "has_places")),
        Transition(SCREENED, "adopt", ADOPTED, DECIDER, _JUDGED),
        Transition(SCREENED, "decline", DECLINED, DECIDER, _JUDGED),
        Transition(WAITING, "adopt", ADOPTED, DECIDER, _JUDGED),
        Transition(WAITING, "decline", DECLINED, DECIDER, _JUDGED),
    ),
    {
        # The record is complete: whether it is good enough is for people to judge.
        "has_goal": lambda facts: facts.get("has_goal"),
        "has_plan": lambda facts: facts.get("has_plan"),
        # A draft may lie so long that the day it aims at goes by.
        "goal_ahead": lambda facts: facts.get("goal_ahead"),
        # Nothing typed on the form is left out of what is handed in.
        "all_stored": lambda facts: facts.get("all_stored"),
        # The reviewer declared to have no conflict of interest, before anything was opened.
        "without_conflict": lambda facts: facts.get("without_conflict"),
        # This reviewer has not screened this revision yet.
        "first_view": lambda facts: facts.get("first_view"),
        # Those who discuss have screened this revision, and there is somebody to discuss with.
        "own_view": lambda facts: facts.get("own_view"),
        "others_views": lambda facts: facts.get("others_views"),
        # As many reviewers without a conflict screened this revision as the round asks for.
        "enough_views": lambda facts: facts.get("enough_views"),
        # There is a waiting list only where places end.
        "has_places": lambda facts: facts.get("has_places"),
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
        "all_stored": _(
            "Something on the form was typed and not stored yet. Open the form, look it through and store it."
        ),
        "without_conflict": _("Declare first whether you have a conflict of interest; with one you are out."),
        "first_view": _("You have screened this revision already."),
        "own_view": _("Only those who screened this revision discuss it."),
        "others_views": _("Nobody else has screened this revision, so that there is nothing to discuss."),
        "enough_views": _("Fewer reviewers than the round asks for have screened this revision."),
        "has_places": _("This round has no limit of places, so that it has no waiting list."),
        "screened_by_others": _("You screened this application yourself; somebody else has to determine it."),
    },
    states={
        DRAFT: _("The application has not been submitted yet."),
        SUBMITTED: _("The application is submitted and not screened yet."),
        SCREENED: _("The application is screened and waits for its determination."),
        RETURNED: _("More is asked of the firm; its next revision is waited for."),
        WAITING: _("The application is on the waiting list."),
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
