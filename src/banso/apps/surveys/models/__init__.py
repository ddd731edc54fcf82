"""Questionnaires: editions of forms, waves and who is asked, what is typed, sent and answered."""

from banso.apps.surveys.models.answers import Answer, AnswerWay
from banso.apps.surveys.models.asking import Asking, AskingWay, Draft
from banso.apps.surveys.models.forms import FormEdition
from banso.apps.surveys.models.offices import OfficeCorrection
from banso.apps.surveys.models.tables import Release, ReleaseState, SavedTable
from banso.apps.surveys.models.waves import (
    Asked,
    Drawing,
    Exclusion,
    FrameUnit,
    Wave,
    WaveState,
)

__all__ = [
    "Answer",
    "AnswerWay",
    "Asked",
    "Asking",
    "AskingWay",
    "Draft",
    "Drawing",
    "Exclusion",
    "FormEdition",
    "FrameUnit",
    "OfficeCorrection",
    "Release",
    "ReleaseState",
    "SavedTable",
    "Wave",
    "WaveState",
]
