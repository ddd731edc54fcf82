"""Amounts of any currency, and shares in per cent, as they are written."""

from __future__ import annotations

from decimal import Decimal

from banso.engines.kernel.money import decimals


def written(value: Decimal, currency: str) -> Decimal:
    """The same amount with the decimals of the currency, and more only where there are more."""
    places = max(decimals(currency), -int(value.normalize().as_tuple().exponent))
    return value.quantize(Decimal(1).scaleb(-places))


def amount(value: Decimal, currency: str) -> str:
    """``1,234.50``, ``−300``."""
    return f"{'−' if value < 0 else ''}{abs(written(value, currency)):,f}"


def money(value: Decimal, currency: str) -> str:
    """The same with the currency: ``1,234.50 USD``."""
    return f"{amount(value, currency)} {currency}"


def per_cent(share: Decimal) -> str:
    """``12.5 %``."""
    return f"{share.normalize():f} %"
