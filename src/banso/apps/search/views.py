"""The page of what was found."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.search.models import Kind
from banso.apps.search.selectors import Group, search
from banso.apps.search.sources import SOURCES


@dataclass(frozen=True)
class Line:
    """One record found."""

    address: str
    title: str
    detail: str


@dataclass(frozen=True)
class Part:
    """What was found of one kind."""

    group: Group
    lines: list[Line]


@requires(Action.SEARCH)
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; the only record with the very reference is opened at once."""
    access: Access = request.access  # type: ignore[attr-defined]
    text = request.GET.get("q", "")[:100]
    only = Kind(request.GET["kind"]) if request.GET.get("kind") in Kind.values else None
    groups = search(access, text, only)
    meant = [entry for group in groups for entry in group.entries if entry.rank == 0]
    if len(meant) == 1:
        return redirect(SOURCES[Kind(meant[0].kind)].address(meant[0].ref))
    parts = [
        Part(
            group,
            [
                Line(SOURCES[group.kind].address(entry.ref), entry.title, entry.detail)
                for entry in group.entries
            ],
        )
        for group in groups
    ]
    context = {"text": text, "parts": parts, "only": only, "count": sum(group.count for group in groups)}
    return render(request, "search/results.html", context)
