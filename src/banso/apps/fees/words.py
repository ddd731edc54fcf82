"""A price in the words of a page: what the firm pays, how that came about, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.fees.quotation import AtRate, Calculation, Quotation, RowSaid, Success, counts
from banso.apps.fees.rate_words import RateSum, sums_in_words
from banso.apps.fees.usage_words import used_words
from banso.engines.kernel.bilingual import Text
from banso.web import formats

_STOPPED: dict[str, Promise] = {
    "no_policy": gettext_lazy("No policy is in force that would say what you pay."),
    "no_answer": gettext_lazy("The policy in force says no share for this case yet."),
    "wrong_fact": gettext_lazy(
        "A fact on record does not fit the policy in force. Your office looks into it."
    ),
    "too_open": gettext_lazy("Too much is not known yet to say a price."),
    "no_cost": gettext_lazy("The cost of this service is not stored yet."),
    "no_tax": gettext_lazy("The rate of consumption tax for this day is not stored yet."),
}
_CAPS: dict[str, Promise] = {
    "cap_time_yen": gettext_lazy("Above the cap a time"),
    "cap_year_yen": gettext_lazy("Above the cap a fiscal year"),
    "cap_life_yen": gettext_lazy("Above the cap in all"),
}


#: Facts that stand in the data of the firm; what else is missing comes with an application.
_OF_FIRM = frozenset({"employees", "export_record", "ec_record", "industry", "region"})


@dataclass(frozen=True)
class Reason:
    """A row that decided, in words: of which table and which row, and where it is read.

    ``used`` says how much of what it allows was used up before, and what is left.
    """

    table: str
    row: int
    words: str
    address: str
    settles: bool
    used: str = ""


@dataclass(frozen=True)
class Shown:
    """A price as a page shows it.

    ``headline`` is what the firm pays; ``mark`` is the kind of its status mark. ``steps`` are the amounts on
    the way from the full cost to it. ``unknown`` names the facts that would settle it.
    """

    quoted: Quotation
    headline: str
    mark: str
    per: str
    steps: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    unknown: str
    #: Whether some of them stand in the data of the firm.
    of_firm: bool
    stopped: str


def shown(quoted: Quotation) -> Shown:
    """A price in the language of the page."""
    reasons = tuple(_reason(quoted, row) for row in quoted.rows if counts(quoted, row))
    return Shown(
        quoted,
        headline=headline(quoted),
        mark="ok" if quoted.certain else "unk",
        per=_("for one question") if not quoted.service.screened else _("for 12 months"),
        steps=tuple(_steps(quoted)),
        reasons=reasons,
        # Translators: what stands between the names of a list
        unknown=_(", ").join(_said(title) for _name, title in quoted.missing),
        of_firm=any(name in _OF_FIRM for name, _title in quoted.missing),
        stopped=str(_STOPPED[quoted.stopped]) if quoted.stopped else "",
    )


def headline(quoted: Quotation) -> str:
    """What the firm pays, with tax; a range while it is not certain."""
    if quoted.free:
        return _("Free of charge")
    if quoted.price is not None:
        return _("%(total)s with tax") % {"total": formats.yen(quoted.price.total)}
    if quoted.least is None or quoted.most is None:
        return _("Not settled yet")
    return _("%(least)s to %(most)s with tax") % {
        "least": formats.yen(quoted.least.price.total),
        "most": formats.yen(quoted.most.price.total),
    }


def _steps(quoted: Quotation) -> Sequence[tuple[str, str]]:
    """From the full cost to what is paid; a range says the full cost alone."""
    steps = []
    if quoted.full_cost is not None:
        steps.append((_("Full cost"), formats.yen(quoted.full_cost)))
    found = quoted.most
    if found is None or not quoted.certain:
        return steps
    if quoted.agreed:
        steps += _way(found)
    if quoted.free:
        return steps
    if len(found.rates) == 1:
        steps.append((_("Price before tax"), formats.yen(found.price.subtotal)))
        steps += rate_steps(found.rates)[1:]
    else:
        steps += rate_steps(found.rates)
    steps.append((_("You pay"), formats.yen(found.price.total)))
    if quoted.success is not None:
        steps.append((_("Later, of your exports"), success_in_short(quoted.success)))
    return steps


def success_in_short(success: Success) -> str:
    """A share of later exports in a few words."""
    words = _("%(share)s of what is confirmed within %(months)s months, at most %(cap)s in all before tax")
    told = {"share": _percent(success.share), "months": success.months, "cap": formats.yen(success.cap_yen)}
    return words % told


def rate_steps(rates: Sequence[AtRate]) -> list[tuple[str, str]]:
    """The price before tax and the tax at each rate."""
    return sums_in_words(
        RateSum(rate.kind, rate.percent, rate.price.subtotal, rate.price.tax) for rate in rates
    )


def _way(found: Calculation) -> Sequence[tuple[str, str]]:
    """From the share to the price before tax."""
    steps = [(_("Your share"), _percent(found.terms.share or Decimal(0))), *_allowed(found)]
    if found.price.net:
        steps.append((_("Price before discount"), formats.yen(found.price.net)))
    if found.discount:
        steps.append((_("Discount"), f"−{formats.yen(found.discount)}"))
    if found.cut:
        steps.append((str(_CAPS[found.cap]), f"−{formats.yen(found.cut)}"))
    return steps


def _allowed(found: Calculation) -> Sequence[tuple[str, str]]:
    if found.free_time:
        times = found.terms.free_times or 0
        said = ngettext(
            "the first %(n)s time of a fiscal year", "the first %(n)s times of a fiscal year", times
        )
        return [(_("Free allowance"), said % {"n": formats.number(times)})]
    if found.free_hours:
        hours = formats.number(found.free_hours.normalize())
        return [(_("Free allowance"), _("%(hours)s hours of experts") % {"hours": hours})]
    return []


def _reason(quoted: Quotation, row: RowSaid) -> Reason:
    assert quoted.version is not None
    address = reverse("policies:table", args=[quoted.version.code, row.table])
    return Reason(
        _said(row.table_title), row.row, _said(row.reason), f"{address}#row-{row.row}", row.settles,
        used_words(row, quoted.most, quoted.usage),
    )  # fmt: skip


def _said(text: Text) -> str:
    return text.in_language(formats.language())


def _percent(share: Decimal) -> str:
    return f"{Decimal(share * 100).normalize():f}%"
