"""Everything that is held about one person, as one file: a workbook for people, JSON for machines."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from banso.apps.accounts.models import User
from banso.apps.directory.models import Contact
from banso.apps.privacy.registry import REGISTRY, PersonalData
from banso.engines.reporting.workbook import Sheet, write_workbook

#: Moment in the archive's own directory: the same data give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def everything_about(
    contact: Contact | None, user: User | None
) -> list[tuple[PersonalData, list[list[Any]]]]:
    """The rows about a person, model by model; a contact with an account is one person with it.

    One query a model.
    """
    account = user.pk if user else contact.user_id if contact else None
    held = []
    for entry in REGISTRY:
        rows = entry.rows(contact.pk if contact else None, account)
        held.append((entry, [[_value(row, name) for name in entry.fields] for row in rows]))
    return held


def file_of(contact: Contact | None, user: User | None, at: datetime) -> bytes:
    """A ZIP archive with ``personal-data.xlsx`` and ``personal-data.json``."""
    held = everything_about(contact, user)
    sheets = [
        Sheet(str(entry.words), [_label(entry, name) for name in entry.fields], rows)
        for entry, rows in held
        if rows
    ]
    said = {
        entry.label: [dict(zip(entry.fields, map(_plain, row), strict=True)) for row in rows]
        for entry, rows in held
    }
    text = json.dumps({"made_at": at.isoformat(), "records": said}, ensure_ascii=False, indent=2)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("personal-data.xlsx", _EPOCH), write_workbook(sheets))
        archive.writestr(zipfile.ZipInfo("personal-data.json", _EPOCH), text)
    return target.getvalue()


def _value(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return value if isinstance(value, (str, int, float, Decimal, date, type(None))) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _label(entry: PersonalData, name: str) -> str:
    words = str(entry.model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]
