"""Firms that an open wave asks, and answers to its questionnaire."""

from datetime import date

from django.utils import timezone

from banso.apps.directory.models import Contact
from banso.apps.programmes.models import Programme
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.models import Asked, Drawing, FrameUnit, Wave, WaveState
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.engines.questionnaire.pages import shape
from support import people
from tests.engines.questionnaire.answers import CONSORTIUM

LAST = date(2026, 4, 30)
#: What a firm types; the rest is carried along.
TYPED = {code: value for code, value in CONSORTIUM.items() if code.startswith("F")}


def wave(**values):
    """The wave of the tests."""
    now = timezone.now()
    made, _new = Wave.objects.get_or_create(
        code="w-2026",
        defaults={
            "name_ja": "2026年の調査", "name_en": "Survey 2026",
            "edition": shipped_edition(SUPPORTED_FIRM, now),
            "asked": Asked.FIRMS, "drawing": Drawing.CENSUS, "state": WaveState.OPEN,
            "asked_on": now.date(), "closes_on": LAST, "opened_at": now,
        } | values,
    )  # fmt: skip
    return made


def unit(firm=None, programme="consortium", mail="a@example.jp", **values):
    """A firm that the wave asks, with a contact who gets mail."""
    firm = firm or people.make_firm()
    if mail:
        Contact.objects.create(firm=firm, name="茶山花子", email=mail)
    given = {"drawn": True, "office": firm.office, "stratum": "handson", "cohort_fy": 2021} | values
    return FrameUnit.objects.create(
        wave=wave(), firm=firm, programme=Programme.objects.get(code=programme), **given
    )


def tree(**changes):
    """A complete answer as its pages send it; ``None`` leaves a question out."""
    form = shipped(SUPPORTED_FIRM)
    given = TYPED | changes
    return shape(form, {code: value for code, value in given.items() if value is not None})
