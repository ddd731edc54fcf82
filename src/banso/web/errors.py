"""Pages that say what went wrong and what to do next."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from banso.web.uploads import limit_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when what was sent is too large, naming the limit."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        limit = limit_of(request) // (1024 * 1024)
        return render(request, "413.html", {"limit": limit}, status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the roles held today do not allow this."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address, or a row out of this person's reach."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because whatever failed may fail again."""
    return HttpResponse(render_to_string("500.html", {"demonstration": settings.DEMO}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: usually a page left open too long."""
    return render(request, "403_csrf.html", status=403)
