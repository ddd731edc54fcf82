"""Versions within somebody's reach."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.policies.models import PolicyVersion

_RELATED = ("family", "author", "approver", "based_on")


def find(request: HttpRequest, code: str, action: Action = Action.POLICY_VIEW) -> PolicyVersion:
    """A version within the reach of an action.

    Raises:
        Http404: there is none.
    """
    access: Access = request.access  # type: ignore[attr-defined]
    return get_object_or_404(access.rows(action, PolicyVersion.objects.select_related(*_RELATED)), code=code)
