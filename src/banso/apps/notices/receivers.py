"""Where a letter goes: the mail address and the name of its receiver, looked up when it is needed."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from banso.apps.directory.models import Office, PartnerBody, PrivateProvider, TradingCompany
from banso.apps.notices.models import Letter

#: Records that have a mail address of their own, by code.
_RECORDS: dict[str, type[Model]] = {
    "office": Office,
    "partner_body": PartnerBody,
    "private_provider": PrivateProvider,
    "trading_company": TradingCompany,
}


#: Says whether nothing may be sent to the receiver of a letter.
Stops = Callable[[Letter], bool]

_stops: list[Stops] = []


def register_stop(stops: Stops) -> None:
    """Let a room say to whom no letter goes, although there is an address."""
    if stops not in _stops:
        _stops.append(stops)


def address_of(letter: Letter) -> str:
    """The mail address as it is now; empty for who was erased, has left, is not written to, or has none.

    Raises:
        LookupError: no kind of record with a mail address is called so.
    """
    if any(stops(letter) for stops in _stops):
        return ""
    if letter.to_user is not None:
        return letter.to_user.email if letter.to_user.is_active else ""
    if letter.to_contact is not None:
        gone = letter.to_contact.erased_at or letter.to_contact.left_on
        return "" if gone else letter.to_contact.email
    found = _RECORDS[letter.to_kind]._default_manager.filter(code=letter.to_ref)
    return found.values_list("email", flat=True).first() or ""


def name_of(letter: Letter) -> str:
    """The receiver's name, in the language that is active."""
    if letter.to_user is not None:
        return letter.to_user.name
    if letter.to_contact is not None:
        return letter.to_contact.name
    return str(_RECORDS[letter.to_kind]._default_manager.get(code=letter.to_ref))
