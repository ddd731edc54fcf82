"""Exports in words: amounts in their currency and in yen, what proves them, what people said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.casework.models import Confirmation, ConfirmationAnswer, ExportResult, ResultSource
from banso.apps.casework.results import State
from banso.apps.casework.services.results import verdict_of
from banso.engines.kernel.money import YEN
from banso.web import formats

STATES = {
    State.CONFIRMED: ("ok", pgettext_lazy("export", "confirmed")),
    State.WAITING: ("part", gettext_lazy("waits for the firm")),
    State.DIFFERENT: ("late", gettext_lazy("the firm says it was different")),
    State.DENIED: ("late", gettext_lazy("the firm says there was none")),
    State.CONTRADICTORY: ("late", gettext_lazy("contradictory")),
    State.SET_ASIDE: ("dash", gettext_lazy("settled: not counted")),
    State.DUPLICATE: ("dash", gettext_lazy("duplicate, not counted")),
}


def state_of(result: ExportResult, answers: Sequence[Confirmation]) -> State:
    """What is known of an export's truth today."""
    if result.duplicate_of_id is not None:
        return State.DUPLICATE
    if result.confirmed_at is not None:
        return State.CONFIRMED
    if result.settled_at is not None:
        return State.SET_ASIDE
    return verdict_of(result, answers).state


def in_currency(amount: Any, currency: str) -> str:
    """12,000.50 USD, or 1,230,000円."""
    if currency == YEN:
        return formats.yen(None if amount is None else int(amount))
    if amount is None:
        return formats.unknown(None)
    whole = amount == amount.to_integral_value()
    return f"{amount.quantize(1):,f} {currency}" if whole else f"{amount.normalize():,f} {currency}"


def money(result: ExportResult) -> str:
    """The amount as it was paid."""
    return in_currency(result.amount_yen if result.amount is None else result.amount, result.currency)


def in_yen(result: ExportResult) -> str:
    """What a foreign amount came to in yen, and by which rate; empty for what was paid in yen."""
    if result.amount is None:
        return ""
    if result.amount_yen is None:
        return _("yen not known: no rate for %(day)s") % {"day": formats.day(result.exported_on)}
    assert result.rate is not None
    return _("%(yen)s at %(rate)s yen, %(day)s, %(source)s") % {
        "yen": formats.yen(result.amount_yen),
        "rate": f"{result.rate.normalize():f}",
        "day": formats.day(result.rate_on),
        "source": result.rate_source,
    }


def source(result: ExportResult) -> str:
    """Whose word or what proof an export rests on."""
    unproved = result.source in (ResultSource.STAFF, ResultSource.EXPERT)
    said = _("Confirmed by the firm") if unproved and result.confirmed_at else result.get_source_display()
    return formats.joined(said, result.proof)


def person(answer: Confirmation) -> str:
    """Who answered, or is asked."""
    return str(answer.contact.name if answer.contact else answer.user)


def said(answer: Confirmation) -> str:
    """What somebody said of an export: the answer, and what was different."""
    if answer.given_at is None:
        return _("asked on %(day)s, no answer yet") % {"day": formats.day(answer.asked_at)}
    return formats.joined(
        formats.day(answer.given_at),
        answer.get_way_display(),
        answer.get_answer_display(),
        other_figures(answer),
    )


def other_figures(answer: Confirmation) -> str:
    """The figures that an answer gives instead."""
    if answer.answer != ConfirmationAnswer.DIFFERENT:
        return ""
    amount = in_currency(answer.amount, answer.result.currency) if answer.amount is not None else ""
    day = formats.day(answer.exported_on) if answer.exported_on else ""
    return formats.joined(amount, day)


def effect(answer: Confirmation) -> str:
    """What somebody said of the support's part in it."""
    parts = []
    if answer.attribution is not None:
        parts.append(_("without the support: %(step)s of 7") % {"step": answer.attribution})
    if answer.faster:
        parts.append(_("faster because of it: %(answer)s") % {"answer": answer.get_faster_display()})
    return formats.joined(*parts)


def known(result: ExportResult) -> list[tuple[Any, Any]]:
    """An export as recorded, line by line."""
    amount = money(result)
    lines: list[tuple[Any, Any]] = [
        (_("Day of export"), formats.day(result.exported_on)),
        (_("Market"), result.market),
        (_("Product"), result.product),
        (_("Amount"), f"{amount}\n{in_yen(result)}" if in_yen(result) else amount),
    ]
    if result.quantity is not None:
        lines.append((_("Quantity"), f"{formats.number(result.quantity)} {result.unit}"))
    lines.append((_("Sold through"), result.mall or result.get_channel_display()))
    lines.append((_("Sample"), _("Yes") if result.sample else _("No")))
    return lines
