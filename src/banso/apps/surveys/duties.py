"""Answering questionnaires as a duty of the firm: shown to it, read by those who judge, and part of a fact of
policies.

An answer is owed for a firm and programme that was asked, from the day after the last day of the wave (or the
day on which it was closed before) until it is given, for three years. Nobody owes what came back undelivered,
or what went only to people whose data are no longer used. Whoever wants no questionnaires still owes the one
that was asked before: the firm was supported, and said then that it would answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import ZONE, day_of
from banso.apps.privacy.models import Stop
from banso.apps.selection.duties import Fact, Source
from banso.apps.surveys.models import Asked, Asking, FrameUnit
from banso.engines.kernel.fiscal import add_months

#: So long an answer is owed: what was asked before then tells nothing of today any more.
MONTHS = 36


def _asked(firms: Any) -> QuerySet[FrameUnit]:
    """Firms that a wave asked, and that can be held to it."""
    person = Q(contact=OuterRef("contact")) | Q(user=OuterRef("contact__user"))
    stops = Stop.objects.filter(person, ended_at__isnull=True)
    sent = Asking.objects.filter(unit=OuterRef("pk"))
    used = sent.filter(~Exists(stops))
    asked = FrameUnit.objects.filter(wave__asked=Asked.FIRMS, firm__in=firms, sent_at__isnull=False)
    return asked.filter(Q(Exists(used)) | ~Exists(sent), bounced_at__isnull=True).order_by()


def _answers(firms: Iterable[int], day: date) -> QuerySet[FrameUnit, Any]:
    """By firm the questionnaires that were due by a day, and those of them that it answered."""
    since, midnight = add_months(day, -MONTHS), datetime.combine(day + timedelta(days=1), time(), ZONE)
    over = Q(wave__closes_on__lt=day) | Q(wave__closed_at__lt=midnight)
    rows = _asked(list(firms)).filter(over, wave__asked_on__gt=since, sent_at__lt=midnight)
    answered = Q(answered_at__lt=midnight)
    return rows.values_list("firm").annotate(due=Count("pk"), done=Count("pk", filter=answered))


class Unanswered:
    """Questionnaires that a firm had not answered on a day although it was due."""

    def __init__(self, firms: QuerySet[Any, Any]) -> None:
        self._rows = (
            _asked(firms)
            .order_by("pk")
            .values_list(
                "firm", "sent_at", "answered_at", "wave__asked_on", "wave__closes_on", "wave__closed_at"
            )
        )
        self.lists = (self._rows,)

    @cached_property
    def _of_firm(self) -> dict[int, list[tuple[date, date, date | None]]]:
        """By firm: since when each was owed, the day it was asked, and the day it was answered."""
        found: dict[int, list[tuple[date, date, date | None]]] = defaultdict(list)
        for firm, sent_at, answered_at, asked_on, closes_on, closed_at in self._rows:
            ends = [closes_on + timedelta(days=1)] if closes_on else []
            ends += [day_of(closed_at)] if closed_at else []
            if ends:
                due = max(min(ends), day_of(sent_at))
                found[firm].append((due, asked_on, day_of(answered_at) if answered_at else None))
        return found

    def on(self, firm: int, day: date) -> int:
        """How many a firm owed at the end of a day."""
        since = add_months(day, -MONTHS)
        return sum(
            due <= day and asked > since and (answered is None or answered > day)
            for due, asked, answered in self._of_firm.get(firm, ())
        )


ANSWERS = Source(_("Questionnaires answered"), _answers, fact=Fact("questionnaires_owed", Unanswered))
