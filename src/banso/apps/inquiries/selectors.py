"""Reading conversations: what became of them, and how soon makers answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet

from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.inquiries.models import Inquiry
from banso.apps.journal.actor import ZONE, day_of
from banso.apps.products.models import Product
from banso.apps.programmes.days_off import working_days
from banso.engines.kernel.working_days import WorkingDays

#: Questions of the last year count; one that has waited less than so many working days is not judged yet.
YEAR, JUDGED_AFTER = timedelta(days=365), 10


def of_case(case: Case) -> QuerySet[Inquiry]:
    """What was asked about products of the firm of a case while its support went on."""
    begin = datetime.combine(case.started_on, time.min, ZONE)
    rows = Inquiry.objects.filter(product__firm=case.firm_id, asked_at__gte=begin)
    if case.ended_on is not None:
        rows = rows.filter(asked_at__lt=datetime.combine(case.ended_on + timedelta(days=1), time.min, ZONE))
    return rows


def outcomes_of(
    *, firm: Firm | None = None, product: Product | None = None, case: Case | None = None
) -> dict[str, int]:
    """How many conversations came to which outcome, by code (``models.Outcome``), the most frequent first.

    Of a firm, a product, or of the firm of a case from the day its support began to that on which it ended.
    Conversations without an outcome are left out. One query.
    """
    rows: QuerySet[Inquiry] = Inquiry.objects.filter(outcome__isnull=False)
    if product is not None:
        rows = rows.filter(product=product)
    if firm is not None:
        rows = rows.filter(product__firm=firm)
    if case is not None:
        rows = rows.filter(pk__in=of_case(case).order_by().values("pk"))
    counted = rows.order_by().values("outcome__code").annotate(number=Count("pk"))
    found = {row["outcome__code"]: row["number"] for row in counted}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class Answers:
    """How a maker answers: of so many questions so many, the median in working days to the first answer."""

    asked: int
    answered: int
    days: float | None

    @property
    def share(self) -> float | None:
        """The share that was answered, from 0 to 1; None where nothing can be judged yet."""
        return self.answered / self.asked if self.asked else None


def answer_days(firm: Firm | int, today: date) -> Answers:
    """How a firm answers, over the questions of the last year.

    A question that waits for less than ``JUDGED_AFTER`` working days counts neither way. Two queries.
    """
    key = firm if isinstance(firm, int) else firm.pk
    return answers_of([key], today).get(key, Answers(0, 0, None))


def judged(today: date, days: WorkingDays) -> QuerySet[Inquiry]:
    """Questions of the last year that were answered, or have waited for so long that silence is one."""
    waited = days.before(today, JUDGED_AFTER)
    return Inquiry.objects.filter(
        Q(first_answer_at__isnull=False) | Q(asked_at__date__lte=waited), asked_at__date__gt=today - YEAR
    )


def answers_of(firms: Collection[int], today: date) -> dict[int, Answers]:
    """The same of many firms, by key; those that nobody asked are left out. Two queries."""
    calendar = working_days()
    rows = judged(today, calendar).filter(product__firm__in=firms)
    days: dict[int, list[int]] = defaultdict(list)
    silent: dict[int, int] = defaultdict(int)
    for firm, asked, answer in rows.order_by("pk").values_list(
        "product__firm", "asked_at", "first_answer_at"
    ):
        if answer is not None:
            days[firm].append(calendar.between(day_of(asked), day_of(answer)))
        else:
            silent[firm] += 1
    return {
        firm: Answers(
            len(days[firm]) + silent[firm], len(days[firm]), median(days[firm]) if days[firm] else None
        )
        for firm in sorted(days.keys() | silent.keys())
    }


def answer_hours(now: datetime, firm: int | None = None) -> dict[int, int]:
    """Mean hours until makers answered what was asked in the last year, by key of the firm.

    A question without an answer counts as long as it has waited. One query.
    """
    rows = Inquiry.objects.filter(asked_at__gt=now - YEAR, asked_at__lte=now)
    if firm is not None:
        rows = rows.filter(product__firm=firm)
    hours: dict[int, list[float]] = defaultdict(list)
    for key, asked, answer in rows.order_by("pk").values_list("product__firm", "asked_at", "first_answer_at"):
        hours[key].append(((answer or now) - asked) / timedelta(hours=1))
    return {key: round(sum(found) / len(found)) for key, found in hours.items()}
