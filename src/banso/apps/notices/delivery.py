"""Sending one letter by mail.

1. Claim the attempt: of two workers that hold the same letter, one goes on.
2. Write it from its references; what is no longer needed is withdrawn.
3. Send it. Refused for good, or refused too often: failed; else raise, and the worker tries again later.

A worker killed between sending and noting that it was sent sends the letter again, under the same Message-ID:
mail can be delivered at least once or at most once, never exactly once, and a lost reminder is worse.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, engines
from django.utils import translation

from banso.apps.journal.actor import system
from banso.apps.journal.services import digest
from banso.apps.notices.models import Letter, LetterState
from banso.apps.notices.receivers import address_of, name_of
from banso.apps.notices.sources import Enclosure, letter_kind
from banso.apps.notices.undelivered import note_undelivered

logger = logging.getLogger(__name__)

#: What sending may raise: the server refused, or is not there.
MAIL_ERRORS = (SMTPException, OSError)
#: As often as the worker runs a task (``jobs.worker.WAITS``).
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Written:
    """A letter in words."""

    subject: str
    body: str
    enclosure: Enclosure | None = None


def send(letter_id: int, now: datetime) -> None:
    """Send a letter that waits; nothing happens to one that does not.

    Raises:
        SMTPException, OSError: it could not be sent now and will be tried again.
    """
    letter = Letter.objects.select_related("to_user", "to_contact").get(pk=letter_id)
    waiting = Letter.objects.filter(pk=letter_id, state=LetterState.QUEUED)
    if not waiting.filter(attempts=letter.attempts).update(attempts=letter.attempts + 1):
        return
    letter.attempts += 1
    address = address_of(letter)
    written = write(letter, now) if address else None
    if written is None:
        waiting.update(state=LetterState.WITHDRAWN, closed_at=now, enclosed={})
        return
    try:
        message_of(letter, written, address).send()
    except MAIL_ERRORS as error:
        # The address stays out of the log: it is personal data.
        fault = _fault(error)
        if _for_good(error) or letter.attempts >= MOST_ATTEMPTS:
            logger.error("letter %s could not be sent: %s", letter.pk, fault)
            with transaction.atomic():
                waiting.update(address_digest=digest(address.lower()))
                note_undelivered(system(now), letter, LetterState.FAILED, fault)
            return
        waiting.update(fault=fault)
        raise
    waiting.update(
        state=LetterState.SENT,
        sent_at=now,
        enclosed={},
        fault="",
        address_digest=digest(address.lower()),
    )


def write(letter: Letter, now: datetime) -> Written | None:
    """The letter in the receiver's language; None when it is no longer needed."""
    kind = letter_kind(letter.template)
    with translation.override(letter.language):
        found = kind.context(letter.references, now)
        if found is None:
            return None
        context: dict[str, Any] = {
            "name": name_of(letter),
            "base_url": settings.BASE_URL,
            **letter.enclosed,
            **found,
        }
        text = engines["django"].engine.get_template(kind.template).render(Context(context, autoescape=False))
        enclosure = kind.calendar(letter.references, now) if kind.calendar else None
    subject, _, body = text.strip().partition("\n")
    return Written(" ".join(subject.split()), body.strip() + "\n", enclosure)


def message_id(letter: Letter) -> str:
    """The Message-ID that every attempt carries."""
    return f"<{letter.key}@{settings.ENV.host}>"


def envelope_sender(letter: Letter) -> str:
    """The address that bounces come back to: it names the letter, where the operator has set one."""
    mailbox, at, host = settings.ENV.bounce_address.partition("@")
    return f"{mailbox}+{letter.key.hex}@{host}" if at else settings.DEFAULT_FROM_EMAIL


def message_of(letter: Letter, written: Written, address: str) -> EmailMultiAlternatives:
    """The mail itself."""
    message = EmailMultiAlternatives(
        written.subject,
        written.body,
        envelope_sender(letter),
        [address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(letter),
            "Auto-Submitted": "auto-generated",
        },
    )
    if written.enclosure:
        message.attach_alternative(
            written.enclosure.content.decode(), f"text/calendar; method={written.enclosure.method}"
        )
    return message


def _for_good(error: BaseException) -> bool:
    """Whether the server will refuse this receiver every time."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _said in error.recipients.values())


def _fault(error: BaseException) -> str:
    """A code, never the server's words: they may hold the address."""
    if isinstance(error, SMTPRecipientsRefused):
        return " ".join(sorted({str(code) for code, _said in error.recipients.values()}))
    if isinstance(error, SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__
