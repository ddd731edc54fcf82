from fractions import Fraction

import pytest

from banso.engines.kernel.bilingual import Text
from banso.engines.statistics.counting import Asked
from banso.engines.statistics.design import Design, drawn
from banso.engines.statistics.estimates import tabulate
from banso.engines.statistics.sentences import Change, Measure, sentence
from engines.statistics.surveyed import frame

WHO = Text("支援企業", "supported firms")
DID = Text("輸出した", "exported")
BEFORE = Text("2025年の調査", "in 2025")


def measure(count, base, **more):
    return Measure(count, base, Fraction(count, base), Fraction(445, 1000), Fraction(543, 1000), **more)


def test_a_figure_is_said_with_count_base_share_interval_and_words():
    said = sentence(WHO, DID, measure(195, 395))
    assert (
        said.ja == "支援企業395社のうち、輸出したのは195社（49.4%、約半数、95%信頼区間は44.5～54.3%）です。"
    )
    assert (
        said.en == "Of 395 supported firms, 195 exported (49.4 %, about half; 95 % interval 44.5 to 54.3 %)."
    )


def test_words_that_do_not_fit_are_left_out_unless_over_is_asked_for():
    """180 of 395 are 45.6 %, more than 3 points from every tenth."""
    assert "約" not in sentence(WHO, DID, measure(180, 395)).ja
    assert "4割超" in sentence(WHO, DID, measure(180, 395), say_over=True).ja


def test_words_of_a_weighted_share_are_those_of_the_weighted_share():
    found = tabulate(drawn(frame(q=["yes", "yes", "no"], w=["1", "1", "8"]), Design("w")), Asked("q"))
    said = sentence(WHO, DID, Measure.of_cell(found.cell("yes"), found.base, weighted=True))
    assert "2社（ウエイト付きで20.0%、約2割、" in said.ja
    assert "2 exported (20.0 % by weights, about 2 tenths; " in said.en


@pytest.mark.parametrize(("now", "more", "less"), [((280, 395), True, False), ((120, 395), False, True)])
def test_a_change_that_is_more_than_noise_is_said_with_its_interval(now, more, less):
    said = sentence(WHO, DID, measure(*now), Change.of_counts(now, (195, 395), BEFORE))
    assert ("高くなりました" in said.ja, "低くなりました" in said.ja) == (more, less)
    assert ("points more than in 2025" in said.en, "points less than in 2025" in said.en) == (more, less)


def test_the_interval_of_a_fall_is_said_in_points_of_the_fall():
    said = sentence(WHO, DID, measure(120, 395), Change.of_counts((120, 395), (195, 395), BEFORE))
    assert said.en.endswith("That is 19.0 points less than in 2025 (95 % interval 12.2 to 25.5 points).")


def test_a_change_within_noise_is_not_said():
    now = (200, 395)
    assert sentence(WHO, DID, measure(*now), Change.of_counts(now, (195, 395), BEFORE)) == sentence(
        WHO, DID, measure(*now)
    )


def test_without_answers_it_is_said_that_there_are_none():
    none = Measure(0, 0, Fraction(0), Fraction(0), Fraction(0))
    assert sentence(WHO, DID, none).en == "No supported firms answered."


def test_without_percentages_only_count_and_base_are_said():
    said = sentence(WHO, DID, measure(3, 12), Change.of_counts((3, 12), (11, 12), BEFORE), percentages=False)
    assert said == Text("支援企業12社のうち、輸出したのは3社です。", "Of 12 supported firms, 3 exported.")
