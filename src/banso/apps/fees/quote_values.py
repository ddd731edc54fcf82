"""What a quote says, from what is asked for: its price by the policy of the day, its parts, its terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.fees.cost import Work
from banso.apps.fees.models import QuoteState, TermsText
from banso.apps.fees.pricing import price_of
from banso.apps.fees.success_terms import success_columns
from banso.apps.fees.transitions import fire_quote
from banso.apps.fees.usage_words import frozen_words
from banso.apps.fees.words import shown
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import Service
from banso.apps.programmes.selectors import version_in_force
from banso.apps.selection.models import Application
from banso.engines.fees.by_rate import discounted, together
from banso.engines.fees.price import Price, price
from banso.web import formats

#: A quote holds for so many days at most, and ends so many days before the service starts.
VALID_DAYS, BEFORE_START_DAYS = 30, 21
#: More hours or listings are a slip of the hand.
MOST_WORK = 2_000


@dataclass(frozen=True)
class QuoteData:
    """What is quoted: hours and listings, a discount of the office in yen before tax, and when it starts."""

    service_starts_on: date
    expert_hours: Decimal = Decimal(0)
    staff_hours: Decimal = Decimal(0)
    units: Decimal = Decimal(0)
    extra_discount: int = 0
    by_stage: bool = False


def valid_until(today: date, service_starts_on: date) -> date:
    """The last day on which a quote that is offered today can be accepted."""
    return min(today + timedelta(days=VALID_DAYS), service_starts_on - timedelta(days=BEFORE_START_DAYS))


def priced(
    actor: Actor, of: Service, firm: Firm, data: QuoteData, about: Application | Case | None
) -> dict[str, Any]:
    """The columns of a quote that follow from its data, the policy of the day and the terms in force."""
    _refuse_work(data)
    if valid_until(actor.today, data.service_starts_on) < actor.today:
        fire_quote(QuoteState.DRAFT, "offer", actor, {"not_past": False})
    work = Work(data.expert_hours, data.staff_hours, data.units)
    quoted = price_of(of, firm, work, actor.today, about=about)
    if quoted.price is None:
        words = shown(quoted)
        open_facts = _("It becomes certain once this is known: %(facts)s.") % {"facts": words.unknown}
        why = words.stopped or open_facts
        raise Refused("price_open", _("There is no certain price yet.") + " " + why)
    if quoted.free:
        raise Refused("quote_free", _("This service is free for the firm: it needs no quote."))
    if data.extra_discount > quoted.price.subtotal:
        message = _("The discount is above the price before tax, %(yen)s.")
        yen = formats.yen(quoted.price.subtotal)
        raise Refused("discount_above_price", message % {"yen": yen}, "extra_discount")
    frozen = quoted.as_frozen()
    found = _with_discount(frozen, data.extra_discount)
    used = frozen_words(quoted)
    frozen["rows"] = [{**row, **used.get((row["table"], row["row"]), {})} for row in frozen["rows"]]
    frozen["instalments"] = _instalments(of, data, found.total)
    success = success_columns(quoted, frozen, about, data.service_starts_on)
    terms = TermsText.objects.filter(in_force_from__lte=actor.today).order_by("in_force_from").last()
    if terms is None:
        raise Refused("no_terms", _("No terms of payment are stored for today."))
    return {
        **vars(data),
        "frozen": frozen,
        "net": found.net,
        "subtotal": found.subtotal,
        "tax": found.tax,
        "total": found.total,
        **success,
        "terms": terms,
        "terms_digest": terms.digest,
    }


def _with_discount(frozen: dict[str, Any], yen: int) -> Price:
    """The price less a discount of the office, written into what is frozen."""
    asked = [rate["request"] for rate in frozen["rates"]]
    requests = discounted(asked, sum(request["discount"] for request in asked) + yen)
    found = [price(request) for request in requests]
    frozen["rates"] = [
        {**rate, "request": request, "price": one.as_json()}
        for rate, request, one in zip(frozen["rates"], requests, found, strict=True)
    ]
    whole = together(found)
    frozen["price"] = whole.as_json()
    return whole


def _refuse_work(data: QuoteData) -> None:
    for name in ("expert_hours", "staff_hours", "units"):
        if not 0 <= getattr(data, name) <= MOST_WORK:
            message = _("Give a number from 0 to %(most)s.") % {"most": formats.number(MOST_WORK)}
            raise Refused("work_range", message, name)
    if not (data.expert_hours or data.staff_hours or data.units):
        raise Refused("no_work", _("Give the hours or listings that are quoted."), "expert_hours")


def _instalments(of: Service, data: QuoteData, total: int) -> list[dict[str, Any]]:
    """One part at once, or equal parts, each at the start of a stage; the first takes the rest."""
    version = version_in_force(of, data.service_starts_on) if data.by_stage else None
    stages = list(version.stages.order_by("order")) if version else []
    if not stages:
        return [{"stage": "", "months": 0, "yen": total}]
    part, months, found = total // len(stages), 0, []
    for stage in stages:
        found.append({"stage": stage.code, "months": months, "yen": part})
        months += stage.planned_months
    found[0]["yen"] += total - part * len(stages)
    return found
