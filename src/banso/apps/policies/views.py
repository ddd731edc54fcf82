"""The list of versions and the page of one: its tables to read or, in a draft, to edit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.policies import editing
from banso.apps.policies.grids import sheets
from banso.apps.policies.heads import MARKS, Head
from banso.apps.policies.models import PolicyFamily, PolicyVersion, State, status_on
from banso.apps.policies.reach import find


@requires(Action.POLICY_VIEW)
@require_GET
def version_list(request: HttpRequest) -> HttpResponse:
    """Families and their versions."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.POLICY_VIEW, PolicyVersion.objects.select_related("author", "approver"))
    if "discarded" not in request.GET:
        rows = rows.exclude(state=State.DISCARDED)
    rows = rows.order_by("family_id", "-in_force_from", "-id").defer("files")
    editable = set(
        access.rows(Action.POLICY_EDIT, PolicyFamily.objects.order_by("pk")).values_list("pk", flat=True)
    )
    families = []
    versions = list(rows)
    for family in PolicyFamily.objects.order_by("position", "code"):
        mine = [
            {
                "version": version,
                "status": (status := status_on(version, access.today)),
                "mark": MARKS[status],
                "may_copy": family.pk in editable,
            }
            for version in versions
            if version.family_id == family.pk
        ]
        families.append({"family": family, "versions": mine, "may_edit": family.pk in editable})
    context = {
        "families": families,
        "may_steward": access.can(Action.POLICY_STEWARD),
        "discarded": "discarded" in request.GET,
    }
    return render(request, "policies/version_list.html", context)


@requires(Action.POLICY_VIEW)
@require_GET
def version(request: HttpRequest, code: str) -> HttpResponse:
    """A version, open at its first table."""
    found = find(request, code)
    names = list(sheets(found.files))
    return _table(request, found, names[0] if names else "")


@requires(Action.POLICY_VIEW)
@require_GET
def table(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """One table of a version: to read, or in a draft to edit by those who may."""
    return _table(request, find(request, code), table)


def _table(request: HttpRequest, found: PolicyVersion, name: str) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    head = Head(found, access, name)
    if name and name not in head.sheets:
        raise Http404
    return editing.page(request, head)
