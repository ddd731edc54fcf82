"""Cells in the reader's words: what is stored are codes, what staff read and type are words.

``shown`` turns a stored cell into what a page shows (``strategy, plan``
into 戦略, 計画; ``>= 60`` into ≥ 60),
``stored`` turns what was typed back, in either language. A cell that cannot be read is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.cells import (
    CellFault,
    read_result,
    read_test,
    write_result,
    write_test,
    write_value,
)
from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Test, Within
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import Domain, Fact, Input, Kind, Output, Policy, Table
from banso.web import formats

NOTHING = "–"
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", ">": ">", "<": "<", "=": "="}
#: Between these a word stands alone; a word that holds one of them stands in quotation marks.
_PARTS = re.compile(r'("(?:[^"\\]|\\.)*"|\.\.|[,，、()（）\[\]［］<>=!＜＞＝≥≤≧≦≠])')
_FIXED: dict[str, Any] = {
    "true": pgettext_lazy("cell", "yes"),
    "false": pgettext_lazy("cell", "no"),
    "null": pgettext_lazy("cell", "unknown"),
}
UNITS = {
    "yen": gettext_lazy("yen"),
    "percent": "%",
    "months": gettext_lazy("months"),
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("hours"),
    "points": gettext_lazy("points"),
    "people": gettext_lazy("people"),
    "share": gettext_lazy("share, 0 to 1"),
}


def say(text: Text) -> str:
    """Words in the language of the page."""
    return text.in_language(formats.language())


@dataclass(frozen=True)
class Column:
    """A column of a table as pages show it: a condition or a result."""

    name: str
    title: str
    kind: Kind
    domain: Domain = field(default_factory=Domain)
    unit: str = ""
    is_result: bool = False
    words: Mapping[str, Text] = field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        """Whether it is set flush right."""
        return self.kind in (Kind.NUMBER, Kind.DATE)

    @property
    def unit_words(self) -> str:
        """The unit in words; empty if there is none."""
        return str(UNITS.get(self.unit, self.unit))

    def word(self, value: Any) -> str:
        """One value in words: of a code its name, of a number its digits."""
        if value is None:
            return str(_FIXED["null"])
        if isinstance(value, bool):
            return str(_FIXED[write_value(value)])
        if isinstance(value, str):
            text = self.words.get(value)
            said = say(text) if text else value
            return f'"{said}"' if text and _PARTS.search(said) else said
        return value.isoformat() if isinstance(value, date) else format(value, "f" if value % 1 else "")

    def value(self, value: Any) -> str:
        """A value of a decision, with its unit."""
        if value is None:
            return NOTHING
        if isinstance(value, list):
            return ", ".join(self.value(one) for one in value)
        if isinstance(value, int) and self.unit == "yen":
            return formats.yen(value)
        said = formats.number(value) if self.kind is Kind.NUMBER else self.word(value)
        if self.unit == "share" and isinstance(value, int | Decimal):
            return f"{Decimal(value * 100).normalize():f} %"
        if self.unit == "percent":
            return f"{said} %"
        if not self.unit_words:
            return said
        return _("%(value)s %(unit)s") % {"value": said, "unit": self.unit_words}

    def shown(self, cell: str) -> str:
        """A stored cell in words."""
        try:
            if self.is_result:
                value = read_result(cell, self.kind).value
                return NOTHING if value is None else self.word(value)
            return self._test(read_test(cell, self.kind))
        except (CellFault, ValueError):
            return cell

    def stored(self, typed: str) -> str:
        """What is stored for what was typed: codes for words, written in one way where it can be read."""
        typed = " ".join(typed.split())
        if typed in (NOTHING, "−", "―", "—", "ー"):
            return "-"
        if self.kind is Kind.NUMBER and self.is_result:
            typed = typed.replace(",", "")
        codes = self._codes()
        parts = _PARTS.split(typed)
        coded = "".join(_replaced(part, codes) for part in parts)
        try:
            if self.is_result:
                return write_result(read_result(coded, self.kind).value)
            return write_test(read_test(coded, self.kind))
        except (CellFault, ValueError):
            return coded

    def _codes(self) -> dict[str, str]:
        """The code of every word, in both languages."""
        codes: dict[str, str] = {}
        for language in ("ja", "en"):
            with override(language):
                codes |= {str(word): code for code, word in _FIXED.items() if self._may_be(code)}
        if self.kind is Kind.TEXT:
            known = self.domain.values
            for code, text in self.words.items():
                if known is None or code in known:
                    codes |= {text.ja: code, text.en: code}
        return codes

    def _may_be(self, code: str) -> bool:
        return code == "null" or self.kind is Kind.BOOLEAN

    def _test(self, test: Test) -> str:
        match test:
            case Anything():
                return NOTHING
            case Not(inner):
                return f"not({self._test(inner)})"
            case AnyOf(tests):
                return ", ".join(self._test(part) for part in tests)
            case Compared("=", Constant(value)):
                return self.word(value)
            case Compared(comparator, Constant(value)):
                return f"{_SIGNS[comparator]} {self.word(value)}"
            case Within(Constant(low), Constant(high), low_closed, high_closed):
                first, last = "[" if low_closed else "(", "]" if high_closed else ")"
                return f"{first}{self.word(low)}..{self.word(high)}{last}"
        raise ValueError(test)


def _replaced(part: str, codes: Mapping[str, str]) -> str:
    word = part.strip()
    plain = word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word
    return part.replace(word, codes[plain]) if plain in codes else part


def columns_of(policy: Policy, table: Table) -> list[Column]:
    """The columns of a table: conditions, then results."""
    known = titles(policy)
    conditions = [condition(policy, column, known) for column in table.inputs]
    return conditions + [result(policy, output) for output in table.outputs]


def titles(policy: Policy) -> dict[str, Fact | Output]:
    """What each name of a policy means: facts and results."""
    found: dict[str, Fact | Output] = {fact.name: fact for fact in policy.facts}
    return found | {output.name: output for table in policy.tables for output in table.outputs}


def condition(policy: Policy, column: Input, known: Mapping[str, Fact | Output]) -> Column:
    """A column of conditions."""
    name = column_name(column)
    meant = known.get(name)
    title = say(meant.title) if meant else column.title
    unit = meant.unit if meant else ""
    return Column(name, title, column.kind, column.domain, unit, words=policy.words)


def result(policy: Policy, output: Output) -> Column:
    """A column of results."""
    title = say(output.title)
    return Column(output.name, title, output.kind, output.domain, output.unit, True, policy.words)


def named(policy: Policy) -> dict[str, Column]:
    """Every fact, result and amount of a policy as a column, by name: what a value of it is called."""
    found = {
        fact.name: Column(fact.name, say(fact.title), fact.kind, fact.domain, fact.unit, words=policy.words)
        for fact in policy.facts
    }
    for table in policy.tables:
        found |= {output.name: result(policy, output) for output in table.outputs}
    for amount in policy.amounts:
        found[amount.name] = Column(amount.name, say(amount.title), Kind.NUMBER, unit="yen", is_result=True)
    return found
