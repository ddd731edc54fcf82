"""What runs by itself in this room, every night."""

from __future__ import annotations

from datetime import datetime

from banso.apps.catalogue.services import note_answers
from banso.apps.inquiries.selectors import answer_hours


def note_answer_times(now: datetime) -> dict[str, int]:
    """Tell the catalogue how soon makers answer: silence grows by itself, and old questions count no more."""
    return {"changed": note_answers(answer_hours(now))}
