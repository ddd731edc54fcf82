"""The copy of an answer on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from banso.apps.surveys.models import Answer, FrameUnit
from banso.apps.surveys.summary import SummaryPage
from banso.engines.questionnaire.form import Form
from banso.engines.reporting.paper import pdf
from banso.web import formats

PAPERS = Path(__file__).parent / "papers"


def copy_pdf(unit: FrameUnit, answer: Answer, form: Form, pages: Sequence[SummaryPage]) -> bytes:
    """What was answered, in the language of the page."""
    who = unit.firm or unit.provider or unit.office
    facts = [
        (_("Questionnaire"), unit.wave.name),
        (_("Who answered"), who.name if who else ""),
        (_("Received"), formats.moment(answer.stored_at)),
    ]
    if unit.programme is not None:
        facts.insert(2, (_("Programme"), unit.programme.name))
    words = {
        "language": formats.language(),
        "title": form.title,
        "facts": facts,
        "pages": [
            {
                "title": strip_tags(page.title),
                "lines": [(strip_tags(line.label), line.answer or "–") for line in page.lines],
            }
            for page in pages
        ],
    }
    return pdf(PAPERS / "copy.typ", words, formats.local_date(answer.stored_at))
