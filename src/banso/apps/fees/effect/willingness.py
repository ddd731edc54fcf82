"""What firms said they would pay (the published survey), beside the prices that were quoted since.

The bands of the two programmes differ. Prices are those of quotes under the version in force, with tax: what
a firm pays for one support, which is what the survey asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db.models import QuerySet

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.fees.effect.measures import ACCEPTED
from banso.apps.fees.models import Quote, QuoteState
from banso.apps.policies.models import SUPPORT, PolicyVersion
from banso.apps.policies.selectors import version_in_force
from banso.apps.programmes.models import Service
from banso.engines.evaluation.published import published_figures
from banso.engines.evaluation.tables import table_definitions
from banso.engines.kernel.bilingual import Text
from banso.engines.statistics.shares import Share
from banso.web import formats

#: By programme: its figure in the survey, who would pay at all, and up to how many yen each band goes.
_FIGURES: dict[str, tuple[str, str, tuple[int | None, ...]]] = {
    "consortium": ("f5", "x3-c-accept", (100_000, 200_000, None)),
    "ec": ("f6", "x3-e-accept", (100_000, 300_000, None)),
}


@dataclass(frozen=True)
class Prices:
    """What a service was quoted for, with tax: how often, least, middle (of two the lower), most."""

    service: Service
    quotes: int
    least: int
    middle: int
    most: int


@dataclass(frozen=True)
class Band:
    """What some firms would pay at most, and the quotes that lie there.

    ``derived``: the survey does not print it; it is what is left. ``services``: whose middle price lies here.
    """

    label: Text
    above: int
    to: int | None
    stated: Share
    derived: bool
    quoted: Share
    accepted: Share
    services: tuple[Service, ...]

    @property
    def words(self) -> str:
        """Its label in the language of the page."""
        return self.label.in_language(formats.language())


@dataclass(frozen=True)
class Willing:
    """One programme: who would pay at all, by band, and what its services were quoted for."""

    programme: str
    figure: Text
    accept: Share
    bands: list[Band]
    prices: list[Prices]

    @property
    def figure_words(self) -> str:
        """The figure of the survey in the language of the page."""
        return self.figure.in_language(formats.language())


def willingness(
    access: Access, services: Sequence[Service], today: date
) -> tuple[PolicyVersion | None, list[Willing]]:
    """The version in force, and both programmes. Two queries."""
    version = version_in_force(SUPPORT, today)
    quoted: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if version is not None:
        for service, total, state in quotes_under(access, version).values_list("service", "total", "state"):
            quoted[service].append((total, state))
    return version, [
        _programme(code, [one for one in services if one.programme.code == code], quoted) for code in _FIGURES
    ]


def quotes_under(access: Access, version: PolicyVersion) -> QuerySet[Quote]:
    """Quotes above zero that were sent under a version and not replaced by a later revision."""
    rows = access.rows(Action.FEE_EFFECT_VIEW, Quote.objects.order_by())
    never = (QuoteState.DRAFT, QuoteState.REPLACED)
    return rows.filter(frozen__policy=version.code, total__gt=0, offered_at__isnull=False).exclude(
        state__in=never
    )


def _programme(code: str, services: Sequence[Service], quoted: dict[int, list[tuple[int, str]]]) -> Willing:
    figure, accept, limits = _FIGURES[code]
    definition, known = table_definitions()[figure], published_figures()
    prices = []
    for service in services:
        totals = sorted(total for total, _state in quoted.get(service.pk, ()))
        if totals:
            prices.append(Prices(service, len(totals), totals[0], median_low(totals), totals[-1]))
    every = [one for service in services for one in quoted.get(service.pk, ())]
    bands, above = [], 0
    for row, to in zip(definition.rows, limits, strict=True):
        stated = known[row.indicator.id]
        within = [(total, state) for total, state in every if above < total and (to is None or total <= to)]
        answered = [state for _total, state in within if state in (*ACCEPTED, QuoteState.DECLINED)]
        middle = tuple(
            one.service for one in prices if above < one.middle and (to is None or one.middle <= to)
        )
        bands.append(
            Band(
                row.label,
                above,
                to,
                Share(stated.numerator, stated.denominator),
                stated.kind == "derived",
                Share(len(within), len(every)),
                Share(sum(state in ACCEPTED for state in answered), len(answered)),
                middle,
            )
        )
        above = to or above
    willing = known[accept]
    return Willing(code, definition.number, Share(willing.numerator, willing.denominator), bands, prices)
