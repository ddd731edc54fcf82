"""Open work by kind: which rows of which table wait for whom, and when an owner is gone.

A test holds this list against every foreign key to people, experts and offices: each is either an owner here,
or says who did something at the time and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.services import current
from banso.apps.journal.services import Subject
from banso.apps.transfers.models import GiverKind

STAFF, EXPERT, OFFICE = GiverKind.STAFF.value, GiverKind.EXPERT.value, GiverKind.OFFICE.value

#: Which rows are open on a day.
Open = Callable[[date], Q]


@dataclass(frozen=True)
class Work:
    """Rows of a table that wait for their owner: a member of staff, an expert or an office.

    ``subject`` leads to what the chain in the journal is about: its kind and the path to its reference; empty
    where the giver's own chain tells of it alone. ``firm`` is the path to the firm, if the row has one.
    ``clash`` is the column that with the owner must stay unique. ``held_by`` is what the column holds of the
    owner instead of itself: the user of an expert. ``named`` leads to what a row is called by, besides.
    """

    code: str
    words: Promise
    owner: str
    table: str
    column: str
    open: Open
    subject: tuple[str, str] | None = None
    firm: str = ""
    clash: str = ""
    held_by: str = ""
    named: str = ""

    @property
    def model(self) -> type[Model]:
        """The table."""
        return apps.get_model(self.table)

    def rows(self, day: date) -> QuerySet[Any]:
        """All rows that are open on a day."""
        return self.model._default_manager.filter(self.open(day))

    def of(self, owner: Any, day: date) -> QuerySet[Any]:
        """The rows that wait for one owner."""
        return self.rows(day).filter(**{self.column: self.end(owner)}, **self._somebody).order_by("pk")

    @property
    def _somebody(self) -> dict[str, bool]:
        # An expert who does not sign in holds nothing: not what nobody holds.
        return {f"{self.column}__isnull": False} if self.held_by else {}

    def end(self, owner: Any) -> Any:
        """What the column holds for an owner."""
        return getattr(owner, self.held_by) if self.held_by else owner

    def subject_of(self, row: Any) -> Subject | None:
        """The chain that tells of a row."""
        if self.subject is None:
            return None
        return (self.subject[0], str(follow(row, self.subject[1])))

    def label(self, row: Any) -> str:
        """What a row is called on a page: its reference, what it says, and its firm."""
        # The number of a user tells nobody anything.
        chain = self.subject[1] if self.subject and self.subject[0] != "user" else ""
        said = [follow(row, path) for path in (chain, self.named, self.firm) if path]
        return " ".join(str(part) for part in said if part) or str(row)

    def without_owner(self, day: date) -> QuerySet[Any]:
        """The open rows whose owner is gone on a day."""
        return self.rows(day).filter(_gone(self, day)).order_by("pk")


def follow(row: Any, path: str) -> Any:
    """The value at the end of a path from a row."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _gone(work: Work, day: date) -> Q:
    if work.owner == STAFF:
        # Nobody works who holds no role: whoever has left holds none.
        held = Exists(current(day).filter(user=OuterRef(work.column)))
        return Q(**{f"{work.column}__isnull": False}) & ~Q(held)
    if work.owner == EXPERT:
        expert = f"{work.column}__expert" if work.held_by else work.column
        return Q(**{f"{expert}__contract_to__lt": day})
    return Q(**{f"{work.column}__retired_on__lte": day})


def _always(where: Q) -> Open:
    return lambda _day: where


_TAKEN = Q(state__in=["waiting", "taken"], withdrawn_at__isnull=True)
_GOING_ON = ~Q(state="ended")


def _followed(_day: date) -> Q:
    # As a subquery, so that a case with three follow-ups to come is one case.
    return Q(state="ended") & Exists(_to_come())


def _to_come() -> QuerySet[Any]:
    follow_ups = apps.get_model("casework.FollowUp")._default_manager
    return follow_ups.filter(case=OuterRef("pk"), done_on__isnull=True)


def _asked(_day: date) -> Q:
    """Consultations without a need yet, or with one that is neither given up nor helped."""
    needs = apps.get_model("intake.Need")._default_manager
    helped = apps.get_model("intake.Proposal")._default_manager.filter(need=OuterRef("pk"), state="helped")
    of_it = needs.filter(consultation=OuterRef("pk"))
    return Q(Exists(of_it.filter(abandoned_on__isnull=True).exclude(Exists(helped)))) | ~Exists(of_it)


def _to_happen(day: date) -> Q:
    return ~Q(state="cancelled") & Q(starts_at__date__gte=day)


def _to_attend(day: date) -> Q:
    return Q(user__isnull=False, meeting__starts_at__date__gte=day) & ~Q(meeting__state="cancelled")


def _under_contract(day: date) -> Q:
    return Q(contract_to__isnull=True) | Q(contract_to__gte=day)


