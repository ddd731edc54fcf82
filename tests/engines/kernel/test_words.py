import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.kernel.words import Wording, about, over, read


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (108, 180, "約6割"),
        (195, 395, "約半数"),
        (470, 1000, "約半数"),
        (469, 1000, None),
        (530, 1000, "約半数"),
        (531, 1000, None),
        (180, 395, None),
        (3, 100, None),
        (97, 100, "約10割"),
        (0, 0, None),
    ],
)
def test_our_words_stand_only_within_three_points_of_a_tenth(numerator, denominator, words):
    wording = about(numerator, denominator)

    assert (wording.japanese() if wording else None) == words


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (179, 195, "9割超"),
        (90, 100, None),
        (91, 100, "9割超"),
        (5, 100, None),
        (100, 100, None),
        (0, 0, None),
    ],
)
def test_over_is_strictly_above_its_tenth(numerator, denominator, words):
    wording = over(numerator, denominator)

    assert (wording.japanese() if wording else None) == words


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("約６割", Wording("about", 6)),
        ("約6割", Wording("about", 6)),
        ("約半数", Wording("about", 5)),
        ("半数程度", Wording("about", 5)),
        ("９割超", Wording("over", 9)),
        ("約３割も高い", None),
        ("散見される", None),
        ("高い水準", None),
        ("約１万社超", None),
        ("約0割", None),
    ],
)
def test_a_printed_wording_is_read_after_nfkc(text, wording):
    assert read(text) == wording


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "fits"),
    [
        ("約５割", 180, 395, False),
        ("約５割", 94, 195, True),
        ("約１割", 26, 180, False),
        ("約２割", 117, 488, False),
        ("約４割", 79, 184, True),
        ("約６割", 63, 100, True),
        ("約６割", 631, 1000, False),
        ("９割超", 179, 195, True),
        ("９割超", 90, 100, False),
        ("９割超", 100, 100, False),
        ("８割超", 91, 100, False),
    ],
)
def test_a_printed_wording_is_judged_by_its_distance(text, numerator, denominator, fits):
    assert read(text).fits(numerator, denominator) is fits


def test_words_without_a_base_cannot_be_judged():
    with pytest.raises(ValueError, match="base"):
        Wording("about", 5).fits(0, 0)


def test_words_are_there_in_english_too():
    assert [about(1, 2).english(), about(6, 10).english(), over(91, 100).english()] == [
        "about half",
        "about 6 tenths",
        "over 9 tenths",
    ]


@given(st.integers(1, 2000), st.integers(0, 2000))
def test_our_own_words_always_fit_and_can_be_read_back(denominator, numerator):
    numerator = min(numerator, denominator)
    for wording in (about(numerator, denominator), over(numerator, denominator)):
        if wording:
            assert wording.fits(numerator, denominator)
            assert read(wording.japanese()) == wording
