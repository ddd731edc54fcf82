"""Writing about invited buyers: invited, let in, looked after, suspended, recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose, PersonalLink, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import enter_by_link, register_person
from banso.apps.base import Refused, fire, hold
from banso.apps.buyers import zones
from banso.apps.buyers.models import (
    Buyer,
    BuyerCompany,
    BuyerGroup,
    CameBy,
    MissedQuery,
    Recommendation,
    RecommendationState,
)
from banso.apps.buyers.selectors import buyers_open, may_enter
from banso.apps.buyers.transitions import COMPANY, RECOMMENDATION, REFUSALS
from banso.apps.directory.models import Market, Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.notices.services import LetterData, send_letter

#: Access ends at the latest so many days after the day on which it is given, and is looked at again then.
LONGEST = 731
#: So many recommendations of a buyer may wait for staff at the same time.
MOST_WAITING = 5
LETTER = "buyers.link"


@dataclass(frozen=True)
class Reach:
    """What a company may see, and until when: ``first_day`` and ``last_day`` are both included."""

    groups: Sequence[BuyerGroup]
    first_day: date
    last_day: date
    markets: Sequence[Market] = ()


@dataclass(frozen=True)
class CompanyData:
    """A company to invite. ``occasion`` names the event at which it was met."""

    name: str
    market: Market
    kind: str
    office: Office
    came_by: str = CameBy.OFFICE
    occasion: str = ""


@dataclass(frozen=True)
class PersonData:
    """Who is invited, and the language of the mail."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class ProfileData:
    """What a buyer says of itself; what is said of the company holds for all its people."""

    name: str
    language: str
    company: str
    kind: str
    website: str = ""
    zone: str = ""
    interests: Sequence[Any] = ()
    languages: Sequence[Any] = ()


@dataclass(frozen=True)
class RecommendationData:
    """Another company that a buyer recommends, and whom to write to there."""

    company_name: str
    market: Market
    person: str
    email: str
    words: str


def subject(company: BuyerCompany) -> Subject:
    """The subject of events about a company and its people."""
    return ("buyer_company", company.ref)


@service
def invite(actor: Actor, data: CompanyData, reach: Reach, person: PersonData) -> BuyerCompany:
    """Invite a company and its first person, who gets a personal link by mail.

    Raises:
        Refused: ``name_missing``, ``occasion_missing``, ``group_missing``, ``end_before``, ``end_far``;
            for the person ``email_invalid``, ``email_taken``.
    """
    if not data.name.strip():
        raise Refused("name_missing", _("Give the name of the company."), "company")
    if data.came_by == CameBy.EVENT and not data.occasion.strip():
        raise Refused("occasion_missing", _("Say at which event."), "occasion")
    _check(actor, reach)
    company = BuyerCompany.objects.create(
        ref=next_reference("BY", actor),
        name=data.name.strip(),
        market=data.market,
        kind=data.kind,
        office=data.office,
        came_by=data.came_by,
        occasion=data.occasion.strip(),
        first_day=reach.first_day,
        last_day=reach.last_day,
        invited_at=actor.at,
        invited_by_id=actor.user_id,
    )
    company.groups.set(reach.groups)
    company.markets.set(reach.markets)
    said = {"market": data.market.code, "came_by": data.came_by, **_said(reach)}
    record(actor, "buyers.invited", subject(company), said)
    add_person(actor, company, person)
    return company


@service
def add_person(actor: Actor, company: BuyerCompany, person: PersonData) -> Buyer:
    """Invite one more person of a company.

    Raises:
        Refused: ``email_invalid``, ``email_taken``.
    """
    # Letters are written in the two languages of the account; the pages are read in three.
    letters = "ja" if person.language == "ja" else "en"
    user = register_person(actor, person.email, person.name, letters, Role.BUYER)
    buyer = Buyer.objects.create(user=user, company=company, language=person.language)
    record(actor, "buyers.person_invited", subject(company), {"user": user.pk})
    send_link(actor, buyer)
    return buyer


@service
def send_link(actor: Actor, buyer: Buyer) -> None:
    """Mail a buyer a link that lets in once; the one sent before stops working.

    Raises:
        Refused: ``no_address``.
    """
    issued = links.issue(buyer.user, LinkPurpose.BUYER, actor.at, made_by=actor.user_id)
    record(actor, "buyers.link_sent", subject(buyer.company), {"user": buyer.user_id, "link": issued.link.pk})
    send_letter(
        actor,
        LetterData(
            LETTER,
            subject(buyer.company),
            to_user=buyer.user,
            context_refs={"link": issued.link.pk, "user": buyer.user_id},
            enclosed={"path": issued.path},
            language=buyer.language,
        ),
    )


