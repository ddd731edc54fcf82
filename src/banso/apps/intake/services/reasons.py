"""The code lists of reasons: one more, or one retired by a day. Nothing is ever deleted."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.intake.models import AbandonReason, RefusalReason
from banso.apps.intake.services.checks import text
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

Reasons = type[RefusalReason] | type[AbandonReason]
#: What the journal calls each list.
LISTS: dict[str, Reasons] = {"refusal": RefusalReason, "abandonment": AbandonReason}


@service
def add_reason(
    actor: Actor, which: str, *, code: str, name_ja: str, name_en: str
) -> RefusalReason | AbandonReason:
    """Add a reason to the list ``refusal`` or ``abandonment``.

    Raises:
        Refused: a code that is no code or taken, or an empty name.
    """
    model = LISTS[which]
    code = text(code, "code").lower()
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        raise Refused("code_form", _("Use small letters, digits and _, a letter first."), "code")
    if model.objects.filter(code=code).exists():
        raise Refused("code_taken", _("This code is taken already."), "code")
    last = model.objects.aggregate(last=Max("position"))["last"] or 0
    row = model.objects.create(
        code=code, name_ja=text(name_ja, "name_ja"), name_en=text(name_en, "name_en"), position=last + 1
    )
    record(actor, "reason.added", ("configuration", "reasons"), {"list": which, "code": code})
    return row


@service
def retire_reason(actor: Actor, which: str, code: str, on: date) -> RefusalReason | AbandonReason:
    """Let a reason be chosen no more from a day on. What was given with it before keeps it.

    Raises:
        Refused: ``retired_already``, or a day in the past.
    """
    row = hold(LISTS[which].objects).get(code=code)
    if row.retired_on is not None and row.retired_on <= actor.today:
        raise Refused("retired_already", _("This reason is retired already."))
    if on < actor.today:
        raise Refused("day_past", _("Give a day that is not past."), "on")
    row.retired_on = on
    row.save(update_fields=["retired_on"])
    record(
        actor,
        "reason.retired",
        ("configuration", "reasons"),
        {"list": which, "code": code, "on": on.isoformat()},
    )
    return row
