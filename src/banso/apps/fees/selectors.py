"""Reading in the room for fees: what services cost a firm, and what private providers ask for the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.fees.pricing import price_of, prices_of
from banso.apps.fees.quotation import Quotation
from banso.apps.fees.words import Shown, shown
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.selectors import policy_of
from banso.apps.programmes.models import Service
from banso.apps.programmes.selectors import services_in_force
from banso.apps.providers.selectors import PriceRange, likes, price_ranges
from banso.apps.selection.models import Application
from banso.engines.kernel.bilingual import Text
from banso.engines.policy.expressions import Anything, Constant
from banso.engines.policy.feel.runtime import satisfies
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import Row, Table

__all__ = [
    "Like",
    "Offer",
    "Shown",
    "charges",
    "offers_to",
    "price_shown",
    "prices_shown",
    "private_range",
    "share_rows",
]


@dataclass(frozen=True)
class Like:
    """Private providers of the like of a service: how many are listed, and their published prices in yen.

    For each unit of price a range; none for a unit in which fewer than three publish one.
    """

    providers: int
    ranges: tuple[PriceRange, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A service as a firm sees it before it asks."""

    quoted: Quotation
    like: Like

    @property
    def service(self) -> Service:
        """The service."""
        return self.quoted.service


def offers_to(firm: Firm, on: date) -> list[Offer]:
    """Every service offered on a day: what it would cost a firm, and private providers of the like."""
    services = services_in_force(on)
    likes = private_range(services, on)
    return [Offer(quoted, likes[quoted.service.pk]) for quoted in prices_of(services, firm, on)]


def price_shown(service: Service, firm: Firm, on: date, about: Application | Case | None = None) -> Shown:
    """What a service costs a firm, in the language of the page."""
    return shown(price_of(service, firm, None, on, about=about))


def prices_shown(services: list[Service], firm: Firm, on: date) -> list[tuple[Service, Shown]]:
    """What each of these services would cost a firm that asks for it, in the language of the page."""
    return [(quoted.service, shown(quoted)) for quoted in prices_of(services, firm, on)]


def private_range(services: list[Service], on: date) -> dict[int, Like]:
    """Private providers that are listed on a day for the like of each service, by its key."""
    return {key: Like(len(rows), price_ranges(rows)) for key, rows in likes(services, on).items()}


def share_rows(version: PolicyVersion, service: Service) -> list[Text]:
    """The rows by which a version settles the share for a service, whomever they are for."""
    return [row.reason for _table, row in _rows_of_share(version, service)]


def charges(version: PolicyVersion, service: Service) -> bool:
    """Whether some firm pays a share for a service by a version: one of its rows says more than nothing."""
    for table, row in _rows_of_share(version, service):
        for output, said in zip(table.outputs, row.results, strict=True):
            if output.name == "firm_share" and not (isinstance(said, Constant) and not said.value):
                return True
    return False


def _rows_of_share(version: PolicyVersion, service: Service) -> Iterator[tuple[Table, Row]]:
    for table in policy_of(version).tables:
        if not any(output.name == "firm_share" for output in table.outputs):
            continue
        for row in table.rows:
            tests = zip(table.inputs, row.tests, strict=True)
            meant = all(
                isinstance(test, Anything) or satisfies(test, service.code, {})
                for column, test in tests
                if column_name(column) == "service"
            )
            if meant:
                yield table, row
