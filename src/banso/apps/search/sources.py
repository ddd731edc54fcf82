"""What can be found: for each kind its rows, what they are found by, who reaches them, and their page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse

from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, ExportGoal
from banso.apps.directory.models import Contact, Expert, Firm, FormerFirm
from banso.apps.intake.models import Consultation
from banso.apps.search.models import Entry, Kind
from banso.apps.selection.models import Application
from banso.engines.search.folding import key
from banso.engines.search.tokens import name_keys, words_of

_FIRM_NAMES = ("name", "name_kana", "name_en")
_OF_FIRM = ("firm__ref", *(f"firm__{name}" for name in _FIRM_NAMES))
_GOALS = ExportGoal.objects.only("case", "version", "product")


@dataclass(frozen=True)
class Source:
    """One kind of record. ``entry`` makes its row of the index; ``route`` and ``ref`` lead to its page.

    ``rows`` reads no more columns than ``entry`` looks at: the index is also made anew as a whole.
    """

    kind: Kind
    action: Action
    rows: Callable[[], QuerySet[Any]]
    entry: Callable[[Any], Entry]
    route: str

    @property
    def model(self) -> type[Model]:
        """The table of the records."""
        return self.rows().model

    def address(self, ref: str) -> str:
        """The page of a record."""
        return reverse(self.route, args=[ref])


def _entry(
    kind: Kind,
    row: Model,
    ref: str,
    title: str,
    detail: str,
    *,
    names: tuple[str, ...],
    words: tuple[str, ...],
) -> Entry:
    of_names, keys = _of_names(names)
    of_words = words_of(*words)
    return Entry(
        kind=kind,
        key=row.pk,
        ref=ref,
        # A contact is found at the firm, but is not what the firm's reference means.
        ref_key=key(ref) if kind != Kind.CONTACT else "",
        title=title[:200],
        detail=detail[:300],
        names=keys,
        words=f"{of_names} {of_words}" if of_names and of_words else of_names or of_words,
    )


@lru_cache(maxsize=16_384)
def _of_names(names: tuple[str, ...]) -> tuple[str, str]:
    """The words and the keys of names; those of a firm come again on each of its records."""
    return words_of(*names), name_keys(names)


def _names(firm: Firm | FormerFirm) -> tuple[str, ...]:
    return (firm.name, firm.name_kana, firm.name_en)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def _firm(row: Firm) -> Entry:
    words = (row.ref, row.corporate_number or "", row.products, row.city)
    detail = _joined(row.ref, row.name_kana, row.products)
    before = [*row.names_before, *row.rows_merged_here]  # type: ignore[attr-defined]
    names = (*_names(row), *(name for one in before for name in _names(one)))
    words += tuple(one.ref for one in row.rows_merged_here)  # type: ignore[attr-defined]
    return _entry(Kind.FIRM, row, row.ref, row.name, detail, names=names, words=words)


def _contact(row: Contact) -> Entry:
    detail = _joined(row.firm.name, row.name_kana)
    return _entry(
        Kind.CONTACT, row, row.firm.ref, row.name, detail, names=(row.name, row.name_kana), words=()
    )


def _case(row: Case) -> Entry:
    goals = sorted(row.goals_set, key=lambda goal: goal.version)  # type: ignore[attr-defined]
    product = goals[-1].product if goals else ""
    detail = _joined(row.ref, product or row.firm.products)
    words = (row.ref, row.firm.ref, product)
    return _entry(Kind.CASE, row, row.ref, row.firm.name, detail, names=_names(row.firm), words=words)


def _application(row: Application) -> Entry:
    words = (row.ref, row.firm.ref)
    return _entry(Kind.APPLICATION, row, row.ref, row.firm.name, row.ref, names=_names(row.firm), words=words)


def _consultation(row: Consultation) -> Entry:
    detail = _joined(row.ref, row.title)
    words = (row.ref, row.firm.ref, row.title)
    return _entry(Kind.CONSULTATION, row, row.ref, row.firm.name, detail, names=_names(row.firm), words=words)


def _expert(row: Expert) -> Entry:
    detail = _joined(row.code, row.name_kana)
    names = (row.name, row.name_kana)
    return _entry(Kind.EXPERT, row, row.code, row.name, detail, names=names, words=(row.code,))


def _person(row: User) -> Entry:
    return _entry(Kind.PERSON, row, str(row.pk), row.name, row.email, names=(row.name,), words=(row.email,))


SOURCES = {
    source.kind: source
    for source in (
        Source(
            Kind.FIRM,
            Action.FIRM_VIEW,
            # Of two rows that were one firm the kept one is found, by the names of both.
            lambda: (
                Firm.objects.standing()
                .only(*_FIRM_NAMES, "ref", "corporate_number", "products", "city")
                .prefetch_related(
                    Prefetch("former", to_attr="names_before"),
                    Prefetch("merged_here", to_attr="rows_merged_here"),
                )
            ),
            _firm,
            "directory:firm",
        ),
        Source(
            Kind.CONTACT,
            Action.CONTACT_VIEW,
            lambda: (
                Contact.objects.present()
                .select_related("firm")
                .only("name", "name_kana", "firm__ref", "firm__name")
            ),
            _contact,
            "directory:firm",
        ),
        Source(
            Kind.CASE,
            Action.CASE_VIEW,
            lambda: (
                Case.objects.select_related("firm")
                .only("ref", *_OF_FIRM, "firm__products")
                .prefetch_related(Prefetch("goals", _GOALS, to_attr="goals_set"))
            ),
            _case,
            "casework:case",
        ),
        Source(
            Kind.APPLICATION,
            Action.APPLICATION_VIEW,
            lambda: Application.objects.select_related("firm").only("ref", *_OF_FIRM),
            _application,
            "selection:application",
        ),
        Source(
            Kind.CONSULTATION,
            Action.CONSULTATION_VIEW,
            lambda: Consultation.objects.select_related("firm").only("ref", "title", *_OF_FIRM),
            _consultation,
            "intake:consultation",
        ),
        Source(Kind.EXPERT, Action.EXPERT_VIEW, Expert.objects.all, _expert, "directory:expert"),
        Source(
            Kind.PERSON,
            Action.PEOPLE_MANAGE,
            lambda: User.objects.filter(is_active=True),
            _person,
            "accounts:person",
        ),
    )
}
