"""The first page of an office: what waits, what is due, who has gone silent, what changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.accounts.permissions import Action
from banso.apps.behalf.selectors import office_entries, to_confirm
from banso.apps.casework.models import (
    Case,
    CatchUp,
    ExportResult,
    FollowUp,
    GateReview,
    GateState,
    Stage,
)
from banso.apps.casework.selectors import (
    follow_ups_to_do,
    gates_due,
    gates_waiting,
    results_to_confirm,
    silent_cases,
    with_open_stage,
)
from banso.apps.directory.models import AccessRequest
from banso.apps.intake.models import Consultation, Proposal
from banso.apps.intake.selectors import (
    consultations_waiting,
    proposals_with_receiver,
    silence_limits,
    waiting_proposals,
)
from banso.apps.jobs.selectors import job_states
from banso.apps.new_exporters.selectors import sent_on
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.selectors import applications_under_way
from banso.apps.today.asked import (
    disputed_entries,
    gate_decisions,
    hand_overs,
    plan_rows,
    proposals,
    questionnaires,
)
from banso.apps.today.board import (
    SHOWN,
    Count,
    Line,
    Queue,
    Waiting,
    ago,
    counts_note,
    only_filled,
    waited,
)
from banso.apps.today.catch_ups import queue_of
from banso.apps.today.lines import application_line, goal_words, needs_state
from banso.apps.today.own import OwnDay, changes, own_day, reach_of
from banso.apps.today.selectors import last_working_day, oldest, start_of, tally
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days, months_between
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import due, status

#: Shortenings that the firm may still reply to.
ANNOUNCED = {"state": GateState.ANNOUNCED, "replied_on__isnull": True}


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of an office shows."""
    return OfficeBoard(request).context()


