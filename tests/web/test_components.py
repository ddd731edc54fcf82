from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError

TODAY = date(2026, 3, 10)


def show(source, **context):
    return Template(source).render(Context(context))


def test_a_status_is_a_shape_and_a_word():
    html = show('{% status "ok" "満たす" %}')
    assert html == (
        '<span class="st ok"><svg class="i" aria-hidden="true"><use href="#ok"/></svg>満たす</span>'
    )


def test_a_status_escapes_its_word():
    assert "<b>" not in show('{% status "ok" word %}', word="<b>")


def test_an_unknown_kind_of_status_is_a_fault_of_the_template():
    with pytest.raises(TemplateSyntaxError):
        show('{% status "fine" "x" %}')


def test_a_sign_with_a_label_is_read_out():
    assert 'role="img" aria-label="外す"' in show('{% icon "close" "外す" %}')


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 6), ["st late", "3月6日", "4日超過"]),
        (date(2026, 3, 10), ["今日"]),
        (date(2026, 3, 13), ["3月13日", "あと3日"]),
    ],
)
def test_a_due_date_says_how_late_it_is(day, words):
    html = show("{% due day today %}", day=day, today=TODAY)
    assert all(word in html for word in words)


def test_an_element_without_content_is_left_out():
    assert show('{% wrap p class="sub" %}  {% endwrap %}') == ""
    assert show('{% wrap p class="sub" %} x {% endwrap %}') == '<p class="sub">x</p>'


def test_without_a_side_the_main_column_is_alone():
    assert show("{% columns %}a{% side %} {% endcolumns %}") == "a"
    assert '<div class="cols"><div>a</div><aside>b</aside></div>' in show(
        "{% columns %}a{% side %}b{% endcolumns %}"
    )


def test_the_present_step_is_marked_for_everybody():
    items = [
        {"state": "done", "name": "輸出戦略", "note": "", "detail": ""},
        {"state": "now", "name": "事業計画", "note": "", "detail": "2026年3月から"},
        {"state": "ahead", "name": "初回受注", "note": "", "detail": ""},
    ]
    html = show("{% steps items %}", items=items)
    assert 'class="now" aria-current="step"' in html
    assert "済" in html
    assert "これから" in html
