"""Figures by office count what happened where it happened: a transfer leaves the past as it was."""

from datetime import date

import pytest

from banso.apps.accounts.access import Access
from banso.apps.casework.coverage import coverage_of
from banso.apps.casework.models import Case, FollowUp
from banso.apps.directory.models import Office, Region
from banso.apps.evidence.selectors import Slice
from banso.apps.programmes.models import Programme
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.models import Answer, Wave
from banso.apps.transfers.services import transfer_work
from banso.apps.years.plans import with_reached
from banso.engines.questionnaire.form import SUPPORTED_FIRM

from .making import data, make_office

pytestmark = pytest.mark.usefixtures("configuration")


def counted(part):
    return part.cases(Case.objects.all()).count(), part.answers(Answer.objects.all()).count()


@pytest.fixture
def answered(desk, clock):
    """The firm of the office answered last summer."""
    edition = shipped_edition(SUPPORTED_FIRM, clock)
    wave = Wave.objects.create(
        code="w1", name_ja="調査", name_en="Wave", edition=edition, asked_on=date(2025, 6, 10)
    )
    programme = Programme.objects.order_by("pk").first()
    return Answer.objects.create(
        wave=wave, programme=programme, firm_ref=desk.firm.ref, firm=desk.firm, cohort_fy=2024,
        raw={}, values={}, stored_at=clock,
    )  # fmt: skip


def test_figures_of_last_year_by_office_are_the_same_after_the_office_was_merged(chief, desk, answered):
    parts = [Slice(office=desk.office), Slice(office=desk.other), Slice(year=2025, office=desk.office)]
    before = [counted(part) for part in parts]
    assert before == [(1, 1), (0, 0), (1, 0)]
    transfer_work(chief, desk.office, data(desk, desk.office, desk.other, "office"))
    assert Case.objects.get(pk=desk.case.pk).office == desk.other
    assert [counted(part) for part in parts] == before


def test_figures_by_region_stay_too(chief, desk, answered):
    far = make_office("far")
    far.prefecture = type(far.prefecture).objects.exclude(region=far.prefecture.region).order_by("pk").first()
    far.save()
    parts = [Slice(region=region) for region in Region.objects.order_by("pk")]
    before = [counted(part) for part in parts]
    transfer_work(chief, desk.office, data(desk, desk.office, far, "office"))
    assert [counted(part) for part in parts] == before
    assert sum(cases for cases, _answers in before) == 1


def test_what_begins_after_the_transfer_counts_at_the_new_office(chief, desk):
    transfer_work(chief, desk.office, data(desk, desk.office, desk.other, "office"))
    desk.office = desk.other
    case = desk.add_case("C-2")
    Case.objects.filter(pk=case.pk).update(started_on=chief.today)
    assert counted(Slice(office=desk.other))[0] == 1


@pytest.fixture
def looked_back(desk, chief):
    """A case of which one follow-up was recorded and one is late, when the office is merged."""
    for months, due, done in ((6, date(2026, 1, 1), date(2026, 1, 5)), (12, date(2026, 2, 1), None)):
        FollowUp.objects.create(
            case=desk.case, months=months, due_on=due, done_on=done, reached=True if done else None
        )
    transfer_work(chief, desk.office, data(desk, desk.office, desk.other, "office"))


def test_a_follow_up_is_covered_by_the_office_that_recorded_it_and_late_at_the_present_one(
    looked_back, desk, person, clock
):
    rows = coverage_of(Access(person("evaluator"), clock))
    counts = {row.pk: (row.due, row.done, row.reached, row.late) for row in rows}
    assert counts == {desk.office.pk: (1, 1, 1, 0), desk.other.pk: (1, 0, 0, 1)}


def test_what_an_office_reached_in_a_year_stays_with_it(looked_back, desk):
    rows = with_reached(Office.objects.filter(pk__in=[desk.office.pk, desk.other.pk]).order_by("pk"), 2025)
    # The case began with one, and is under support with the other when the year ends.
    reached = [(row.cases_reached, row.follow_ups_reached, row.firms_reached) for row in rows]
    assert reached == [(1, 1, 0), (0, 0, 1)]
