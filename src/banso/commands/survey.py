"""`banso survey`: tables of answers with weights and intervals, from files alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from banso.apps.surveys.table_messages import message, note
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say, say_faults
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.form import SUPPORTED_FIRM, Question, shipped
from banso.engines.statistics.answers import Answers, read_answers
from banso.engines.statistics.counting import Asked, is_several
from banso.engines.statistics.design import Design, drawn
from banso.engines.statistics.estimates import Table, tabulate

#: The column that names who answered: the same firm twice is one cluster.
_FIRM = "firm_ref"
#: A column with more different values is no question with choices.
_MOST_VALUES = 200


@click.group()
def command() -> None:
    """Count answers with weights and intervals."""


@command.command(name="tabulate")
@click.option(
    "--answers",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Answers as CSV, XLSX or Parquet: one row an answer, one column a question.",
)
@click.option("--rows", required=True, metavar="Q", help="The question of which the shares are told.")
@click.option("--columns", metavar="Q", help="The question within whose choices they are told.")
@click.option("--weights", metavar="W", help="The column of the weights.")
@click.option("--strata", metavar="S", help="The column of the strata.")
@click.option(
    "--fpc",
    metavar="N",
    help="How many there are to draw from: a number, or the column with the size of each stratum.",
)
@format_option
@with_language
def tabulate_(
    path: Path,
    rows: str,
    columns: str | None,
    weights: str | None,
    strata: str | None,
    fpc: str | None,
    output: str,
) -> None:
    """Print a table of shares with standard errors and 95 % intervals.

    Shares go from 0 to 1, within the column (within all answers without one). A question without an answer
    stands in no base. Without weights and strata the interval is Wilson's (with --fpc corrected for the
    part of the whole that answered), otherwise that of the design. The same firm twice (column firm_ref)
    is one cluster. Exit code 1 if the answers give no table, 2 on wrong usage or an unreadable file.
    """
    if rows == columns:
        raise click.UsageError(_("Give two different questions for --rows and --columns."))
    design = Design(weights, strata, _FIRM, _whole(fpc))
    questions = [rows] if columns is None else [rows, columns]
    read = read_answers(path, [*questions, *design.columns], [_FIRM])
    faults = [*read.faults, *(fault for code in questions for fault in _uncountable(read, code))]
    if not faults:
        answers = drawn(read.frame, design, read.file)
        faults = [*answers.faults]
    if faults:
        say_faults(faults, message, output)
        if output != "json":
            say(_("No table was printed: correct the answers first."))
        sys.exit(1 if read.readable else 2)
    several = is_several(read.frame, rows) or _kind(rows) == "several"
    table = tabulate(answers, Asked(rows, columns, several), _order(rows), _order(columns))
    if output == "json":
        print_json(_as_json(table))
    else:
        print_table(_as_lines(table))
    for line in _remarks(table):
        say(line)


def _whole(given: str | None) -> str | int | None:
    if given is None or not given.isdecimal():
        return given
    if not int(given):
        raise click.UsageError(_("The whole that --fpc names has at least one."))
    return int(given)


def _question(code: str) -> Question | None:
    form = shipped(SUPPORTED_FIRM)
    return form.question(code) if code in form.codes else None


def _kind(code: str) -> str:
    question = _question(code)
    return question.kind if question else ""


def _order(code: str | None) -> tuple[str, ...]:
    question = _question(code) if code else None
    return tuple(choice.code for choice in question.choices) if question else ()


def _uncountable(read: Answers, code: str) -> list[Fault]:
    """Why a question is none that a table can count."""
    if _kind(code) == "text":
        return [Fault(read.file, None, code, None, "question_of_words")]
    values = (
        read.frame[code].n_unique() if code in read.frame.columns and not is_several(read.frame, code) else 0
    )
    if values > _MOST_VALUES:
        return [
            Fault(read.file, None, code, None, "values_too_many", {"values": values, "most": _MOST_VALUES})
        ]
    return []


def _as_json(table: Table) -> dict[str, Any]:
    several = table.asked.several
    return {
        "rows": [
            {
                "row": cell.row,
                "column": cell.column,
                "n": cell.n,
                "share": cell.share,
                "se": cell.se,
                "low": cell.low,
                "high": cell.high,
                **({"mentions": cell.mentions} if several else {}),
            }
            for cell in table.cells
        ],
        "base": table.base,
        "missing": table.missing,
        "deff": table.effect.design_effect,
        "effective_n": table.effect.effective,
        "test": {"f": table.test.f, "df": [table.test.df_rows, table.test.df_rest], "p": table.test.p}
        if table.test
        else None,
        "notes": [{"rule": decided.rule, "message": note(decided)} for decided in table.notes],
    }


def _as_lines(table: Table) -> list[list[str]]:
    columned, several = table.asked.columns is not None, table.asked.several
    header = [table.asked.rows, *([table.asked.columns] if table.asked.columns else [])]
    header += [_("Answers"), _("Share"), _("Standard error"), _("95 % interval")]
    header += [_("Share of mentions")] if several else []
    return [
        header,
        *(
            [
                cell.row,
                *([cell.column or ""] if columned else []),
                f"{cell.n:,}",
                _percent(cell.share),
                "–" if cell.se is None else _percent(cell.se),
                f"{_percent(cell.low)} – {_percent(cell.high)}",
                *([_percent(cell.mentions or 0.0)] if several else []),
            ]
            for cell in table.cells
        ),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _remarks(table: Table) -> list[str]:
    effect = table.effect
    lines = [
        _("Base: %(base)s answers; %(missing)s without an answer.")
        % {"base": f"{table.base:,}", "missing": f"{table.missing:,}"},
        _("Design effect of the weights: %(deff)s; effective answers: %(effective)s.")
        % {"deff": f"{effect.design_effect:.2f}", "effective": f"{effect.effective:,.1f}"},
    ]
    if table.test:
        lines.append(
            _("Rows and columns: F(%(rows)s, %(rest)s) = %(f)s, p = %(p)s (Rao-Scott).")
            % {
                "rows": f"{table.test.df_rows:.1f}",
                "rest": f"{table.test.df_rest:.1f}",
                "f": f"{table.test.f:.2f}",
                "p": f"{table.test.p:.3f}",
            }
        )
    return [*lines, *map(note, table.notes)]
