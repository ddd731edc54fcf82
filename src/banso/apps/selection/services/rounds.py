"""Rounds: when they are open, their sealed seeds, their places."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.programmes.models import Round, Service
from banso.apps.selection.models import Application, Determination, Place, Purpose, Seal
from banso.engines.kernel.fiscal import fiscal_year
from banso.engines.kernel.lots import commitment
from banso.web import formats

#: Hexadecimal digits of a seed are twice as many.
SEED_BYTES = 32


@dataclass(frozen=True)
class RoundData:
    """What a programme manager says of a round. ``places`` and ``budget_yen`` None: no limit."""

    service: Service
    name_ja: str
    name_en: str
    opens_on: date
    closes_on: date
    places: int | None = None
    budget_yen: int | None = None
    reviewers_needed: int = 2
    second_look_percent: int = 10


def round_open_on(service: Service, day: date) -> Round | None:
    """The round of a service that is open on a day."""
    found = Round.objects.filter(service=service, opens_on__lte=day, closes_on__gte=day)
    return found.order_by("-opens_on", "pk").first()


def round_to_enter(service: Service, day: date) -> Round:
    """The round that takes an application handed in on a day.

    Raises:
        Refused: none is open; it says when the next one opens, if that is known.
    """
    found = round_open_on(service, day)
    if found is not None:
        return found
    ahead = Round.objects.filter(service=service, opens_on__gt=day).order_by("opens_on").first()
    if ahead is None:
        said = _("This service takes no applications at present. Your draft stays stored.")
    else:
        said = _(
            "This service takes no applications at present. The next round opens on %(day)s; your draft "
            "stays stored."
        ) % {"day": formats.day(ahead.opens_on)}
    raise Refused("no_round", said)


@service
def open_round(actor: Actor, data: RoundData) -> Round:
    """Set up a round and seal its seeds.

    Raises:
        Refused: the service takes no applications, a bad number or period, no name, another round of the
            service is open on one of its days, or it would open in a closed year.
    """
    _check(data)
    refuse_closed(actor, data.opens_on, "opens_on")
    hold(Service.objects).get(pk=data.service.pk)
    _refuse_overlap(data, None)
    year = fiscal_year(data.opens_on)
    taken = set(Round.objects.filter(service=data.service).values_list("code", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if _code(data.service, year, n) not in taken)
    found = Round.objects.create(
        code=_code(data.service, year, number), fiscal_year=year, **_columns(data), service=data.service
    )
    record(actor, "round.opened", ("round", found.code), _told(data))
    seal(actor, found)
    return found


@service
def change_round(actor: Actor, found: Round, data: RoundData) -> Round:
    """Change a round while nothing is determined in it. Its service stays.

    Raises:
        Refused: something is determined, or what ``open_round`` refuses.
    """
    _check(data)
    stored = hold(Round.objects).select_related("service").get(pk=found.pk)
    if Determination.objects.filter(application__round=stored).exists():
        raise Refused(
            "round_determined", _("Something is determined in this round already, so that it stands.")
        )
    for day in (stored.opens_on, data.opens_on):
        refuse_closed(actor, day, "opens_on")
    _refuse_overlap(data, stored)
    for name, value in _columns(data).items():
        setattr(stored, name, value)
    stored.fiscal_year = fiscal_year(data.opens_on)
    stored.save()
    record(actor, "round.changed", ("round", stored.code), _told(data))
    return stored


@service
def seal(actor: Actor, found: Round, purpose: str = "") -> None:
    """See to it that a round has a sealed seed for each purpose that nobody has opened yet."""
    wanted = [purpose] if purpose else list(Purpose.values)
    sealed = set(Seal.objects.filter(round=found, opened_at__isnull=True).values_list("purpose", flat=True))
    made = {}
    for one in wanted:
        if one in sealed:
            continue
        number = Seal.objects.filter(round=found, purpose=one).count() + 1
        seed = secrets.token_hex(SEED_BYTES)
        stored, created = Seal.objects.get_or_create(
            round=found,
            purpose=one,
            number=number,
            defaults={"seed": seed, "commitment": commitment(seed), "sealed_at": actor.at},
        )
        if created:
            made[one] = {"number": number, "commitment": stored.commitment}
    if made:
        record(actor, "round.sealed", ("round", found.code), made)


def places_left(found: Round) -> int | None:
    """The places that nobody has; None where a round has no limit."""
    if found.places is None:
        return None
    return max(0, found.places - Place.objects.filter(round=found, freed_on__isnull=True).count())


def take_place(actor: Actor, application: Application, found: Round) -> Place:
    """Give an adopted application the first free place of its round, in the caller's transaction.

    Two who take the last place at once meet the database's constraint: a number is taken once.

    Raises:
        Refused: no place is left.
    """
    assert found.places is not None
    while True:
        taken = set(Place.objects.filter(round=found, freed_on__isnull=True).values_list("number", flat=True))
        number = next((n for n in range(1, found.places + 1) if n not in taken), None)
        if number is None:
            raise Refused(
                "places_gone",
                _("All %(places)s places of this round are taken. Put the application on the waiting list, "
                  "or decline it.") % {"places": found.places},
                "outcome",
            )  # fmt: skip
        try:
            with transaction.atomic():
                return Place.objects.create(
                    round=found, number=number, application=application, taken_on=actor.today
                )
        except IntegrityError:
            if Place.objects.filter(application=application).exists():
                raise


@service
def free_place(actor: Actor, place: Place) -> Place:
    """A place is free again because the case that took it has ended.

    Raises:
        Refused: the case goes on, or the place is free already.
    """
    stored = hold(Place.objects).select_related("round", "application__case").get(pk=place.pk)
    if stored.freed_on is not None:
        raise Refused("place_free", _("This place is free already."))
    if stored.application.case.ended_on is None:
        raise Refused("case_goes_on", _("The case that took this place has not ended."))
    stored.freed_on = actor.today
    stored.save(update_fields=["freed_on"])
    record(
        actor,
        "round.place_freed",
        ("round", stored.round.code),
        {"number": stored.number, "application": stored.application.ref},
    )
    return stored


def _code(service: Service, year: int, number: int) -> str:
    return f"{service.code}-{year}" if number == 1 else f"{service.code}-{year}-{number}"


def _columns(data: RoundData) -> dict[str, object]:
    return {
        "name_ja": data.name_ja.strip(),
        "name_en": data.name_en.strip(),
        "opens_on": data.opens_on,
        "closes_on": data.closes_on,
        "places": data.places,
        "budget_yen": data.budget_yen,
        "reviewers_needed": data.reviewers_needed,
        "second_look_percent": data.second_look_percent,
    }


def _told(data: RoundData) -> dict[str, object]:
    return {
        "service": data.service.code,
        "opens_on": data.opens_on.isoformat(),
        "closes_on": data.closes_on.isoformat(),
        "places": data.places,
        "budget_yen": data.budget_yen,
        "reviewers_needed": data.reviewers_needed,
        "second_look_percent": data.second_look_percent,
    }


def _check(data: RoundData) -> None:
    if not data.service.screened:
        raise Refused("not_screened", _("This service needs no application."), "service")
    for name in ("name_ja", "name_en"):
        if not getattr(data, name).strip():
            raise Refused("required", _("Please fill this in."), name)
    if data.closes_on < data.opens_on:
        raise Refused("closes_first", _("The round must close on the day it opens, or later."), "closes_on")
    if data.places is not None and data.places < 1:
        raise Refused("no_place", _("Give one place or more, or leave it empty."), "places")
    if data.budget_yen is not None and data.budget_yen < 0:
        raise Refused("negative", _("Give an amount that is not negative."), "budget_yen")
    if data.reviewers_needed < 1:
        raise Refused("no_reviewer", _("At least one reviewer is needed."), "reviewers_needed")
    if not 0 <= data.second_look_percent <= 100:
        raise Refused("no_percentage", _("Give a number from 0 to 100."), "second_look_percent")


def _refuse_overlap(data: RoundData, own: Round | None) -> None:
    others = Round.objects.filter(
        service=data.service, opens_on__lte=data.closes_on, closes_on__gte=data.opens_on
    )
    if own is not None:
        others = others.exclude(pk=own.pk)
    other = others.order_by("opens_on").first()
    if other is not None:
        raise Refused(
            "round_overlaps",
            _("Another round of this service is open on some of these days: %(round)s.")
            % {"round": other.name},
            "opens_on",
        )
