"""Reading waves and answers."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from banso.apps.surveys.models import Answer, Asked, Wave, WaveState


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
