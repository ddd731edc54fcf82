import re
from decimal import Decimal
from xml.etree import ElementTree

from banso.engines.reporting.charts import ACCENT, INK, Bar, Mark, bar_chart, draw, strip_chart

BARS = [
    Bar("増加", Decimal("42.1"), Decimal("35.3"), Decimal("49.1"), text="42.1 %"),
    Bar("髙﨑𠮷", Decimal("57.9"), Decimal("50.9"), Decimal("64.7"), Decimal(60), "57.9 %", "sum"),
]


def svg_of(bars):
    return draw(bar_chart("図1", "n = 195", bars))


def test_a_chart_is_drawn_with_its_words():
    texts = "".join(ElementTree.fromstring(svg_of(BARS)).itertext())

    assert "図1" in texts
    assert "n = 195" in texts
    assert "髙﨑𠮷" in texts
    assert "57.9 %" in texts


def test_the_same_chart_gives_the_same_bytes():
    assert svg_of(BARS) == svg_of(BARS)


def test_a_chart_may_stand_in_a_page_under_a_strict_policy():
    svg = svg_of(BARS)

    assert "<style" not in svg
    assert not re.search(r"\sstyle=", svg)
    assert "<script" not in svg
    assert not re.search(r'\s(?:xlink:)?href="', svg)


def test_only_a_published_value_draws_a_dotted_tick():
    assert svg_of(BARS).count("stroke-dasharray") == 1
    assert svg_of(BARS[:1]).count("stroke-dasharray") == 0


def test_what_the_survey_speaks_of_and_sums_are_told_apart_by_colour():
    svg = svg_of(BARS)

    assert f'fill="{ACCENT}"' in svg
    assert re.search(rf'aria-roledescription="bar"[^>]*fill="{INK}"', svg)


def test_an_unknown_share_has_no_bar():
    svg = svg_of([Bar("不明", None, text="–")])

    assert 'd="M0' not in svg.split("role-mark layer_0_marks")[1].split("</g>")[0]
    assert "不明" in svg


def test_two_rows_may_bear_the_same_label():
    texts = list(ElementTree.fromstring(svg_of([BARS[0], BARS[0]])).itertext())

    assert texts.count("増加") == 2


def test_another_source_is_drawn_hollow():
    marks = [Mark("a", Decimal(40)), Mark("b", Decimal(50), hollow=True)]

    svg = draw(strip_chart("照合", "", marks))

    assert len(re.findall(r'aria-roledescription="point"[^>]*fill="#ffffff"', svg)) == 1
