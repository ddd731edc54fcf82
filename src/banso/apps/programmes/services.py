"""Loading the configuration that ships: lists, programmes, services and stages, policies, questionnaires."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from banso.apps.fees.services import load_shipped_rates
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.policies.services import load_shipped_policies
from banso.apps.programmes.models import (
    DayOff,
    GateGround,
    GateLimit,
    HourlyRate,
    Programme,
    Round,
    Service,
    ServiceVersion,
    StageDefinition,
)
from banso.apps.surveys.forms_kept import load_shipped_forms

SHIPPED = Path(__file__).parent / "shipped"


@service
def load_shipped_configuration(actor: Actor) -> int:
    """Make the database say what the shipped files say, and return how many rows had to be made or changed.

    Rows are found by their code (a service version by its first day, a stage by its order). A row that the
    files do not name is left alone: it is the operator's own. Loading twice changes nothing. Rates of
    fees, policy versions and editions of forms come last, with events of their own.
    """
    lists = _toml("lists.toml")
    changed = sum(_load_list(entry) for entry in lists["list"])
    changed += _load_programmes() + _load_gate_limits() + _load_rates() + _load_rounds()
    changed += _load_days_off()
    changed += sum(_load_list(entry) for entry in lists["after_services"])
    if changed:
        record(
            actor,
            "configuration.loaded",
            ("configuration", "shipped"),
            {"files": shipped_digest(), "rows": changed},
        )
    changed += load_shipped_rates(actor) + load_shipped_policies(actor)
    return changed + load_shipped_forms(actor)


def shipped_digest() -> str:
    """The SHA-256 of the shipped files, which tells two editions of them apart."""
    total = hashlib.sha256()
    for path in sorted(SHIPPED.iterdir()):
        if path.suffix in (".csv", ".toml"):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def shipped_row(name: str, code: str) -> dict[str, str] | None:
    """The row with a code in a shipped file; None where it has none."""
    return next((row for row in _rows(name) if row["code"] == code), None)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / name).read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _load_list(entry: Mapping[str, Any]) -> int:
    """Load one code list. The model is named in the file: a room further on need not be imported here.

    Where people change the rows of a list (``kept``), one that is there already stays as they left it.
    """
    model = apps.get_model(entry["model"])
    parents = {
        field.name: {row.code: row for row in field.related_model.objects.all()}
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    existing = {row.code: row for row in model.objects.all()}
    changed = 0
    for position, row in enumerate(_rows(entry["file"]), start=1):
        if entry.get("kept") and row["code"] in existing:
            continue
        values = {name: _of_list(parents, model, name, value) for name, value in row.items()}
        changed += _put(model, existing.get(row["code"]), {**values, "position": position})
    return changed


def _of_list(parents: Mapping[str, Mapping[str, models.Model]], model: Any, name: str, cell: str) -> Any:
    """The value of a column; of one that names a row of another list that row, or None where it is empty."""
    if name in parents:
        return parents[name][cell] if cell else None
    return model._meta.get_field(name).to_python(cell)


def _load_programmes() -> int:
    shipped = _toml("programmes.toml")
    changed = 0
    for position, row in enumerate(shipped["programme"], start=1):
        existing = Programme.objects.filter(code=row["code"]).first()
        changed += _put(Programme, existing, {**row, "position": position})
    for position, row in enumerate(shipped["service"], start=1):
        version = row.pop("version")
        stages = shipped["stages"][version.pop("stages")]
        programme = Programme.objects.get(code=row["programme"])
        existing_service = Service.objects.filter(code=row["code"]).first()
        changed += _put(Service, existing_service, {**row, "programme": programme, "position": position})
        changed += _load_version(Service.objects.get(code=row["code"]), version, stages)
    return changed


def _load_version(owner: Service, values: dict[str, Any], stages: list[dict[str, Any]]) -> int:
    key = {"service": owner, "in_force_from": values["in_force_from"]}
    changed = _put(ServiceVersion, ServiceVersion.objects.filter(**key).first(), {**values, **key})
    version = ServiceVersion.objects.get(**key)
    for order, stage in enumerate(stages, start=1):
        key = {"version": version, "order": order}
        changed += _put(StageDefinition, StageDefinition.objects.filter(**key).first(), {**stage, **key})
    return changed


def _load_gate_limits() -> int:
    """Load the limits of gates; one that is there already is the operator's and stays as it is.

    A row of the file may name several services, each in its shipped version.
    """
    grounds = {ground.code: ground for ground in GateGround.objects.all()}
    shipped = {row["code"]: row["version"]["in_force_from"] for row in _toml("programmes.toml")["service"]}
    versions = {
        version.service.code: version
        for version in ServiceVersion.objects.select_related("service")
        if shipped.get(version.service.code) == version.in_force_from
    }
    there = set(GateLimit.objects.values_list("version", "result", "ground"))
    changed = 0
    for row in _rows("gate_limits.csv"):
        for code in row["services"].split():
            key = {"version": versions[code], "result": row["result"], "ground": grounds[row["ground"]]}
            if (key["version"].pk, row["result"], key["ground"].pk) not in there:
                values = {"most_months": int(row["most_months"]), "agreed_by": row["agreed_by"]}
                changed += _put(GateLimit, None, {**key, **values})
    return changed


def _load_rates() -> int:
    """Load what an hour costs; a rate that is there already is history and stays as it is."""
    there = set(HourlyRate.objects.values_list("worker", "in_force_from"))
    changed = 0
    for row in _rows("hourly_rates.csv"):
        day = date.fromisoformat(row["in_force_from"])
        if (row["worker"], day) not in there:
            changed += _put(HourlyRate, None, {**row, "in_force_from": day, "yen": int(row["yen"])})
    return changed


def _load_rounds() -> int:
    """Load rounds of applications; one that is there already is the operator's and stays as it is."""
    services = {row.code: row for row in Service.objects.all()}
    there = set(Round.objects.values_list("code", flat=True))
    changed = 0
    for row in _rows("rounds.csv"):
        if row["code"] not in there:
            owner = services[row.pop("service")]
            values = {name: Round._meta.get_field(name).to_python(value) for name, value in row.items()}
            changed += _put(Round, None, {**values, "service": owner})
    return changed


def _load_days_off() -> int:
    """Load the days off; one that is there already is the operator's and stays as it is.

    Public holidays are those that the Cabinet Office lists (syukujitsu.csv, to 2027). For 2028 they follow
    from the act on national holidays and the computed days of the equinoxes, announced a year ahead.
    """
    there = set(DayOff.objects.values_list("day", flat=True))
    rows = ({**row, "day": date.fromisoformat(row["day"])} for row in _rows("days_off.csv"))
    return sum(_put(DayOff, None, row) for row in rows if row["day"] not in there)


def _put(model: type[models.Model], row: models.Model | None, values: Mapping[str, Any]) -> int:
    """Make the row say these values; return 1 if anything had to be written."""
    if row is None:
        model._default_manager.create(**values)
        return 1
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return 0
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    return 1
