"""Tables of answers in words: titles, notes, sentences and differences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from banso.apps.surveys.answer_tables.choice import Choice
from banso.apps.surveys.answer_tables.made import Made
from banso.apps.surveys.answer_tables.variables import ON_RECORD, PROGRAMME, STRATUM, WAVE, Variable
from banso.apps.surveys.models import Asked as Who
from banso.apps.surveys.models import WaveState
from banso.apps.surveys.table_messages import note
from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.rounding import half_up
from banso.engines.statistics.design import Note
from banso.engines.statistics.disclosure import LEAST_FIRMS
from banso.engines.statistics.estimates import Difference
from banso.engines.statistics.parts import off_100
from banso.engines.statistics.sentences import Change, Measure, sentence
from banso.web.formats import language

#: Who answered, where each counts once; where one firm may have answered twice it is the answers that count.
_FIRMS = {
    Who.FIRMS: Text("回答した支援企業", "supported firms that answered"),
    Who.PROVIDERS: Text("回答した民間事業者", "private providers that answered"),
}
_ANSWERS = {
    Who.FIRMS: Text("支援企業の回答", "answers of supported firms"),
    Who.OFFICES: Text("国内事務所の回答", "answers of offices"),
    Who.PROVIDERS: Text("民間事業者の回答", "answers of private providers"),
}


def title(choice: Choice, variables: dict[str, Variable]) -> Text:
    """What a table is called unless somebody names it: its row question, and by what it is divided."""
    rows = variables[choice.rows].label
    if not choice.columns:
        return rows
    columns = variables[choice.columns].label
    return Text(f"{rows.ja}（{columns.ja}別）", f"{rows.en}, by {columns.en}")


def filters(choice: Choice, variables: dict[str, Variable]) -> list[tuple[Text, Text]]:
    """The filters: the variable and the choices that pass."""
    found = []
    for code, values in choice.filters:
        words = [variables[code].words(value) for value in values]
        said = Text("、".join(word.ja for word in words), ", ".join(word.en for word in words))
        found.append((variables[code].label, said))
    return found


def percent(share: Fraction | float) -> Decimal:
    """A share in percent, half-up to one decimal."""
    return half_up(100 * Fraction(share))


def notes(made: Made, variables: dict[str, Variable]) -> list[str]:
    """What is to be noted beside a table, in the active language."""
    table, plain = made.table, made.plain
    if table is None or plain is None:
        return []
    said = [_base(made)]
    if any(wave.state == WaveState.OPEN for wave in made.waves):
        said.append(_("A wave is still open: answers are still coming in, and none is weighted yet."))
    if made.choice.weighted and not made.weighted:
        said.append(_("Not every answer of these waves has a weight yet: the shares are not weighted."))
    if made.percentages:
        said += [*_intervals(made), *_parts(made)]
    else:
        said.append(_("Private providers are few: counts are told, and no percentages."))
    unnamed = [code for code in made.rows.order if code not in table.rows]
    if unnamed:
        words = [made.rows.words(code).in_language(language()) for code in unnamed]
        said.append(_("Nobody answered: %(choices)s.") % {"choices": _(", ").join(words)})
    said += [note(_in_words(decided, made, variables)) for decided in table.notes]
    if any(0 < cell.n < LEAST_FIRMS for cell in plain.cells):
        text = _(
            "Some cells rest on fewer than %(n)s answers. They are not published: a release leaves them out."
        )
        said.append(text % {"n": LEAST_FIRMS})
    if any(code in ON_RECORD for code in made.choice.variables):
        said.append(
            _("Region, size and experience are those of the frame, of answers outside of it those of today.")
        )
    return said


def _in_words(decided: Note, made: Made, variables: dict[str, Variable]) -> Note:
    """A note whose strata have their names instead of what the design calls them."""
    if "strata" not in decided.params:
        return decided
    named = [
        " + ".join(_layer(layer, made, variables) for layer in joined.split(" + "))
        for joined in decided.params["strata"]
    ]
    return replace(decided, params={**decided.params, "strata": named})


def _layer(layer: str, made: Made, variables: dict[str, Variable]) -> str:
    """A stratum as people read it, after its wave where there are several (see ``frame``)."""
    spoken, strata = language(), variables.get(STRATUM)
    code, _slash, name = layer.partition("/")
    known = strata.choices if strata else {}
    programme, _slash, rest = name.partition("/")
    if name in known or rest not in known:
        said = known[name].in_language(spoken) if name in known else name
    else:
        # Answers in files are divided by programme first.
        of = variables[PROGRAMME].words(programme) if PROGRAMME in variables else Text(programme, programme)
        said = f"{of.in_language(spoken)} / {known[rest].in_language(spoken)}"
    waves = {wave.code: wave.name for wave in made.waves}
    return f"{waves.get(code, code)}: {said}" if len(waves) > 1 else said


def _base(made: Made) -> str:
    assert made.plain is not None
    text = _("Base: %(base)s of %(answers)s answers; %(not_asked)s were not asked, %(empty)s did not answer.")
    return text % {
        "base": f"{made.plain.base:,}",
        "answers": f"{made.answers:,}",
        "not_asked": f"{made.not_asked:,}",
        "empty": f"{made.empty:,}",
    }


def _intervals(made: Made) -> list[str]:
    table = made.table
    assert table is not None
    if not made.weighted:
        if table.notes:
            said = [_("Intervals: 95 %, of a design in which answers of one firm hang together.")]
        else:
            said = [_("Intervals: 95 % (Wilson).")]
        if made.stored.answered:
            text = _("They are shortened by the part of the frame that answered (%(percent)s %%).")
            said.append(text % {"percent": percent(made.stored.answered)})
        return said
    said = [_("Intervals: 95 %, of the design with its weights, strata and firms.")]
    if made.stored.framed:
        said.append(
            _("The size of each stratum is known: intervals are shortened by what part of it answered.")
        )
    text = _("Design effect of the weights: %(deff)s; effective answers: %(effective)s.")
    said.append(
        text % {
            "deff": half_up(Fraction(table.effect.design_effect), 2),
            "effective": half_up(Fraction(table.effect.effective)),
        }
    )  # fmt: skip
    return said


def _parts(made: Made) -> Iterable[str]:
    """Where rounded parts do not add up to 100."""
    if made.rows.several:
        yield _("Firms may name several: shares of firms do not add up to 100 %.")
        return
    for place in made.places:
        total = off_100(shown_share(made, row, place) for row in made.table.rows) if made.table else None
        if total is not None and made.columns is None:
            yield _("Parts add up to %(total)s %% because each is rounded.") % {"total": total}
        elif total is not None and made.columns is not None:
            text = _("In %(column)s parts add up to %(total)s %% because each is rounded.")
            yield text % {"column": made.columns.words(place).in_language(language()), "total": total}


def shown_share(made: Made, row: str, column: str | None, *, plain: bool = False) -> Decimal:
    """A share as it is shown, in percent: exact halves go up where answers are only counted."""
    table = made.plain if plain else made.table
    assert table is not None
    cell = table.cell(row, column)
    if made.weighted and not plain:
        return percent(cell.share)
    return percent(Fraction(cell.n, table.bases[column]))


def sentences(made: Made, variables: dict[str, Variable]) -> list[Text]:
    """The row that the table is about in words, once a column; among waves of the latest alone."""
    if made.table is None or made.about is None:
        return []
    conditions = filters(made.choice, variables)
    places = made.places[-1:] if made.choice.columns == WAVE else made.places
    return [_sentence(made, conditions, place) for place in places]


def _sentence(made: Made, conditions: list[tuple[Text, Text]], place: str | None) -> Text:
    table, row = made.table, made.about
    assert table is not None and row is not None
    if made.columns is not None:
        conditions = [*conditions, (made.columns.label, made.columns.words(place))]
    asked = Who(made.waves[0].asked)
    who = None if place in made.twice else _FIRMS.get(asked)
    found = Measure.of_cell(table.cell(row, place), table.bases[place], weighted=made.weighted)
    return sentence(
        _among(who or _ANSWERS[asked], conditions),
        _did(made.rows, row),
        found,
        _change(made, row, place),
        percentages=made.percentages,
        unit="社" if who else "件",
    )


def _change(made: Made, row: str, place: str | None) -> Change | None:
    """What has changed since the wave before."""
    if made.columns is None or made.columns.code != WAVE:
        return None
    found = next((each for each in made.differences if (each.row, each.second) == (row, place)), None)
    return Change.of_difference(found, made.columns.words(found.first)) if found else None


def _among(who: Text, conditions: list[tuple[Text, Text]]) -> Text:
    if not conditions:
        return who
    ja = "、".join(f"{label.ja}：{said.ja}" for label, said in conditions)
    en = "; ".join(f"{label.en}: {said.en}" for label, said in conditions)
    return Text(f"{who.ja}（{ja}）", f"{who.en} ({en})")


def _did(rows: Variable, row: str) -> Text:
    said, label = rows.words(row), rows.label
    if rows.is_fact:
        return Text(f"{label.ja}が「{said.ja}」だった", f"were “{said.en}” ({label.en})")
    if rows.several:
        return Text(f"「{label.ja}」に「{said.ja}」を挙げた", f"named “{said.en}” for “{label.en}”")
    return Text(f"「{label.ja}」に「{said.ja}」と答えた", f"answered “{said.en}” to “{label.en}”")


def ratio_words(found: Difference) -> str:
    """A difference said in both ways: in points, and as a part of the share it is compared with."""
    if found.ratio is None:
        return ""
    points, more = half_up(100 * Fraction(found.difference)), half_up(100 * (Fraction(found.ratio) - 1))
    if points >= 0:
        text = _("%(points)s points more, which is %(percent)s %% more than there")
        return text % {"points": points, "percent": more}
    text = _("%(points)s points less, which is %(percent)s %% less than there")
    return text % {"points": -points, "percent": -more}
