"""Who may determine what waits: deciders who are there, those who are away, and what is left to nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from banso.apps.accounts.absences import away_until
from banso.apps.accounts.models import User
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.selectors import deciding_roles


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

    Any decider may take any application, but for those he or she screened. Two queries, however many wait.
    """
    waits = applications.filter(state=ApplicationState.SCREENED).order_by("pk")
    screened_by: dict[int, set[int]] = defaultdict(set)
    for pk, reviewer in waits.values_list("pk", "screenings__reviewer"):
        screened_by[pk].add(reviewer)
    people = User.objects.filter(pk__in=deciding_roles(day).values("user")).annotate(until=away_until(day))
    deciders = list(people.order_by("name", "pk").values_list("pk", "name", "until"))
    here = {pk for pk, _name, until in deciders if until is None}
    barred = Counter(reviewer for reviewers in screened_by.values() for reviewer in reviewers)
    waiting = len(screened_by)
    return Deciding(
        waiting,
        [Decider(name, until, waiting - barred[pk]) for pk, name, until in deciders],
        frozenset(pk for pk, reviewers in screened_by.items() if here <= reviewers),
    )
