"""Going through a form page by page, without a database: what is kept, and what is shown next."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

from banso.apps.base import Refused
from banso.apps.surveys.summary import summary
from banso.apps.surveys.walk import Walk, go
from banso.engines.questionnaire.form import Form
from tests.engines.questionnaire.workbooks import end, question, section, workbook

LABEL_JA, LABEL_EN = "label::日本語 (ja)", "label::English (en)"
CHOICES = [
    {"list_name": "yes_no", "name": "yes", LABEL_JA: "はい", LABEL_EN: "Yes"},
    {"list_name": "yes_no", "name": "no", LABEL_JA: "いいえ", LABEL_EN: "No"},
    *({"list_name": "many", "name": f"c{n}", LABEL_JA: f"国{n}", LABEL_EN: f"C{n}"} for n in range(13)),
]


def asked(kind, name, **columns):
    return question(type=kind, name=name, **{LABEL_JA: f"問い{name}", LABEL_EN: f"Question {name}"} | columns)


ROWS = [
    section("group", "one", **{LABEL_JA: "ひとつめ", LABEL_EN: "First"}),
    asked("select_one yes_no", "sold", required="yes", required_message="選んでください。"),
    asked("text", "what", required="yes", relevant="${sold} = 'yes'"),
    asked("select_multiple many", "where"),
    end("group"),
    section("repeat", "sale", **{LABEL_JA: "商品", LABEL_EN: "Good"}),
    asked("integer", "yen", constraint=". >= 0", **{LABEL_EN: None}),
    asked("date", "day"),
    end("repeat"),
    section("group", "last", **{LABEL_JA: "おわり"}),
    asked("select_one many", "country"),
    asked("range", "mark", parameters="start=0 end=10 step=2"),
    asked(
        "note", "said", **{LABEL_JA: "国は${country}、売れたもの：${what}", LABEL_EN: "Country: ${country}"}
    ),
    end("group"),
]


@pytest.fixture(scope="module")
def form():
    return Form.load(workbook(ROWS, CHOICES))


@pytest.fixture
def step(form):
    """One request for a page of an answer: what came back, what was kept and what comes next."""

    def step(tree=None, page="one", language="ja", keep=None, known=(), **sent):
        kept = []
        request = getattr(RequestFactory(), "post" if sent else "get")(
            f"/l/x/?page={page}", {name.replace("__", "/"): value for name, value in sent.items()}
        )
        request.access = SimpleNamespace(at=datetime(2026, 3, 10, tzinfo=UTC))
        walk = Walk(
            form,
            tree or {},
            date(2026, 3, 10),
            keep or (lambda tree, key: kept.append((tree, key))),
            known=known,
            template="surveys/respond/form.html",
        )
        with translation.override(language):
            response = go(request, walk)
        return SimpleNamespace(
            status=response.status_code,
            text=response.content.decode(),
            to=response.headers.get("Location", ""),
            kept=kept[0][0] if kept else None,
            next=kept[0][1] if kept else None,
        )

    return step


def test_a_page_asks_its_questions_in_the_language_of_the_page(step):
    assert "問いsold" in step().text
    assert "Question sold" in step(language="en").text
    assert "問いyen" not in step().text


def test_words_that_the_form_lacks_in_a_language_say_which_language_they_are(step):
    assert '<span lang="ja">問いyen</span>' in step(page="sale", language="en").text
    assert "<span lang=" not in step(page="sale").text


def test_a_question_appears_with_its_condition_and_is_not_yet_called_wrong(step):
    sent = step(shown="one/sold one/where", one__sold="yes", go="1")
    assert (sent.status, sent.to) == (200, "")
    assert "問いwhat" in sent.text
    assert "選んでください" not in sent.text
    assert 'class="q bad"' not in sent.text
    assert sent.kept == {"one": {"sold": "yes", "where": []}}


def test_going_on_with_a_fault_shows_it_beside_its_question_and_keeps_what_was_typed(step):
    sent = step(
        {"one": {"sold": "yes"}}, shown="one/sold one/what one/where", one__where=["c1", "c2"], go="1"
    )
    assert sent.status == 422
    assert "選んでください。" in sent.text
    assert sent.kept["one"] == {"sold": "", "what": "", "where": ["c1", "c2"]}


def test_a_page_without_fault_leads_to_the_next_and_the_last_to_the_summary(step):
    sent = step(shown="one/sold one/where", one__sold="no", go="1")
    assert (sent.status, sent.to, sent.next) == (302, "/l/x/?page=sale", "sale")
    sent = step(page="last", shown="last/country last/mark", go="1")
    assert sent.to == "/l/x/?page=summary"


def test_going_back_keeps_what_was_typed_whatever_it_is(step):
    sent = step({"sale": [{}]}, page="sale", shown="sale[1]/yen", **{"sale[1]/yen": "x"}, back="1")
    assert (sent.kept, sent.to) == ({"sale": [{"yen": "x"}]}, "/l/x/?page=one")


def test_storing_by_itself_brings_the_questions_only_when_others_follow(step):
    sent = step(shown="one/sold one/where", one__sold="yes", draft="1")
    assert 'id="questions"' in sent.text
    assert "問いwhat" in sent.text
    sent = step(shown="one/sold one/what one/where", one__sold="yes", draft="1")
    assert 'id="questions"' not in sent.text
    assert "9:00" in sent.text


def test_entries_are_added_and_taken_out_by_a_button(step):
    sent = step({}, page="sale", shown="sale[1]/yen", **{"sale[1]/yen": "5"}, add="sale")
    assert sent.kept == {"sale": [{"yen": "5"}, {}]}
    sent = step(
        sent.kept, page="sale", shown="sale[1]/yen sale[2]/yen", remove="sale[1]", **{"sale[2]/yen": "7"}
    )
    assert sent.kept == {"sale": [{"yen": "7"}]}
    assert step(page="sale", shown="", add="nothing").kept == {}


def test_only_what_stands_on_the_page_is_taken(step):
    sent = step(shown="one/sold last/mark nothing one", one__sold="no", last__mark="4", go="1")
    assert sent.kept == {"one": {"sold": "no"}}


def test_a_date_of_an_era_is_read(step):
    sent = step(page="sale", shown="sale[1]/day", **{"sale[1]/day": "令和8年3月1日"}, go="1")
    assert sent.kept == {"sale": [{"day": "2026-03-01"}]}


def test_many_choices_are_a_list_that_opens_and_few_are_buttons(step):
    text = step(page="last").text
    assert '<select name="last/country"' in text
    assert len(re.findall(r'type="radio" name="last/mark"', text)) == 7


def test_words_show_the_answers_they_speak_of(step):
    tree = {"one": {"sold": "yes", "what": "<茶>"}, "last": {"country": "c3"}}
    assert "国は国3、売れたもの：&lt;茶&gt;" in step(tree, page="last").text


def test_what_our_records_know_is_marked(step):
    assert "記録" in step({"one": {"sold": "yes"}}, known={"one/sold"}).text


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(step):
    def refuse(tree, key):
        raise Refused("wave_closed", "もう締め切りました。")

    sent = step(keep=refuse, shown="one/sold", one__sold="yes", go="1")
    assert sent.status == 422
    assert "もう締め切りました。" in sent.text
    assert "checked" in sent.text
    assert "もう締め切りました。" in step(keep=refuse, shown="one/sold", one__sold="yes", draft="1").text


def test_a_text_of_a_million_characters_is_refused_and_what_else_was_sent_is_kept(step):
    sent = step(shown="one/sold one/what one/where", one__sold="yes", one__what="a" * 1_000_000, go="1")
    assert sent.status == 422
    assert "100,000" in sent.text
    assert sent.kept["one"]["sold"] == "yes"
    assert len(sent.kept["one"]["what"]) == 100_001


def test_a_summary_shows_every_page_with_its_answers_and_faults(form):
    tree = {"one": {"sold": "yes", "what": ""}, "sale": [{"yen": "1200"}, {"yen": "-1"}]}
    with translation.override("ja"):
        pages = summary(Walk(form, tree, date(2026, 3, 10), lambda tree, key: None).view())
    lines = {line.path: line for page in pages for line in page.lines}
    assert lines["one/sold"].answer == "はい"
    assert lines["sale[1]/yen"].answer == "1,200"
    assert (lines["sale[2]/yen"].answer, lines["sale[2]/yen"].entry) == ("-1", "2")
    assert [page.page.key for page in pages if page.faulty] == ["one", "sale"]
