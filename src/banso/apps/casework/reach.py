"""Which case somebody reaches, and what they may do and open from its page."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Firm
from banso.apps.intake.models import Consultation
from banso.apps.selection.models import Application

#: What may be done on the page of a case, by the name templates know it.
DEEDS = {
    "log": Action.ACTIVITY_LOG,
    "record": Action.RESULT_RECORD,
    "confirm": Action.RESULT_CONFIRM,
    "ask": Action.RESULT_ASK,
    "prove": Action.RESULT_PROVE,
    "settle": Action.RESULT_SETTLE,
    "effort": Action.EFFORT_RECORD,
    "revise": Action.GOAL_REVISE,
    "decide": Action.GATE_DECIDE,
    "agree": Action.GATE_AGREE,
    "note_cause": Action.CAUSE_NOTE,
    "assign": Action.EXPERT_ASSIGN,
    "end": Action.SUPPORT_END,
    "follow_up": Action.FOLLOW_UP_RECORD,
    "quote": Action.QUOTE_WRITE,
}


def find(access: Access, ref: str) -> Case | None:
    """The case of this reference if the person may see it.

    What they may do there stands in ``may_<deed>``, which records beside it they may open in
    ``may_open_<what>``.
    """
    rows = access.rows(Action.CASE_VIEW, Case.objects.filter(ref=ref)).select_related(
        "firm__prefecture",
        "office",
        "service",
        "version",
        "expert",
        "staff",
        "application__consultation",
        "need__consultation",
    )
    deeds = {
        f"may_{deed}": Exists(access.rows(action, Case.objects.order_by().filter(pk=OuterRef("pk"))))
        for deed, action in DEEDS.items()
    }
    return rows.annotate(**deeds, **_openable(access)).first()


def _openable(access: Access) -> dict[str, Exists]:
    consultation = Coalesce(OuterRef("application__consultation"), OuterRef("need__consultation"))
    records = {
        "firm": (Action.FIRM_VIEW, Firm, OuterRef("firm")),
        "application": (Action.APPLICATION_VIEW, Application, OuterRef("application")),
        "expert": (Action.EXPERT_VIEW, Expert, OuterRef("expert")),
        "consultation": (Action.CONSULTATION_VIEW, Consultation, consultation),
    }
    return {
        f"may_open_{what}": Exists(access.rows(action, model.objects.order_by().filter(pk=key)))
        for what, (action, model, key) in records.items()
    }


def is_own_firm(access: Access, case: Case) -> bool:
    """Whether the person reads as a member of the firm."""
    return any(held.role == Role.FIRM_MEMBER and held.firm_id == case.firm_id for held in access.assignments)
