"""What is said of a mall in one edition of its page: what can be stored at all, and what publishing needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import Refused
from banso.apps.directory.models import Language, Market
from banso.apps.malls.models import EntryPoint, MallEntry, PointKind, SellerModel
from banso.apps.malls.models.entries import POINTS
from banso.apps.products.models import Category

#: Texts by column, with their greatest length.
TEXTS = {
    name: MallEntry._meta.get_field(name).max_length
    for name in ("operator", "logistics_words", "papers_words", "words_ja", "words_en")
}
_PLAIN = ("users", "users_on", "seller", "contract_from", "contract_to", "staff")
_LINKED = ("countries", "categories", "languages")
#: More users than people: a slip of the finger.
MOST_USERS = 10**10
#: What belongs to an edition besides its columns; read ahead where several are shown.
PARTS = ("countries", "categories", "languages", "points")


@dataclass(frozen=True)
class EntryData:
    """What is said of a mall. ``logistics`` and ``papers`` are codes; what is not known is left out."""

    operator: str = ""
    countries: Sequence[Market] = ()
    categories: Sequence[Category] = ()
    users: int | None = None
    users_on: date | None = None
    seller: str = ""
    logistics: Sequence[str] = ()
    logistics_words: str = ""
    languages: Sequence[Language] = ()
    papers: Sequence[str] = ()
    papers_words: str = ""
    contract_from: date | None = None
    contract_to: date | None = None
    staff: User | None = None
    words_ja: str = ""
    words_en: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What the columns of the row hold."""
        texts = {name: getattr(self, name).strip() for name in TEXTS}
        return texts | {name: getattr(self, name) for name in _PLAIN}


def in_charge(day: date) -> QuerySet[User]:
    """Who may be in charge of a mall on a day: the programme managers."""
    held = current(day).filter(role=Role.PROGRAMME_MANAGER).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def check(data: EntryData, today: date) -> list[Refused]:
    """Everything that keeps this from being stored, also as a draft; empty: nothing does."""
    return [*_lengths(data), *_codes(data), *_users(data, today), *_contract(data), *_staff(data, today)]


def _lengths(data: EntryData) -> Iterator[Refused]:
    for name, longest in TEXTS.items():
        count = len(getattr(data, name).strip())
        if count > longest:
            message = _("Write at most %(longest)s characters; there are %(count)s now.")
            yield Refused("too_long", message % {"longest": longest, "count": count}, name)


def _codes(data: EntryData) -> Iterator[Refused]:
    if data.seller and data.seller not in SellerModel.values:
        yield Refused("code_unknown", _("Choose one of the options."), "seller")
    for kind, codes in POINTS.items():
        if not set(getattr(data, kind)) <= set(codes.values):
            yield Refused("code_unknown", _("Choose one of the options."), str(kind))


def _users(data: EntryData, today: date) -> Iterator[Refused]:
    if data.users is not None and not 0 <= data.users <= MOST_USERS:
        yield Refused("users_range", _("Enter a whole number from 0 to 10,000,000,000."), "users")
    if data.users is not None and data.users_on is None:
        yield Refused("users_without_day", _("Say of which day this number is."), "users_on")
    if data.users is None and data.users_on is not None:
        yield Refused(
            "day_without_users", _("Enter the number of that day, or leave the day empty."), "users"
        )
    if data.users_on is not None and data.users_on > today:
        yield Refused("day_ahead", _("This lies after today."), "users_on")


def _contract(data: EntryData) -> Iterator[Refused]:
    if data.contract_to is None:
        return
    if data.contract_from is None:
        yield Refused("first_day_missing", _("Enter the first day too."), "contract_from")
    elif data.contract_to < data.contract_from:
        yield Refused("end_before", _("The last day lies before the first."), "contract_to")


def _staff(data: EntryData, today: date) -> Iterator[Refused]:
    if data.staff is not None and not in_charge(today).filter(pk=data.staff.pk).exists():
        yield Refused("staff_unknown", _("Choose somebody of head office."), "staff")


def content_of(entry: MallEntry) -> EntryData:
    """What an edition says."""
    return EntryData(
        **{name: getattr(entry, name) for name in (*TEXTS, *_PLAIN)},
        **{name: list(getattr(entry, name).all()) for name in _LINKED},
        **{str(kind): codes_of(entry, kind) for kind in POINTS},
    )


def codes_of(entry: MallEntry, kind: str) -> list[str]:
    """The points of a kind, in the order of its list."""
    there = {point.code for point in entry.points.all() if point.kind == kind}
    return [code for code in POINTS[kind].values if code in there]


def hang(entry: MallEntry, data: EntryData) -> None:
    """Let an edition have these countries, categories, languages and points, and no others."""
    for name in _LINKED:
        getattr(entry, name).set(getattr(data, name))
    entry.points.all().delete()
    EntryPoint.objects.bulk_create(
        EntryPoint(entry=entry, kind=kind, code=code)
        for kind in PointKind.values
        for code in dict.fromkeys(getattr(data, kind))
    )


#: What an edition must say before firms read it, by the name of its row.
NEEDED = (
    "operator",
    "countries",
    "categories",
    "seller",
    "logistics",
    "languages",
    "papers",
    "contract_from",
    "staff",
    "words_ja",
    "words_en",
)


def missing(data: EntryData) -> list[str]:
    """What publishing needs and is not said."""
    return [name for name in NEEDED if not getattr(data, name)]
