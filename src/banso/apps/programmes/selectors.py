"""Which configuration holds on a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Q

from banso.apps.programmes.models import Service, ServiceVersion
from banso.engines.evaluation.reference_class import Rules

_FEASIBILITY = Path(__file__).parent / "shipped" / "feasibility.toml"


@dataclass(frozen=True)
class Similarity:
    """When firms are similar, for judging goals: the rules of the class, and the upper ends of size bands."""

    rules: Rules
    size_bands: tuple[int, ...]


@cache
def similarity() -> Similarity:
    """As configured in ``shipped/feasibility.toml``."""
    said = tomllib.loads(_FEASIBILITY.read_text(encoding="utf-8"))
    bands = tuple(said.pop("size_bands"))
    return Similarity(Rules(**{**said, "criteria": tuple(said["criteria"])}), bands)


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
