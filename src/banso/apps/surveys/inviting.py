"""Asking those who were drawn: by mail with a personal link, on paper with a code, and reminders.

One letter goes to a firm and programme each time, to its main contact where that one gets such mail, else to
the first who does; an address that mail does not reach is passed by. Who cannot be written to is asked on
paper.
"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Contact
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.models import Letter, LetterState
from banso.apps.notices.selectors import dead_addresses
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.privacy.stops import stopped
from banso.apps.surveys.models import Asked, Asking, AskingWay, FrameUnit, Wave, WaveState
from banso.apps.surveys.responding import chain_of, held_open

#: The letters that ask and remind.
INVITATION, REMINDER = "surveys.invitation", "surveys.reminder"
#: The kind of what a personal link to a questionnaire is about: who is asked.
UNIT = "unit"
#: Behind its link the copy of an answer can be had so long after the wave has closed.
_COPY_DAYS = 30
#: A wave without a last day: so long a link lives.
_NO_END = timedelta(days=180)
#: Digits and letters that nobody mixes up on paper; a code of twelve is one of 3 × 10^17.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12
_STEPS = Path(__file__).parent / "shipped" / "reminders.csv"


@cache
def reminder_steps() -> tuple[tuple[int, int], ...]:
    """The reminders: their number, and how many days after the invitation each is sent."""
    with _STEPS.open(encoding="utf-8", newline="") as file:
        return tuple((int(row["number"]), int(row["days"])) for row in csv.DictReader(file))


def to_ask(wave: Wave) -> QuerySet[FrameUnit]:
    """The firms of a wave that were drawn and wait for an answer of theirs."""
    rows = _silent(wave).filter(wave__asked=Asked.FIRMS)
    return rows.select_related("wave", "firm__main_contact__user", "programme").order_by("pk")


def _silent(wave: Wave) -> QuerySet[FrameUnit]:
    """Those of a wave who are asked and have neither answered nor declined."""
    return FrameUnit.objects.filter(
        wave=wave, drawn=True, excluded="", answered_at__isnull=True, declined_at__isnull=True
    )


def not_asked_yet(wave: Wave) -> QuerySet[FrameUnit]:
    """Those that nothing was sent to so far."""
    return to_ask(wave).filter(sent_at__isnull=True)


def receiver(unit: FrameUnit) -> Contact | None:
    """Who at the firm is written to; None where nobody can be. Four queries."""
    assert unit.firm is not None
    contacts = list(contacts_for(unit.firm, Mail.SUPPORT).select_related("user"))
    contacts.sort(key=lambda contact: contact.pk != unit.firm.main_contact_id)  # type: ignore[union-attr]
    dead = dead_addresses(contact.email for contact in contacts)
    reached = (contact for contact in contacts if contact.email not in dead)
    return next((contact for contact in reached if not stopped(contact.pk, contact.user_id)), None)


@service
def ask(actor: Actor, unit: FrameUnit, number: int = 0) -> Asking | None:
    """Write to a firm about its questionnaire: the invitation (0) or a reminder; None if nobody can be.

    Whoever asks at the same moment, or again after being cut off, sends nothing a second time.

    Raises:
        Refused: ``wave_closed``.
    """
    held = held_open(actor, unit)
    gone = held.answered_at or held.declined_at or held.excluded
    if gone or not held.drawn or held.askings.filter(number=number, way=AskingWay.MAIL).exists():
        return None
    contact = receiver(held)
    if contact is None:
        return None
    issued = links.issue(
        contact, LinkPurpose.QUESTIONNAIRE, actor.at, subject=(UNIT, str(held.pk)), made_by=actor.user_id,
        until=_until(held.wave, actor.at),
    )  # fmt: skip
    letter = send_letter(
        actor,
        LetterData(
            INVITATION if number == 0 else REMINDER,
            chain_of(held),
            to_contact=contact,
            context_refs={"link": issued.link.pk},
            enclosed={"path": issued.path},
            by_day=True,
        ),
    )
    asking = Asking.objects.create(
        unit=held, number=number, way=AskingWay.MAIL, contact=contact, link=issued.link, letter=letter,
        sent_at=actor.at, sent_by_id=actor.user_id,
    )  # fmt: skip
    held.sent_at, held.bounced_at = held.sent_at or actor.at, None
    held.save(update_fields=["sent_at", "bounced_at"])
    payload = {"number": number, "way": "mail", "contact": contact.pk, "link": issued.link.pk}
    record(actor, "answer.asked", chain_of(held), payload)
    return asking


@service
def ask_on_paper(actor: Actor, units: Sequence[FrameUnit]) -> list[FrameUnit]:
    """Note that letters on paper go to these firms; each has its code from then on, the same on every letter.

    Raises:
        Refused: ``wave_closed``, or ``nobody``.
    """
    if not units:
        raise Refused("nobody", _("Everybody who has not answered can be written to by mail."))
    return [_on_paper(actor, unit) for unit in units]


def _on_paper(actor: Actor, unit: FrameUnit) -> FrameUnit:
    held = held_open(actor, unit)
    held.code = held.code or new_code()
    held.sent_at = held.sent_at or actor.at
    held.save(update_fields=["code", "sent_at"])
    number = held.askings.aggregate(last=Max("number"))["last"]
    number = 0 if number is None else number + 1
    Asking.objects.create(
        unit=held, number=number, way=AskingWay.PAPER, sent_at=actor.at, sent_by_id=actor.user_id
    )
    record(actor, "answer.asked", chain_of(held), {"number": number, "way": "paper"})
    return held


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A code that nobody can guess; only demonstrations choose by themselves."""
    return "".join(choose(_ALPHABET) for _place in range(_CODE_LENGTH))


