"""Values of corrected fields as text: to keep, to compare, and to show in words."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _

from banso.apps.corrections.kinds import Kind
from banso.web import formats


def as_text(row: Model, name: str) -> str:
    """The value of a field as it is kept; empty where it is unknown."""
    field = row._meta.get_field(name)
    return "" if field.value_from_object(row) is None else str(field.value_to_string(row))


def seen(kind: Kind, row: Model) -> str:
    """A digest of what stands in the fields now: a form that was opened on other values is refused."""
    values = "\x1f".join(f"{name}={as_text(row, name)!r}" for name in kind.fields)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def shown(kind: Kind, name: str, text: str, names: dict[tuple[str, str], str]) -> str:
    """A kept value in words; ``names`` holds the names of rows that foreign keys point at."""
    field: Any = kind.model._meta.get_field(name)
    if not text:
        return str(formats.unknown(None))
    if isinstance(field, ForeignKey):
        return names.get((name, text), text)
    value = field.to_python(text)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _said(field, value)


def _said(field: Field, value: Any) -> str:
    kind = field.get_internal_type()
    if kind == "DateField":
        return formats.day(value)
    if kind == "BooleanField":
        return _("Yes") if value else _("No")
    if field.name.endswith("_yen"):
        return formats.yen(value)
    return str(value)


def label(kind: Kind, name: str) -> str:
    """What a field is called."""
    words = str(kind.model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]
