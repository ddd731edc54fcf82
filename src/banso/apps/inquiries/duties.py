"""Answering buyers as a duty of the firm: shown to it, read by those who judge, and a fact of policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.inquiries.models import Inquiry
from banso.apps.inquiries.selectors import JUDGED_AFTER, YEAR, judged
from banso.apps.journal.actor import day_of
from banso.apps.programmes.days_off import days_off, working_days
from banso.apps.selection.duties import Fact, Source
from banso.engines.kernel.working_days import WorkingDays


def _answers(firms: Iterable[int], day: date) -> QuerySet[Inquiry, Any]:
    """By firm the questions of buyers that can be judged on a day, and those of them that it answered."""
    return (
        judged(day, working_days())
        .filter(product__firm__in=list(firms))
        .order_by()
        .values_list("product__firm")
        .annotate(due=Count("pk"), done=Count("first_answer_at"))
    )


class Unanswered:
    """Questions of buyers of the last year that a firm had left for ten working days on a day, and longer."""

    def __init__(self, firms: QuerySet[Any, Any]) -> None:
        asked = Inquiry.objects.filter(product__firm__in=firms).order_by("pk")
        self._asked = asked.values_list("product__firm", "asked_at", "first_answer_at")
        self._off = days_off()
        self.lists = (self._asked, self._off)
        self._due: dict[date, date] = {}

    @cached_property
    def _calendar(self) -> WorkingDays:
        return WorkingDays(day for (day,) in self._off)

    @cached_property
    def _of_firm(self) -> dict[int, list[tuple[date, date | None]]]:
        found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        for firm, asked_at, answered_at in self._asked:
            found[firm].append((day_of(asked_at), day_of(answered_at) if answered_at else None))
        return found

    def on(self, firm: int, day: date) -> int:
        """How many a firm owed at the end of a day."""
        if day not in self._due:
            self._due[day] = self._calendar.before(day, JUDGED_AFTER)
        return sum(
            day - YEAR < asked <= self._due[day] and (answered is None or answered > day)
            for asked, answered in self._of_firm.get(firm, ())
        )


ANSWERS = Source(
    _("Questions of buyers answered"),
    _answers,
    lambda: reverse("inquiries:inquiry_list"),
    Fact("inquiries_owed", Unanswered),
)
