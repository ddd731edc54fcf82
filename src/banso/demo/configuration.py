"""The shipped configuration as the portfolio's plan needs it: keys by code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from banso.apps.directory.models import Industry, Language, Market, Prefecture
from banso.apps.intake.models import RefusalReason, Subject
from banso.apps.programmes.models import Programme, ServiceVersion
from banso.apps.surveys.models import FormEdition


@dataclass(frozen=True)
class StageKey:
    """A stage definition: its key, code and planned length."""

    id: int
    code: str
    months: int


@dataclass(frozen=True)
class ServiceKey:
    """A service and its version in force."""

    id: int
    code: str
    programme: str
    version_id: int
    in_force_from: date
    planned_months: int
    gate_grace_days: int
    follow_up_months: tuple[int, ...]
    stages: tuple[StageKey, ...]


@dataclass(frozen=True)
class Configuration:
    """Keys by code of every list that the portfolio refers to, and the words that its texts need."""

    prefectures: dict[str, int]
    industries: dict[str, int]
    markets: dict[str, int]
    market_names: dict[str, str]
    market_names_en: dict[str, str]
    languages: dict[str, int]
    subjects: dict[str, int]
    reasons: dict[str, int]
    programmes: dict[str, int]
    services: dict[str, ServiceKey]
    #: The edition of each form that ships.
    editions: dict[str, int]


def read_configuration() -> Configuration:
    """Read the configuration from the database."""
    markets = list(Market.objects.order_by("position"))
    versions = ServiceVersion.objects.select_related("service__programme").prefetch_related("stages")
    return Configuration(
        prefectures=dict(Prefecture.objects.order_by("code").values_list("code", "id")),
        industries=dict(Industry.objects.order_by("position").values_list("code", "id")),
        markets={market.code: market.pk for market in markets},
        market_names={market.code: market.name_ja for market in markets},
        market_names_en={market.code: market.name_en for market in markets},
        languages=dict(Language.objects.order_by("position").values_list("code", "id")),
        subjects=dict(Subject.objects.order_by("position").values_list("code", "id")),
        reasons=dict(RefusalReason.objects.order_by("position").values_list("code", "id")),
        programmes=dict(Programme.objects.order_by("position").values_list("code", "id")),
        services={version.service.code: _service(version) for version in versions.order_by("in_force_from")},
        editions=dict(FormEdition.objects.order_by("pk").values_list("name", "id")),
    )


def _service(version: ServiceVersion) -> ServiceKey:
    return ServiceKey(
        id=version.service_id,
        code=version.service.code,
        programme=version.service.programme.code,
        version_id=version.pk,
        in_force_from=version.in_force_from,
        planned_months=version.planned_months,
        gate_grace_days=version.gate_grace_days,
        follow_up_months=tuple(version.follow_up_months),
        stages=tuple(StageKey(stage.pk, stage.code, stage.planned_months) for stage in version.stages.all()),
    )
