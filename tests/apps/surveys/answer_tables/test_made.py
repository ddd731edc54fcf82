"""Tables of stored answers are those that the command line makes of the same answers in a file."""

import csv
import json
from datetime import date
from fractions import Fraction

import pytest
from click.testing import CliRunner
from django.http import QueryDict
from django.utils.translation import override

from banso.apps.surveys.answer_tables import words
from banso.apps.surveys.answer_tables.choice import TableForm
from banso.apps.surveys.answer_tables.made import make
from banso.apps.surveys.models import Answer, FrameUnit, Wave
from banso.commands.survey import command
from banso.engines.kernel.intervals import wilson_bounds

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("portfolio")]

WAVE = "2025-supported"


def made(query):
    wave = Wave.objects.select_related("edition").get(code=WAVE)
    form = TableForm(QueryDict(query), [wave])
    choice = form.choice()
    return make(choice, form.waves, form.variables), form.variables


@pytest.fixture
def weighted():
    """Every answer stands for as many as its number says; nobody is in the frame."""
    Answer.objects.filter(wave__code=WAVE).update(unit=None)
    FrameUnit.objects.filter(wave__code=WAVE).delete()
    answers = list(Answer.objects.filter(wave__code=WAVE).order_by("pk"))
    for place, answer in enumerate(answers):
        answer.weight = 1 + place % 3
    Answer.objects.bulk_update(answers, ["weight"])
    return answers


def on_the_command_line(path, answers, *asked):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["F7", "F12", "programme", "firm_ref", "w", "s"])
        for answer in answers:
            values = answer.values
            writer.writerow(
                [
                    values["F7"],
                    " ".join(values.get("F12") or []),
                    answer.programme.code,
                    answer.firm_ref,
                    answer.weight,
                    f"{answer.programme.code}/{answer.stratum}",
                ]
            )
    done = CliRunner().invoke(command, ["tabulate", "--answers", str(path), *asked, "--format", "json"])
    return json.loads(done.stdout)


def told(table):
    return [
        (cell.row, cell.n, *(pytest.approx(value) for value in (cell.share, cell.se, cell.low, cell.high)))
        for cell in table.cells
    ]


def printed(found):
    return [tuple(row[name] for name in ("row", "n", "share", "se", "low", "high")) for row in found["rows"]]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("rows=F7&columns=~programme", ("--rows", "F7", "--columns", "programme")),
        (
            "rows=F12&columns=~programme&weighted=on",
            ("--rows", "F12", "--columns", "programme", "--weights", "w", "--strata", "s"),
        ),
    ],
)
def test_a_table_is_what_the_command_line_prints(query, asked, weighted, tmp_path):
    found, _variables = made(query)
    assert told(found.table) == printed(on_the_command_line(tmp_path / "a.csv", weighted, *asked))


def test_unweighted_stands_beside_weighted(weighted):
    found, _variables = made("rows=F7&weighted=on")
    yes = sum(answer.weight for answer in weighted if answer.values["F7"] == "yes")
    assert found.weighted
    assert found.table.cell("yes").share == pytest.approx(yes / sum(answer.weight for answer in weighted))
    assert found.plain.cell("yes").share == pytest.approx(found.plain.cell("yes").n / len(weighted))


def test_who_was_not_asked_is_told_from_who_did_not_answer():
    first = Answer.objects.filter(wave__code=WAVE, values__F7="yes").order_by("pk").first()
    first.values["F9"] = None
    first.save()
    found, _variables = made("rows=F9")
    no = Answer.objects.filter(wave__code=WAVE, values__F7="no").count()
    assert (found.not_asked, found.empty, found.plain.base) == (no, 1, found.answers - no - 1)


def test_a_filter_leaves_the_others_out():
    found, _variables = made("rows=F7&filter1=~programme&only1=ec")
    assert found.answers == Answer.objects.filter(wave__code=WAVE, programme__code="ec").count()


