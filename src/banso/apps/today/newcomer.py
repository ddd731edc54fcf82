"""The first page of somebody who holds no role yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banso.apps.directory.models import AccessRequest
from banso.web.navigation import address


def context(request: HttpRequest) -> dict[str, Any]:
    """The two ways in, and what was asked for already."""
    asked = (
        AccessRequest.objects.filter(user=request.user).select_related("firm__office").order_by("-asked_at")
    )
    return {
        "asked": list(asked[:5]),
        "register_url": address("directory:firm_register"),
    }
