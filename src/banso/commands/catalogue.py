"""``banso catalogue``: what buyers find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from banso.commands.output import format_option, print_json, print_table, say

if TYPE_CHECKING:
    from banso.apps.catalogue.facets import Codes
    from banso.apps.catalogue.readiness import Wants
    from banso.apps.catalogue.selectors import Hit

LANGUAGES = ("ja", "en", "zh")


@click.group()
def command() -> None:
    """The catalogue of published products."""


@command.command()
@click.argument("query")
@click.option("--facet", "wanted", multiple=True, metavar="NAME=CODE", help="Only products with this code.")
@click.option("--as-typed", is_flag=True, help="Look for the very words, not for what means the same.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1))
@click.option("--lang", type=click.Choice(LANGUAGES), default="ja", show_default=True, help="Of the names.")
@format_option
def search(query: str, wanted: tuple[str, ...], as_typed: bool, page: int, lang: str, output: str) -> None:
    """Find published products by words in Japanese, English or Chinese, best first.

    NAME is category, hs_chapter, price, minimum_order, lead_time, temperature, region or certificate;
    ready=MARKET finds what is ready for a market (US) and counts how ready all that was found is for it.
    """
    from banso.apps.catalogue import facets, readiness, selectors

    with translation.override("ja" if lang == "ja" else "en"):
        codes, day = facets.read_codes(), timezone.localdate()
        asked = [_split(text) for text in wanted]
        ready = _ready([name for facet, name in asked if facet == facets.READY], day)
        chosen = _wanted(codes, [(facet, name) for facet, name in asked if facet != facets.READY])
        if ready is not None:
            chosen[facets.READY] = {readiness.READY}
        results = selectors.search(query, day, wanted=chosen, page=page, as_typed=as_typed, ready=ready)
        hits = [_record(hit, lang) for hit in results.hits]
        if output == "json":
            counts = {
                facet: {codes.name(facet, number): count for number, count in sorted(found.items())}
                for facet, found in results.counts.items()
            }
            print_json({"total": results.total, "hits": hits, "facets": counts})
            return
        if hits:
            print_table([(hit["id"], f"{hit['score']:.3f}", hit["name"]) for hit in hits])
        say(_("%(total)s products") % {"total": f"{results.total:,}"})
        if results.also:
            say(_("Also looked for: %(words)s") % {"words": ", ".join(results.also)})


@command.command()
def rebuild() -> None:
    """Make the index of the catalogue anew, for example after rows were written past the services."""
    from banso.apps.catalogue.services import rebuild as make_anew

    say(_("%(count)s products are in the catalogue.") % {"count": f"{make_anew():,}"})


def _split(text: str) -> tuple[str, str]:
    """A facet and the code that is asked for, as they were typed."""
    from banso.apps.catalogue import facets

    known = (*facets.COLUMNS, *facets.SEVERAL, facets.READY)
    facet, equals, name = text.partition("=")
    if not equals or facet not in known:
        raise click.BadParameter(
            _("Write NAME=CODE; NAME is one of %(names)s.") % {"names": ", ".join(known)},
            param_hint="--facet",
        )
    return facet, name


def _ready(markets: Sequence[str], day: date) -> Wants | None:
    """What is asked in the market for which products are to be ready; None where none was named."""
    from banso.apps.catalogue.readiness import wants_in_catalogue
    from banso.apps.directory.models import Market

    if not markets:
        return None
    if len(set(markets)) > 1:
        raise click.BadParameter(_("Name one market for ready."), param_hint="--facet")
    market = Market.objects.filter(code=markets[0]).first()
    if market is None:
        raise click.BadParameter(
            _("%(facet)s has no code %(code)s.") % {"facet": "ready", "code": markets[0]},
            param_hint="--facet",
        )
    found = wants_in_catalogue(market, day)
    if found is None:
        raise click.BadParameter(_("The catalogue asks nothing of products yet."), param_hint="--facet")
    return found


def _wanted(codes: Codes, asked: Iterable[tuple[str, str]]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for facet, name in asked:
        number = codes.number(facet, name)
        if number is None:
            raise click.BadParameter(
                _("%(facet)s has no code %(code)s.") % {"facet": facet, "code": name}, param_hint="--facet"
            )
        wanted.setdefault(facet, set()).add(number)
    return wanted


def _record(hit: Hit, language: str) -> dict[str, Any]:
    """A product as it is answered; its name in the language asked for, else in English, else in Japanese."""
    names = {text.language: text.name for text in hit.edition.texts.all()}
    name = next(names[code] for code in (language, "en", "ja") if code in names)
    return {"id": hit.edition.product.ref, "name": name, "score": hit.score}
