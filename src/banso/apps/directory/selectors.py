"""Reads about firms, offices and experts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.directory.search import matching
from banso.web.normalise import code_text, plain


def firm_by_ref(ref: str) -> Firm | None:
    """The firm of a reference."""
    return Firm.objects.filter(ref=ref).first()


def firms_found(text: str) -> QuerySet[Firm]:
    """The firms with a text in their name, reference or corporate number; none for an empty text."""
    return matching(Firm.objects.standing(), text) if text.strip() else Firm.objects.none()


def matching_firms(firms: QuerySet[Firm], text: str) -> QuerySet[Firm]:
    """Those of some firms that a text may mean: in the name, the kana, the reference or the number."""
    return matching(firms, text)


#: How many firms are named when it is not clear which one is meant.
_NAMED = 3


def firm_meant(firms: QuerySet[Firm], typed: str) -> Firm:
    """The one firm among these that is meant by a reference, a corporate number or (part of) a name.

    Raises:
        Refused: with the field ``firm``; ``no_firm``, none of them, or ``many_firms``, more than one.
    """
    exact = firms.filter(Q(ref__iexact=plain(typed)) | Q(corporate_number=code_text(typed))).first()
    if exact is not None:
        return exact
    found = list(matching(firms, typed).order_by("name_kana", "pk")[: _NAMED + 1]) if typed.strip() else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused("no_firm", _("No firm within your reach has this name or number."), "firm")
    named = "、".join(f"{firm.name} ({firm.ref})" for firm in found[:_NAMED])
    raise Refused(
        "many_firms",
        _("Several firms have this name: %(named)s. Give the reference of the one you mean.")
        % {"named": named},
        "firm",
    )


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
        firm_count=_count(Firm, "office", Q(merged_into__isnull=True)),
        expert_count=_count(Expert, "office", in_force),
        open_cases=_count(_related(Office, "cases"), "office", Q(ended_on__isnull=True)),
    )


def experts() -> QuerySet[Expert]:
    """Experts with their office and ``open_cases``."""
    return Expert.objects.select_related("office").annotate(
        open_cases=_count(_related(Expert, "cases"), "expert", Q(ended_on__isnull=True))
    )


def why_not_free(expert: Expert, firm: Firm, day: date) -> str:
    """Why an expert may not be given this firm's work on a day; empty if nothing stands against it.

    The first that applies: ``contract`` (none on that day), ``absent``, ``conflict`` (of interest, declared).
    """
    if expert.contract_from > day or (expert.contract_to is not None and expert.contract_to < day):
        return "contract"
    away = expert.absences.filter(taken_back_at__isnull=True, first_day__lte=day, last_day__gte=day)
    if away.exists():
        return "absent"
    declared = expert.conflicts.filter(firm=firm, declared_on__lte=day)
    if declared.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day)).exists():
        return "conflict"
    return ""


def bodies(model: type[Model]) -> QuerySet[Any]:
    """Bodies outside with what they serve and ``open_proposals``: waiting for them, or in their hands."""
    proposals = _related(model, "proposals")
    column = model._meta.get_field("proposals").field.name  # type: ignore[union-attr]
    open_ones = Q(state__in=("waiting", "taken"), withdrawn_at__isnull=True, need__abandoned_on__isnull=True)
    served = [name for name in ("subjects", "markets", "industries") if hasattr(model, name)]
    rows = model._default_manager.select_related("prefecture").prefetch_related(*served)
    return rows.annotate(open_proposals=_count(proposals, column, open_ones))
