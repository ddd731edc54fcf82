"""What firms of the open wave did with their questionnaire so far: opened, began, declined or answered it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Contact
from banso.apps.journal.services import digest
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.inviting import new_code
from banso.apps.surveys.models import AnswerWay, Asking, AskingWay, Draft
from banso.demo.firms import FirmRow
from banso.demo.frame import Asked
from banso.demo.people import People
from banso.demo.plan import Plan
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.engines.questionnaire.pages import shape

#: Whoever began has left the first page; the second comes next.
_NEXT = 2
_SERVICES = {"spot": "spot", "hands_on": "handson"}
_EC = ("street", "mall", "store")
#: Most who answer do so soon: the mean of days after the invitation.
MEAN_DAYS = 9
#: So many of a hundred come back, answer in the end, decline, begin, or open without going on.
_BOUNCED, _ANSWERS, _DECLINES, _BEGINS, _OPENS = 3, 48, 50, 56, 72


@dataclass(frozen=True)
class Heard:
    """Somebody who has answered the open wave: where the answer belongs, when and how it came."""

    wave: int
    code: str
    unit: int
    asked: Asked
    at: datetime
    way: AnswerWay
    by: int | None
    role: str


class Mailbox:
    """Whom the wave could write to: the contact of each firm that has a mail address."""

    def __init__(self, plan: Plan) -> None:
        table = plan[Contact]
        key, firm, email = (table.columns.index(name) for name in ("id", "firm_id", "email"))
        self._contacts = {row[firm]: row[key] for row in reversed(table.rows) if row[email]}

    def contact(self, firm: FirmRow) -> int | None:
        """The first contact of a firm that has an address; None: a letter on paper goes to the firm."""
        return self._contacts.get(firm.id)


def code_for(chance: random.Random, contact: int | None) -> str:
    """The code on a letter on paper; none where mail is written."""
    return "" if contact else new_code(chance.choice)


def so_far(
    plan: Plan, chance: random.Random, sent: datetime, firm: FirmRow, contact: int | None
) -> dict[str, datetime]:
    """The moments of what became of an invitation, as far as they are past.

    The firm of the example user has not looked at its invitation yet.
    """
    found, kind = {"sent_at": sent}, chance.random() * 100
    done = sent + timedelta(days=int(chance.expovariate(1 / MEAN_DAYS)), minutes=chance.randrange(20, 400))
    opened = sent + timedelta(days=chance.randrange(5), minutes=chance.randrange(20, 400))
    if firm.example:
        return found
    if kind < _BOUNCED:
        return found | ({"bounced_at": sent + timedelta(minutes=3)} if contact else {})
    if kind < _ANSWERS and plan.past(done):
        before = {"opened_at": timedelta(minutes=16), "started_at": timedelta(minutes=14)}
        return found | {name: done - ago for name, ago in before.items()} | {"answered_at": done}
    if not (_ANSWERS <= kind < _OPENS and plan.past(opened)):
        return found
    found["opened_at"] = opened
    if kind < _DECLINES:
        found["declined_at"] = opened + timedelta(minutes=2)
    elif kind < _BEGINS:
        found["started_at"] = opened + timedelta(minutes=2)
    return found


def tell_begun(
    plan: Plan,
    people: People,
    unit: int,
    who: tuple[str, str, str],
    facts: Mapping[str, Any],
    became: Mapping[str, datetime],
    contact: int | None,
) -> None:
    """Write the invitation of one that was asked, and tell what became of it in the chain of the answer.

    ``who``: the code of the wave, the programme, and the reference of the firm. What was typed is kept.
    """
    subject, sent = subject_of(*who), became["sent_at"]
    way = AskingWay.MAIL if contact else AskingWay.PAPER
    plan[Asking].add(
        unit_id=unit, number=0, way=way, contact_id=contact, sent_at=sent, sent_by_id=people.programme_manager
    )
    asked = {"number": 0, "way": way.value, **({"contact": contact} if contact else {})}
    plan.event(sent, people.programme_manager, Role.PROGRAMME_MANAGER, "answer.asked", subject, asked)
    if "opened_at" in became:
        plan.event(became["opened_at"], None, NO_ROLE, "answer.opened", subject, {})
    if "declined_at" in became:
        plan.event(became["declined_at"], None, NO_ROLE, "answer.declined", subject, {"all": False})
    if "started_at" in became:
        tree = shape(shipped(SUPPORTED_FIRM), _first_page(who[1], facts))
        if "answered_at" not in became:
            plan[Draft].add(unit_id=unit, values=tree, page=_NEXT, saved_at=became["started_at"])
        typed = digest(json.dumps(tree, ensure_ascii=False, sort_keys=True))
        payload = {"page": _NEXT, "typed": typed}
        plan.event(became["started_at"], None, NO_ROLE, "answer.typed", subject, payload)


def way_of(chance: random.Random, firm: FirmRow) -> tuple[AnswerWay, int | None, str]:
    """How an answer came: by the link, signed in, or told the office, who typed it in."""
    kind = chance.random()
    if kind < 0.06:
        return AnswerWay.PHONE, firm.office.staff[0], Role.OFFICE_STAFF
    if kind < 0.3 and firm.user is not None:
        return AnswerWay.ACCOUNT, firm.user, Role.FIRM_MEMBER
    return AnswerWay.LINK, None, NO_ROLE


def _first_page(programme: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The support that was used, as casework knew it when the frame was made."""
    used = [str(code) for code in facts["services"]]
    if programme == "ec":
        services = {"F1e": [code for code in _EC if code in used]}
    else:
        services = {"F1c": [word for code, word in _SERVICES.items() if code in used]}
    return {**services, "F2": str(facts["months"]), "F3": "ongoing" if facts["ongoing"] else "ended"}
