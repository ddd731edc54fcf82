"""The rates, terms and layouts of bank files that ship as files, loaded into the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models

from banso.apps.fees.models import BankLayout, CostRate, RoundingRule, TaxRate, TermsText
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.models import Service

SHIPPED = Path(__file__).parent / "shipped"
#: What tells two rows of a file apart.
_FILES: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("cost_rates.csv", CostRate, ("service", "part", "in_force_from")),
    ("tax_rates.csv", TaxRate, ("kind", "in_force_from")),
    ("rounding_rules.csv", RoundingRule, ("in_force_from",)),
    ("terms.csv", TermsText, ("number",)),
    ("bank_layouts.csv", BankLayout, ("name",)),
)


@service
def load_shipped_rates(actor: Actor) -> int:
    """Store the rates that ship and are not there yet, and return how many; a stored rate never changes."""
    services = {row.code: row for row in Service.objects.all()}
    new = 0
    for name, model, key in _FILES:
        there = {tuple(getattr(row, part) for part in key) for row in model._default_manager.all()}
        rows = [
            model(**{field: _value(model, field, cell, services) for field, cell in row.items()})
            for row in _rows(name)
        ]
        rows = [row for row in rows if tuple(getattr(row, part) for part in key) not in there]
        model._default_manager.bulk_create(rows)
        new += len(rows)
    if new:
        record(actor, "fee_rates.loaded", ("configuration", "fees"), {"rows": new})
    return new


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _value(model: type[models.Model], field: str, cell: str, services: dict[str, Service]) -> Any:
    if field == "service":
        return services[cell]
    return model._meta.get_field(field).to_python(cell or None)
