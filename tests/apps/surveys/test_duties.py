"""Answering questionnaires is a duty that policies judge by."""

from datetime import date, datetime, timedelta

import pytest

from banso.apps.casework.facts import facts_of_request
from banso.apps.directory.models import Contact, Firm
from banso.apps.journal.actor import ZONE
from banso.apps.privacy.models import Stop
from banso.apps.programmes.models import Programme
from banso.apps.selection.duties import duties_of
from banso.apps.surveys.duties import Unanswered
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.models import Asked, Asking, AskingWay, Drawing, FrameUnit, Wave, WaveState
from banso.engines.questionnaire.form import SUPPORTED_FIRM
from support import people
from tests.apps.selection import making

pytestmark = [pytest.mark.usefixtures("configuration"), pytest.mark.both_databases]

SENT = datetime(2026, 1, 13, 10, tzinfo=ZONE)
LAST = date(2026, 2, 27)


def asked(firm=None, **values):
    """A firm that a wave asked in January, until the end of February."""
    wave, _made = Wave.objects.get_or_create(
        code="w-2026",
        defaults={
            "name_ja": "調査", "name_en": "Survey", "edition": shipped_edition(SUPPORTED_FIRM, SENT),
            "asked": Asked.FIRMS, "drawing": Drawing.CENSUS, "state": WaveState.OPEN,
            "asked_on": SENT.date(), "closes_on": LAST, "opened_at": SENT,
        },
    )  # fmt: skip
    firm = firm or people.make_firm()
    programme = Programme.objects.get(code="consortium")
    given = {"sent_at": SENT, "drawn": True, "office": firm.office} | values
    return FrameUnit.objects.create(wave=wave, firm=firm, programme=programme, **given)


def owed(unit, day):
    firms = Firm.objects.order_by().values("pk")
    fact = Unanswered(firms).on(unit.firm_id, day)
    shown = sum(duty.owed for duty in duties_of(unit.firm_id, day))
    assert fact == shown
    return fact


def test_an_answer_is_owed_once_the_last_day_is_over_until_it_is_given():
    unit = asked(answered_at=datetime(2026, 3, 5, 9, tzinfo=ZONE))
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 4), date(2026, 3, 5)]
    assert [owed(unit, day) for day in days] == [0, 1, 1, 0]


def test_an_answer_is_owed_from_the_day_on_which_a_wave_was_closed_before_its_last_and_for_three_years():
    unit = asked()
    Wave.objects.update(closed_at=datetime(2026, 2, 10, 9, tzinfo=ZONE))
    days = [date(2026, 2, 9), date(2026, 2, 10), date(2029, 1, 12), date(2029, 1, 13)]
    assert [owed(unit, day) for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("values", "owes"),
    [
        ({"sent_at": None}, 0),
        ({"bounced_at": SENT + timedelta(days=1)}, 0),
        ({"declined_at": SENT + timedelta(days=1)}, 1),
    ],
)
def test_who_was_not_reached_owes_nothing_and_who_wants_no_more_still_owes_what_was_asked(values, owes):
    assert owed(asked(**values), date(2026, 3, 10)) == owes


def test_whose_data_are_no_longer_used_owes_nothing():
    unit = asked()
    contact = Contact.objects.filter(firm=unit.firm).first() or Contact.objects.create(
        firm=unit.firm, name="田中 花子", email="hanako@example.com"
    )
    Asking.objects.create(unit=unit, number=0, way=AskingWay.MAIL, contact=contact, sent_at=SENT)
    assert owed(unit, date(2026, 3, 10)) == 1
    Stop.objects.create(contact=contact, since=SENT)
    assert owed(unit, date(2026, 3, 10)) == 0


def test_it_is_part_of_what_policies_judge_by():
    unit = asked()
    found = making.submitted(unit.firm)
    assert facts_of_request(found.ref, date(2026, 3, 10))["questionnaires_owed"] == 1
