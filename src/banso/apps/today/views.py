"""The first page of every role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action


@requires(Action.TODAY)
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done today."""
    return render(request, "today/home.html")