def ask_link(actor: Actor, email: str) -> None:
    """Somebody asks for a link. Who asks is told the same whether the address is a buyer's or not."""
    buyers = buyers_open(actor.today).select_related("user", "company")
    if found := buyers.filter(user__email=email.strip().lower()).first():
        send_link(actor, found)


def ask_again(actor: Actor, expired: PersonalLink) -> None:
    """Whoever has an expired or used link has a new one mailed, to the same address."""
    buyers = buyers_open(actor.today).select_related("user", "company")
    if found := buyers.filter(user=expired.user_id).first():
        send_link(actor, found)


@service
def enter(actor: Actor, link: PersonalLink) -> User:
    """Let a buyer in by a mailed link, which is used up.

    Raises:
        Refused: ``link_closed``, also where the company's access is suspended or has ended.
    """
    _refuse_outside(actor, _of(link).company)
    return enter_by_link(actor, link)


@service
def join(actor: Actor, link: PersonalLink, data: ProfileData, password: str = "") -> User:
    """A person who was invited fills in the profile and is let in.

    Without a password a link is mailed each time.

    Raises:
        Refused: ``link_closed``, ``name_missing``, ``password_weak``.
    """
    buyer = _of(link)
    _refuse_outside(actor, buyer.company)
    user = enter_by_link(actor, link)
    if password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused("password_weak", " ".join(error.messages), "password") from None
        user.set_password(password)
        user.save(update_fields=["password"])
    buyer.joined_at = actor.at
    buyer.save(update_fields=["joined_at"])
    change_profile(actor, buyer, data)
    return user


@service
def change_profile(actor: Actor, buyer: Buyer, data: ProfileData) -> None:
    """A buyer changes what is known of it and its company.

    Raises:
        Refused: ``name_missing``, ``zone_unknown``.
    """
    if data.zone and data.zone not in zones.names():
        raise Refused("zone_unknown", _("Choose one of the options."), "zone")
    for field, words in (("name", data.name), ("company", data.company)):
        if not words.strip():
            raise Refused("name_missing", _("Please fill this in."), field)
    held = hold(BuyerCompany.objects).get(pk=buyer.company_id)
    held.name, held.kind, held.website = data.company.strip(), data.kind, data.website
    held.zone = data.zone
    held.save(update_fields=["name", "kind", "website", "zone"])
    held.interests.set(data.interests)
    held.languages.set(data.languages)
    buyer.language = data.language
    buyer.save(update_fields=["language"])
    user = buyer.user
    user.name, user.language = data.name.strip(), "ja" if data.language == "ja" else "en"
    user.save(update_fields=["name", "language"])
    interests = sorted(category.code for category in data.interests)
    told = {"user": user.pk, "kind": data.kind, "language": data.language, "interests": interests}
    record(actor, "buyers.profile_changed", subject(held), told)


@service
def change_reach(actor: Actor, company: BuyerCompany, reach: Reach) -> None:
    """Change the groups, the markets and the days of a company.

    Raises:
        Refused: ``group_missing``, ``end_before``, ``end_far``.
    """
    _check(actor, reach)
    held = hold(BuyerCompany.objects).get(pk=company.pk)
    held.first_day, held.last_day = reach.first_day, reach.last_day
    held.save(update_fields=["first_day", "last_day"])
    held.groups.set(reach.groups)
    held.markets.set(reach.markets)
    record(actor, "buyers.reach_changed", subject(held), _said(reach))