class OfficeBoard:
    """Reads and arranges the page for one member of an office."""

    def __init__(self, request: HttpRequest) -> None:
        self.access: Any = request.access  # type: ignore[attr-defined]
        self.today: date = self.access.today
        self.mine = request.GET.get("cases") == "mine"
        self.since = last_working_day(self.today)
        #: Days of silence after which a receiver is reminded, the office takes over, the firm is told.
        self.limits = silence_limits(self.today).on(self.today)

    def context(self) -> dict[str, Any]:
        """Everything the template shows."""
        own = own_day(self.access, self.since)
        queues = [self.consultations(), self.applications(), self.gates(), self.follow_ups(), self.silent()]
        in_charge = {"stage__case__staff": self.access.user} if self.mine else None
        others = only_filled(
            [
                *proposals(self.access, self.limits, self.since),
                hand_overs(self.access),
                gate_decisions(self.access, in_charge),
                plan_rows(self.access),
                disputed_entries(self.access),
                questionnaires(self.access),
                queue_of(self._rows(Action.FOLLOW_UP_RECORD, CatchUp.objects.all()), self.today),
            ]
        )
        waiting = self.waiting(own)
        year_end = fiscal_year_days(fiscal_year(self.today))[1]
        return {
            "counts": [
                *(queue.tallied for queue in (*queues, *others.shown)),
                Count(_("Waiting for others"), sum(item.count for item in waiting), "#waiting"),
            ],
            "queues": [*queues, *others.shown],
            "nothing_in": joined(*map(str, others.empty)),
            "own": own,
            "waiting": waiting,
            **changes(self.access, self.reach()),
            "mine": self.mine,
            "days_left": (year_end - self.today).days,
            "office": self.access.assignments[0].office,
            "ask_url": address("intake:consultation_ask"),
            "asked_access": self._rows(Action.FIRM_ACCESS_DECIDE, AccessRequest.objects.all())
            .filter(state=AccessRequest.State.WAITING)
            .count(),
            "access_url": address("directory:access_list"),
            "register_url": address("transfers:alike_list") if self.access.can(Action.FIRM_MERGE) else "",
            "transfer_url": address("directory:office", self.access.assignments[0].office.code)
            if self.access.can(Action.WORK_TRANSFER)
            else "",
            "jobs": job_states(self.access.at) if self.access.can(Action.JOB_VIEW) else [],
        }

    def _rows(self, action: Action, queryset: QuerySet[Any], staff: str = "") -> QuerySet[Any]:
        rows = self.access.rows(action, queryset)
        return rows.filter(**{staff: self.access.user}) if self.mine and staff else rows

    def reach(self) -> dict[str, QuerySet[Any]]:
        """The rows whose news this person may read; of one's own cases alone when asked for those."""
        found = reach_of(self.access)
        return {**found, "case": found["case"].filter(staff=self.access.user)} if self.mine else found

    def consultations(self) -> Queue:
        """Consultations without an answer, the oldest first."""
        rows = consultations_waiting(self._rows(Action.CONSULTATION_VIEW, Consultation.objects.all()))
        late = Q(pk__in=[])
        if self.limits:
            late = Q(asked_at__lt=start_of(self.today - timedelta(days=self.limits[0])))
        found = tally(rows, late=late, new=Q(asked_at__gte=start_of(self.since)))
        shown = rows.select_related("firm", "market").prefetch_related(
            "needs__subject", Prefetch("needs__proposals", proposals_with_receiver())
        )
        return Queue(
            "consultations",
            gettext_lazy("Consultations waiting"),
            found["all"],
            _("The receiver is reminded after %(remind)s days; after %(take)s the office takes over")
            % {"remind": self.limits[0], "take": self.limits[1]}
            if len(self.limits) > 1
            else "",
            [_("Waiting"), _("Firm"), _("Question in short"), _("State of the needs")],
            [self._consultation(row) for row in shown[:SHOWN]],
            address("intake:consultation_list") + "?state=waiting&sort=asked_at",
            _("No consultation waits for an answer."),
            counts_note(found["late"], found["new"]),
        )

    def _consultation(self, row: Consultation) -> Line:
        needs = list(row.needs.all())
        subjects = "・".join(need.subject.name for need in needs)
        state, note, verb = needs_state(row, self.today, self.limits)
        asked = formats.local_date(row.asked_at)
        return Line(
            waited(asked, self.today, self.limits[:2]),
            row.firm.name,
            address("directory:firm", row.firm.ref),
            joined(row.firm.city, row.firm.products),
            row.title,
            joined(subjects or _("No need taken out yet"), row.market.name if row.market else ""),
            state,
            note,
            verb,
            address("intake:consultation", row.ref),
        )

    def applications(self) -> Queue:
        """Applications on their way to a determination."""
        rows = applications_under_way(self._rows(Action.APPLICATION_VIEW, Application.objects.all()))
        found = tally(rows, new=Q(created_at__gte=start_of(self.since)))
        shown = rows.select_related("firm", "service").prefetch_related("goals__market")[:SHOWN]
        return Queue(
            "applications",
            gettext_lazy("Applications waiting"),
            found["all"],
            _("Drafts, and what is not yet determined"),
            [_("Waiting"), _("Firm"), _("Applied for"), _("State")],
            [application_line(row, self.today) for row in shown],
            address("selection:application_list"),
            _("No application waits."),
            counts_note(0, found["new"]),
        )

    def gates(self) -> Queue:
        """Gate reviews past due or due within a month."""
        cases = self._rows(Action.CASE_VIEW, Case.objects.all(), "staff")
        rows = gates_due(cases, self.today)
        found = tally(rows, late=Q(planned_to__lt=self.today))
        shown = rows.select_related(
            "definition__version", "case__firm", "case__service", "case__expert"
        ).prefetch_related("definition__version__stages", "case__goals__market")
        return Queue(
            "gates",
            gettext_lazy("Gate reviews due"),
            found["all"],
            _("No stage goes on without a review"),
            [_("Due"), _("Firm"), _("Review"), _("Export goal")],
            [self._gate(row) for row in shown[:SHOWN]],
            address("casework:case_list"),
            _("No gate review is due within a month."),
            counts_note(found["late"]),
        )

    def _gate(self, stage: Stage) -> Line:
        case = stage.case
        following = next(
            (other for other in stage.definition.version.stages.all() if other.order == stage.order + 1), None
        )
        review = f"{stage.order} {stage.definition.name} → " + (
            f"{following.order} {following.name}" if following else _("end of support")
        )
        agreed = [goal for goal in case.goals.all() if goal.in_force_on is not None]
        goal = max(agreed, key=lambda item: item.version, default=None)
        months = months_between(case.started_on, self.today) + 1
        return Line(
            due(stage.planned_to, self.today),
            case.firm.name,
            address("directory:firm", case.firm.ref),
            case.ref,
            review,
            joined(_("month %(n)s") % {"n": months}, _expert(case)),
            goal_words(goal),
            _("by %(day)s") % {"day": formats.day(goal.due_on)} if goal else "",
            _("Open the review") if stage.planned_to <= self.today else _("Prepare"),
            address("casework:gate_decide" if stage.planned_to <= self.today else "casework:case", case.ref),
        )

    def follow_ups(self) -> Queue:
        """Follow-ups due or overdue."""
        scope = self._rows(Action.FOLLOW_UP_RECORD, FollowUp.objects.all(), "case__staff")
        rows = follow_ups_to_do(scope, self.today)
        found = tally(rows, late=Q(due_on__lt=self.today))
        year = fiscal_year_days(fiscal_year(self.today))
        this_year = tally(scope.filter(due_on__range=year), done=Q(done_on__isnull=False))
        before = FollowUp.objects.filter(done_on__isnull=False).order_by("months")
        shown = rows.prefetch_related(Prefetch("case__follow_ups", before, to_attr="recorded"))[:SHOWN]
        return Queue(
            "follow-ups",
            gettext_lazy("Follow-ups due"),
            found["all"],
            _("This fiscal year %(done)s of %(all)s recorded (%(percent)s)")
            % {
                "done": formats.number(this_year["done"]),
                "all": formats.number(this_year["all"]),
                "percent": formats.percent(this_year["done"], this_year["all"]),
            },
            [_("Due"), _("Firm"), _("After the end of support"), _("At the end")],
            [self._follow_up(row) for row in shown],
            address("casework:follow_up_list"),
            _("No follow-up is due."),
            counts_note(found["late"]),
        )

    def _follow_up(self, row: FollowUp) -> Line:
        case, last = row.case, (row.case.recorded or [None])[-1]  # type: ignore[attr-defined]
        note = _("No follow-up recorded before")
        if last:
            told = last.get_trend_display() or _("firm not reached")
            amount = formats.yen(last.amount_yen) if last.amount_yen is not None else ""
            note = _("Last at %(n)s months: %(told)s") % {"n": last.months, "told": joined(told, amount)}
        return Line(
            due(row.due_on, self.today),
            case.firm.name,
            address("directory:firm", case.firm.ref),
            _("ended %(day)s") % {"day": formats.day(case.ended_on)},
            ngettext("%(n)s month", "%(n)s months", row.months) % {"n": row.months},
            note,
            case.get_outcome_display(),
            joined(case.service.name, case.expert.name if case.expert else ""),
            _("Record the result"),
            address("casework:follow_up", row.pk),
        )

    def silent(self) -> Queue:
        """Firms under support that have gone silent, longest first."""
        rows = silent_cases(self._rows(Action.CASE_VIEW, Case.objects.all(), "staff"), self.today)
        found = rows.order_by().count()
        shown = with_open_stage(rows).select_related("firm", "service", "expert", "staff", "version")
        return Queue(
            "silent",
            gettext_lazy("Silent firms"),
            found,
            _("Under support and longer without contact than the service allows"),
            [_("Last contact"), _("Firm"), _("Situation"), _("In charge")],
            [self._silent(row) for row in shown.prefetch_related("version__stages")[:SHOWN]],
            address("casework:case_list") + "?contact=silent",
            _("No firm under support has gone silent."),
        )

    def _silent(self, case: Any) -> Line:
        stage = next((item for item in case.version.stages.all() if item.order == case.stage_order), None)
        return Line(
            ago(case.last_contact_on, self.today),
            case.firm.name,
            address("directory:firm", case.firm.ref),
            case.ref,
            _("Stage %(order)s %(name)s") % {"order": stage.order, "name": stage.name}
            if stage
            else case.service.name,
            _("limit %(n)s days") % {"n": case.version.silent_after_days},
            case.expert.name if case.expert else status("unk", _("No expert")),
            case.staff.name if case.staff else _("nobody of the office in charge"),
            _("Get in touch"),
            address("casework:case", case.ref),
        )

    def waiting(self, own: OwnDay) -> list[Waiting]:
        """Whom we wait for. One query each."""
        cases = self._rows(Action.CASE_VIEW, Case.objects.all())
        results = results_to_confirm(ExportResult.objects.filter(case__in=cases.order_by().values("pk")))
        sent = waiting_proposals(self._rows(Action.PROPOSAL_SEND, Proposal.objects.all()))
        applications = self._rows(Action.APPLICATION_VIEW, Application.objects.all())
        gates = gates_waiting(self._rows(Action.GATE_VIEW, GateReview.objects.all()))
        entries = to_confirm(office_entries(self.access))
        found: list[Any] = [
            (_("Firms (exports to confirm)"), *oldest(results, "recorded_at")),
            (
                _("Firms (entries made for them)"),
                *oldest(entries, "written_at"),
                address("behalf:entry_list") + "?state=waiting",
            ),
            (_("Firms (reply before a shortening)"), *oldest(gates.filter(**ANNOUNCED), "announced_on")),
            (_("Receivers (proposals)"), *oldest(sent, "sent_at")),
            (_("Receivers (hand-overs)"), *oldest(sent_on(self.access), "sent_at")),
            (
                _("Reviewers"),
                *oldest(applications.filter(state=ApplicationState.SUBMITTED), "submitted_at"),
            ),
            (_("Deciders"), *oldest(applications.filter(state=ApplicationState.SCREENED), "submitted_at")),
            (
                _("Whoever agrees to gate decisions"),
                *oldest(gates.filter(state=GateState.PROPOSED), "decided_on"),
            ),
            (_("Colleagues (tasks you gave them)"), own.work.waiting, None),
        ]
        return [Waiting(who, count, self._days(first), *url) for who, count, first, *url in found]

    def _days(self, since: date | datetime | None) -> int | None:
        return (self.today - formats.local_date(since)).days if since else None


def _expert(case: Case) -> str:
    return _("expert %(name)s") % {"name": case.expert.name} if case.expert else _("no expert")
