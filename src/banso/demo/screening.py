"""Screenings: declarations, scores by part, views, discussions; and what is handed back to the firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from banso.apps.accounts.roles import Role
from banso.apps.journal.services import digest
from banso.apps.selection.models import (
    AgreedScore,
    Assent,
    Conflict,
    Declaration,
    Discussion,
    Feasible,
    Return,
    Revision,
    Score,
    ScorePart,
    Screening,
    View,
)
from banso.apps.selection.revisions import digest_of
from banso.apps.selection.scoring import APART
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working
from banso.demo.texts import templates

if TYPE_CHECKING:
    from banso.demo.selection import Draft

#: Of the applications of the reform: how many are handed back once, and how many of those still unread.
_RETURNED, _RETURNED_NOW = 0.06, 0.4
_CONFLICTS = (Conflict.EMPLOYED, Conflict.FAMILY, Conflict.ADVISES, Conflict.COMPETES)


@dataclass(frozen=True)
class Screened:
    """When the last reviewer was done, and whether they were as many as the round asks for."""

    last: datetime
    enough: bool
    #: Whether all would adopt it.
    agree: bool


@dataclass
class _Given:
    """One view as it was stored."""

    reviewer: int
    moment: datetime
    view: View
    points: dict[str, int | None]


class Screenings:
    """Writes what reviewers do. Views follow the chance of the applications; scores have their own."""

    def __init__(self, plan: Plan, people: People) -> None:
        self._plan, self._people = plan, people
        self._own = plan.random("scores")
        #: What reviewers and deciders think of goals has one stream of chance.
        self.judging = plan.random("goals judged")
        self._parts = [(part.pk, part.code) for part in ScorePart.objects.order_by("position", "code")]

    def freeze(self, draft: Draft) -> None:
        """Write the revisions that were handed in, once all that they hold is known."""
        found = digest_of(draft.content)
        guards = {"all_stored": True, "has_goal": draft.content["goal"] is not None, "has_plan": True}
        for number, moment in enumerate(draft.handed_in, start=1):
            self._plan[Revision].add(
                application_id=draft.id,
                number=number,
                content=draft.content,
                digest=found,
                handed_in_at=moment,
                handed_in_by_id=draft.firm.writer[0],
            )
            payload = {
                "revision": number,
                "content": digest(found),
                "round": draft.round.code,
                "guards": guards,
            }
            self._tell(draft, moment, *draft.firm.writer, "submitted", payload)

    def hand_back(self, draft: Draft, *, again: bool) -> bool:
        """A decider may ask for more soon after an application was handed in; ``again``: it comes back.

        Returns whether it was asked. What comes back is revision 2.
        """
        if not draft.round.reform or draft.firm.example:
            return False
        if self._own.random() >= (_RETURNED if again else _RETURNED_NOW):
            return False
        moment = draft.submitted + timedelta(hours=self._own.randint(3, 20))
        moment = in_office(self._own, working(moment.date() + timedelta(days=1)))
        back = in_office(self._own, working(moment.date() + timedelta(days=1)))
        if not self._plan.past(back if again else moment):
            return False
        decider, reason = (
            self._own.choice(self._people.deciders),
            self._own.choice(templates()["returns"]["asks"]),
        )
        self._plan[Return].add(
            application_id=draft.id, revision=1, reason=reason, decider_id=decider, returned_at=moment
        )
        payload = {"revision": 1, "reason": digest(reason), "guards": {"screened_by_others": True}}
        self._tell(draft, moment, decider, Role.DECIDER, "returned", payload)
        if again:
            draft.revision, draft.submitted_again = 2, back
            draft.handed_in.append(back)
        return True

    def write(self, draft: Draft, adopted: bool, *, has_goal: bool, feasible: str | None) -> Screened | None:
        """The reviewers of an application, one after the other; None while nobody has screened it."""
        plan, chance = self._plan, draft.chance
        moment, given = draft.submitted_again or draft.submitted, []
        for reviewer in chance.sample(self._people.reviewers, 2 if chance.random() < 0.3 else 1):
            moment = later(chance, moment, 4, 18)
            if not plan.past(moment):
                break
            view = View.ADOPT if adopted else chance.choice((View.DECLINE, View.DECLINE, View.DISCUSS))
            if adopted and chance.random() < 0.08:
                view = View.DISCUSS
            opinion = draft.writer.text("screening", view.value)
            judged = feasible or self._feasible(draft, adopted, has_goal=has_goal)
            given.append(self._view(draft, reviewer, moment, view, opinion, judged))
        if not given:
            return None
        last = given[-1].moment
        if len(given) < draft.round.reviewers:
            second = self._second(draft, given[0], feasible)
            if second is not None:
                given.append(second)
                last = max(last, second.moment)
        if draft.round.reform:
            self._settle(draft, given)
        agree = all(one.view == View.ADOPT for one in given)
        return Screened(last, len(given) >= draft.round.reviewers, agree)

    def _second(self, draft: Draft, first: _Given, feasible: str | None) -> _Given | None:
        """The reviewer whom the reform asks for besides the first: soon after, mostly of the same view."""
        own = self._own
        moment = later(own, first.moment, 1, 3)
        others = [pk for pk in self._people.reviewers if pk != first.reviewer]
        reviewer = own.choice(others)
        view = first.view if own.random() < 0.93 else View.DISCUSS
        opinion = own.choice(templates()["screening"][view.value]).format(
            product=draft.firm.product, market=self._plan.configuration.market_names[draft.market]
        )
        if not self._plan.past(moment):
            return None
        return self._view(draft, reviewer, moment, view, opinion, feasible or Feasible.YES.value)

    def _view(
        self, draft: Draft, reviewer: int, moment: datetime, view: View, opinion: str, judged: str
    ) -> _Given:
        plan = self._plan
        if draft.round.reform:
            self._declare(draft, reviewer, moment)
        key = plan[Screening].add(
            application_id=draft.id,
            revision=draft.revision,
            reviewer_id=reviewer,
            view=view.value,
            goal_feasible=judged,
            opinion=opinion,
            screened_at=moment,
        )
        points = self._points(draft, view) if draft.round.reform else {}
        for part, code in self._parts:
            if code in points:
                plan[Score].add(screening_id=key, part_id=part, points=points[code])
        payload: dict[str, Any] = {
            "revision": draft.revision,
            "guards": {"first_view": True},
            "view": view.value,
            "goal_feasible": judged,
            "opinion": digest(opinion),
        }
        if points:
            payload["points"] = points
        self._tell(draft, moment, reviewer, Role.REVIEWER, "screened", payload)
        return _Given(reviewer, moment, view, points)

    def _declare(self, draft: Draft, reviewer: int, moment: datetime) -> None:
        """Before each view its declaration; now and then a colleague has a conflict and is out."""
        told = moment - timedelta(minutes=self._own.randint(25, 90))
        self._declared(draft, reviewer, told, Conflict.NONE)
        if self._own.random() < 0.02:
            others = [pk for pk in self._people.reviewers if pk not in draft.declared]
            conflict = self._own.choice(_CONFLICTS)
            if others:
                self._declared(draft, self._own.choice(others), told - timedelta(minutes=7), conflict)

    def _declared(self, draft: Draft, reviewer: int, moment: datetime, conflict: Conflict) -> None:
        if reviewer in draft.declared:
            return
        draft.declared.add(reviewer)
        self._plan[Declaration].add(
            application_id=draft.id, reviewer_id=reviewer, conflict=conflict.value, declared_at=moment
        )
        self._tell(draft, moment, reviewer, Role.REVIEWER, "declared", {"conflict": conflict.value})

    def _points(self, draft: Draft, view: View) -> dict[str, int | None]:
        """By part; a few are not scored. Who would decline sees less."""
        own = self._own
        middle = {View.ADOPT: 2.8, View.DISCUSS: 2.0, View.DECLINE: 1.3}[view] + 0.35 * draft.firm.capability
        if draft.level:
            return dict.fromkeys((code for _pk, code in self._parts), 3)
        return {
            code: None if own.random() < 0.03 else max(0, min(4, round(own.gauss(middle, 0.55))))
            for _pk, code in self._parts
        }

    def _settle(self, draft: Draft, given: list[_Given]) -> None:
        """Reviewers who differ mostly talk it over within days."""
        if len(given) < 2 or not _differ(given) or self._own.random() < 0.25:
            return
        first, second = given[-2], given[-1]
        moment = second.moment + timedelta(hours=self._own.randint(1, 20))
        if not self._plan.past(moment):
            return
        note = self._own.choice(templates()["discussion"]["notes"])
        view = first.view
        key = self._plan[Discussion].add(
            application_id=draft.id,
            revision=draft.revision,
            number=1,
            view=view.value,
            note=note,
            recorded_by_id=second.reviewer,
            recorded_at=moment,
        )
        points: dict[str, int | None] = {}
        for part, code in self._parts:
            known = [one.points[code] for one in (first, second) if one.points.get(code) is not None]
            points[code] = (sum(known) + 1) // len(known) if known else None  # type: ignore[arg-type]
            points[code] = None if points[code] is None else min(4, points[code] or 0)
            self._plan[AgreedScore].add(discussion_id=key, part_id=part, points=points[code])
        payload = {
            "revision": draft.revision,
            "number": 1,
            "view": view.value,
            "note": digest(note),
            "points": points,
        }
        self._tell(draft, moment, second.reviewer, Role.REVIEWER, "discussed", payload)
        self._plan[Assent].add(discussion_id=key, reviewer_id=second.reviewer, assented_at=moment)
        agreed = moment + timedelta(minutes=self._own.randint(10, 120))
        if self._plan.past(agreed) and len(given) == 2 and self._own.random() < 0.9:
            self._plan[Assent].add(discussion_id=key, reviewer_id=first.reviewer, assented_at=agreed)
            payload = {"revision": draft.revision, "number": 1}
            self._tell(draft, agreed, first.reviewer, Role.REVIEWER, "assented", payload)

    def _feasible(self, draft: Draft, adopted: bool, *, has_goal: bool) -> str:
        """Whether a reviewer thinks that the goal can be reached; no word on some of the earlier ones."""
        chance = self.judging
        if not has_goal:
            return ""
        if not draft.goal_required and chance.random() < 0.25:
            return ""
        weights = (90, 4, 6) if adopted else (30, 52, 18)
        return chance.choices(Feasible.values, weights)[0]

    def _tell(
        self, draft: Draft, moment: datetime, who: int | None, role: str, what: str, payload: dict[str, Any]
    ) -> None:
        self._plan.event(moment, who, role, f"application.{what}", draft.subject, payload)


def _differ(given: list[_Given]) -> bool:
    if len({one.view for one in given}) > 1:
        return True
    for code in given[0].points:
        known = [one.points[code] for one in given if one.points.get(code) is not None]
        if len(known) > 1 and max(known) - min(known) >= APART:  # type: ignore[type-var, operator]
            return True
    return False
