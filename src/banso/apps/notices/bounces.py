"""Mail that came back: delivery status notifications (RFC 3464) from a folder that the mail server fills.

A report names its letter by the address that it was sent to (``name+<key>@host``), or by the Message-ID in
the headers that it returns. What is recognised is noted and thrown away; anything else is put aside in
``other`` for the operator to look at.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage, Message
from pathlib import Path
from uuid import UUID

from django.conf import settings

from banso.apps.journal.actor import system
from banso.apps.notices.models import Letter, LetterState
from banso.apps.notices.undelivered import note_undelivered

logger = logging.getLogger(__name__)

_IN_ADDRESS = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
_IN_MESSAGE_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: Of a folder no more than this is read at a time; the rest waits for the next time.
_AT_ONCE = 5000


@dataclass(frozen=True)
class Report:
    """What a report says: which letter, and the status code of its failure (5.1.1: no such mailbox)."""

    key: UUID
    status: str


def read_folder(now: datetime) -> dict[str, int]:
    """Read what has come back: how many letters were noted, and how many files were not understood."""
    folder: Path | None = settings.ENV.bounce_dir
    counts = {"bounced": 0, "other": 0}
    if folder is None:
        return counts
    for number, path in enumerate(_files(folder)):
        if number >= _AT_ONCE:
            break
        with path.open("rb") as file:
            report = report_of(message_from_binary_file(file, policy=policy.default))
        letter = _letter(report)
        if report is None or letter is None:
            aside = folder / "other"
            aside.mkdir(exist_ok=True)
            path.replace(aside / path.name)
            counts["other"] += 1
            continue
        counts["bounced"] += note_undelivered(system(now), letter, LetterState.BOUNCED, report.status)
        path.unlink()
    return counts


def _files(folder: Path) -> Iterator[Path]:
    """The mails of a maildir, or the files of a plain folder; in order of name, so oldest first."""
    maildir = [folder / part for part in ("new", "cur") if (folder / part).is_dir()]
    for place in maildir or [folder]:
        yield from sorted(
            path for path in place.iterdir() if path.is_file() and not path.name.startswith(".")
        )


def _letter(report: Report | None) -> Letter | None:
    if report is None:
        return None
    return Letter.objects.select_related("to_user", "to_contact__firm").filter(key=report.key).first()


def report_of(mail: EmailMessage) -> Report | None:
    """What a mail says about a letter that failed for good; None for anything else, delays included."""
    if mail.get_content_type() != "multipart/report":
        return None
    status = _failure(mail)
    key = _key(mail)
    return Report(key, status) if status and key else None


def _failure(mail: EmailMessage) -> str:
    """The status code of the first receiver that the mail failed for."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if str(block.get("Action", "")).strip().lower() == "failed":
                found = _STATUS.search(str(block.get("Status", "")))
                return found.group(1) if found else "5.0.0"
    return ""


def _key(mail: EmailMessage) -> UUID | None:
    for header in ("To", "Delivered-To", "X-Original-To"):
        for value in mail.get_all(header, []):
            if found := _IN_ADDRESS.search(str(value)):
                return UUID(found.group(1))
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found = _IN_MESSAGE_ID.search(_returned_headers(part))
            if found:
                return UUID(found.group(1))
    return None


def _returned_headers(part: Message) -> str:
    """The Message-ID in what the report returns of the mail."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return str(payload[0].get("Message-ID", ""))
    said = part.get_payload(decode=True) or b""
    return next(
        (
            line.decode("ascii", "replace")
            for line in said.splitlines()
            if line.lower().startswith(b"message-id:")
        ),
        "",
    )
