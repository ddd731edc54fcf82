"""The price of lines of work in whole yen, for one tax rate.

1. Each line costs minutes x hourly rate / 60, or quantity x unit price, exactly.
2. The lines are summed exactly and the sum is rounded once, by ``rounding.net``: ``net``.
3. The discount is taken off, at most to zero: ``subtotal``.
4. ``subtotal`` x tax rate is rounded once, by ``rounding.tax``: ``tax``. ``total`` is both together.

Nothing is assumed: a field that is missing or not known is a fault, and all faults are named at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banso.engines.fees.exact import MOST_DECIMALS, MOST_DIGITS, NotExact, Repeated, exact, shown
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.rounding import NAMED

#: One quote or invoice has no more lines.
MOST_LINES = 1000

_MINUTES_AN_HOUR = 60
_TIME = ("minutes", "hourly_rate")
_UNITS = ("quantity", "unit_price")
_FIELDS = ("lines", "discount", "tax_rate", "rounding")
_ROUNDED = ("net", "tax")


@dataclass(frozen=True, slots=True)
class Price:
    """What lines cost in whole yen: before discount, after it, the tax on that, and both together."""

    net: int
    subtotal: int
    tax: int
    total: int

    def as_json(self) -> dict[str, int]:
        """The amounts by name."""
        return asdict(self)


class PriceFaults(ValueError):
    """What was asked cannot be calculated; ``faults`` names everything that is wrong with it.

    A fault's ``column`` is the place within the request, lines counted from 0: ``lines[2].minutes``.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{fault.column or 'request'}: {fault.rule}" for fault in faults))
        self.faults = tuple(faults)


def price(asked: Any, file: str = "") -> Price:
    """Calculate a price from ``{"lines", "discount", "tax_rate", "rounding": {"net", "tax"}}``.

    A line is ``{"minutes", "hourly_rate"}`` or ``{"quantity", "unit_price"}``. Numbers are int, Decimal or
    their digits as text; the discount is in whole yen, the tax rate a share from 0 to 1. ``file`` names the
    source in faults.

    Raises:
        PriceFaults: a field is missing, unknown, said twice, or no number that can be calculated with.
    """
    reader = _Reader(file)
    fields = reader.fields(asked, "", _FIELDS)
    cost = sum((reader.line(line, f"lines[{n}]") for n, line in enumerate(reader.lines(fields))), Fraction(0))
    discount = reader.whole(fields, "discount")
    rate = reader.share(fields, "tax_rate")
    rounding = reader.fields(fields["rounding"], "rounding", _ROUNDED) if "rounding" in fields else {}
    by_net, by_tax = (reader.rule(rounding, name) for name in _ROUNDED)
    if reader.faults:
        raise PriceFaults(reader.faults)
    net = int(NAMED[by_net](cost, 0))
    subtotal = max(net - discount, 0)
    tax = int(NAMED[by_tax](subtotal * rate, 0))
    return Price(net, subtotal, tax, subtotal + tax)


class _Reader:
    """Reads what was asked and gathers every fault; what is faulty counts as 0 until the end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def wrong(self, place: str, rule: str, value: Any = None, **params: Any) -> None:
        said = None if value is None or isinstance(value, Mapping | list) else shown(value)
        self.faults.append(Fault(self.file, None, place or None, said, rule, params))

    def fields(self, found: Any, place: str, names: Sequence[str]) -> Mapping[str, Any]:
        """An object with exactly these fields; those that are right even if others are not."""
        if not isinstance(found, Mapping):
            self.wrong(place, "not_an_object", found)
            return {}
        dot = f"{place}." if place else ""
        for name in found:
            if name not in names:
                self.wrong(f"{dot}{shown(name)}", "field_unknown", known=list(names))
        for name in names:
            if name not in found:
                self.wrong(f"{dot}{name}", "field_missing")
        for name in found.names if isinstance(found, Repeated) else ():
            self.wrong(f"{dot}{shown(name)}", "field_twice")
        return {name: found[name] for name in names if name in found}

    def lines(self, fields: Mapping[str, Any]) -> Sequence[Any]:
        found = fields.get("lines", [])
        if not isinstance(found, list | tuple):
            self.wrong("lines", "not_a_list", found)
            return ()
        if len(found) > MOST_LINES:
            self.wrong("lines", "lines_too_many", most=MOST_LINES)
            return ()
        return found

    def line(self, found: Any, place: str) -> Fraction:
        if not isinstance(found, Mapping):
            self.wrong(place, "not_an_object", found)
            return Fraction(0)
        if not any(name in found for name in _TIME + _UNITS):
            self.wrong(place, "line_of_no_kind")
            return Fraction(0)
        is_time = any(name in found for name in _TIME)
        names = _TIME if is_time else _UNITS
        fields = self.fields(found, place, names)
        much, rate = (self.number(fields, name, f"{place}.{name}") for name in names)
        return much * rate / _MINUTES_AN_HOUR if is_time else much * rate

    def number(self, fields: Mapping[str, Any], name: str, place: str) -> Fraction:
        if name not in fields:
            return Fraction(0)
        try:
            return exact(fields[name])
        except NotExact as wrong:
            limits = {"digits": MOST_DIGITS, "decimals": MOST_DECIMALS}
            self.wrong(place, wrong.rule, "null" if fields[name] is None else fields[name], **limits)
            return Fraction(0)

    def whole(self, fields: Mapping[str, Any], name: str) -> int:
        number = self.number(fields, name, name)
        if number.denominator != 1:
            self.wrong(name, "yen_not_whole", fields[name])
        return int(number)

    def share(self, fields: Mapping[str, Any], name: str) -> Fraction:
        number = self.number(fields, name, name)
        if number > 1:
            self.wrong(name, "rate_above_one", fields[name])
        return number

    def rule(self, rounding: Mapping[str, Any], name: str) -> str:
        found = rounding.get(name)
        if name in rounding and (not isinstance(found, str) or found not in NAMED):
            self.wrong(f"rounding.{name}", "rounding_unknown", shown(found), known=list(NAMED))
        return str(found)


def written(number: Fraction | Decimal | int) -> str:
    """An exact decimal as its digits, as ``price`` reads it back: 12000, 0.15.

    Raises:
        ValueError: it has no end as a decimal, such as a third.
    """
    fraction = Fraction(number)
    for places in range(MOST_DECIMALS + 1):
        scaled = fraction * 10**places
        if scaled.denominator == 1:
            return f"{Decimal(int(scaled)).scaleb(-places):f}"
    raise ValueError(f"{fraction} has more than {MOST_DECIMALS} decimals")