@service
def suspend(actor: Actor, company: BuyerCompany, reason: str) -> None:
    """Keep the people of a company out at once, for example because of abuse.

    Raises:
        Refused: ``reason_missing``, ``buyer_company_state``, ``role``.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Give the reason."), "reason")
    held = hold(BuyerCompany.objects).get(pk=company.pk)
    held.state = fire(COMPANY, REFUSALS, held.state, "suspend", actor.role).target
    held.reason = reason.strip()
    held.save(update_fields=["state", "reason"])
    record(actor, "buyers.suspended", subject(held), {"reason": digest(held.reason)})


@service
def resume(actor: Actor, company: BuyerCompany) -> None:
    """Let the people of a company in again.

    Raises:
        Refused: ``buyer_company_state``, ``role``.
    """
    held = hold(BuyerCompany.objects).get(pk=company.pk)
    held.state = fire(COMPANY, REFUSALS, held.state, "resume", actor.role).target
    held.reason = ""
    held.save(update_fields=["state", "reason"])
    record(actor, "buyers.resumed", subject(held))


@service
def recommend(actor: Actor, buyer: Buyer, data: RecommendationData) -> Recommendation:
    """A buyer recommends another company; nobody is written to before staff have approved it.

    Raises:
        Refused: ``too_many``, ``words_missing``.
    """
    if not data.words.strip():
        raise Refused("words_missing", _("Please say why."), "words")
    hold(Buyer.objects).get(pk=buyer.pk)
    waiting = Recommendation.objects.filter(by=buyer, state=RecommendationState.ASKED).count()
    if waiting >= MOST_WAITING:
        raise Refused("too_many", _("Your earlier recommendations are still being looked at."))
    made = Recommendation.objects.create(
        by=buyer,
        company_name=data.company_name.strip(),
        market=data.market,
        person=data.person.strip(),
        email=data.email.strip(),
        words=data.words.strip(),
        made_at=actor.at,
    )
    told = {"recommendation": made.pk, "market": data.market.code}
    record(actor, "buyers.recommended", subject(buyer.company), told)
    return made


@service
def approve(
    actor: Actor, recommendation: Recommendation, kind: str, reach: Reach, language: str
) -> BuyerCompany:
    """Invite the company that a buyer has recommended; the office of that buyer looks after it.

    Raises:
        Refused: ``recommendation_state``, ``role``; else as by ``invite``.
    """
    held = _held(recommendation)
    state = fire(RECOMMENDATION, REFUSALS, held.state, "approve", actor.role).target
    data = CompanyData(held.company_name, held.market, kind, held.by.company.office, CameBy.RECOMMENDED)
    company = invite(actor, data, reach, PersonData(held.person, held.email, language))
    _decide(actor, held, state, invited=company)
    told = {"recommendation": held.pk, "invited": company.ref}
    record(actor, "buyers.recommendation_approved", subject(held.by.company), told)
    return company


@service
def refuse(actor: Actor, recommendation: Recommendation, reason: str) -> None:
    """Do not invite the company that a buyer has recommended. Its person's name and address are forgotten.

    Raises:
        Refused: ``reason_missing``, ``recommendation_state``, ``role``.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Give the reason."), "reason")
    held = _held(recommendation)
    state = fire(RECOMMENDATION, REFUSALS, held.state, "refuse", actor.role).target
    _decide(actor, held, state, reason=reason.strip())
    told = {"recommendation": held.pk, "reason": digest(reason)}
    record(actor, "buyers.recommendation_refused", subject(held.by.company), told)


def _held(recommendation: Recommendation) -> Recommendation:
    rows = hold(Recommendation.objects).select_related("market", "by__company__office")
    return rows.get(pk=recommendation.pk)


def _decide(actor: Actor, held: Recommendation, state: str, **more: Any) -> None:
    held.state, held.person, held.email = state, "", ""
    held.decided_at, held.decided_by_id = actor.at, actor.user_id
    for name, value in more.items():
        setattr(held, name, value)
    held.save()


def _of(link: PersonalLink) -> Buyer:
    return Buyer.objects.select_related("user", "company").get(user=link.user_id)


def _refuse_outside(actor: Actor, company: BuyerCompany) -> None:
    if not may_enter(company, actor.today):
        raise Refused("link_closed", _("Your access has ended. Please ask the office that invited you."))


def _check(actor: Actor, reach: Reach) -> None:
    if not reach.groups:
        raise Refused("group_missing", _("Choose at least one group: without one nothing is seen."), "groups")
    if reach.last_day < reach.first_day:
        raise Refused("end_before", _("The last day lies before the first."), "last_day")
    if (reach.last_day - actor.today).days > LONGEST:
        raise Refused("end_far", _("Access is given for two years at most."), "last_day")


def _said(reach: Reach) -> dict[str, Any]:
    return {
        "groups": sorted(group.code for group in reach.groups),
        "markets": sorted(market.code for market in reach.markets),
        "first_day": reach.first_day.isoformat(),
        "last_day": reach.last_day.isoformat(),
    }


def note_missed(day: date, words: str, language: str, market: Market) -> None:
    """Count words that found nothing. No event: it is no act of anybody, and no person stands in it."""
    told = {"words": " ".join(words.casefold().split())[:80], "language": language, "market": market}
    with transaction.atomic():
        MissedQuery.objects.get_or_create(**told, day=day)
        MissedQuery.objects.filter(**told, day=day).update(count=F("count") + 1)
