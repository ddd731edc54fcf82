import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.reporting.goal_chart import (
    NARROW,
    WIDE,
    Mark,
    Picture,
    Span,
    Words,
    claimed_steps,
    confirmed_steps,
    draw,
    scale,
)

START, TODAY, END = date(2024, 7, 1), date(2026, 3, 10), date(2027, 6, 30)
WORDS = Words(
    title='<3 & "so"',
    unit="円",
    today="今日",
    confirmed="確認済み",
    claimed="未確認を含む",
    target="目標",
    value=lambda value: f"{value:,}",
    month=lambda day: f"{day:%Y-%m}",
    short_month=lambda day: f"{day:%y-%m}",
)
marks = st.lists(
    st.builds(
        Mark,
        day=st.dates(START, TODAY),
        value=st.integers(0, 10**9),
        kind=st.sampled_from(["confirmed", "claimed", "sample"]),
    ),
    max_size=30,
)


def picture(*rows, target=12_000_000, **values):
    defaults = {"start": START, "end": END, "today": TODAY, "target": target, "due_on": date(2027, 3, 31)}
    return Picture(**defaults | values, marks=rows)


def line(svg, name):
    """The points of a line of the drawing."""
    found = re.search(rf'class="{name}" points="([^"]*)"', svg)
    return [tuple(map(float, point.split(","))) for point in found[1].split()] if found else None


def value_at(svg, pixels):
    """What a height in the drawing means by its own axis: the line of zero and the top line of the grid."""
    ticks = re.findall(
        r'class="(?:axis|grid)" x1="\d+" x2="\d+" y1="([\d.]+)" y2="[\d.]+"/>'
        r'\s*<text x="[\d.]+" y="[\d.]+" text-anchor="end">([\d,]+)<',
        svg,
    )
    (zero, _), (top, most) = (ticks[0], ticks[-1])
    return (float(zero) - pixels) / (float(zero) - float(top)) * int(most.replace(",", ""))


@given(marks, st.integers(1, 10**10), st.sampled_from([WIDE, NARROW]))
def test_the_drawn_sum_is_the_confirmed_sum(rows, target, shape):
    svg = draw(picture(*rows, target=target), WORDS, shape)
    confirmed = sum(mark.value for mark in rows if mark.kind == "confirmed")
    claimed = sum(mark.value for mark in rows if mark.kind == "claimed")
    pixel = value_at(svg, 0) - value_at(svg, 1)
    assert value_at(svg, line(svg, "act")[-1][1]) == pytest.approx(confirmed, abs=pixel)
    if any(mark.kind == "claimed" for mark in rows):
        assert value_at(svg, line(svg, "act2")[-1][1]) == pytest.approx(confirmed + claimed, abs=pixel)
    else:
        assert line(svg, "act2") is None


@given(marks)
def test_the_last_step_is_the_exact_sum(rows):
    confirmed = [mark.value for mark in rows if mark.kind == "confirmed"]
    steps = confirmed_steps(rows)
    assert (steps[-1].total if steps else 0) == sum(confirmed)


@given(marks)
def test_sums_only_grow(rows):
    for steps in (confirmed_steps(rows), claimed_steps(rows)):
        totals = [step.total for step in steps]
        assert totals == sorted(totals)


@given(marks, st.sampled_from([WIDE, NARROW]), st.integers(1, 10**12))
def test_nothing_is_drawn_outside(rows, shape, target):
    svg = draw(picture(*rows, target=target), WORDS, shape)
    for x, y in line(svg, "act") + line(svg, "tgt"):
        assert shape.left <= x <= shape.width - shape.right
        assert shape.top <= y <= shape.height - shape.bottom


def test_exports_of_one_day_are_one_step():
    day = date(2025, 9, 12)
    assert [
        step.total for step in confirmed_steps([Mark(day, 1, "confirmed"), Mark(day, 2, "confirmed")])
    ] == [3]


def test_a_sample_is_marked_and_not_summed():
    svg = draw(picture(Mark(date(2025, 7, 1), 900_000, "sample")), WORDS)
    assert svg.count('class="sample"') == 1
    assert "確認済み 0<" in svg


def test_claims_start_from_what_is_confirmed_by_then():
    rows = [
        Mark(date(2025, 1, 1), 100, "confirmed"),
        Mark(date(2025, 2, 1), 40, "claimed"),
        Mark(date(2025, 3, 1), 10, "confirmed"),
    ]
    assert [step.total for step in claimed_steps(rows)] == [140, 150]


def test_the_target_is_reached_on_the_day_it_is_due():
    svg = draw(picture(target=1200), WORDS)
    assert value_at(svg, line(svg, "tgt")[-1][1]) == pytest.approx(1200, abs=5)


@pytest.mark.parametrize(
    ("largest", "expected"),
    [(12_000_000, (4_000_000, 12_000_000)), (1, (1, 1)), (7, (2, 8)), (1001, (400, 1200))],
)
def test_the_value_axis_has_at_most_five_round_steps(largest, expected):
    assert scale(largest) == expected


def test_words_cannot_break_the_drawing():
    svg = draw(picture(), WORDS)
    assert 'aria-label="&lt;3 &amp; &quot;so&quot;"' in svg


def test_it_needs_no_style_attribute():
    rows = [Mark(date(2025, 7, 1), 5, kind) for kind in ("confirmed", "claimed", "sample")]
    spans = [Span("戦略", START, date(2024, 12, 31)), Span("計画", date(2025, 1, 1), END, now=True)]
    svg = draw(picture(*rows, spans=spans), WORDS)
    assert "style" not in svg
    assert svg.count('stroke-width="4"') == 1


def test_support_that_began_today_is_drawn():
    today = date(2026, 3, 10)
    svg = draw(picture(start=today, end=today, today=today, due_on=today + timedelta(days=1)), WORDS)
    assert line(svg, "act")


@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_today_is_not_written_over_the_target_that_is_due_today(shape):
    svg = draw(picture(Mark(START, 9_000_000, "confirmed"), due_on=TODAY, end=TODAY), WORDS, shape)
    heights = [float(y) for y in re.findall(r'class="k[ab]?" x="[\d.]+" y="([\d.]+)"', svg)]
    assert len(heights) == 3 and all(
        abs(one - other) >= 16 for one in heights for other in heights if one != other
    )
    assert len(set(heights)) == 3
