"""Views that belong to no room."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from banso.apps.accounts.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this server answers and reaches its database: 200 ``ok``, or 503 ``database unreachable``."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
