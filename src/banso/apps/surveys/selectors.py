"""Reading waves and answers."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from banso.apps.directory.models import Firm
from banso.apps.surveys.models import Answer, Asked, Asking, AskingWay, FrameUnit, Wave, WaveState


def waves() -> QuerySet[Wave]:
    """Return all waves, latest first, with `answer_count` and `unlinked_count`."""
    return (
        Wave.objects.select_related("edition")
        .defer("edition__workbook")
        .annotate(
            answer_count=Count("answers"),
            unlinked_count=Count("answers", filter=Q(answers__firm__isnull=True)),
        )
        .order_by("-asked_on", "-id")
    )


def wave_by_code(code: str) -> Wave | None:
    """Return a wave by its name as used on the command line and in addresses."""
    return Wave.objects.filter(code=code).first()


def waves_of_figures() -> QuerySet[Wave]:
    """Return the closed waves of supported firms, which figures are made from, latest first."""
    return Wave.objects.filter(asked=Asked.FIRMS, state=WaveState.CLOSED).order_by("-asked_on", "-id")


def latest_wave() -> Wave | None:
    """Return the wave that figures are made from unless another is named."""
    return waves_of_figures().first()


def answers(wave: Wave) -> QuerySet[Answer]:
    """Return the answers of a wave with their programme and firm."""
    return wave.answers.select_related("programme", "firm").order_by("id")


def all_answers() -> QuerySet[Answer]:
    """Return the answers of all waves with their wave, programme and firm."""
    return (
        Answer.objects.select_related("wave__edition", "programme", "firm")
        .defer("wave__edition__workbook")
        .order_by("id")
    )


def unreached(firms: QuerySet[Firm], day: date) -> QuerySet[FrameUnit]:
    """Return those of these firms that open waves wait for and mail does not reach: somebody calls them.

    Their mail came back, or a letter on paper went out. First those whose wave closes first.
    """
    missed = Q(bounced_at__isnull=False) | Exists(
        Asking.objects.filter(unit=OuterRef("pk"), way=AskingWay.PAPER)
    )
    rows = FrameUnit.objects.filter(missed, firm__in=firms, sent_at__isnull=False)
    rows = to_answer(rows, day)
    return rows.select_related("wave", "programme", "firm").only(
        "bounced_at", "sent_at", "wave__name_ja", "wave__name_en", "wave__closes_on",
        "programme__name_ja", "programme__name_en", "firm__ref", "firm__name",
    )  # fmt: skip


def to_answer(units: QuerySet[FrameUnit], day: date) -> QuerySet[FrameUnit]:
    """Return those of these firms' units that a wave asks on a day and waits for, first due first.

    They hold what a list of them says: the names of wave and programme, and the last day.
    """
    return (
        units.filter(
            Q(wave__closes_on__isnull=True) | Q(wave__closes_on__gte=day),
            wave__asked=Asked.FIRMS,
            wave__state=WaveState.OPEN,
            drawn=True,
            excluded="",
            answered_at__isnull=True,
            declined_at__isnull=True,
        )
        .select_related("wave", "programme")
        .only("wave__name_ja", "wave__name_en", "wave__closes_on", "programme__name_ja", "programme__name_en")
        .order_by("wave__closes_on", "pk")
    )
