"""Reading one entry of ``policy.toml``: what it holds, and what is wrong with it, by place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.faults import Fault
from banso.engines.policy.model import Domain, Kind

_Code = TypeVar("_Code", bound=StrEnum)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TEXT_KEYS = {"title_ja", "title_en"}
#: What an entry may hold: of the whole file, and of each list of entries in it.
KEYS = {
    "": {
        "id", "family", "title_ja", "title_en", "in_force_from", "in_force_to", "author", "approver",
        "legal_basis_ja", "legal_basis_en", "results", "words", "facts", "tables", "amounts",
    },
    "facts": {"name", "kind", "unit", "values", "least", "most", "whole"} | _TEXT_KEYS,
    "tables": {"name", "hit", "aggregation", "note_ja", "note_en", "outputs"} | _TEXT_KEYS,
    "outputs": {"name", "kind", "unit", "values", "least", "most", "whole"} | _TEXT_KEYS,
    "amounts": {"name", "base", "share"} | _TEXT_KEYS,
}  # fmt: skip


@dataclass
class Entry:
    """One table of ``policy.toml`` while it is read: takes values out and names what is wrong with them."""

    values: Mapping[str, Any]
    place: str
    file: str
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, key: str, rule: str, value: object = None, **params: object) -> None:
        """Name what is wrong with the value of a key."""
        place = f"{self.place}.{key}" if self.place else key
        shown = None if value is None else str(value)
        self.faults.append(Fault(self.file, None, place, shown, rule, params))

    def text(self, key: str, *, required: bool = True) -> str:
        """A text; "" if it is missing, which is refused where it is required."""
        value = self.values.get(key)
        if value is None or value == "":
            if required:
                self.refuse(key, "key_missing")
            return ""
        if not isinstance(value, str):
            self.refuse(key, "key_type", value, expected="text")
            return ""
        return value.strip()

    def both(self, key: str, *, required: bool = True) -> Text:
        """A text in both languages, under the key with ``_ja`` and ``_en``."""
        return Text(self.text(f"{key}_ja", required=required), self.text(f"{key}_en", required=required))

    def name(self, key: str = "name") -> str:
        """A name: small letters, digits and underscores."""
        name = self.text(key)
        if name and not _NAME.fullmatch(name):
            self.refuse(key, "name_unreadable", name)
        return name

    def day(self, key: str) -> date | None:
        """A day; None if there is none."""
        value = self.values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(key, "key_type", value, expected="date")
            return None
        return value

    def truth(self, key: str) -> bool:
        """A truth value; false if there is none."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "key_type", value, expected="boolean")
            return False
        return value

    def names(self, key: str) -> tuple[str, ...] | None:
        """A list of texts that differ; None if there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.refuse(key, "key_type", value, expected="list of texts")
            return None
        if len(set(value)) < len(value):
            self.refuse(key, "value_repeated", next(item for item in value if value.count(item) > 1))
        return tuple(value)

    def one_of(self, key: str, choices: type[_Code]) -> _Code | None:
        """A code of a list; None if it is missing or not in the list."""
        value = self.text(key)
        if value and value not in list(choices):
            self.refuse(key, "code_unknown", value, known=", ".join(choices))
            return None
        return choices(value) if value else None

    def parts(self, key: str, most: int) -> Iterator[Entry]:
        """The entries of a list within this one, at most ``most``."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(key, "key_type", expected="tables")
            return
        if len(value) > most:
            self.refuse(key, "too_many", len(value), limit=most)
            return
        for number, item in enumerate(value, start=1):
            name = item.get("name")
            place = f"{key}[{name if isinstance(name, str) and name else number}]"
            part = Entry(item, f"{self.place}.{place}" if self.place else place, self.file, self.faults)
            part.know(KEYS[key])
            yield part

    def know(self, keys: set[str]) -> None:
        """Refuse every key that is not known."""
        for key in self.values:
            if key not in keys:
                self.refuse(key, "key_unknown", known=", ".join(sorted(keys)))

    def kind(self) -> Kind:
        """The kind of a fact or result."""
        kind = self.one_of("kind", Kind)
        if kind is Kind.ANY:
            self.refuse("kind", "code_unknown", kind, known="text, number, boolean, date")
        return kind or Kind.TEXT

    def domain(self, kind: Kind) -> Domain:
        """The values that a fact or result of a kind may have."""
        values, whole = self.names("values"), self.truth("whole")
        least, most = self._bound("least", kind), self._bound("most", kind)
        if kind is not Kind.TEXT and values is not None:
            self.refuse("values", "key_not_for_kind", kind=kind.value)
        if kind is not Kind.NUMBER and whole:
            self.refuse("whole", "key_not_for_kind", kind=kind.value)
        if least is not None and most is not None and least > most:
            self.refuse("least", "bounds_reversed", least, most=str(most))
        return Domain(values, least, most, whole)

    def _bound(self, key: str, kind: Kind) -> Any:
        value = self.values.get(key)
        if value is None:
            return None
        if kind not in (Kind.NUMBER, Kind.DATE):
            self.refuse(key, "key_not_for_kind", value, kind=kind.value)
            return None
        fits = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if kind is Kind.DATE:
            fits = isinstance(value, date) and not isinstance(value, datetime)
        if not fits:
            self.refuse(key, "key_type", value, expected=kind.value)
            return None
        return value
