"""To whom the needs of the portfolio go besides experts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.intake.models import Receiver
from banso.demo.firms import FirmRow
from banso.demo.outside import Outside
from banso.demo.people import People


@dataclass(frozen=True)
class To:
    """A receiver: its columns, what the journal calls it, and who replies in which role."""

    kind: Receiver
    columns: dict[str, Any]
    payload: dict[str, Any]
    user: int
    role: Role


class Receivers:
    """Chooses receivers for the needs of a firm; ``staff`` is who records the reply of those outside."""

    def __init__(self, chance: random.Random, people: People, outside: Outside) -> None:
        self._chance, self._people, self._outside = chance, people, outside

    def anybody(self, firm: FirmRow, staff: int) -> To:
        """Anybody but an expert."""
        kinds = (self.colleague, self._office, self._provider, self._trader, self._partner)
        return self._chance.choices(kinds, (26, 18, 26, 14, 16))[0](firm, staff)

    def expert(self) -> To:
        """Any expert."""
        expert = self._chance.choice(self._people.experts)
        return To(
            Receiver.EXPERT, {"expert_id": expert.id}, {"expert": expert.code}, expert.user, Role.EXPERT
        )

    def colleague(self, firm: FirmRow, staff: int) -> To:
        """Somebody of the firm's office."""
        office = firm.office
        user = self._chance.choice(office.staff)
        columns = {"staff_id": user, "office_id": office.id}
        return To(Receiver.STAFF, columns, {"staff": user}, user, Role.OFFICE_STAFF)

    def _office(self, firm: FirmRow, staff: int) -> To:
        """Often the office of the example users, which has something to reply to so."""
        others = [office for office in self._people.offices if office is not firm.office]
        home = self._people.home
        office = home if home in others and self._chance.random() < 0.2 else self._chance.choice(others)
        user = self._chance.choice(office.staff)
        return To(Receiver.OFFICE, {"office_id": office.id}, {"office": office.code}, user, Role.OFFICE_STAFF)

    def _provider(self, firm: FirmRow, staff: int) -> To:
        key, code = self._chance.choice(self._outside.providers)
        columns = {"private_provider_id": key}
        return To(Receiver.PROVIDER, columns, {"private_provider": code}, staff, Role.OFFICE_STAFF)

    def _trader(self, firm: FirmRow, staff: int) -> To:
        key, code = self._chance.choice(self._outside.traders)
        columns = {"trading_company_id": key}
        return To(Receiver.TRADING, columns, {"trading_company": code}, staff, Role.OFFICE_STAFF)

    def _partner(self, firm: FirmRow, staff: int) -> To:
        """The chamber of the place, which replies itself, or a body for which the office does."""
        office = firm.office
        if office.partner_body and office.partner_user and self._chance.random() < 0.6:
            columns = {"partner_body_id": office.partner_body}
            code = f"chamber-{office.prefecture}"
            return To(
                Receiver.PARTNER, columns, {"partner_body": code}, office.partner_user, Role.PARTNER_MEMBER
            )
        key, code = self._chance.choice(self._outside.bodies)
        columns = {"partner_body_id": key}
        return To(Receiver.PARTNER, columns, {"partner_body": code}, staff, Role.OFFICE_STAFF)
