"""What went wrong, as problem details (RFC 9457) that name field and rule in the person's language."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from banso.apps.base import Refused

#: How faults are marked (RFC 9457).
MEDIA = "application/problem+json"
UNPROCESSABLE = 422


class TooMany(Exception):
    """A token was used too often; ``wait`` says for how many seconds to wait."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class FieldProblem(Schema):
    """One field of the request, or the request as a whole: which rule it breaks."""

    field: str | None
    rule: str
    message: str


class Problem(Schema):
    """What went wrong."""

    type: str = "about:blank"
    title: str
    status: int
    errors: list[FieldProblem] = []


#: What every operation may answer besides its own.
PROBLEMS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    422: Problem,
    429: Problem,
}


def handle(api: NinjaAPI) -> None:
    """Answer every fault with problem details."""
    handlers: dict[type[Exception], Any] = {
        Refused: _refused,
        ValidationError: _invalid,
        Http404: lambda request, fault: _problem(404, _("There is no such record within your reach.")),
        PermissionDenied: lambda request, fault: _problem(403, _("Token or role do not allow this.")),
        AuthenticationError: _unknown,
        HttpError: lambda request, fault: _problem(fault.status_code, _("The request cannot be read.")),
        TooMany: _too_many,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _problem(status: int, title: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "errors": errors or []}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA)


def _refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    error = {"field": fault.field, "rule": fault.rule, "message": fault.message}
    return _problem(UNPROCESSABLE, _("Nothing was stored."), [error])


def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": ".".join(str(part) for part in error["loc"][1:] if part != "data") or None,
            "rule": error["type"],
            "message": _("This is needed.") if error["type"] == "missing" else _("This value does not fit."),
        }
        for error in fault.errors
    ]
    return _problem(UNPROCESSABLE, _("The request does not fit."), errors)


def _unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    response = _problem(401, _("Send a token that works: Authorization: Bearer ..."))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _too_many(request: HttpRequest, fault: TooMany) -> HttpResponse:
    response = _problem(429, _("Too many requests. Wait a moment."))
    response["Retry-After"] = str(fault.wait)
    return response
