"""Reads: open work by owner, open items whose owner is gone, with which office a case was on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm, FormerFirm, Office
from banso.apps.journal.services import digest
from banso.apps.transfers.models import Placement
from banso.apps.transfers.work import OFFICE, WORK, Work, kinds_of


@dataclass(frozen=True)
class Lot:
    """The open rows of one kind."""

    work: Work
    rows: list[Any]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


class Lots(list[Lot]):
    """All open work of an owner, by kind; kinds without any are left out."""

    @cached_property
    def token(self) -> str:
        """Stands for exactly these rows: it changes as soon as one comes or goes."""
        return digest(
            ";".join(f"{lot.work.code}:{','.join(str(row.pk) for row in lot.rows)}" for lot in self)
        )


def open_work(owner: Any, kind: str, day: date) -> Lots:
    """What waits for an owner (``staff``, ``expert`` or ``office``) on a day. One read a kind."""
    found = []
    for work in kinds_of(kind):
        chain = work.subject[1].rpartition("__")[0] if work.subject else ""
        joins = [path for path in (work.firm, chain, work.named.rpartition("__")[0]) if path]
        rows = work.of(owner, day)
        found.append(Lot(work, list(rows.select_related(*joins) if joins else rows)))
    return Lots(lot for lot in found if lot.rows)


def open_of_firm(firm: Firm, day: date) -> Lots:
    """What is open for a firm on a day, by kind. Offices own all of it, whoever else does too."""
    found = []
    for work in kinds_of(OFFICE):
        if work.firm:
            found.append(Lot(work, list(work.rows(day).filter(**{work.firm: firm}).order_by("pk"))))
    return Lots(lot for lot in found if lot.rows)


@dataclass(frozen=True)
class Ownerless:
    """How many open items of a kind have an owner who is gone, and the first of them by key."""

    work: Work
    count: int
    first: tuple[int, ...]


def ownerless(day: date) -> list[Ownerless]:
    """Open items that nobody will do, because their owner left, has no contract or was closed.

    None of them may exist: every transfer leaves none, and ``banso doctor`` looks for them.
    """
    found = []
    for work in WORK:
        rows = work.without_owner(day)
        if count := rows.count():
            found.append(Ownerless(work, count, tuple(rows.values_list("pk", flat=True)[:5])))
    return found


def office_at_start() -> Coalesce:
    """Of cases in a query: the office they were with on the day support began."""
    placed = Placement.objects.filter(case=OuterRef("pk")).order_by("until")
    return Coalesce(Subquery(placed.values("office")[:1]), F("office"), output_field=IntegerField())


def firm_office_on(day: str, firm: str = "firm") -> Coalesce:
    """Of rows of firms in a query: the office in charge of the firm on the day at the end of a path."""
    before = FormerFirm.objects.filter(firm=OuterRef(firm), until__gte=OuterRef(day)).order_by("until")
    return Coalesce(Subquery(before.values("office")[:1]), F(f"{firm}__office"), output_field=IntegerField())


def office_on(case: Case, day: date) -> Office:
    """With which office a case was on a day: what happened then counts there."""
    placed = Placement.objects.filter(case=case, until__gte=day).select_related("office")
    first = placed.order_by("until").first()
    return first.office if first else case.office
