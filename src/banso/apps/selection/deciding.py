"""Who may determine what waits: deciders who are there, those who are away, and what is left to nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from banso.apps.accounts.absences import standing
from banso.apps.accounts.models import User
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.selectors import deciders_on


@dataclass(frozen=True)
class Decider:
    """Somebody who may determine; if away, until when."""

    name: str
    away_until: date | None
    #: How many of the applications that wait this person may determine: those not screened by the same.
    may: int


@dataclass(frozen=True)
class Deciding:
    """What waits for a determination, and for whom. ``nobody``: keys of what none of those there may take."""

    waiting: int
    deciders: list[Decider]
    nobody: frozenset[int]

    @property
    def here(self) -> list[Decider]:
        """Those who are there."""
        return [one for one in self.deciders if one.away_until is None]

    @property
    def away(self) -> list[Decider]:
        """Those who are away."""
        return [one for one in self.deciders if one.away_until is not None]


def deciding(applications: QuerySet[Application], day: date) -> Deciding:
    """Who may determine, on a day, which of these applications wait for it.

    Any decider may take any application, but for those he or she screened. Five queries, however many wait.
    """
    waits = applications.filter(state=ApplicationState.SCREENED)
    rows = list(waits.order_by("pk").values_list("pk", flat=True))
    people = list(User.objects.filter(pk__in=deciders_on(day)).order_by("name", "pk"))
    until = dict(
        standing(day)
        .filter(first_day__lte=day, user__in=people)
        .order_by("last_day")
        .values_list("user_id", "last_day")
    )
    screened_by: dict[int, set[int]] = defaultdict(set)
    screened = waits.filter(screenings__reviewer__in=people).order_by()
    for pk, reviewer in screened.values_list("pk", "screenings__reviewer").distinct():
        screened_by[pk].add(reviewer)
    here = {person.pk for person in people} - until.keys()
    barred = Counter(reviewer for reviewers in screened_by.values() for reviewer in reviewers)
    deciders = [Decider(who.name, until.get(who.pk), len(rows) - barred[who.pk]) for who in people]
    return Deciding(len(rows), deciders, frozenset(pk for pk in rows if here <= screened_by[pk]))
