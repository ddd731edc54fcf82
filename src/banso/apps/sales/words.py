"""Amounts of any currency, and shares in per cent, as they are written."""

from __future__ import annotations

from decimal import Decimal

from banso.engines.kernel.money import decimals


def money(amount: Decimal, currency: str) -> str:
    """``1,234.50 USD``, ``−300 JPY``: with the decimals of the currency, more only where there are more."""
    places = max(decimals(currency), -int(amount.normalize().as_tuple().exponent))
    return f"{'−' if amount < 0 else ''}{abs(amount):,.{places}f} {currency}"


def per_cent(share: Decimal) -> str:
    """``12.5 %``."""
    return f"{share.normalize():f} %"
