"""The frame of a wave from the records: its units, and who of them is not asked and why.

However many firms there are it takes the same few queries. Merged firms need no exclusion: their cases hang
on the firm that was kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from banso.apps.base import in_use
from banso.apps.casework.models import Case
from banso.apps.directory.models import Contact, Firm, Office
from banso.apps.fees.effect.measures import SIZES
from banso.apps.journal.actor import day_of
from banso.apps.privacy.models import Stop
from banso.apps.programmes.models import Service
from banso.apps.providers.selectors import listed
from banso.apps.surveys.frames import UNKNOWN, FrameSpec, Support, facts_of, lead, stratum
from banso.apps.surveys.models import Asked, Exclusion, FrameUnit
from banso.engines.kernel.fiscal import add_months


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit before it is stored. ``reference`` is what the draw knows it by."""

    reference: str
    facts: Mapping[str, Any]
    programme_id: int | None = None
    firm_id: int | None = None
    provider_id: int | None = None
    office_id: int | None = None
    excluded: str = ""
    excluded_note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A stratum of a frame: how many stand in it, and how many of them can be asked."""

    stratum: str
    framed: int
    left: int


def candidates(asked: str, spec: FrameSpec, day: date, wave: int | None = None) -> list[Candidate]:
    """Whom a wave asked on a day could ask, in order of their references.

    ``wave`` is the key of the wave itself, if it is stored: what was taken out of it by hand stays out.
    """
    match asked:
        case Asked.OFFICES:
            return _offices(day)
        case Asked.PROVIDERS:
            return _providers(day)
    found = list(_firms(spec, day))
    return _with_exclusions(found, spec, day, wave)


def counts(found: Iterable[Candidate], strata: Iterable[str]) -> list[Count]:
    """The strata of a frame, by name."""
    chosen = tuple(strata)
    framed: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for one in found:
        name = stratum(one.facts, chosen)
        framed[name] += 1
        left[name] += not one.excluded
    return [Count(name, framed[name], left[name]) for name in sorted(framed)]


def opted_out(firms: QuerySet[Firm]) -> set[int]:
    """The firms that want no questionnaires at all: a unit of theirs in some wave says so."""
    said = FrameUnit.objects.filter(firm__in=firms, excluded=Exclusion.OPTED_OUT)
    return set(said.order_by().values_list("firm", flat=True))


def _firms(spec: FrameSpec, day: date) -> Iterator[Candidate]:
    chosen = Service.objects.filter(code__in=[part.service for part in spec.parts])
    cases = Case.objects.filter(service__programme__in=chosen.order_by().values("programme"))
    cases = cases.filter(started_on__lte=day).order_by(
        "firm__ref", "service__programme__code", "started_on", "pk"
    )
    columns = ("firm", "firm__ref", "firm__office", "firm__prefecture__region__code", "firm__employees")
    columns += ("firm__export_experience", "firm__ec_record")
    columns += ("service__programme", "service__programme__code", "service__code", "started_on", "ended_on")
    # One unit is one firm in one programme.
    for _key, rows in groupby(cases.values_list(*columns), key=lambda row: (row[1], row[8])):
        own = list(rows)
        firm, ref, office, region, employees, experience, ec_record, programme, code, *_case = own[0]
        supports = [Support(code, *row[9:]) for row in own]
        leading = lead(spec.parts, supports)
        if leading is None:
            continue
        facts = {
            **facts_of(supports, leading, day),
            "region": region,
            "size": _size(employees),
            "experience": experience,
            "ec_record": ec_record,
        }
        if spec.takes(facts):
            yield Candidate(f"{code}/{ref}", facts, programme_id=programme, firm_id=firm, office_id=office)


def _size(employees: int | None) -> str:
    if employees is None:
        return UNKNOWN
    return next(
        code
        for code, (least, most) in SIZES.items()
        if least <= employees and (most is None or employees <= most)
    )


def _with_exclusions(found: list[Candidate], spec: FrameSpec, day: date, wave: int | None) -> list[Candidate]:
    """Say of each who is not asked why; the first reason that holds counts."""
    firms = Firm.objects.filter(pk__in=Case.objects.order_by().values("firm"))
    closed = set(firms.filter(closed_on__lte=day).order_by().values_list("pk", flat=True))
    out, lately = opted_out(firms), _asked_lately(spec, day, wave)
    reached, stopped = _reached(firms)
    by_hand = {
        (programme, firm): note
        for programme, firm, note in FrameUnit.objects.filter(wave=wave, excluded=Exclusion.BY_HAND)
        .order_by()
        .values_list("programme", "firm", "excluded_note")
    }

    def why(one: Candidate) -> str:
        firm = one.firm_id
        reasons = (
            (Exclusion.CLOSED, firm in closed),
            (Exclusion.OPTED_OUT, firm in out),
            (Exclusion.STOPPED, firm in stopped),
            (Exclusion.NO_CONTACT, firm not in reached),
            (Exclusion.ASKED_LATELY, firm in lately),
            (Exclusion.BY_HAND, (one.programme_id, firm) in by_hand),
        )
        return next((reason.value for reason, holds in reasons if holds), "")

    judged = []
    for one in found:
        reason = why(one)
        note = by_hand[one.programme_id, one.firm_id] if reason == Exclusion.BY_HAND else ""
        judged.append(replace(one, excluded=reason, excluded_note=note) if reason else one)
    return judged


def _asked_lately(spec: FrameSpec, day: date, wave: int | None) -> set[int | None]:
    """The firms that another wave sent a questionnaire to in the months before a day."""
    if not spec.rest_months:
        return set()
    sent = FrameUnit.objects.filter(firm__isnull=False, sent_at__isnull=False).exclude(wave=wave)
    since = add_months(day, -spec.rest_months)
    rows = sent.order_by().values_list("firm", "sent_at")
    return {firm for firm, moment in rows if since < day_of(moment) <= day}


def _reached(firms: QuerySet[Firm]) -> tuple[set[int], set[int]]:
    """The firms with somebody to write to or call, and those where all of them stopped it."""
    people = (
        Contact.objects.present().filter(firm__in=firms).exclude(email="", phone="").order_by()
    ).values_list("pk", "firm", "user")
    rows = list(people)
    stops = Stop.objects.filter(ended_at__isnull=True).order_by()
    contacts, users = set(), set()
    for contact, user, user_of_contact in stops.values_list("contact", "user", "contact__user"):
        contacts.add(contact)
        # A contact with an account is one person with it.
        users |= {user, user_of_contact} - {None}
    reached = {firm for _pk, firm, _user in rows}
    free = {firm for pk, firm, user in rows if pk not in contacts and user not in users}
    return reached, reached - free


def _offices(day: date) -> list[Candidate]:
    rows = in_use(Office.objects, day).order_by("code").values_list("pk", "code", "prefecture__region__code")
    return [
        Candidate(code, {"office": code, "region": region}, office_id=office) for office, code, region in rows
    ]


def _providers(day: date) -> list[Candidate]:
    """Those of whom something is published, once each."""
    rows = listed(day).filter(provider__isnull=False).order_by("provider__code").distinct()
    return [
        Candidate(code, {"provider": code}, provider_id=provider)
        for provider, code in rows.values_list("provider", "provider__code")
    ]
