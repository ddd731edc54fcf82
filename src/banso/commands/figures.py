"""`banso figures`: the figures of the survey, from the database or from files of answers alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

import click
from django.utils.translation import gettext as _

from banso.apps.evidence import words
from banso.apps.evidence.exports import figure_rows
from banso.apps.surveys.messages import message
from banso.cli import with_language
from banso.commands.output import print_json, print_table, say, say_faults
from banso.engines.evaluation.catalogue import survey_indicators
from banso.engines.evaluation.figures import Figure, as_json, figures
from banso.engines.questionnaire.files import read_answer_files
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped


@click.command()
@click.option(
    "--answers",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Files of answers (CSV or XLSX) to count instead of a wave. No database is needed.",
)
@click.argument("more_files", nargs=-1, metavar="[FILE...]", type=click.Path(path_type=Path))
@click.option("--wave", "wave_name", metavar="NAME", help="The wave to count. Default: the latest.")
@click.option("--programme", type=click.Choice(["consortium", "ec"]), help="Only figures of this programme.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "json", "csv", "xlsx"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@with_language
def command(
    files: tuple[Path, ...],
    more_files: tuple[Path, ...],
    wave_name: str | None,
    programme: str | None,
    output: str,
    out: Path | None,
) -> None:
    """Print the figures of the survey beside the published ones.

    With --answers FILE... they come from those files alone; if a cell in them is bad, all bad cells are named
    and no figure is printed. Exit code 1 if files or database give no figures, 2 on wrong usage or an
    unreadable file.
    """
    if more_files and not files:
        raise click.UsageError(_("Files of answers are given with --answers."))
    if files and wave_name:
        raise click.UsageError(_("Give either --answers or --wave."))
    if output == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError(_("A workbook needs --out FILE."))
    if files:
        found = _from_files((*files, *more_files), programme, output)
    else:
        found = _from_database(wave_name, programme)
    _write(found, output, out)


def _from_files(paths: Sequence[Path], programme: str | None, output: str) -> list[Figure]:
    read = read_answer_files(shipped(SUPPORTED_FIRM), paths)
    if read.errors:
        say_faults(read.errors, message, output)
        if output != "json":
            say(_("No figures were printed: correct the files first."))
        sys.exit(1 if read.readable else 2)
    answers = [answer.cleaned.values for answer in read.sound]
    chosen = [i for i in survey_indicators().values() if programme in (None, i.programme)]
    return figures({"answers": answers}, chosen)


def _from_database(wave_name: str | None, programme: str | None) -> list[Figure]:
    # Imported here: files of answers are counted without a database.
    from banso.apps.evidence.selectors import Evidence
    from banso.apps.surveys.selectors import latest_wave, wave_by_code

    wave = wave_by_code(wave_name) if wave_name else latest_wave()
    if wave is None and wave_name:
        say(_("There is no wave %(wave)s.") % {"wave": wave_name})
        sys.exit(2)
    if wave is None:
        say(_("There are no answers yet. Import some, or give files with --answers."))
        sys.exit(1)
    return Evidence(wave).figures(programme)


def _write(found: Sequence[Figure], output: str, out: Path | None) -> None:
    if output in ("csv", "xlsx"):
        from banso.engines.reporting.workbook import write_csv, write_xlsx

        labels, rows = figure_rows(found)
        data = write_csv(labels, rows) if output == "csv" else write_xlsx(labels, rows, _("Figures"))
        if out:
            out.write_bytes(data)
        else:
            click.get_binary_stream("stdout").write(data)
        return
    with ExitStack() as stack:
        if out:
            stack.enter_context(redirect_stdout(stack.enter_context(out.open("w", encoding="utf-8"))))
        if output == "json":
            print_json([as_json(one) for one in found])
        else:
            print_table(_table(found))


def _table(found: Sequence[Figure]) -> list[list[str]]:
    header = [
        _("Id"),
        _("Indicator"),
        _("Share"),
        _("Count / base"),
        _("95 % interval"),
        _("In words"),
        _("Published"),
        _("Verdict"),
        _("Same counts"),
        _("Note"),
    ]
    same = {True: _("Yes"), False: _("No"), None: "–"}
    return [
        header,
        *(
            [
                one.id,
                words.label(one.indicator.label),
                words.percent(one.share.percent),
                words.count(one.share),
                words.interval(one.share.interval),
                words.share_in_words(one.share) or "–",
                words.published(one.published),
                words.verdict(one),
                same[one.matches_ours],
                words.note(one),
            ]
            for one in found
        ),
    ]
