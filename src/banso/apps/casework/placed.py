"""With which office a case was on a day, for figures by office: what happened then counts there."""

from __future__ import annotations

from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banso.apps.casework.models import Case


def of_office(rows: QuerySet[Any], day: str, case: str = "case") -> QuerySet[Any]:
    """Inside a query of offices: the rows of cases that were with the office on the day at the end of a path.

    ``case`` leads to the case, ``pk`` where the rows are cases. Where the day is unknown the office in charge
    now counts. Group by ``office_then``.
    """
    # Placements are kept by the room of transfers, which knows cases and not the other way round.
    placements: Any = Case._meta.get_field("placements").related_model._default_manager  # type: ignore[union-attr]
    with_it = Q(office=OuterRef(OuterRef("pk"))) | Q(
        pk__in=placements.filter(office=OuterRef(OuterRef(OuterRef("pk")))).values("case")
    )
    before = placements.filter(case=OuterRef(case), until__gte=OuterRef(day)).order_by("until")
    now = F("office") if case == "pk" else F(f"{case}__office")
    then = Coalesce(Subquery(before.values("office")[:1]), now, output_field=IntegerField())
    # First those that ever were with the office, by index, then the day of each.
    ever = Case.objects.order_by().filter(with_it).values("pk")
    return rows.filter(**{f"{case}__in": ever}).annotate(office_then=then).filter(office_then=OuterRef("pk"))
