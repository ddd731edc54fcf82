"""Lists are paged: a count and one page of rows, in an order that never changes between pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from banso.apps.base import Refused

T = TypeVar("T")
#: Text without the one character that PostgreSQL cannot hold.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=40)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Page(Schema, Generic[T]):
    """One page of a list."""

    count: int
    page: int
    size: int
    items: list[T]


class PageQuery(Schema):
    """Which page, and how many rows on it."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 50


def page_of(rows: QuerySet[Any], asked: PageQuery, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """The page asked for; an empty one past the end."""
    start = (asked.page - 1) * asked.size
    items = [shown(row) for row in rows.order_by("pk")[start : start + asked.size]]
    return {"count": rows.order_by().count(), "page": asked.page, "size": asked.size, "items": items}


def narrowed(rows: QuerySet[Any], **given: Any) -> QuerySet[Any]:
    """The rows that pass every filter given."""
    return rows.filter(**{lookup: value for lookup, value in given.items() if value is not None})


def coded(model: type[Model], code: str, field: str) -> Any:
    """The row of a code list.

    Raises:
        Refused: ``code_unknown``.
    """
    found = model._default_manager.filter(code=code).first()
    if found is None:
        raise Refused("code_unknown", _("This code is unknown."), field)
    return found
