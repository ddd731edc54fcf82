"""What people are reminded of about applications: those to screen, and those to determine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.selection.models import Application, ApplicationState, Screening


def _holders(role: Role, today: date) -> list[int]:
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), role=role, valid_from__lte=today
    )
    return list(held.order_by("pk").values_list("user_id", flat=True))


def _applications(state: str, refs: Collection[str] | None) -> Iterator[tuple[int, str, date, int, int]]:
    rows = Application.objects.filter(state=state, submitted_at__isnull=False).order_by("submitted_at", "pk")
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    columns = ("pk", "ref", "submitted_at", "office_id", "firm_id")
    for pk, ref, submitted_at, office, firm in rows.values_list(*columns):
        yield pk, ref, submitted_at.astimezone(ZONE).date(), office, firm


def to_screen(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Applications to screen: every reviewer who has not looked at the revision that was sent."""
    reviewers = _holders(Role.REVIEWER, now.astimezone(ZONE).date())
    done: dict[int, set[int]] = defaultdict(set)
    seen = Screening.objects.filter(
        application__state=ApplicationState.SUBMITTED, revision=F("application__revision")
    )
    for application, reviewer in seen.order_by().values_list("application_id", "reviewer_id"):
        done[application].add(reviewer)
    for pk, ref, day, _place, firm in _applications(ApplicationState.SUBMITTED, refs):
        persons = tuple(person for person in reviewers if person not in done[pk])
        address = reverse("selection:application", args=[ref])
        yield Due("application", ref, day, address, persons, None, firm)


def to_determine(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Applications that were screened and wait for a determination: every decider."""
    deciders = tuple(_holders(Role.DECIDER, now.astimezone(ZONE).date()))
    for _pk, ref, day, _place, firm in _applications(ApplicationState.SCREENED, refs):
        yield Due("application", ref, day, reverse("selection:application", args=[ref]), deciders, None, firm)


def register() -> None:
    """Tell the room of notices about all of it."""
    sources.register(Source("application_to_screen", _("Application to screen"), to_screen))
    sources.register(Source("application_to_determine", _("Application to determine"), to_determine))