@pytest.fixture
def framed():
    """Everybody who answered stands in the frame, in one stratum."""
    answers = list(Answer.objects.filter(wave__code=WAVE).order_by("pk"))
    Answer.objects.filter(wave__code=WAVE).update(unit=None)
    FrameUnit.objects.filter(wave__code=WAVE).delete()
    for answer in answers:
        answer.unit = FrameUnit(
            wave_id=answer.wave_id, programme_id=answer.programme_id, firm_id=answer.firm_id, stratum="all"
        )
    FrameUnit.objects.bulk_create([answer.unit for answer in answers])
    for answer in answers:
        answer.weight, answer.unit_id = 1.0, answer.unit.pk
    Answer.objects.bulk_update(answers, ["weight", "unit"])
    return answers


def test_bounds_say_what_the_silent_could_change(framed):
    next(answer for answer in framed if answer.values["programme"] == "ec").delete()
    found, _variables = made("rows=F7&filter1=~programme&only1=ec")
    silence = found.silence["yes"]
    assert silence.asked == silence.base + 1
    assert silence.if_all_failed < silence.if_all_succeeded


def test_of_a_whole_frame_that_answered_nothing_is_left_to_chance(framed):
    found, _variables = made("rows=F7&weighted=on")
    cell = found.table.cell("yes")
    # A firm in both programmes is one cluster of a whole that counts it twice: a little is left.
    low, high = wilson_bounds(cell.n, found.plain.base)
    assert cell.high - cell.low < 0.6 * (high - low)
    assert found.stored.framed


def test_without_weights_intervals_are_shortened_by_the_part_of_the_frame_that_answered(framed):
    for answer in framed[::2]:
        answer.delete()
    found, variables = made("rows=F7&filter1=~programme&only1=ec")
    assert found.stored.answered == Fraction(len(framed[1::2]), len(framed))
    cell = found.plain.cell("yes")
    assert (cell.low, cell.high) == pytest.approx(
        wilson_bounds(2 * cell.share * found.plain.base, 2 * found.plain.base), abs=0.005
    )
    with override("en"):
        assert any("by the part of the frame that answered" in note for note in words.notes(found, variables))


def test_a_stratum_nobody_of_which_answered_leaves_intervals_as_they_are(framed):
    FrameUnit.objects.filter(pk=framed[0].unit_id).update(stratum="other")
    framed[0].delete()
    found, _variables = made("rows=F7")
    assert found.stored.answered == 0


def test_strata_in_notes_have_their_names():
    found, variables = made("rows=F7&weighted=on")
    with override("en"):
        said = " ".join(words.notes(found, variables))
    assert "spot" not in said
    assert "2025-supported" not in said
    assert "Strata that share firms are taken as one: " in said


def test_a_sentence_tells_count_and_base_in_both_languages():
    found, variables = made("rows=F7&columns=~programme")
    yes, base = found.plain.cell("yes", "ec").n, found.plain.bases["ec"]
    text = words.sentences(found, variables)[-1]
    assert f"{base}社のうち" in text.ja
    assert f"{yes}社（" in text.ja
    assert f"Of {base} supported firms" in text.en


def test_where_a_firm_answered_twice_answers_are_told_and_not_firms():
    found, variables = made("rows=F7")
    assert None in found.twice
    assert f"支援企業の回答{found.plain.base}件のうち" in words.sentences(found, variables)[0].ja


def test_private_providers_are_told_as_counts_alone():
    Wave.objects.filter(code=WAVE).update(asked="providers")
    found, variables = made("rows=F7&columns=~programme")
    assert not found.percentages
    assert found.differences == []
    assert "%" not in words.sentences(found, variables)[0].ja


def test_waves_stand_side_by_side_and_the_last_is_compared_with_the_one_before():
    wave = Wave.objects.select_related("edition").get(code=WAVE)
    answers = list(Answer.objects.filter(wave=wave).order_by("pk")[:60])
    earlier = Wave.objects.create(
        code="2024", name_ja="2024年", name_en="2024", edition=wave.edition, asked_on=date(2024, 7, 1)
    )
    for answer in answers:
        answer.pk, answer.wave, answer.unit = None, earlier, None
    Answer.objects.bulk_create(answers)
    form = TableForm(QueryDict(f"wave={WAVE}&wave=2024&rows=F7"), [wave, earlier])
    found = make(form.choice(), form.waves, form.variables)
    assert found.places == ("2024", WAVE)
    assert [(each.first, each.second) for each in found.differences] == [("2024", WAVE)] * 2
    assert "調査回：" in words.sentences(found, form.variables)[0].ja
