"""The listings of private providers: published, expired, near their end, waiting, refused, not confirmed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import PrivateProvider
from banso.apps.journal.services import digest
from banso.apps.providers.models import Listing, PriceUnit, State, Tie
from banso.demo.names import DOMAIN
from banso.demo.people import OfficeRow, People
from banso.demo.plan import Plan, in_office, working

#: By the kind of name: what is offered, the like of which services, the subjects, price from and to, unit.
_KINDS = (
    ("輸出の戦略づくりから商談までを伴走します。", ("spot", "hands_on"), ("research", "customers"),
     (80_000, 300_000), PriceUnit.MONTH),
    ("通関・物流・決済の実務を、書類づくりまで手伝います。", ("spot",), ("logistics", "finance"),
     (8_000, 25_000), PriceUnit.HOUR),
    ("英文契約書の作成と点検、紛争の予防を扱います。", ("spot", "hands_on"), ("contract", "rules"),
     (20_000, 50_000), PriceUnit.HOUR),
    ("輸出先の表示基準に合わせたラベルと成分の確認を行います。", ("spot",), ("certification", "rules"),
     (30_000, 120_000), PriceUnit.TIME),
    ("海外ECサイトへの出品、広告、受注対応を代行します。", ("street", "mall", "store"), ("ec", "promotion"),
     (50_000, 200_000), PriceUnit.MONTH),
)  # fmt: skip
_TIES = (
    (Tie.ORGANISATION, "当機構の委託事業を受託している"),
    (Tie.PERSON, "当機構の専門家が役員を務めている"),
)
_REFUSED = "公表できる料金の根拠が確かめられなかった。"
_APPLICANTS = (
    ("みなと輸出支援", "Minato Export Support", State.WAITING),
    ("北光ビジネス翻訳", "Hokko Business Translation", State.WAITING),
    ("南風マーケティング", "Minamikaze Marketing", State.WAITING),
    ("東海貿易法務", "Tokai Trade Law", State.REFUSED),
    ("さくら越境販売", "Sakura Cross-Border Sales", State.REFUSED),
    ("山手海外調査", "Yamate Overseas Research", State.UNCONFIRMED),
)
#: By the number of the provider: near their end, with a change that waits, with a tie.
_NEAR, _CHANGES, _TIED = range(1, 6), range(6, 9), (4, 11, 19, 28)


@dataclass
class _Draft:
    """A listing before it has its reference: these are given in order of time."""

    entered: date
    kind: int
    values: dict[str, Any]
    published: date | None = None
    office: OfficeRow | None = None


def write_listings(plan: Plan, people: People) -> None:
    """Write a listing of every private provider, and those that are not published."""
    chance = plan.random("listings")
    table = plan[PrivateProvider]
    drafts = []
    for row in list(table.rows):
        provider = dict(zip(table.columns, row, strict=True))
        drafts += _of_provider(plan, people, chance, provider)
    for number, (name_ja, name_en, state) in enumerate(_APPLICANTS):
        drafts.append(
            _applied(plan, chance, number, {"name_ja": name_ja, "name_en": name_en, "state": state})
        )
    for draft in sorted(drafts, key=lambda one: one.entered):
        _write(plan, people, chance, draft)


def _of_provider(plan: Plan, people: People, chance: random.Random, provider: dict[str, Any]) -> list[_Draft]:
    number = int(provider["code"][-2:])
    if provider["retired_on"]:
        last = provider["retired_on"] - timedelta(days=1)
        published = last - timedelta(days=364)
    else:
        ago = chance.randint(310, 355) if number in _NEAR else chance.randint(15, 290)
        published = plan.as_of - timedelta(days=ago)
        last = published + timedelta(days=364)
        plan[PrivateProvider].change(provider["id"], retired_on=last + timedelta(days=1))
    office = chance.choice(people.offices)
    values = {name: provider[name] for name in ("name_ja", "name_en", "email", "phone", "prefecture_id")}
    values |= {"provider_id": provider["id"], "state": State.PUBLISHED, "listed_to": last}
    if number in _TIED:
        values["tie"], values["tie_words"] = _TIES[number % 2]
    entered = published - timedelta(days=chance.randint(4, 18))
    found = [_Draft(entered, number % len(_KINDS), values, published, office)]
    if number in _CHANGES:
        changed = {**values, "state": State.WAITING, "listed_to": None}
        day = plan.as_of - timedelta(days=chance.randint(2, 12))
        found.append(_Draft(working(day), number % len(_KINDS), changed, None, office))
    return found


def _applied(plan: Plan, chance: random.Random, number: int, values: dict[str, Any]) -> _Draft:
    day = plan.as_of - timedelta(days=chance.randint(3, 14 if values["state"] != State.REFUSED else 200))
    values["email"] = f"applicant-{number + 1}@{DOMAIN}"
    return _Draft(day, number % len(_KINDS), values)


def _write(plan: Plan, people: People, chance: random.Random, draft: _Draft) -> None:
    offer, services, subjects, prices, unit = _KINDS[draft.kind]
    at = in_office(chance, draft.entered)
    low = chance.choice((80, 90, 100, 110, 120)) * prices[0] // 100
    high = chance.choice((80, 90, 100, 110)) * prices[1] // 100
    ref = plan.reference("L", draft.entered)
    said = {"price_from": low, "price_to": high, "price_unit": unit.value}
    state = draft.values["state"]
    staff = draft.office.staff[0] if draft.office else None
    reviewed = in_office(chance, draft.published) if draft.published else None
    if state == State.REFUSED:
        reviewed = at + timedelta(days=2)
    values = {"tie": Tie.NONE, **draft.values, **said, "offer": offer, "ref": ref}
    key = plan[Listing].add(
        **values,
        entered_at=at,
        entered_by_id=staff,
        reviewed_at=reviewed,
        reviewed_by_id=people.programme_manager if reviewed else None,
        reason=_REFUSED if state == State.REFUSED else "",
        listed_from=draft.published,
        confirm_digest="0" * 64 if state == State.UNCONFIRMED else "",
    )
    _serve(plan, chance, key, services, subjects)
    subject = ("listing", ref)
    payload = {**said, "tie": str(values["tie"])}
    if staff:
        changes = {"changes": state == State.WAITING}
        plan.event(at, staff, Role.OFFICE_STAFF, "listing.entered", subject, changes | payload)
    else:
        plan.event(at, None, NO_ROLE, "listing.applied", subject, payload)
        if state != State.UNCONFIRMED:
            plan.event(at + timedelta(minutes=25), None, NO_ROLE, "listing.confirmed", subject)
    if reviewed:
        guards = {"guards": {"by_another": True}}
        published = {"listed_to": values["listed_to"].isoformat()} if draft.published else {}
        refused = {} if draft.published else {"reason": digest(_REFUSED)}
        action = "listing.published" if draft.published else "listing.refused"
        manager = people.programme_manager
        plan.event(reviewed, manager, Role.PROGRAMME_MANAGER, action, subject, guards | published | refused)


def _serve(
    plan: Plan, chance: random.Random, key: int, services: Sequence[str], subjects: Sequence[str]
) -> None:
    known = plan.configuration
    languages = [code for code in known.languages if code != "ja"]
    chosen = {
        "service_id": (Listing.services.through, [known.services[code].id for code in services]),
        "subject_id": (Listing.subjects.through, [known.subjects[code] for code in subjects]),
        "market_id": (
            Listing.markets.through, chance.sample(list(known.markets.values())[:16], chance.randint(1, 4))
        ),
        "language_id": (
            Listing.languages.through,
            [known.languages[code] for code in chance.sample(languages, chance.randint(1, 2))],
        ),
    }  # fmt: skip
    for column, (table, keys) in chosen.items():
        for one in keys:
            plan[table].add(listing_id=key, **{column: one})
