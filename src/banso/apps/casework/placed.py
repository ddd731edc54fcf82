"""With which office a case was on a day, for figures by office: what happened then counts there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    F,
    Field,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from banso.apps.casework import models

#: By office, by name.
Totals = Mapping[int, Mapping[str, Any]]


def by_office(rows: QuerySet[Any], day: str, **totals: Aggregate) -> Totals:
    """The totals of ``grouped`` by office, in one query."""
    return {row["office_then"]: row for row in grouped(rows, day).annotate(**totals)}


def grouped(rows: QuerySet[Any], day: str, case: str = "case") -> QuerySet[Any]:
    """Rows of cases by the office that each case was with on the day at the end of a path: ``office_then``.

    ``case`` leads to the case, ``pk`` where the rows are cases. Where the day is unknown the
    office in charge now counts.
    """
    # Placements are kept by the room of transfers, which knows cases and not the other way round.
    placements: Any = models.Case._meta.get_field("placements").related_model
    before = placements._default_manager.filter(case=OuterRef(case), until__gte=OuterRef(day))
    now = F("office") if case == "pk" else F(f"{case}__office")
    then = Subquery(before.order_by("until").values("office")[:1])
    of_time = rows.order_by().annotate(office_then=Coalesce(then, now, output_field=IntegerField()))
    return of_time.values("office_then")


def column(found: Totals, name: str, kind: Field[Any, Any]) -> Case:
    """Totals as a column of offices in a query; 0 where there is nothing."""
    whens = [When(pk=office, then=Value(totals[name], output_field=kind)) for office, totals in found.items()]
    return Case(*whens, default=Value(0, output_field=kind), output_field=kind)
