"""Reads about firms, offices and experts."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Expert, Firm, Office


def firm_by_ref(ref: str) -> Firm | None:
    """The firm of a reference."""
    return Firm.objects.filter(ref=ref).first()


def office_for_prefecture(code: str) -> Office:
    """The office in charge of a prefecture: its own first one, else one of its region, else the first of all.

    Raises:
        Refused: ``no_office``, there is no office at all.
    """
    offices = Office.objects.filter(retired_on__isnull=True).order_by("position", "code")
    found = (
        offices.filter(prefecture__code=code).first()
        or offices.filter(prefecture__region__prefectures__code=code).first()
        or offices.first()
    )
    if found is None:
        raise Refused("no_office", _("No office is set up yet. An administrator must add one first."))
    return found


def _count(model: type[Model], path: str, where: Q) -> Coalesce:
    """How many rows of another room point at a row here: a subquery, so that nothing is counted twice."""
    rows = model._default_manager.filter(where, **{path: OuterRef("pk")}).order_by()
    counted = rows.values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _related(model: type[Model], name: str) -> type[Model]:
    """The model at the other end of a relation: a room further on need not be imported here."""
    return model._meta.get_field(name).related_model  # type: ignore[return-value]


def with_open_cases(firms: QuerySet[Firm]) -> QuerySet[Firm]:
    """Firms with ``open_cases``: cases whose support has not ended."""
    return firms.annotate(open_cases=_count(_related(Firm, "cases"), "firm", Q(ended_on__isnull=True)))


def offices_with_counts(today: date) -> QuerySet[Office]:
    """Offices with ``firm_count``, ``expert_count`` (contracts in force) and ``open_cases``."""
    in_force = Q(contract_from__lte=today) & (Q(contract_to__isnull=True) | Q(contract_to__gte=today))
    return Office.objects.select_related("prefecture", "parent").annotate(
        firm_count=_count(Firm, "office", Q()),
        expert_count=_count(Expert, "office", in_force),
        open_cases=_count(_related(Office, "cases"), "office", Q(ended_on__isnull=True)),
    )


def experts() -> QuerySet[Expert]:
    """Experts with languages, markets, subjects and ``open_cases``. Five queries however many are fetched."""
    return (
        Expert.objects.select_related("office")
        .prefetch_related("languages", "markets", "subjects", "industries")
        .annotate(open_cases=_count(_related(Expert, "cases"), "expert", Q(ended_on__isnull=True)))
    )
