"""The first page of a partner body: what it brought in, and how far that has come."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.intake.models import Consultation
from banso.apps.intake.selectors import consultations_waiting, proposals_with_receiver, silence_limits
from banso.apps.new_exporters.models import Registration
from banso.apps.new_exporters.selectors import sent_on
from banso.apps.selection.models import Application
from banso.apps.today.asked import hand_overs, proposals
from banso.apps.today.board import SHOWN, Count, Line, Queue, Waiting, waited
from banso.apps.today.lines import needs_state
from banso.apps.today.own import changes, own_day
from banso.apps.today.selectors import last_working_day, oldest
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of a partner body shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    consultations = access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all())
    waiting = consultations_waiting(consultations)
    brought = waiting.select_related("firm", "office", "market").prefetch_related(
        Prefetch("needs__proposals", proposals_with_receiver())
    )
    count = waiting.count()
    limits = silence_limits(access.today).on(access.today)
    queue = Queue(
        "waiting",
        gettext_lazy("Consultations waiting"),
        count,
        _("Brought in by you, the oldest first"),
        [_("Waiting"), _("Firm"), _("Question in short"), _("State of the needs")],
        [_line(row, access.today, limits) for row in brought[:SHOWN]],
        address("intake:consultation_list") + "?state=waiting",
        _("Every consultation you brought in has been answered."),
    )
    firms = consultations.order_by().values("firm").distinct()
    since = last_working_day(access.today)
    to_answer, taken = proposals(access, limits, since)
    registrations = access.rows(Action.REGISTRATION_VIEW, Registration.objects.filter(closed_on__isnull=True))
    return {
        "queues": [hand_overs(access), to_answer, *([taken] if taken.count else []), queue],
        "own": own_day(access, since),
        **changes(access),
        "waiting": _waiting(access, consultations),
        "counts": [
            Count(
                _("Registered new exporters"),
                registrations.count(),
                address("new_exporters:registration_list") + "?state=open",
            ),
            Count(_("Firms brought in"), firms.count(), address("directory:firm_list")),
            Count(_("Consultations"), consultations.count(), address("intake:consultation_list")),
            Count(_("Waiting for an answer"), count, "#waiting"),
            Count(
                _("Applications"),
                _of_firms(Application, firms).count(),
                address("selection:application_list"),
            ),
            Count(_("Cases"), _of_firms(Case, firms).count(), address("casework:case_list")),
        ],
        "body": next((held.partner_body for held in access.assignments if held.partner_body), None),
        "ask_url": address("intake:consultation_ask"),
        "register_url": address("directory:firm_register"),
    }


def _waiting(access: Access, brought: QuerySet[Consultation]) -> list[Waiting]:
    """Whom this body waits for: receivers of hand-overs, offices at work on what it brought."""

    def days(first: Any) -> int | None:
        return (access.today - formats.local_date(first)).days if first else None

    sent, sent_first = oldest(sent_on(access), "sent_at")
    open_ones, open_first = oldest(consultations_waiting(brought), "asked_at")
    return [
        Waiting(_("Receivers (hand-overs)"), sent, days(sent_first)),
        Waiting(_("Offices (consultations)"), open_ones, days(open_first)),
    ]


def _of_firms(model: Any, firms: Any) -> Any:
    return model.objects.filter(Exists(firms.filter(firm=OuterRef("firm"))))


def _line(row: Consultation, today: Any, limits: tuple[int, ...]) -> Line:
    state, note, _verb = needs_state(row, today, limits)
    return Line(
        waited(formats.local_date(row.asked_at), today),
        row.firm.name,
        address("directory:firm", row.firm.ref),
        joined(row.firm.city, row.firm.products),
        row.title,
        row.office.name,
        state,
        note,
        _("See the content"),
        address("intake:consultation", row.ref),
    )
