"""Templates to fill in, and the reconciliation of a file with what was stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.imports.kinds import KINDS, Kind
from banso.apps.imports.models import ImportRun
from banso.engines.reporting.workbook import Sheet, write_csv, write_workbook


def template(kind: Kind, form: str) -> bytes:
    """An empty file of a kind with one row of examples; as a workbook also what each column takes."""
    labels = [field.code for field in kind.fields]
    example = [field.example for field in kind.fields]
    if form == "csv":
        return write_csv(labels, [example])
    columns = [
        (
            field.code,
            str(field.label),
            _("yes") if field.needed else "",
            ", ".join(f"{code} = {label}" for code, label in field.choices.choices) if field.choices else "",
        )
        for field in kind.fields
    ]
    head = [_("Column"), _("What it holds"), _("Needed"), _("What it takes")]
    return write_workbook([Sheet(str(kind.label), labels, [example]), Sheet(_("Columns"), head, columns)])


def figures(run: ImportRun) -> list[tuple[str, Any, Any]]:
    """What must agree: what it is, in the file, in the database."""
    if not run.outcome:
        return []
    kind, outcome = KINDS[run.kind], run.outcome
    rows: list[tuple[str, Any, Any]] = [(_("Rows"), outcome["rows"], outcome["new"] + outcome["known"])]
    for added in kind.sums:
        pair = outcome["sums"].get(added.field)
        if pair:
            rows.append((str(added.label), Decimal(pair["file"]), Decimal(pair["stored"])))
    return rows


def reconciliation(run: ImportRun) -> bytes:
    """The reconciliation as a workbook: what agrees, and every error kept."""
    agreeing = [(*row, _("agrees") if row[1] == row[2] else _("differs")) for row in figures(run)]
    errors = [
        tuple(error[name] for name in ("file", "row", "column", "value", "rule", "message"))
        for error in (run.outcome or {}).get("errors", [])
    ]
    head = [_("File"), _("Row"), _("Column"), _("Value"), _("Rule"), _("Message")]
    return write_workbook(
        [
            Sheet(
                _("Reconciliation"),
                [_("What is compared"), _("In the file"), _("Stored"), _("Result")],
                agreeing,
            ),
            Sheet(_("Errors"), head, errors),
        ]
    )
