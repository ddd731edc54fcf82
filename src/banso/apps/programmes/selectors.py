"""Which configuration holds on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from banso.apps.programmes.models import Service, ServiceVersion


def version_in_force(service: Service, day: date) -> ServiceVersion | None:
    """The version under which a service is run on a day; None before its first."""
    return service.versions.filter(in_force_from__lte=day).order_by("-in_force_from").first()


def services_in_force(day: date, *, screened: bool | None = None) -> list[Service]:
    """The services offered on a day; ``screened`` keeps those that need an application, or do not."""
    offered = Service.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))
    offered = offered.filter(versions__in_force_from__lte=day).distinct()
    if screened is not None:
        offered = offered.filter(screened=screened)
    return list(offered.select_related("programme").order_by("programme__position", "position", "code"))


def spot_service(day: date) -> Service | None:
    """The service by which one question is answered without an application; None where none is offered."""
    return next(iter(services_in_force(day, screened=False)), None)
