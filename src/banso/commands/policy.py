"""`banso policy`: check, decide by and compare versions; replay what was decided; facts of the portfolio."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.policies.messages import message
from banso.cli import with_language
from banso.commands import policy_print
from banso.commands.output import (
    format_option,
    print_faults,
    print_json,
    print_records,
    print_table,
    say,
    say_faults,
)
from banso.commands.policy_files import (
    Chosen,
    check_all,
    dmn_file,
    folders,
    one_version,
    unreadable,
    version_on,
)
from banso.engines.kernel.faults import errors_among
from banso.engines.policy.cases import Cases, decide_all, read_cases
from banso.engines.policy.columns import read_columns
from banso.engines.policy.comparison import Comparison, compare
from banso.engines.policy.compiled import WrongFact, compile_policy
from banso.engines.policy.folder import read_folder
from banso.engines.policy.graph import UnknownDecision, ordered
from banso.engines.policy.model import Policy
from banso.engines.policy.vector_comparison import compare_columns
from banso.engines.policy.vectors import NotVectorised

_FACTS = click.option(
    "--facts",
    "facts_file",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The cases: JSON (one object or a list), CSV, XLSX or Parquet.",
)
_DECISIONS = click.option(
    "--decision",
    "decisions",
    multiple=True,
    metavar="NAME",
    help="Only this table, result or amount, and what it needs. May be given several times.",
)


@click.group()
def command() -> None:
    """Check, decide by and compare versions of the policy."""


@command.command()
@click.argument("name", metavar="DIR")
@format_option
@with_language
def check(name: str, output: str) -> None:
    """Name every fault of a version by table, row and column.

    DIR is the folder of a version, a folder of several, or the name of one that ships. Exit code 1 if there
    are faults, 2 if there is no version to read.
    """
    faults = check_all(name)
    print_faults(faults, message, output)
    errors = len(errors_among(faults))
    say(ngettext("%(n)s fault", "%(n)s faults", errors) % {"n": f"{errors:,}"})
    sys.exit(2 if unreadable(faults) else 1 if errors else 0)


@command.command()
@click.option("--policy", "name", metavar="DIR", help="Folder of a version or of several, or a shipped name.")
@click.option("--dmn", metavar="FILE", type=click.Path(path_type=Path), help="A DMN file instead.")
@_DECISIONS
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="By the version in force on this day.",
)
@_FACTS
@format_option
@with_language
def decide(
    name: str | None,
    dmn: Path | None,
    decisions: tuple[str, ...],
    day: datetime | None,
    facts_file: Path,
    output: str,
) -> None:
    """Decide cases and say why: outputs, rows that matched, reasons, and facts that were missing.

    A case that no row matches has null outputs and is no fault. Exit code 1 if the policy or the facts hold
    faults (all are named, nothing is decided), 2 on wrong usage or an unreadable file.
    """
    if (name is None) == (dmn is None):
        raise click.UsageError(_("Give either --policy or --dmn."))
    if dmn is not None and day is not None:
        raise click.UsageError(_("A DMN file has no days in force: --on needs --policy."))
    chosen = dmn_file(dmn) if dmn is not None else _version(str(name), day.date() if day else None)
    policy = _usable(chosen, output)
    try:
        compiled = compile_policy(policy, decisions or None)
    except UnknownDecision as unknown:
        _refuse_decision(unknown)
    cases = read_cases(facts_file, policy.facts)
    decided, faults = decide_all(compiled, cases) if not cases.errors else ([], ())
    _refuse(replace(cases, faults=(*cases.faults, *faults)), output)
    if output == "json":
        print_records(policy_print.records(cases.names, decided))
    else:
        policy_print.print_decisions(policy, cases.names, decided)


@command.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_DECISIONS
@_FACTS
@format_option
@with_language
def diff(a: str, b: str, decisions: tuple[str, ...], facts_file: Path, output: str) -> None:
    """Decide the same cases under two versions: who changes, by which row, in places and in money.

    A and B are folders of versions or names of versions that ship. Exit codes as with decide.
    """
    before, after = (_usable(one_version(name), output) for name in (a, b))
    try:
        names, found, cases = compared(before, after, facts_file, decisions)
    except UnknownDecision as unknown:
        _refuse_decision(unknown)
    _refuse(cases, output)
    if output == "json":
        record = policy_print.comparison_record(before, after, found)
        print_records(policy_print.changed_cases(names, found), record, "changes")
    else:
        policy_print.print_comparison(before, after, names, found)
    text = ngettext("%(n)s of %(all)s cases changes", "%(n)s of %(all)s cases change", found.changed_cases)
    say(text % {"n": f"{found.changed_cases:,}", "all": f"{found.cases:,}"})


@command.command(name="list")
@format_option
@with_language
def list_(output: str) -> None:
    """List the versions that ship and those of the database."""
    # Imported here: the other commands read files only.
    from django.db import DatabaseError
    from django.utils import timezone

    from banso.apps.policies.models import PolicyVersion, status_on
    from banso.apps.policies.shipping import SHIPPED

    today = timezone.localdate()
    found = []
    for folder in folders(str(SHIPPED)):
        policy = read_folder(folder).policy
        if policy is not None:
            found.append(_listed("files", policy.id, policy, "", policy.in_force_from, policy.in_force_to))
    try:
        for version in PolicyVersion.objects.order_by("family__code", "in_force_from", "code"):
            dates = (version.in_force_from, version.in_force_to)
            found.append(_listed("database", version.code, version, str(status_on(version, today)), *dates))
    except DatabaseError:
        say(_("There is no database: only the versions that ship are listed."))
    if output == "json":
        print_json(found)
        return
    header = [_("Where"), _("Version"), _("Title"), _("State"), _("From"), _("To")]
    places = {"files": _("files that ship"), "database": _("database")}
    rows = [
        [
            places[one["where"]],
            one["id"],
            _title(one),
            one["state"] or "–",
            one["from"] or "–",
            one["to"] or "–",
        ]
        for one in found
    ]
    print_table([header, *rows])


@command.command()
@format_option
@with_language
def replay(output: str) -> None:
    """Decide every stored decision again from its stored facts; exit code 1 if any differs, naming each."""
    from banso.apps.policies.selectors import replay as replayed

    report = replayed()
    if output == "json":
        print_json(
            {
                "decisions": report.total,
                "different": [
                    {
                        "decision": one.decision,
                        "version": one.version,
                        "subject_kind": one.subject[0],
                        "subject_ref": one.subject[1],
                        "differs": {
                            name: {"stored": was, "now": now} for name, (was, now) in one.differs.items()
                        },
                    }
                    for one in report.different
                ],
            }
        )
    elif report.different:
        header = [_("Decision"), _("Version"), _("Subject"), _("What"), _("Stored"), _("Now")]
        rows = [
            [str(one.decision), one.version, ":".join(one.subject), name, str(was), str(now)]
            for one in report.different
            for name, (was, now) in one.differs.items()
        ]
        print_table([header, *rows])
    counts = {"n": f"{report.total:,}", "different": f"{len(report.different):,}"}
    say(_("%(n)s decisions were decided again, %(different)s differ.") % counts)
    sys.exit(1 if report.different else 0)


@command.command()
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to: .csv, .json or .parquet.",
)
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As known on this day. Default: today.",
)
@with_language
def facts(out: Path, day: datetime | None) -> None:
    """Write the facts of every application and case, as policies see them, to a file for decide and diff."""
    from django.utils import timezone

    from banso.apps.casework.facts import facts_of_cases
    from banso.apps.casework.models import Case
    from banso.apps.selection.facts import facts_of_applications
    from banso.apps.selection.models import Application
    from banso.engines.policy.cases import FORMATS, write_cases

    if out.suffix.lower() not in FORMATS:
        raise click.UsageError(_("The file's name ends in one of %(known)s.") % {"known": ", ".join(FORMATS)})
    on = day.date() if day else timezone.localdate()
    rows = [
        *facts_of_applications(Application.objects.all(), on),
        *facts_of_cases(Case.objects.all(), on),
    ]
    write_cases(out, rows)
    say(_("%(n)s rows of facts written to %(file)s.") % {"n": f"{len(rows):,}", "file": str(out)})


def compared(
    before: Policy, after: Policy, facts_file: Path, decisions: Sequence[str]
) -> tuple[Sequence[Any], Comparison, Cases]:
    """Two versions over the cases of a file: how these are called, what changes, what is wrong with them.

    Raises:
        UnknownDecision: neither version has such a decision.
    """
    asked = _outputs(decisions, before, after)
    known = {fact.name: fact for policy in (after, before) for fact in policy.facts}
    # Facts that the versions limit differently are looked at case by case.
    alike = all(known[fact.name] == fact for fact in before.facts)
    columns = read_columns(facts_file, list(known.values())) if alike else None
    if columns is not None:
        try:
            found = compare_columns(before, after, columns.values, len(columns.names), asked)
            return columns.names, found, Cases(str(facts_file), (), (), (), columns.faults)
        except NotVectorised:
            pass
    cases = read_cases(facts_file, list(known.values()))
    nothing = Comparison(0, (), {}, (), {})
    if cases.errors:
        return (), nothing, cases
    try:
        return cases.names, compare(before, after, cases.facts, asked), cases
    except WrongFact:
        # Which facts are wrong, of all cases, is found by the way that decides them.
        wrong = {
            (fault.row, fault.column): fault
            for policy in (before, after)
            for fault in decide_all(compile_policy(policy), cases)[1]
        }
        return (), nothing, replace(cases, faults=(*cases.faults, *wrong.values()))


def _outputs(decisions: Sequence[str], *policies: Policy) -> list[str] | None:
    """The results that names of tables, results and amounts mean in one version or another; None for all."""
    found: list[str] = []
    for name in decisions:
        unknown = []
        for policy in policies:
            try:
                found += ordered(policy, [name]).outputs
            except UnknownDecision as wrong:
                unknown.append(wrong)
        if len(unknown) == len(policies):
            raise unknown[-1]
    return list(dict.fromkeys(found)) or None


def _listed(
    where: str, code: str, titled: Any, state: str, first: date | None, last: date | None
) -> dict[str, Any]:
    ja, en = (titled.title.ja, titled.title.en) if where == "files" else (titled.title_ja, titled.title_en)
    return {
        "where": where,
        "id": code,
        "title_ja": ja,
        "title_en": en,
        "state": state,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }


def _title(listed: dict[str, Any]) -> str:
    return str(listed["title_en" if policy_print.language() == "en" else "title_ja"])


def _version(name: str, day: date | None) -> Chosen:
    return version_on(name, day) if day else one_version(name)


def _usable(chosen: Chosen, output: str) -> Policy:
    """The version that was named; without one the command ends with what is wrong."""
    if chosen.policy is None:
        say_faults(errors_among(chosen.faults), message, output)
        if output != "json":
            say(_("Nothing was decided: correct the policy first."))
        sys.exit(chosen.exit_code)
    return chosen.policy


def _refuse(cases: Cases, output: str) -> None:
    """Name what is wrong with the facts; errors end the command, notes do not."""
    if cases.faults:
        say_faults(cases.faults, message, output)
    if cases.errors:
        if output != "json":
            say(_("Nothing was decided: correct the facts first."))
        sys.exit(1 if cases.readable else 2)


def _refuse_decision(unknown: UnknownDecision) -> NoReturn:
    text = _("There is no table, result or amount %(name)s. Known are: %(known)s.")
    say(text % {"name": unknown.name, "known": ", ".join(unknown.known)})
    sys.exit(2)
