"""Pages of snapshots: what figures are computed from, and whether it is still as it was written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline
from banso.apps.snapshots import selectors, services
from banso.apps.snapshots.models import READABLE, Snapshot, SnapshotState
from banso.apps.snapshots.tasks import take
from banso.apps.snapshots.words import BROKEN, FAULTS
from banso.engines.evaluation.star import TABLES
from banso.engines.evaluation.star.store import BrokenSnapshot
from banso.web.lists import Column, RecordList


@requires(Action.SNAPSHOT_VIEW)
@require_GET
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """Every snapshot, newest first."""
    listed = RecordList(
        request,
        selectors.snapshots(),
        columns=[
            Column("name", gettext_lazy("Snapshot"), sort="name", link=_address),
            Column("as_of", pgettext_lazy("snapshot", "As of"), sort="as_of", kind="day"),
            Column("state", gettext_lazy("State"), value="get_state_display", sort="state"),
            Column("rows", gettext_lazy("Rows"), value=_rows, kind="number"),
            Column("asked_by", gettext_lazy("Asked for by"), value=_asker),
            Column("frozen_for", gettext_lazy("Rests on it"), value="frozen_for"),
        ],
        default_sort="-name",
        name="snapshots",
        empty=gettext_lazy("No snapshot has been taken yet. One is taken every night."),
    )
    may_take = request.access.can(Action.SNAPSHOT_TAKE)  # type: ignore[attr-defined]
    return listed.response("snapshots/snapshot_list.html", {"may_take": may_take})


def _address(row: Snapshot) -> str:
    return reverse("snapshots:snapshot", args=[row.name])


def _rows(row: Snapshot) -> int | None:
    return sum(row.rows.values()) if row.rows else None


def _asker(row: Snapshot) -> Any:
    return row.asked_by.name if row.asked_by else gettext_lazy("At night")


@requires(Action.SNAPSHOT_VIEW)
@require_GET
def snapshot(request: HttpRequest, name: str) -> HttpResponse:
    """One snapshot: its tables, its hash, and whether its files still have it."""
    found = get_object_or_404(selectors.snapshots(), name=name)
    context = {
        "snapshot": found,
        "busy": found.state == SnapshotState.TAKING,
        "fault": FAULTS.get(found.fault, ""),
        "broken": _broken(found),
        "readable": found.state in READABLE,
        "tables": [(table, found.rows.get(table.name)) for table in TABLES.values()] if found.rows else [],
        "timeline": timeline([("snapshot", found.name)]),
    }
    return render(request, "snapshots/snapshot.html", context)


def _broken(found: Snapshot) -> str:
    if found.state not in READABLE:
        return ""
    try:
        selectors.store_of(found)
    except BrokenSnapshot as broken:
        return str(BROKEN[broken.rule]) % {"file": broken.file}
    return ""


@requires(Action.SNAPSHOT_TAKE)
@require_POST
def snapshot_take(request: HttpRequest) -> HttpResponse:
    """Ask for a snapshot of this moment; the worker takes it."""
    actor = request.access.actor(Action.SNAPSHOT_TAKE)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            asked = services.ask_for(actor)
            take.enqueue(asked.pk, actor.user_id, actor.role)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("snapshots:snapshot_list")
    messages.success(request, _("The snapshot is being taken."))
    return redirect("snapshots:snapshot", asked.name)
