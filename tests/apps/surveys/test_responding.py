"""Answering: what is kept, sent, put right and refused."""

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.surveys import responding
from banso.apps.surveys.models import Answer, AnswerWay, Draft, FrameUnit, Wave, WaveState
from banso.apps.surveys.prefill import known_of
from banso.engines.questionnaire.form import SUPPORTED_FIRM
from tests.apps.surveys import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration"), pytest.mark.both_databases]


@pytest.fixture
def unit():
    return asked.unit()


@pytest.fixture
def firm(clock):
    """Somebody of the firm, behind a link."""
    return Actor(None, "none", clock)


def send(actor, unit, tree=None, way=AnswerWay.LINK):
    return responding.send_answer(actor, unit, tree or asked.tree(), way)


def actions():
    return list(Event.objects.filter(subject_kind="answer").order_by("pk").values_list("action", flat=True))


def test_what_is_typed_is_kept_good_or_not_with_the_page_that_comes_next(unit, firm, clock):
    responding.keep_draft(firm, unit, {"support": {"F2": "x\ud83c"[:1], "F17": "あ"}}, "before")
    draft = Draft.objects.get(unit=unit)
    assert (draft.values["support"]["F2"], draft.page) == ("x", 2)
    unit.refresh_from_db()
    assert unit.started_at == unit.opened_at == clock
    assert actions() == ["answer.typed"]


def test_an_answer_that_is_sent_is_stored_cleaned_and_the_draft_goes(unit, firm, clock):
    responding.keep_draft(firm, unit, asked.tree(), "summary")
    answer = send(firm, unit, asked.tree(F2="２４", F13="org"))
    assert (answer.values["F2"], answer.values["F1c"], answer.values["programme"]) == (
        24, ["spot", "handson"], "consortium",
    )  # fmt: skip
    assert (answer.firm, answer.stratum, answer.cohort_fy, answer.way) == (unit.firm, "handson", 2021, "link")
    assert [entry["rule"] for entry in answer.log] == ["not_asked"]
    assert not Draft.objects.exists()
    unit.refresh_from_db()
    assert unit.answered_at == clock
    assert actions() == ["answer.typed", "answer.stored"]


def test_an_answer_with_faults_is_not_taken_and_what_was_typed_stays(unit, firm):
    responding.keep_draft(firm, unit, asked.tree(F16=None), "summary")
    with pytest.raises(Refused) as refused:
        send(firm, unit, asked.tree(F16=None))
    assert refused.value.rule == "answer_faulty"
    assert Draft.objects.exists()
    assert not Answer.objects.exists()


def test_an_unknown_choice_is_not_taken(unit, firm):
    with pytest.raises(Refused):
        send(firm, unit, asked.tree(F3="hacked"))


def test_an_answer_is_put_right_until_the_wave_closes(unit, firm):
    first = send(firm, unit)
    second = send(firm, unit, asked.tree(F2="25"))
    assert first.pk == second.pk
    assert actions() == ["answer.stored", "answer.changed"]
    assert Event.objects.get(action="answer.changed").payload.count('"questions":["F2"]') == 1


def test_what_was_sent_comes_back_to_be_put_right(unit, firm):
    from banso.apps.surveys.forms_kept import form_of

    answer = send(firm, unit)
    form = form_of(unit.wave.edition)
    again = responding.judged(unit, form, responding.tree_of(answer, form), firm.today)
    assert again.faults == ()
    assert {node.key: node.value for node in again.judged.nodes}["F12"] == ("pr", "otherx")


@pytest.mark.parametrize("closing", [{"state": WaveState.CLOSED}, {"closes_on": "2026-03-09"}])
def test_a_closed_wave_takes_nothing_more(unit, firm, closing):
    Wave.objects.update(**closing)
    for call in (
        lambda: responding.keep_draft(firm, unit, {}, "support"),
        lambda: send(firm, unit),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.rule == "wave_closed"


def test_an_answer_that_came_in_a_file_before_is_put_right_not_stored_twice(unit, firm):
    Answer.objects.create(
        wave=unit.wave, programme=unit.programme, firm_ref=unit.firm.ref, firm=unit.firm, raw={},
        values={"F2": 3}, stored_at=firm.at,
    )  # fmt: skip
    assert send(firm, unit).values["F2"] == 24
    assert Answer.objects.get().unit == unit


def test_whoever_declines_is_not_asked_again_and_may_still_answer(unit, firm):
    responding.decline(firm, unit, all_surveys=True)
    unit.refresh_from_db()
    assert (unit.declined_at, unit.excluded) == (firm.at, "opted_out")
    send(firm, unit)
    unit.refresh_from_db()
    assert unit.declined_at is None
    with pytest.raises(Refused):
        responding.decline(firm, unit, all_surveys=False)


def test_an_answer_begins_with_what_casework_knows(portfolio, clock):
    case = Case.objects.filter(state="ended", service__code="hands_on", goals__state="agreed").first()
    unit = FrameUnit(firm=case.firm, programme=case.service.programme)
    known = known_of(unit, SUPPORTED_FIRM, clock.date())
    assert "handson" in known["F1c"]
    assert known["F6"] in ("amt", "qty", "both")
    assert known["F3"] in ("ended", "ongoing")
    assert 0 <= int(known["F2"]) <= 120
    assert known_of(unit, "private_provider", clock.date()) == {}
