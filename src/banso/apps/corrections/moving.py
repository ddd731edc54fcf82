"""Moving a record that was entered on the wrong case or firm: what is in the way, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.models import RoleAssignment
from banso.apps.base import Refused, hold
from banso.apps.casework.follow_up import first_day
from banso.apps.casework.models import Case, Confirmation, ExportResult, FollowUp
from banso.apps.casework.services import close_follow_ups
from banso.apps.casework.services.follow_ups import close_links
from banso.apps.corrections import efforts
from banso.apps.directory.models import ConflictOfInterest, Firm
from banso.apps.directory.services import refuse_new_work
from banso.apps.documents.models import Document
from banso.apps.intake.models import OUTSIDE, Consultation, Proposal
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject
from banso.apps.matching.models import PlannedPair
from banso.apps.new_exporters.models import Component
from banso.apps.notices.models import Meeting, Reminder, Task
from banso.apps.selection.models import Application


def _alone(row: Any, _to: Any) -> Sequence[Any]:
    return [row]


def _to_case(_actor: Actor, rows: Sequence[Any], to: Case) -> None:
    rows[0].case = to


def _to_firm(_actor: Actor, rows: Sequence[Any], to: Firm) -> None:
    rows[0].firm = to


def _nothing_more(_actor: Actor, _rows: Sequence[Any], _old: Any, _to: Any) -> Sequence[Subject]:
    return ()


@dataclass(frozen=True)
class Moving:
    """How records of one kind go to another place: a case, or the firm that asked.

    ``column`` leads to the place. ``rows`` refuses what is in the way, and gives the records that change: the
    moved one, and last the one where it stands afterwards. ``put`` moves it, not yet stored; ``keeps`` are
    the columns whose old values stay readable, ``silent`` what is stored besides. ``carry`` takes along what
    hangs on it, and gives further chains that tell of it. ``words`` says so to whoever moves it.
    """

    column: str = "case"
    keeps: tuple[str, ...] = ("case",)
    silent: tuple[str, ...] = ()
    rows: Callable[[Any, Any], Sequence[Any]] = _alone
    put: Callable[[Actor, Sequence[Any], Any], None] = _to_case
    carry: Callable[[Actor, Sequence[Any], Any, Any], Sequence[Subject]] = _nothing_more
    words: Promise | str = ""

    @property
    def places(self) -> type[Case] | type[Firm]:
        """Where records of the kind can stand."""
        return Case if self.column == "case" else Firm

    @property
    def joins(self) -> tuple[str, ...]:
        """What is read with a place."""
        return ("firm", "office") if self.column == "case" else ("office",)


def _refuse(rule: str, message: str) -> Refused:
    return Refused(rule, message, "to")


# Exports


def _export(row: ExportResult, _to: Case) -> Sequence[ExportResult]:
    """The document is one of the old case and open to its firm: it does not travel by itself."""
    if row.document_id is not None:
        message = _(
            "A document of this case proves it and stays here. Record the export on the right case, then mark"
            " this one as its duplicate."
        )
        raise _refuse("has_document", message)
    return [row]


# Follow-ups: what was heard goes to the other case's follow-up of the same month

#: What a follow-up is when nothing is recorded yet.
_UNHEARD = {
    "done_on": None,
    "method": "",
    "reached": None,
    "trend": "",
    "amount_yen": None,
    "new_exports": "",
    "new_what": "",
    "comment": "",
    "note": "",
    "contact": None,
    "recorded_by": None,
}
_WHO_SPOKE = ("contact", "recorded_by")


def _follow_up(row: FollowUp, to: Case) -> Sequence[FollowUp]:
    if row.done_on is None:
        raise _refuse("not_recorded", _("Nothing is recorded here yet: there is nothing to move."))
    if row.firm_closed:
        raise _refuse("firm_closed", _("This ended because the firm has closed: nothing was heard."))
    if row.contact_id is not None and row.case.firm_id != to.firm_id:
        raise _refuse("answered_by_firm", _("The firm answered this itself, by its personal link."))
    found = hold(FollowUp.objects).select_related("case__firm", "case__office")
    other = found.filter(case=to, months=row.months).first()
    if other is None:
        message = _("The other case has no follow-up %(months)s months after the end.")
        raise _refuse("no_such_follow_up", message % {"months": row.months})
    if other.done_on is not None:
        raise _refuse("already_done", _("The follow-up of that month is recorded on the other case already."))
    if row.done_on < first_day(other):
        message = _("It was recorded before the follow-up of the other case could be made.")
        raise _refuse("too_early", message)
    return [row, other]


def _put_follow_up(_actor: Actor, rows: Sequence[FollowUp], _to: Case) -> None:
    row, other = rows
    for name, nothing in _UNHEARD.items():
        setattr(other, name, getattr(row, name))
        setattr(row, name, nothing)


def _carry_follow_up(actor: Actor, rows: Sequence[FollowUp], old: Case, _to: Case) -> Sequence[Subject]:
    row, other = rows
    if not other.reached:
        # That nobody was reached rests on the tries.
        row.attempts.update(follow_up=other)
    close_links(actor, other)
    if old.firm.closed_on is not None:
        # It would be due again at a firm that is no more.
        close_follow_ups(actor, old.firm)
    return ()


# Consultations: with everything that came of them


@dataclass(frozen=True)
class _Belongings:
    """A consultation with the spot cases opened from it, and what belongs to them by reference."""

    consultation: Consultation
    cases: Sequence[Case]

    @property
    def about(self) -> Q:
        """Rows about the consultation or one of the cases."""
        return Q(subject_kind="consultation", subject_ref=self.consultation.ref) | Q(
            subject_kind="case", subject_ref__in=[case.ref for case in self.cases]
        )

    @property
    def members(self) -> QuerySet[Any]:
        """Whoever is or was a member of the firm."""
        return RoleAssignment.objects.filter(firm=self.consultation.firm_id).order_by().values("user")


def _belongings(row: Consultation) -> _Belongings:
    return _Belongings(row, list(Case.objects.filter(need__consultation=row).order_by("pk")))


def _in_the_way(own: _Belongings, to: Firm) -> Iterator[tuple[str, QuerySet[Any], Promise]]:
    """Each with its rule, the rows that are in the way, and what is said of them."""
    row, in_cases = own.consultation, {"case__in": own.cases}
    live = Proposal.objects.filter(need__consultation=row, withdrawn_at__isnull=True)
    yield (
        "asked_by_firm",
        own.members.filter(user=row.recorded_by_id),
        gettext_lazy("A member of this firm asked this, signed in: it is its own."),
    )
    yield (
        "applied_for",
        Application.objects.filter(consultation=row),
        gettext_lazy("An application of this firm rests on it: it stays with the firm."),
    )
    yield (
        "part_of_programme",
        Component.objects.filter(consultation=row),
        gettext_lazy("A part of the programme for new exporters rests on it."),
    )
    yield (
        "sent_outside",
        live.filter(receiver__in=OUTSIDE),
        gettext_lazy(
            "A proposal went to a receiver outside, with the agreement of this firm. Withdraw it first."
        ),
    )
    yield (
        "conflict",
        ConflictOfInterest.objects.filter(
            firm=to, ended_on__isnull=True, expert__in=live.exclude(expert=None).order_by().values("expert")
        ),
        gettext_lazy("An expert it was proposed to has a conflict of interest with the other firm."),
    )
    yield (
        "has_meeting",
        Meeting.objects.filter(own.about).exclude(state="cancelled"),
        gettext_lazy(
            "There is a meeting with this firm about it. If it has not taken place, cancel it first."
        ),
    )
    yield (
        "document_of_firm",
        Document.objects.filter(own.about, deleted_at__isnull=True, uploaded_by__in=own.members),
        gettext_lazy("This firm itself has uploaded a document to it. Remove the document first."),
    )
    yield (
        "firm_was_asked",
        Confirmation.objects.filter(result__case__in=own.cases),
        gettext_lazy("People of this firm were asked about exports of its case. Move the exports first."),
    )
    yield (
        "follow_up_asked",
        FollowUp.objects.filter(Q(asked_at__isnull=False) | Q(contact__isnull=False), **in_cases),
        gettext_lazy("People of this firm were sent the follow-up of its case."),
    )
    yield (
        "in_plan",
        PlannedPair.objects.filter(
            Q(need__consultation=row) | Q(case__in=own.cases), state__in=["proposed", "nobody"]
        ),
        gettext_lazy("The weekly plan proposes an expert for it. Decide this first."),
    )


def _consultation(row: Consultation, to: Firm) -> Sequence[Consultation]:
    try:
        refuse_new_work(to)
    except Refused as refused:
        raise _refuse(refused.rule, refused.message) from refused
    for rule, found, message in _in_the_way(_belongings(row), to):
        if found.exists():
            raise _refuse(rule, str(message))
    return [row]


def _carry_consultation(
    _actor: Actor, rows: Sequence[Consultation], old: Firm, to: Firm
) -> Sequence[Subject]:
    own = _belongings(rows[0])
    for model in (Document, Task, Reminder):
        model._default_manager.filter(own.about, firm=old).update(firm=to)
    Case.objects.filter(pk__in=[case.pk for case in own.cases]).update(firm=to)
    return [("firm", old.ref), ("firm", to.ref), *(("case", case.ref) for case in own.cases)]


TO_CASE = Moving()
EFFORT = Moving(
    keeps=("case", "added_on"),
    silent=("application",),
    rows=efforts.rows,
    put=efforts.put,
    carry=efforts.carry,
    words=gettext_lazy(
        "Its document goes with it, if nothing else needs it. If it was promised with the application, the"
        " version that was decided keeps it; on the other case it counts as added today."
    ),
)
FOLLOW_UP = Moving(
    keeps=tuple(name for name in _UNHEARD if name not in _WHO_SPOKE),
    silent=_WHO_SPOKE,
    rows=_follow_up,
    put=_put_follow_up,
    carry=_carry_follow_up,
    words=gettext_lazy(
        "What was heard goes to the follow-up of the same month of the other case. This one is due again."
    ),
)
RESULT = Moving(rows=_export)
CONSULTATION = Moving(
    column="firm",
    keeps=("firm",),
    rows=_consultation,
    put=_to_firm,
    carry=_carry_consultation,
    words=gettext_lazy(
        "Its needs, proposals, spot cases, tasks and documents go with it. The firm it stood with no longer"
        " sees it."
    ),
)


def where_to(moving: Moving) -> str:
    """What the way to move a record is called."""
    return _("Move to another case") if moving.column == "case" else _("Move to another firm")
