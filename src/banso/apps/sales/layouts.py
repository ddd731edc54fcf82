"""Which columns of a site's files hold what: as it was chosen for the site, else by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from banso.apps.mapping import guess
from banso.apps.sales.models import FileKind, SalesLayout
from banso.apps.sales.sites import Site
from banso.engines.kernel.tables import Table


@dataclass(frozen=True)
class Field:
    """What a column of a file holds."""

    code: str
    label: Promise
    needed: bool = True


def columns_of(site: Site, kind: FileKind, table: Table, fields: Sequence[Field]) -> dict[str, str]:
    """By field its column: as kept for the site, where the file has all of them, else by their names."""
    kept = SalesLayout.objects.filter(**site.rows, kind=kind).first()
    if kept is not None and set(kept.columns.values()) <= set(table.header):
        return dict(kept.columns)
    return guess(table.header, fields)


def lacking(fields: Sequence[Field], columns: Mapping[str, str]) -> list[str]:
    """The codes of fields that a file must have and for which no column is known."""
    return [field.code for field in fields if field.needed and field.code not in columns]
