"""How soon makers answer: reminders, figures, and the order of the catalogue."""

from datetime import date, timedelta

import pytest

from banso.apps.casework.hints import hints_of
from banso.apps.catalogue.models import Entry
from banso.apps.inquiries import services
from banso.apps.inquiries.hints import causes
from banso.apps.inquiries.models import Outcome, Side
from banso.apps.inquiries.reminders import of_makers, of_offices
from banso.apps.inquiries.selectors import Answers, answer_days, outcomes_of
from banso.apps.inquiries.tasks import note_answer_times
from banso.apps.products import services as products
from banso.apps.selection.duties import duties_of
from tests.apps.casework import making as cases
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")

#: A Tuesday.
NOW = goods.NOW


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def test_a_silent_maker_is_reminded_step_by_step_and_its_office_told(staff):
    made = making.asked(staff)
    member = making.member(made)
    friday = NOW + timedelta(days=3)
    (told,) = of_makers(friday, None)
    assert told.due_on == date(2026, 3, 12) and member.pk in told.persons
    assert list(of_makers(NOW + timedelta(days=1), None)) == list(of_offices(friday, None)) == []
    # Friday 20 March is a holiday.
    later = NOW + timedelta(days=15)
    assert [due.due_on for due in of_offices(later, None)] == [date(2026, 3, 17), date(2026, 3, 25)]
    services.write(making.by_firm(made, later), made, Side.FIRM, making.said("4.80 USD."))
    assert list(of_makers(later, None)) == []


def test_answers_are_counted_in_working_days_and_fresh_questions_not_yet(staff):
    product = goods.published().product
    making.answered(staff, product=product, after=timedelta(days=1))
    making.answered(staff, product=product, after=timedelta(days=6), name="Second")
    making.asked(staff, product=product, name="Third")
    soon, late = (NOW + timedelta(days=days) for days in (7, 20))
    assert answer_days(product.firm, soon.date()) == Answers(2, 2, 2.5)
    assert answer_days(product.firm, late.date()) == Answers(3, 2, 2.5)
    assert answer_days(product.firm, late.date()).share == pytest.approx(2 / 3)


def test_the_catalogue_learns_how_soon_a_maker_answers_and_keeps_it(staff):
    made = making.answered(staff, after=timedelta(hours=30))
    entry = Entry.objects.get(product=made.product)
    assert entry.answer_hours == 30
    products.suspend(staff, made.product, "Check")
    products.resume(staff, made.product, "Fine")
    # Made anew, its only product stands there as one of whom nothing is known until the night.
    note_answer_times(NOW + timedelta(days=2))
    assert Entry.objects.get(product=made.product).answer_hours == 30
    making.asked(staff, product=made.product, name="Second", at=NOW + timedelta(days=2))
    note_answer_times(NOW + timedelta(days=2, hours=50))
    assert Entry.objects.get(product=made.product).answer_hours == 40


def test_outcomes_are_counted_by_code(staff):
    made = making.answered(staff)
    services.settle(making.by_buyer(made), made, Side.BUYER, Outcome.objects.get(code="price"))
    assert outcomes_of(firm=made.product.firm) == outcomes_of(product=made.product) == {"price": 1}


def test_outcomes_and_answers_stand_at_the_gate_and_among_the_duties_of_the_firm(staff):
    case = cases.opened(date(2025, 5, 1))
    product = goods.published(firm=case.firm).product
    made = making.answered(staff, product=product)
    services.settle(making.by_buyer(made), made, Side.BUYER, Outcome.objects.get(code="regulation"))
    (hint,) = causes(case, NOW.date())
    assert (hint.kind, hint.count, hint.since) == ("rules", 1, NOW.date())
    assert outcomes_of(case=case) == {"regulation": 1}
    (duty,) = duties_of(case.firm_id, NOW.date())
    assert (duty.due, duty.done) == (1, 1)


def test_the_gate_of_a_place_that_has_not_sold_for_months_shows_why_buyers_did_not_order(staff, client_as):
    case = cases.opened(date(2025, 5, 1), service="street")
    made = making.answered(staff, product=goods.published(firm=case.firm).product)
    services.settle(making.by_buyer(made), made, Side.BUYER, Outcome.objects.get(code="price"))
    assert hints_of(case, date(2025, 7, 31)) is None
    client = client_as("office_manager", office=case.office, language="en")
    page = client.get(f"/cases/{case.ref}/gate/")
    hints = page.context["hints"]
    assert (hints.months, [line.hint.kind for line in hints.lines]) == (10, ["price"])
    assert "1 inquiry of a buyer ended by:" in page.content.decode()
