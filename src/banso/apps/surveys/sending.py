"""Whom an open wave writes to by mail, whom on paper (counted for many firms at once), and the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import qrcode
from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.base import hold
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service
from banso.apps.notices.selectors import dead_addresses
from banso.apps.privacy.models import Stop
from banso.apps.surveys.inviting import ask_on_paper, not_asked_yet, spaced, to_ask
from banso.apps.surveys.models import Asked, Asking, AskingWay, FrameUnit, Wave
from banso.apps.surveys.provider_asking import providers_to_ask
from banso.engines.reporting.paper import pdf
from banso.web import formats

_LETTER = Path(__file__).parent / "papers" / "letter.typ"


@dataclass(frozen=True)
class Outlook:
    """What sending the invitations of a wave comes to now."""

    by_mail: int
    nobody: int
    written: int


def reached(firms: Iterable[int]) -> set[int]:
    """The firms of which somebody can be written to, as ``inviting.receiver`` finds them one by one.

    Three queries, however many firms there are.
    """
    rows = Contact.objects.present().filter(firm__in=set(firms)).exclude(email="")
    of_firm: dict[int, list[Contact]] = defaultdict(list)
    for contact in rows.order_by("pk"):
        of_firm[contact.firm_id].append(contact)
    asked = {
        firm: [contact for contact in contacts if contact.mails_support] or contacts
        for firm, contacts in of_firm.items()
    }
    dead = dead_addresses(contact.email for contacts in asked.values() for contact in contacts)
    stops = Stop.objects.filter(ended_at__isnull=True).order_by("pk")
    contacts_stopped: set[int | None] = set()
    users_stopped: set[int | None] = set()
    for contact_id, user_id, of_contact in stops.values_list("contact_id", "user_id", "contact__user_id"):
        contacts_stopped.add(contact_id)
        users_stopped |= {user_id, of_contact}
    users_stopped.discard(None)
    return {
        firm
        for firm, contacts in asked.items()
        if any(
            contact.email not in dead
            and contact.pk not in contacts_stopped
            and contact.user_id not in users_stopped
            for contact in contacts
        )
    }


def outlook(wave: Wave) -> Outlook:
    """How many would be written to by mail, have nobody to write to, and were written to before."""
    if wave.asked == Asked.PROVIDERS:
        emails = list(providers_to_ask(wave).values_list("provider__email", flat=True))
        by_mail, waiting = sum(bool(email) for email in emails), len(emails)
    else:
        firms = list(not_asked_yet(wave).values_list("firm_id", flat=True))
        can = reached(firms)
        by_mail, waiting = sum(firm in can for firm in firms), len(firms)
    written = wave.units.filter(drawn=True, sent_at__isnull=False).count()
    return Outlook(by_mail, waiting - by_mail, written)


def for_paper(wave: Wave) -> list[FrameUnit]:
    """The firms that mail does not reach and no letter on paper was noted for.

    Those whose mail came back, and those nothing was sent to because nobody can be written to.
    """
    units = list(to_ask(wave).exclude(askings__way=AskingWay.PAPER))
    can = reached(unit.firm_id for unit in units if unit.sent_at is None)
    return [unit for unit in units if unit.bounced_at or (unit.sent_at is None and unit.firm_id not in can)]


@service
def note_letters(actor: Actor, wave: Wave) -> list[FrameUnit]:
    """Note letters on paper to all that mail does not reach. Who does it at the same moment waits.

    Raises:
        Refused: ``wave_closed``, or ``nobody``.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    return ask_on_paper(actor, for_paper(held))


def last_noted(wave: Wave) -> datetime | None:
    """When letters on paper were noted last."""
    rows = Asking.objects.filter(unit__wave=wave, way=AskingWay.PAPER)
    return rows.aggregate(last=Max("sent_at"))["last"]


def to_print(wave: Wave) -> list[FrameUnit]:
    """The firms of the letters noted last that still wait for an answer; they can be printed again."""
    at = last_noted(wave)
    if at is None:
        return []
    rows = to_ask(wave).filter(askings__way=AskingWay.PAPER, askings__sent_at=at)
    return list(rows.select_related("wave", "firm__prefecture", "firm__office", "programme"))


def letters_pdf(wave: Wave, units: Sequence[FrameUnit], at: datetime) -> bytes:
    """A letter a firm, a page each, with the code and where it is typed. In Japanese, as firms are."""
    address = settings.BASE_URL + reverse("questionnaire:enter")
    words = {
        "language": "ja",
        "title": wave.name_ja,
        "address": address,
        "code_label": _("Code on the letter"),
        "letters": [_letter(wave, unit, address, at) for unit in units],
    }
    return pdf(_LETTER, words, formats.local_date(at))


def _letter(wave: Wave, unit: FrameUnit, address: str, at: datetime) -> dict[str, object]:
    firm, programme = unit.firm, unit.programme
    assert firm is not None
    assert programme is not None
    code = spaced(unit.code)
    said = {"office": firm.office.name_ja, "firm": firm.name, "programme": programme.name_ja}
    until = wave.closes_on
    return {
        "to": [f"{firm.prefecture.name_ja}{firm.city}", _("%(firm)s, person in charge") % said],
        "ours": [formats.day(formats.local_date(at)), said["office"]],
        "paragraphs": [
            _(
                "%(office)s asks you about the support in %(programme)s. Your answers show whether the "
                "support helps, and make it better. It takes about ten minutes."
            )
            % said,
            _(
                "Open the address below on a phone or a computer, or read the square with a phone, and enter "
                "the code. What we know stands there already."
            ),
            *([_("Please answer by %(day)s.") % {"day": formats.day(until)}] if until else []),
            _("If you prefer to answer by telephone, call %(office)s.") % said,
        ],
        "code": code,
        "square": square(f"{address}?c={code}"),
        "ref": firm.ref,
    }


def square(text: str) -> str:
    """A QR code as a drawing (SVG), with the white margin that readers need."""
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    made.add_data(text)
    rows = made.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path d="{path}"/></svg>'
    )