def _held_on(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def _access_to_come(day: date) -> Q:
    return Q(last_day__gte=day)


def _in_use(day: date) -> Q:
    return Q(retired_on__isnull=True) | Q(retired_on__gt=day)


_CASE = {"table": "casework.Case", "subject": ("case", "ref"), "firm": "firm"}
_PROPOSAL = {
    "table": "intake.Proposal",
    "subject": ("consultation", "need__consultation__ref"),
    "firm": "need__consultation__firm",
    "clash": "need",
}
_TASK = {"table": "notices.Task", "open": _always(Q(state="open")), "firm": "firm", "named": "text"}
_ATTENDED = {
    "table": "notices.Participant",
    "column": "user",
    "open": _to_attend,
    "firm": "meeting__firm",
    "named": "meeting__title",
}
_LED = {"table": "new_exporters.Registration", "subject": ("registration", "ref"), "firm": "firm"}
_HAND_OVER = {
    "table": "new_exporters.HandOver",
    "subject": ("registration", "registration__ref"),
    "firm": "registration__firm",
}

WORK = (
    Work("case_staff", _("Cases"), STAFF, column="staff", open=_always(_GOING_ON), **_CASE),
    Work("followed_staff", _("Follow-ups to come"), STAFF, column="staff", open=_followed, **_CASE),
    Work("proposal_staff", _("Proposals"), STAFF, column="staff", open=_always(_TAKEN), **_PROPOSAL),
    Work("task", _("Tasks"), STAFF, column="assignee", **_TASK),
    Work(
        "second_look",
        _("Second looks"),
        STAFF,
        "selection.SecondLook",
        "assigned_to",
        _always(Q(done_on__isnull=True)),
        ("application", "determination__application__ref"),
    ),
    Work("attend_staff", _("Meetings to attend"), STAFF, **_ATTENDED),
    Work("case_expert", _("Cases"), EXPERT, column="expert", open=_always(_GOING_ON), **_CASE),
    Work("proposal_expert", _("Proposals"), EXPERT, column="expert", open=_always(_TAKEN), **_PROPOSAL),
    Work("attend_expert", _("Meetings to attend"), EXPERT, held_by="user", **_ATTENDED),
    Work(
        "firm",
        _("Firms"),
        OFFICE,
        "directory.Firm",
        "office",
        _always(Q(closed_on__isnull=True, merged_into__isnull=True)),
        ("firm", "ref"),
        named="name",
    ),
    Work(
        "buyer_company",
        _("Invited buyers"),
        OFFICE,
        "buyers.BuyerCompany",
        "office",
        _access_to_come,
        ("buyer_company", "ref"),
        named="name",
    ),
    Work(
        "inquiry_report",
        _("Reports of abuse"),
        OFFICE,
        "inquiries.Report",
        "office",
        _always(Q(state="open")),
        ("inquiry", "inquiry__ref"),
    ),
    Work("case_office", _("Cases"), OFFICE, column="office", open=_always(_GOING_ON), **_CASE),
    Work("followed_office", _("Follow-ups to come"), OFFICE, column="office", open=_followed, **_CASE),
    Work(
        "catch_up",
        _("Catch-up contacts"),
        OFFICE,
        "casework.CatchUp",
        "office",
        _always(Q(done_on__isnull=True)),
        ("firm", "firm__ref"),
        "firm",
    ),
    Work(
        "consultation",
        _("Consultations"),
        OFFICE,
        "intake.Consultation",
        "office",
        _asked,
        ("consultation", "ref"),
        "firm",
    ),
    Work(
        "proposal_office",
        _("Proposals"),
        OFFICE,
        column="office",
        open=_always(_TAKEN & Q(receiver="office")),
        **_PROPOSAL,
    ),
    Work(
        "application",
        _("Applications"),
        OFFICE,
        "selection.Application",
        "office",
        _always(Q(state__in=["draft", "submitted", "screened", "returned", "waiting"])),
        ("application", "ref"),
        "firm",
    ),
    Work(
        "registration",
        _("New exporters"),
        OFFICE,
        column="office",
        open=_always(Q(closed_on__isnull=True)),
        **_LED,
    ),
    Work(
        "registration_lead",
        _("New exporters in the lead"),
        OFFICE,
        column="lead_office",
        open=_always(Q(closed_on__isnull=True)),
        **_LED,
    ),
    Work(
        "component",
        _("Parts of the programme for new exporters"),
        OFFICE,
        "new_exporters.Component",
        "holder_office",
        _always(Q(closed_on__isnull=True, registration__closed_on__isnull=True)),
        ("registration", "registration__ref"),
        "registration__firm",
    ),
    Work(
        "hand_over_in",
        _("Hand-overs to accept"),
        OFFICE,
        column="to_office",
        open=_always(Q(state="waiting")),
        **_HAND_OVER,
    ),
    Work(
        "hand_over_out",
        _("Hand-overs sent"),
        OFFICE,
        column="from_office",
        open=_always(Q(state="waiting")),
        **_HAND_OVER,
    ),
    Work(
        "person_request",
        _("Requests about personal data"),
        OFFICE,
        "privacy.PersonRequest",
        "office",
        _always(Q(state__in=["received", "identified", "granted"])),
        ("person_request", "ref"),
    ),
    Work("task_office", _("Tasks"), OFFICE, column="office", **_TASK),
    Work(
        "meeting", _("Meetings"), OFFICE, "notices.Meeting", "office", _to_happen, firm="firm", named="title"
    ),
    Work(
        "planned_pair",
        _("Pairs of the weekly plan to decide"),
        OFFICE,
        "matching.PlannedPair",
        "office",
        _always(Q(state__in=["proposed", "nobody"])),
        named="plan__ref",
    ),
    Work(
        "expert",
        _("Experts"),
        OFFICE,
        "directory.Expert",
        "office",
        _under_contract,
        ("expert", "code"),
        named="name",
    ),
    Work(
        "member",
        _("Staff"),
        OFFICE,
        "accounts.RoleAssignment",
        "office",
        _held_on,
        ("user", "user_id"),
        named="user__name",
    ),
    Work(
        "below",
        _("Offices below"),
        OFFICE,
        "directory.Office",
        "parent",
        _in_use,
        ("office", "code"),
        named="name",
    ),
)
KINDS = {work.code: work for work in WORK}


def kinds_of(owner: str) -> list[Work]:
    """The kinds of work that staff, experts or offices own."""
    return [work for work in WORK if work.owner == owner]
