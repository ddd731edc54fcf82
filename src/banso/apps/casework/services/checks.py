"""Checks that several services of the room share."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.casework.models import Case
from banso.apps.journal.actor import Actor
from banso.apps.journal.years import refuse_closed

#: No single figure of a firm comes near ten trillion: a larger one is a slip of the hand.
LARGEST = 10**13
LONGEST_NOTE = 2000


def locked(case: Case) -> Case:
    """The case as stored now, its row held until the transaction ends."""
    return hold(Case.objects).get(pk=case.pk)


def amount(value: int | None, field: str) -> int | None:
    """A whole number of yen or units from 0 to ``LARGEST``, or None for unknown."""
    if value is not None and not 0 <= value <= LARGEST:
        raise Refused("amount_range", _("Enter a whole number from 0 to 10,000,000,000,000."), field)
    return value


def text(value: str, field: str, longest: int, *, wanted: bool = True) -> str:
    """A text without blanks around it, not longer than ``longest`` characters; empty only if not wanted."""
    value = value.strip()
    if wanted and not value:
        raise Refused("required", _("This is needed."), field)
    if len(value) > longest:
        raise Refused(
            "too_long",
            _("Write at most %(longest)s characters; there are %(count)s now.")
            % {"longest": longest, "count": len(value)},
            field,
        )
    return value


def one_of(value: str, codes: list[str], field: str) -> str:
    """A code of a code list."""
    if value not in codes:
        raise Refused("unknown_code", _("Choose one of the options."), field)
    return value


def not_in_future(day: date, today: date, field: str) -> date:
    """A day up to today."""
    if day > today:
        raise Refused("in_future", _("This day lies after today."), field)
    return day


def past_day(actor: Actor, day: date, field: str) -> date:
    """The day of something that took place: up to today, in a year that is not closed."""
    refuse_closed(actor, not_in_future(day, actor.today, field), field)
    return day


def own_case(actor: Actor, case: Case) -> bool:
    """Whether an expert acts; an expert may act on a case of their own only."""
    if actor.role != Role.EXPERT:
        return False
    if case.expert is None or case.expert.user_id != actor.user_id:
        raise Refused("other_expert", _("This case is in the hands of another expert."))
    return True
