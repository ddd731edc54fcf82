"""What rooms further on add to the pages of Japan Street, registered in their ``ready()``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from banso.apps.products.models import Edition

if TYPE_CHECKING:
    from banso.apps.street.viewer import Viewer


@dataclass(frozen=True)
class BarPlace:
    """A place in the bar: what it is called, the name of its address, and the rows counted beside it.

    ``rows`` is given the key of the user, and read together with everything else that a page needs.
    """

    code: str
    words: Promise
    address: str
    rows: Callable[[int], QuerySet[Any]]


@dataclass(frozen=True)
class ProductAct:
    """A button on the page of a product. ``template`` is given what ``context`` makes of it, as ``act``."""

    code: str
    template: str
    context: Callable[[Viewer, Edition], Mapping[str, Any]]


#: What further facts stand on the page of a product: what each is called, and what is said.
Facts = Callable[["Viewer", Edition], list[tuple[str, str]]]

_places: dict[str, BarPlace] = {}
_acts: dict[str, ProductAct] = {}
_facts: dict[str, Facts] = {}


def register_place(place: BarPlace) -> None:
    """Let a place stand in the bar."""
    _places[place.code] = place


def register_act(act: ProductAct) -> None:
    """Let a button stand on the page of a product."""
    _acts[act.code] = act


def register_facts(code: str, facts: Facts) -> None:
    """Let further facts stand on the page of a product."""
    _facts[code] = facts


def further_facts(viewer: Viewer, edition: Edition) -> list[tuple[str, str]]:
    """The further facts of a product, by code."""
    return [fact for _code, facts in sorted(_facts.items()) for fact in facts(viewer, edition)]


def bar_places() -> list[BarPlace]:
    """Every place, by code."""
    return [_places[code] for code in sorted(_places)]


def product_acts(viewer: Viewer, edition: Edition) -> list[tuple[str, Mapping[str, Any]]]:
    """The templates of the buttons of a product, with what each is given."""
    return [(act.template, act.context(viewer, edition)) for _code, act in sorted(_acts.items())]
