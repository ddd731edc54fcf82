from datetime import date

import pytest

from banso.apps.directory.models import Contact, Firm
from banso.apps.surveys.frames import FrameSpec, Part, Support, lead, presets, stratum
from banso.apps.surveys.framing import candidates, counts
from banso.apps.surveys.models import Answer, Asked, Exclusion
from banso.demo.frame import ASKED_ON
from banso.demo.waves import WAVE

from .planned import EVERY_YEAR, published


def support(service, year, programme="consortium"):
    return Support(programme, service, date(year, 7, 1))


SURVEY = (Part("hands_on", 2021, 2022), Part("spot", 2021, 2024, only=True))


@pytest.mark.parametrize(
    ("supports", "taken"),
    [
        ([support("spot", 2020), support("spot", 2023)], 2023),
        ([support("spot", 2021), support("hands_on", 2022)], 2022),
        ([support("spot", 2021), support("hands_on", 2023)], None),
        ([support("spot", 2025)], None),
    ],
)
def test_a_firm_is_in_a_frame_by_the_earliest_support_that_a_part_takes(supports, taken):
    leading = lead(SURVEY, supports)
    assert (leading and leading.started_on.year) == taken


def test_a_stratum_is_named_by_the_facts_in_the_order_chosen():
    facts = {"programme": "ec", "service": "mall", "cohort": "2022"}
    assert stratum(facts, ("cohort", "service")) == "2022/mall"
    assert stratum(facts, ()) == "all"


def test_years_before_zero_are_counted_back_from_the_year_of_asking():
    parts = {part.service: part for part in presets()["same_distance"].asked_on(date(2026, 6, 1)).parts}
    assert parts["hands_on"] == Part("hands_on", 2022, 2023)
    assert parts["spot"] == Part("spot", 2022, 2025, only=True)


@pytest.mark.parametrize("preset", list(presets()))
def test_a_frame_that_ships_is_read_as_it_was_stored(preset):
    spec = presets()[preset].asked_on(ASKED_ON)
    assert FrameSpec.read(spec.stored()) == spec


def test_everybody_who_answered_the_published_survey_stands_in_its_frame(portfolio):
    framed = {
        (one.reference, one.facts["service"], int(one.facts["cohort"]))
        for one in candidates(Asked.FIRMS, published(ASKED_ON), ASKED_ON)
    }
    answered = {
        (f"{one.programme.code}/{one.firm_ref}", one.stratum, one.cohort_fy)
        for one in Answer.objects.filter(wave__code=WAVE).select_related("programme")
    }
    assert answered
    assert answered <= framed


def test_the_number_of_queries_of_a_frame_does_not_hang_on_its_size(portfolio, clock, queries):
    few = FrameSpec((Part("mall", 2022, 2022),))
    with queries() as captured:
        small = candidates(Asked.FIRMS, few, clock.date())
    with queries(len(captured)):
        assert len(candidates(Asked.FIRMS, EVERY_YEAR, clock.date())) > len(small)


def test_who_is_not_asked_stays_in_the_frame_with_the_reason(portfolio, clock):
    found = candidates(Asked.FIRMS, EVERY_YEAR, clock.date())
    free = [one for one in found if not one.excluded]
    closed, silent = free[0].firm_id, next(o.firm_id for o in free if o.firm_id != free[0].firm_id)
    Firm.objects.filter(pk=closed).update(closed_on=clock.date())
    Contact.objects.filter(firm=silent).update(email="", phone="")
    again = {one.firm_id: one.excluded for one in candidates(Asked.FIRMS, EVERY_YEAR, clock.date())}
    assert len(again) == len({one.firm_id for one in found})
    assert (again[closed], again[silent]) == (Exclusion.CLOSED, Exclusion.NO_CONTACT)


def test_a_frame_is_narrowed_to_regions_and_sizes(portfolio, clock):
    spec = FrameSpec(EVERY_YEAR.parts, regions=("kanto",), sizes=("s20",))
    found = candidates(Asked.FIRMS, spec, clock.date())
    assert found
    assert {(one.facts["region"], one.facts["size"]) for one in found} == {("kanto", "s20")}


def test_the_strata_of_a_frame_count_who_can_be_asked(portfolio, clock):
    found = candidates(Asked.FIRMS, EVERY_YEAR, clock.date())
    strata = counts(found, ("programme", "service"))
    assert sum(one.framed for one in strata) == len(found)
    assert sum(one.left for one in strata) == sum(not one.excluded for one in found)
    assert {one.stratum.split("/")[0] for one in strata} == {"consortium", "ec"}
