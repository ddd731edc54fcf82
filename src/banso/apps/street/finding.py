"""Finding products: the search with its facets, and how the order of results is made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.buyers.services import note_missed
from banso.apps.catalogue import facets
from banso.apps.catalogue.models import Meaning, ways
from banso.apps.catalogue.selectors import PAGE, Results, search
from banso.apps.street.facts import code_words, item, language
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.viewer import Lists, Viewer
from banso.engines.catalogue import ranking

#: The facets that are shown, in their order, and what they are called.
FACETS = {
    facets.READY: _("Ready for your market"),
    "category": _("Category"),
    "minimum_order": _("Minimum order"),
    "price": _("Price per unit, converted into yen"),
    "certificate": _("Certificate"),
    "lead_time": _("Lead time"),
    "temperature": _("Temperature"),
    "region": _("Region"),
}
#: Of a long facet so many codes are shown, and all that are chosen.
_MOST_CODES = 12
_LONGEST_QUERY = 120
_SUGGESTED = 4


@dataclass(frozen=True)
class Code:
    """One line of a facet."""

    value: str
    words: str
    count: int
    chosen: bool


@require_GET
@for_buyers
def find(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What is found by the words typed and the codes chosen, a page of it."""
    text = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    wanted = _wanted(request, viewer.lists)
    as_typed, newest = "exact" in request.GET, request.GET.get("order") == "newest"
    number = _number(request.GET.get("page", ""))
    options = {
        "ready": viewer.wants(),
        "categories": viewer.categories,
        "said": viewer.lists.synonyms,
        "newest": newest,
    }
    results = search(text, viewer.day, wanted=wanted, page=number, as_typed=as_typed, **options)
    if text and not results.total and not wanted:
        note_missed(viewer.day, text, get_language() or "", viewer.company.market)
    pages = -(-results.total // PAGE)
    context = {
        **frame(viewer, "products"),
        "q": text,
        "as_typed": as_typed,
        "newest": newest,
        "total": results.total,
        "makers": results.makers,
        "also": [phrase for phrase in results.also if not as_typed],
        "items": [item(viewer, hit.edition) for hit in results.hits],
        "facets": _facets(results, wanted, viewer.lists),
        "chosen": sum(map(len, wanted.values())),
        "chips": _chips(request, wanted, viewer.lists),
        "clear": _address(request, FACETS),
        "exact_address": f"{_address(request, ('exact',))}&exact=1",
        "broad_address": _address(request, ("exact",)),
        "number": number,
        "pages": [(one, _address(request, ("page",), page=one)) for one in _near(number, pages)],
        "next": _address(request, ("page",), page=number + 1) if number < pages else "",
        "suggested": [] if results.total else suggestions(text, viewer.lists.meanings),
    }
    return render(request, "street/find.html", context)


def suggestions(text: str, meanings: Iterable[Meaning]) -> list[str]:
    """Names of things that are sold and look like what was typed, in the language of the page first."""
    own = language()
    names = [
        phrase
        for meaning in meanings
        for code in dict.fromkeys((own, "en", "ja"))
        for phrase in ways(getattr(meaning, code))
    ]
    known = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(text.casefold(), known, n=_SUGGESTED, cutoff=0.6)
    return [known[name] for name in close]


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and 0 < int(typed) < 10_000 else 1


def _wanted(request: HttpRequest, lists: Lists) -> dict[str, set[int]]:
    """The codes chosen by facet; what is no code is left aside."""
    found = {}
    for facet in FACETS:
        numbers = {lists.codes.number(facet, value) for value in request.GET.getlist(facet)} - {None}
        if numbers:
            found[facet] = numbers
    return found  # type: ignore[return-value]


def _facets(
    results: Results, wanted: Mapping[str, set[int]], lists: Lists
) -> list[tuple[str, str, Sequence[Code]]]:
    """The facets that part what was found: more than one code, or one that is chosen."""
    shown = []
    for facet, label in FACETS.items():
        counts, chosen = results.counts.get(facet, {}), wanted.get(facet, set())
        numbers = list(dict.fromkeys((*counts, *chosen)))
        if facet in ("category", "certificate", "region"):
            numbers.sort(key=lambda number: (number not in chosen, -counts.get(number, 0), number))
            numbers = numbers[: max(_MOST_CODES, len(chosen))]
        else:
            # Bands in their own order, what is not known last.
            numbers.sort(key=lambda number: (number == 0, number))
        codes = [
            Code(
                lists.codes.name(facet, number),
                code_words(facet, number, lists),
                counts.get(number, 0),
                number in chosen,
            )
            for number in numbers
        ]
        if chosen or len(codes) > 1:
            shown.append((facet, str(label), codes))
    return shown


def _chips(request: HttpRequest, wanted: Mapping[str, set[int]], lists: Lists) -> list[tuple[str, str]]:
    """Each code chosen: its words, and the address without it."""
    made = []
    for facet, numbers in wanted.items():
        for number in sorted(numbers):
            name = lists.codes.name(facet, number)
            pairs = [pair for pair in _pairs(request) if pair != (facet, name) and pair[0] != "page"]
            words = f"{FACETS[facet]}: {code_words(facet, number, lists)}"
            made.append((words, f"?{urlencode(pairs)}"))
    return made


def _address(request: HttpRequest, without: Iterable[str], **changed: int) -> str:
    """This page's address without some of what is chosen; the first page unless another is given."""
    gone = {*without, "page"}
    pairs = [pair for pair in _pairs(request) if pair[0] not in gone]
    return f"?{urlencode([*pairs, *((name, str(value)) for name, value in changed.items())])}"


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name in request.GET for value in request.GET.getlist(name)]


def _near(number: int, pages: int) -> list[int]:
    """The first page, the last, and those beside the present one."""
    return sorted({one for one in (1, number - 1, number, number + 1, pages) if 1 <= one <= pages})


@require_GET
@for_buyers
def order(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """How the order of results is made: the formula, with its numbers."""
    context = {
        **frame(viewer),
        "in_name": f"{ranking.IN_NAME:g}",
        "in_text": f"{ranking.IN_TEXT:g}",
        "new_days": ranking.NEW_DAYS,
        "answer_days": ranking.ANSWER_DAYS,
        "never_asked": f"{ranking.NEVER_ASKED:g}",
        "turn": f"{ranking.TURN:g}",
    }
    return render(request, "street/order.html", context)