def code_of(text: str) -> str:
    """A code as it is stored, from what was typed."""
    return "".join(char for char in text.upper() if char in _ALPHABET)


def spaced(code: str) -> str:
    """A code as it is printed: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def to_remind(now: datetime) -> list[tuple[FrameUnit, int]]:
    """The firms and providers reminded now, with the number of the reminder. A query a wave, and one.

    One is due once its days after the invitation have passed and it was not sent; of several that were missed
    only the last is sent. Not those whose mail came back: their office looks for the address.
    """
    today = now.astimezone(ZONE).date()
    # Offices are asked on their own pages, not by mail.
    open_waves = Wave.objects.filter(state=WaveState.OPEN).exclude(asked=Asked.OFFICES).order_by("pk")
    found: list[tuple[FrameUnit, int]] = []
    for wave in open_waves:
        if wave.closes_on is not None and wave.closes_on < today:
            continue
        mailed = Q(askings__way=AskingWay.MAIL)
        rows = _silent(wave).filter(bounced_at__isnull=True, sent_at__isnull=False)
        rows = rows.select_related("wave", "firm__main_contact__user", "programme", "provider").order_by("pk")
        for unit in rows.annotate(last=Max("askings__number", filter=mailed)).exclude(last=None):
            sent = unit.sent_at.astimezone(ZONE).date()  # type: ignore[union-attr]
            due = [number for number, days in reminder_steps() if sent + timedelta(days=days) <= today]
            if due and due[-1] > unit.last:
                found.append((unit, due[-1]))
    return found


def note_bounced(action: str, subject: tuple[str, str]) -> None:
    """Let the board say that the last mail about a questionnaire did not arrive."""
    if action != "letter.undelivered" or subject[0] != "answer" or subject[1].count("/") != 2:
        return
    wave, programme, ref = subject[1].split("/")
    firm = Q(programme__code=programme, firm__ref=ref)
    provider = Q(wave__asked=programme, provider__code=ref)
    units = hold(FrameUnit.objects).filter(firm | provider, wave__code=wave, answered_at__isnull=True)
    for unit in units:
        last = Letter.objects.filter(subject_kind=subject[0], subject_ref=subject[1]).order_by("-pk").first()
        if last and last.state in (LetterState.BOUNCED, LetterState.FAILED):
            unit.bounced_at = last.closed_at
            unit.save(update_fields=["bounced_at"])


def _until(wave: Wave, at: datetime) -> datetime:
    if wave.closes_on is None:
        return at + _NO_END
    return datetime.combine(wave.closes_on + timedelta(days=_COPY_DAYS + 1), time(), ZONE)
