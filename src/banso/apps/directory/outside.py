"""Bodies outside to whom a need can be handed: added, changed, retired by a day. Never deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import BodyKind, PartnerBody, Prefecture, PrivateProvider, TradingCompany
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

Body = PrivateProvider | TradingCompany | PartnerBody
#: The kinds by the name they have in addresses and in the journal.
KINDS: dict[str, type[Body]] = {
    "providers": PrivateProvider,
    "trading-companies": TradingCompany,
    "partner-bodies": PartnerBody,
}


@dataclass(frozen=True)
class BodyData:
    """What is said of a body outside. No ``prefecture``: it serves all of the country."""

    name_ja: str
    name_en: str
    email: str = ""
    phone: str = ""
    prefecture: Prefecture | None = None
    #: Of a partner body alone.
    kind: str = ""
    #: What it serves; subjects of private providers alone, none of them of partner bodies.
    subjects: Sequence[Any] = ()
    markets: Sequence[Any] = ()
    industries: Sequence[Any] = ()


@service
def add_body(actor: Actor, which: str, code: str, data: BodyData) -> Body:
    """Add a private provider, a trading company or a partner body.

    Raises:
        Refused: a code that is no code or is taken, an unknown kind of partner body.
    """
    model = KINDS[which]
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", code):
        raise Refused("code_form", _("Use small letters, digits and hyphens."), "code")
    if model._default_manager.filter(code=code).exists():
        raise Refused("code_taken", _("This code is taken already."), "code")
    body = model(code=code)
    _write(body, data)
    record(actor, "body.added", ("body", f"{which}/{code}"))
    return body


@service
def change_body(actor: Actor, which: str, body: Body, data: BodyData) -> Body:
    """Change what is said of a body.

    Raises:
        Refused: an unknown kind of partner body.
    """
    held = hold(KINDS[which]._default_manager).get(pk=body.pk)
    _write(held, data)
    record(actor, "body.changed", ("body", f"{which}/{held.code}"))
    return held


@service
def retire_body(actor: Actor, which: str, body: Body, on: date) -> Body:
    """Let nothing more be handed to a body from a day on. What it has in hand stays.

    Raises:
        Refused: ``retired_already``, or a day in the past.
    """
    held = hold(KINDS[which]._default_manager).get(pk=body.pk)
    if held.retired_on is not None and held.retired_on <= actor.today:
        raise Refused("retired_already", _("It is retired already."))
    if on < actor.today:
        raise Refused("day_past", _("Give a day that is not past."), "on")
    held.retired_on = on
    held.save(update_fields=["retired_on"])
    record(actor, "body.retired", ("body", f"{which}/{held.code}"), {"on": on.isoformat()})
    return held


@service
def keep_body(actor: Actor, which: str, body: Body, last_day: date) -> Body:
    """Let needs be handed to a body until a day, the last one; a day that is past ends it at once."""
    held = hold(KINDS[which]._default_manager).get(pk=body.pk)
    held.retired_on = last_day + timedelta(days=1)
    held.save(update_fields=["retired_on"])
    record(actor, "body.kept", ("body", f"{which}/{held.code}"), {"on": last_day.isoformat()})
    return held


def _write(body: Body, data: BodyData) -> None:
    for name in ("name_ja", "name_en", "email", "phone", "prefecture"):
        setattr(body, name, getattr(data, name))
    if isinstance(body, PartnerBody):
        if data.kind not in BodyKind.values:
            raise Refused("unknown_code", _("Choose one of the options."), "kind")
        body.kind = data.kind
    body.save()
    for name in serves(type(body)):
        getattr(body, name).set(getattr(data, name))


def serves(model: type[Body]) -> list[str]:
    """The lists by which a kind of body says what it serves."""
    return [name for name in ("subjects", "markets", "industries") if hasattr(model, name)]
