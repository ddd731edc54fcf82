from collections import Counter

import pytest

from banso.engines.evaluation.published import published_figures


def test_every_record_of_the_source_is_there():
    kinds = Counter(record.kind for record in published_figures().values())

    assert sum(kinds.values()) == 73
    assert kinds["identity"] == 4


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ("t1-success", "differs"),
        ("t1-notmet", "agrees"),
        ("x1-c-success", "agrees"),
        ("x2-c-own", "agrees"),
        ("x3-c-accept", "strained"),
        ("x3-c-200k", "strained"),
        ("x3-e-accept", "strained"),
        ("x2-c-pr", "not_checkable"),
        ("x2-e-prior", "not_checkable"),
        ("x1-c-trend-up", "not_checkable"),
        ("ctx-offices", "not_checkable"),
    ],
)
def test_a_record_is_judged_by_its_own_counts(record, verdict):
    assert published_figures()[record].verdict == verdict


def test_only_one_printed_percentage_differs_and_it_is_cut_off():
    differing = [record for record in published_figures().values() if record.verdict == "differs"]

    assert [(record.id, record.is_truncated) for record in differing] == [("t1-success", True)]


def test_every_record_has_a_label_in_both_languages():
    assert all(record.label_ja and record.label_en for record in published_figures().values())


def test_a_record_with_counts_has_an_interval_and_our_words():
    record = published_figures()["t1-success"]
    assert record.share.known == (record.numerator, record.denominator)
    low, high = record.share.interval
    assert low < record.percent < high
    assert record.share.words_ja == "約半数"
