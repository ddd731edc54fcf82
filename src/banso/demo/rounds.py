"""Rounds of applications: sealed seeds, places of the reform's year, waiting list, lot, second looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import digest
from banso.apps.programmes.models import Round, Service
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    LookResult,
    Lot,
    Place,
    Purpose,
    Seal,
    SecondLook,
    Ticket,
    Waiting,
)
from banso.demo.decisions import Decided
from banso.demo.people import People
from banso.demo.plan import BEGIN, Plan, at, in_office, later, working
from banso.demo.policies import reform_from
from banso.demo.texts import templates
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.engines.kernel.lots import commitment, in_sample, order

#: How the places of the reform's year end, by service: all gone, equal candidates at the edge, or some left.
GONE, EDGE, SOME = "gone", "edge", "some"
_PLACES = {"store": GONE, "mall": EDGE, "hands_on": SOME}
#: Places for the equal candidates, and since how many days before the portfolio's they have applied.
_EDGE_PLACES, EDGE_DAYS = 2, 60
#: What a round may cost for each place, in yen.
_YEN_A_PLACE = {"hands_on": 1_800_000, "mall": 600_000, "store": 400_000}
_LOOK_DAYS = (5, 25)
#: Of so many looks that are open, for one nobody was found.
_NOBODY_TO_LOOK = 5


@dataclass(frozen=True)
class Pending:
    """An application that is screened and waits for its determination."""

    application: int
    ref: str
    screened: datetime
    #: Whether as many as the round asks for have screened it.
    ready: bool
    #: Whether its scores are those of others at the edge of the places.
    level: bool


@dataclass(frozen=True)
class RoundKey:
    """A round, as the plan needs it."""

    id: int
    code: str
    service: str
    opens_on: date
    closes_on: date
    reviewers: int
    #: The share that is looked at again, in percent.
    looks: int
    reform: bool


def open_rounds(as_of: date) -> None:
    """Set up the rounds of years for which none ship, as long as the others."""
    for service in Service.objects.filter(screened=True).order_by("position"):
        for year in range(fiscal_year(BEGIN), fiscal_year(as_of) + 1):
            first, last = fiscal_year_days(year)
            Round.objects.get_or_create(
                code=f"{service.code}-{year}",
                defaults={
                    "service": service,
                    "fiscal_year": year,
                    "opens_on": first,
                    "closes_on": last,
                    "name_ja": f"令和{year - 2018}年度 {service.name_ja}",
                    "name_en": f"{service.name_en} FY{year}",
                },
            )
    # Before the reform one reviewer was enough, and nobody looked again.
    before = Round.objects.filter(opens_on__lt=reform_from(as_of))
    before.update(reviewers_needed=1, second_look_percent=0)
    since = Round.objects.filter(opens_on__gte=reform_from(as_of))
    since.update(reviewers_needed=2, second_look_percent=10)


class Rounds:
    """The rounds of the plan. Seeds are sealed on the day on which a round opens."""

    def __init__(self, plan: Plan, people: People) -> None:
        self._plan, self._people = plan, people
        self._chance = plan.random("rounds")
        self._open_looks = 0
        self._pending: dict[int, list[Pending]] = {}
        self._adopted: dict[int, list[tuple[datetime, int, Decided]]] = {}
        self._seeds: dict[tuple[int, str], tuple[int, str]] = {}
        self.all = [self._read(found) for found in Round.objects.select_related("service").order_by("pk")]
        for found in self.all:
            if plan.past(found.opens_on):
                self._seal(found)

    def _read(self, found: Round) -> RoundKey:
        return RoundKey(
            found.pk,
            found.code,
            found.service.code,
            found.opens_on,
            found.closes_on,
            found.reviewers_needed,
            found.second_look_percent,
            found.opens_on >= reform_from(self._plan.as_of),
        )

    def of(self, service: str, day: date) -> RoundKey:
        """The round of a service that was open on a day; the nearest one where a day lies outside all."""
        own = [found for found in self.all if found.service == service]
        inside = [found for found in own if found.opens_on <= day <= found.closes_on]
        return inside[0] if inside else min(own, key=lambda found: abs((found.opens_on - day).days))

    def _seal(self, found: RoundKey) -> None:
        moment = at(found.opens_on, 9 * 60)
        made = {purpose.value: self._sealed(found, purpose.value, 1, moment) for purpose in Purpose}
        self._plan.event(moment, None, SYSTEM, "round.sealed", ("round", found.code), made)

    def _sealed(self, found: RoundKey, purpose: str, number: int, moment: datetime) -> dict[str, object]:
        seed = f"{self._chance.getrandbits(256):064x}"
        key = self._plan[Seal].add(
            round_id=found.id,
            purpose=purpose,
            number=number,
            seed=seed,
            commitment=commitment(seed),
            sealed_at=moment,
        )
        self._seeds[found.id, purpose] = key, seed
        return {"number": number, "commitment": commitment(seed)}

    def levels(self, found: RoundKey, submitted: date) -> bool:
        """Whether an application of this day stands equal with others where the places end."""
        days = (self._plan.as_of - submitted).days
        return found.reform and _PLACES.get(found.service) == EDGE and days <= EDGE_DAYS

    def waits(self, found: RoundKey, pending: Pending) -> None:
        """An application of a round is screened and waits."""
        self._pending.setdefault(found.id, []).append(pending)

    def determined(self, found: RoundKey, ref: str, decided: Decided, *, adopted: bool) -> None:
        """An application of a round is determined: it may be drawn for a second look."""
        if adopted:
            self._adopted.setdefault(found.id, []).append((decided.moment, decided.key, decided))
        if not found.reform:
            return
        _key, seed = self._seeds[found.id, Purpose.SECOND_LOOK.value]
        if in_sample(seed, ref, found.looks):
            self._look(ref, decided, seed)

    def _look(self, ref: str, decided: Decided, seed: str) -> None:
        plan, chance = self._plan, self._chance
        others = [pk for pk in self._people.deciders if pk != decided.who]
        who = int(order(seed, (f"{ref}/{pk}" for pk in others))[0].rpartition("/")[2])
        decided.payload["second_look"] = who
        done = later(chance, decided.moment, *_LOOK_DAYS)
        agrees = chance.random() < 0.88
        result = LookResult.AGREE if agrees else LookResult.DISAGREE
        reason = chance.choice(templates()["second_look"][result.value])
        if not plan.past(done):
            self._open_looks += 1
            if self._open_looks % _NOBODY_TO_LOOK == 0:
                # No other decider was there that day: head office is to find somebody.
                decided.payload["second_look"] = None
            plan[SecondLook].add(determination_id=decided.row, assigned_to_id=decided.payload["second_look"])
            return
        plan[SecondLook].add(
            determination_id=decided.row,
            assigned_to_id=who,
            result=result.value,
            reason=reason,
            done_on=done.date(),
        )
        payload = {"result": result.value, "reason": digest(reason)}
        plan.event(done, who, Role.DECIDER, "application.looked_again", decided.subject, payload)

    def settle(self) -> None:
        """Give the rounds of the reform their places, by what came of them; then waiting list and lot."""
        for found in self.all:
            kind = _PLACES.get(found.service)
            if found.reform and kind is not None and self._plan.past(found.opens_on):
                self._limit(found, kind)

    def _limit(self, found: RoundKey, kind: str) -> None:
        adopted = sorted(self._adopted.get(found.id, ()), key=lambda one: one[:2])
        ready = [one for one in self._pending.get(found.id, ()) if one.ready]
        left = {GONE: 0, EDGE: _EDGE_PLACES, SOME: max(2, len(ready) * 3 // 5)}[kind]
        places = max(1, len(adopted) + left)
        self._plan.rounds[found.id] = {"places": places, "budget_yen": places * _YEN_A_PLACE[found.service]}
        for number, (moment, application, decided) in enumerate(adopted, start=1):
            self._plan[Place].add(
                round_id=found.id, number=number, application_id=application, taken_on=moment.date()
            )
            decided.payload["place"] = number
        if kind == GONE and adopted:
            for rank, one in enumerate(ready[: (len(ready) + 1) // 2], start=1):
                self._wait(found, one, rank, self._chance.choice(templates()["waiting"]["gone"]))
        equal = [one for one in ready if one.level]
        if kind == EDGE and len(equal) > _EDGE_PLACES:
            self._draw(found, equal)

    def _yesterday(self) -> datetime:
        """A moment of office hours on the last working day before the portfolio's."""
        day = self._plan.as_of - timedelta(days=1)
        while working(day) != day:
            day -= timedelta(days=1)
        return in_office(self._chance, day)

    def _draw(self, found: RoundKey, candidates: list[Pending]) -> None:
        plan, moment = self._plan, self._yesterday()
        decider = self._people.deciders[0]
        seal, seed = self._seeds[found.id, Purpose.LOT.value]
        plan[Seal].change(seal, opened_at=moment)
        lot = plan[Lot].add(seal_id=seal, places=_EDGE_PLACES, drawn_at=moment, drawn_by_id=decider)
        by_ref = {one.ref: one for one in candidates}
        drawn = order(seed, by_ref)
        subject = ("round", found.code)
        payload = {
            "lot": lot,
            "seed": seed,
            "commitment": commitment(seed),
            "places": _EDGE_PLACES,
            "order": list(drawn),
        }
        plan.event(moment, decider, Role.DECIDER, "round.lot_drawn", subject, payload)
        for position, ref in enumerate(drawn, start=1):
            plan[Ticket].add(lot_id=lot, application_id=by_ref[ref].application, position=position)
            if position > _EDGE_PLACES:
                reason = templates()["waiting"]["lot"][0]
                self._wait(found, by_ref[ref], position - _EDGE_PLACES, reason, lot, moment)
        made = {Purpose.LOT.value: self._sealed(found, Purpose.LOT.value, 2, moment)}
        plan.event(moment, decider, Role.DECIDER, "round.sealed", subject, made)

    def _wait(
        self,
        found: RoundKey,
        one: Pending,
        rank: int,
        reason: str,
        lot: int | None = None,
        moment: datetime | None = None,
    ) -> None:
        plan = self._plan
        moment, decider = moment or self._yesterday(), self._people.deciders[0]
        plan[Application].change(one.application, state=ApplicationState.WAITING.value)
        plan[Waiting].add(
            round_id=found.id,
            application_id=one.application,
            rank=rank,
            reason=reason,
            decider_id=decider,
            since=moment,
        )
        payload: dict[str, object] = {"round": found.code, "rank": rank, "reason": digest(reason)}
        if lot is not None:
            payload["lot"] = lot
        plan.event(
            moment, decider, Role.DECIDER, "application.wait_listed", ("application", one.ref), payload
        )
