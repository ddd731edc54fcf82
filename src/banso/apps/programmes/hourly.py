"""What an hour of work costs: a dated row is added, a past one never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.models import HourlyRate, RateBasis, Worker
from banso.web import formats

#: No hour costs more: a larger sum is a slip of the hand.
MOST_YEN = 1_000_000


@dataclass(frozen=True)
class HourlyRateData:
    """What an hour costs from a day on, in whole yen, and what that rests on."""

    worker: str
    in_force_from: date
    yen: int
    basis: str


@service
def add_hourly_rate(actor: Actor, data: HourlyRateData) -> HourlyRate:
    """Add a rate that holds from a day on. What work cost before that day stays as it was.

    Raises:
        Refused: an unknown code, a sum outside 1 to 1,000,000 yen, a day before today, or not after the
            latest rate of this worker.
    """
    if data.worker not in Worker.values:
        raise Refused("unknown_code", _("Choose one of the options."), "worker")
    if data.basis not in RateBasis.values:
        raise Refused("unknown_code", _("Choose one of the options."), "basis")
    if not 1 <= data.yen <= MOST_YEN:
        raise Refused("rate_range", _("An hour costs 1 to 1,000,000 yen."), "yen")
    latest = hold(HourlyRate.objects).filter(worker=data.worker).order_by("-in_force_from").first()
    if data.in_force_from < actor.today:
        raise Refused("rate_past", _("A rate holds from today or a later day on."), "in_force_from")
    if latest is not None and data.in_force_from <= latest.in_force_from:
        raise Refused(
            "rate_order",
            _("There is a rate from %(day)s on already. Give a later day.")
            % {"day": formats.day(latest.in_force_from)},
            "in_force_from",
        )
    rate = HourlyRate.objects.create(
        worker=data.worker, in_force_from=data.in_force_from, yen=data.yen, basis=data.basis
    )
    record(
        actor,
        "rates.hourly_added",
        ("configuration", "hourly_rates"),
        {
            "worker": rate.worker,
            "in_force_from": rate.in_force_from.isoformat(),
            "yen": rate.yen,
            "basis": rate.basis,
        },
    )
    return rate
