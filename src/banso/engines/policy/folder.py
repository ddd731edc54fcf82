"""A policy version as files: ``policy.toml`` and one CSV a table. docs/policy.md describes them.

Reading names everything that is wrong by file, row and column. What is written is canonical: the same policy
gives the same bytes, and reading them gives the same policy.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Row as FileRow
from banso.engines.kernel.tables import read_table
from banso.engines.policy.cells import CellFault, read_result, read_test, write_result, write_test
from banso.engines.policy.entries import KEYS, Entry
from banso.engines.policy.expressions import Constant, Name, Test
from banso.engines.policy.model import (
    Aggregation,
    Amount,
    Domain,
    Fact,
    HitPolicy,
    Input,
    Kind,
    Output,
    Policy,
    Row,
    Table,
    outside,
)
from banso.engines.policy.reading import Reading

HEAD = "policy.toml"
#: The columns of a table's file that are neither condition nor result.
REASON_JA, REASON_EN, SOURCE = "reason_ja", "reason_en", "source"
BESIDE = (REASON_JA, REASON_EN, SOURCE)
#: More in one folder is refused: a policy that nobody can read is none.
MOST_TABLES, MOST_ROWS, MOST_FACTS = 100, 2_000, 500


@dataclass(frozen=True, slots=True)
class Partial:
    """A policy as far as it could be read: tables with a fault that rejects something are left out."""

    policy: Policy | None
    faults: tuple[Fault, ...]


def read_folder(path: Path) -> Reading:
    """Read a policy version from a folder. A missing folder or file is a fault, not an exception."""
    try:
        return read_files(texts_in(path), str(path))
    except OSError:
        return Reading(None, (Fault(str(path), None, None, None, "folder_missing"),))


def texts_in(path: Path) -> dict[str, str]:
    """The texts of the files in a version's folder, by name.

    Raises:
        OSError: there is no such folder, or a file in it cannot be opened.
    """
    # Bytes that are no text are named where they stand, by the reader of tables.
    return {
        entry.name: entry.read_bytes().decode("utf-8-sig", "surrogateescape")
        for entry in sorted(path.iterdir())
        if entry.suffix in (".toml", ".csv")
    }


def read_files(files: Mapping[str, str], name: str = "") -> Reading:
    """Read a policy version from the texts of its files. ``name`` goes before the file names in faults."""
    partial = read_partly(files, name)
    return Reading(None if errors_among(partial.faults) else partial.policy, partial.faults)


def read_partly(files: Mapping[str, str], name: str = "") -> Partial:
    """Read what can be read, for a draft that is being written: see ``Partial``."""
    reader = _Reader(files, f"{name}/" if name else "")
    policy = reader.policy()
    return Partial(policy, tuple(reader.faults))


def write_files(policy: Policy) -> dict[str, str]:
    """Write a policy as the texts of its files, by name."""
    return {HEAD: _head(policy), **{f"{table.name}.csv": _csv(table) for table in policy.tables}}


def rows_of(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and rows of a table's file as they are written, whatever is wrong in them."""
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    return (rows[0], rows[1:]) if rows else ([], [])


def csv_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The text of a table's file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


# Reading


class _Reader:
    """Reads the files of one version and collects what is wrong."""

    def __init__(self, files: Mapping[str, str], prefix: str) -> None:
        self._files, self._prefix = files, prefix
        self.faults: list[Fault] = []
        self._kinds: dict[str, tuple[Kind, Domain, Text]] = {}

    def policy(self) -> Policy | None:
        head = self._parsed()
        if head is None:
            return None
        head.know(KEYS[""])
        facts = tuple(self._fact(part) for part in head.parts("facts", MOST_FACTS))
        declared = [(part, self._outputs(part)) for part in head.parts("tables", MOST_TABLES)]
        tables = tuple(t for t in (self._table(part, outputs) for part, outputs in declared) if t)
        amounts = tuple(self._amount(part) for part in head.parts("amounts", MOST_TABLES))
        self._strange_files({part.values.get("name") for part, _ in declared})
        first, last = head.day("in_force_from"), head.day("in_force_to")
        if first and last and last < first:
            head.refuse("in_force_to", "bounds_reversed", last, most=first.isoformat())
        policy = Policy(
            id=head.text("id"),
            title=head.both("title"),
            facts=facts,
            decisions=tables,
            results=head.names("results") or (),
            amounts=amounts,
            family=head.text("family", required=False),
            in_force_from=first,
            in_force_to=last,
            author=head.text("author", required=False),
            approver=head.text("approver", required=False),
            legal_basis=head.both("legal_basis", required=False),
            words=self._words(head),
        )
        if policy.author and policy.author == policy.approver:
            head.refuse("approver", "approver_is_author", policy.approver)
        outputs = {output.name for _, found in declared for output in found}
        for result in policy.results:
            if result not in outputs | {amount.name for amount in amounts}:
                head.refuse("results", "result_unknown", result)
        return policy

    def _parsed(self) -> Entry | None:
        file = self._prefix + HEAD
        text = self._files.get(HEAD)
        if text is None:
            self.faults.append(Fault(file, None, None, None, "file_missing"))
            return None
        try:
            values = tomllib.loads(text, parse_float=Decimal)
        except (tomllib.TOMLDecodeError, RecursionError, UnicodeError) as error:
            place = re.search(r"line (\d+)", str(error))
            row = int(place[1]) if place else None
            self.faults.append(Fault(file, row, None, None, "toml_unreadable", {"reason": str(error)}))
            return None
        return Entry(values, "", file, self.faults)

    def _fact(self, part: Entry) -> Fact:
        kind = part.kind()
        fact = Fact(
            part.name(), kind, part.both("title"), part.domain(kind), part.text("unit", required=False)
        )
        self._claim(part, fact.name, kind, fact.domain, fact.title)
        return fact

    def _outputs(self, part: Entry) -> tuple[Output, ...]:
        found = []
        for each in part.parts("outputs", MOST_FACTS):
            kind = each.kind()
            unit = each.text("unit", required=False)
            output = Output(each.name(), kind, each.both("title"), each.domain(kind), unit)
            self._claim(each, output.name, kind, output.domain, output.title)
            found.append(output)
        if not found:
            part.refuse("outputs", "outputs_none")
        return tuple(found)

    def _claim(self, part: Entry, name: str, kind: Kind, domain: Domain, title: Text) -> None:
        """A name means one thing in the whole version."""
        if name in self._kinds or name in BESIDE:
            part.refuse("name", "name_twice", name)
        self._kinds[name] = (kind, domain, title)

    def _amount(self, part: Entry) -> Amount:
        amount = Amount(part.name(), part.both("title"), part.text("base"), part.text("share"))
        for key, name in (("base", amount.base), ("share", amount.share)):
            if name and name not in self._kinds:
                part.refuse(key, "column_unknown", name)
            elif name and self._kinds[name][0] is not Kind.NUMBER:
                part.refuse(key, "number_needed", name)
        if amount.name in self._kinds:
            part.refuse("name", "name_twice", amount.name)
        return amount

    def _words(self, head: Entry) -> dict[str, Text]:
        words = head.values.get("words", {})
        if not isinstance(words, dict):
            head.refuse("words", "key_type", words, expected="table")
            return {}
        found = {}
        for code, entry in words.items():
            if not isinstance(entry, dict) or not all(isinstance(entry.get(k), str) for k in ("ja", "en")):
                head.refuse(f"words.{code}", "word_unreadable")
                continue
            found[code] = Text(entry["ja"], entry["en"])
        return found

    def _strange_files(self, names: set[Any]) -> None:
        for file in self._files:
            if file != HEAD and file.removesuffix(".csv") not in names:
                self.faults.append(Fault(self._prefix + file, None, None, None, "file_of_no_table"))

    # Tables

    def _table(self, part: Entry, outputs: tuple[Output, ...]) -> Table | None:
        before = len(errors_among(self.faults))
        name = part.name()
        hit = part.one_of("hit", HitPolicy) or HitPolicy.UNIQUE
        aggregation = part.one_of("aggregation", Aggregation) if "aggregation" in part.values else None
        if aggregation and hit is not HitPolicy.COLLECT:
            part.refuse("aggregation", "aggregation_without_collect", aggregation)
        if aggregation in (Aggregation.SUM, Aggregation.MIN, Aggregation.MAX):
            for output in outputs:
                if output.kind is not Kind.NUMBER:
                    part.refuse("aggregation", "number_needed", output.name)
        title, note = part.both("title"), part.both("note", required=False)
        inputs, rows = self._rows(f"{name}.csv", outputs)
        if len(errors_among(self.faults)) > before:
            return None
        return Table(name, title, inputs, outputs, rows, hit, aggregation, note)

    def _rows(self, file: str, outputs: tuple[Output, ...]) -> tuple[tuple[Input, ...], tuple[Row, ...]]:
        place = self._prefix + file
        if file not in self._files:
            self.faults.append(Fault(place, None, None, None, "file_missing"))
            return (), ()
        read = read_table(place, self._files[file].encode("utf-8", "surrogateescape"))
        self.faults += read.faults
        results = {output.name: output for output in outputs}
        inputs = []
        for column in read.header:
            if column in results or column in BESIDE:
                continue
            if column not in self._kinds:
                self.faults.append(Fault(place, 1, column, column, "column_unknown"))
                continue
            kind, domain, title = self._kinds[column]
            inputs.append(Input(title.ja, Name((column,)), kind, domain))
        for column in (*results, REASON_JA, REASON_EN):
            if column not in read.header:
                self.faults.append(Fault(place, 1, column, None, "column_missing"))
        if len(read.rows) > MOST_ROWS:
            self.faults.append(Fault(place, MOST_ROWS + 2, None, None, "rows_too_many", {"limit": MOST_ROWS}))
            return (), ()
        if errors_among(read.faults) and not read.rows:
            return tuple(inputs), ()
        return tuple(inputs), tuple(self._row(place, row, inputs, results) for row in read.rows)

    def _row(self, place: str, row: FileRow, inputs: list[Input], outputs: Mapping[str, Output]) -> Row:
        tests: list[Test] = []
        for column in inputs:
            name = column_name(column)
            try:
                tests.append(read_test(row.cells.get(name, ""), column.kind))
            except CellFault as fault:
                self._refuse_cell(place, row, name, fault)
                continue
            self._listed(place, row, name, tests[-1], column.domain)
        results: list[Constant] = []
        for name, output in outputs.items():
            try:
                results.append(read_result(row.cells.get(name, ""), output.kind))
            except CellFault as fault:
                self._refuse_cell(place, row, name, fault)
                continue
            broken = outside(results[-1].value, output.domain)
            if broken:
                params = {"known": ", ".join(output.domain.values or ())}
                self.faults.append(Fault(place, row.number, name, row.cells[name], broken, params))
        reason = Text(row.cells.get(REASON_JA, "").strip(), row.cells.get(REASON_EN, "").strip())
        for column, text in ((REASON_JA, reason.ja), (REASON_EN, reason.en)):
            if not text and column in row.cells:
                self.faults.append(Fault(place, row.number, column, None, "reason_missing"))
        return Row(tuple(tests), tuple(results), reason, row.cells.get(SOURCE, "").strip())

    def _listed(self, place: str, row: FileRow, name: str, test: Test, domain: Domain) -> None:
        """A condition that names a value which the fact cannot have is a slip of the pen."""
        if domain.values is None:
            return
        for value in constants_of(test):
            if value is not None and value not in domain.values:
                params = {"known": ", ".join(domain.values)}
                self.faults.append(Fault(place, row.number, name, str(value), "value_unknown", params))

    def _refuse_cell(self, place: str, row: FileRow, name: str, fault: CellFault) -> None:
        if name not in row.unreadable:
            value = row.cells.get(name)
            self.faults.append(Fault(place, row.number, name, value, fault.rule, fault.params))


def column_name(column: Input) -> str:
    """The name of the fact or result that a column of a policy's own table tests."""
    assert isinstance(column.expression, Name)
    return ".".join(column.expression.path)


def constants_of(test: Test) -> Iterator[Any]:
    """Every value written in a condition."""
    for name in ("test", "tests", "to", "low", "high"):
        part = getattr(test, name, None)
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, Constant):
                yield each.value
            elif each is not None:
                yield from constants_of(each)


# Writing


def _head(policy: Policy) -> str:
    head: dict[str, Any] = {"id": policy.id, "family": policy.family}
    head |= {"title_ja": policy.title.ja, "title_en": policy.title.en}
    head |= {"in_force_from": policy.in_force_from, "in_force_to": policy.in_force_to}
    head |= {"author": policy.author, "approver": policy.approver}
    head |= {"legal_basis_ja": policy.legal_basis.ja, "legal_basis_en": policy.legal_basis.en}
    head["results"] = list(policy.results)
    head["words"] = {code: {"ja": word.ja, "en": word.en} for code, word in policy.words.items()}
    head["facts"] = [_described(fact) for fact in policy.facts]
    head["tables"] = [
        _without_blanks(
            {
                "name": table.name,
                "title_ja": table.title.ja,
                "title_en": table.title.en,
                "note_ja": table.note.ja,
                "note_en": table.note.en,
                "hit": table.hit.value,
                "aggregation": table.aggregation.value if table.aggregation else None,
                "outputs": [_described(output) for output in table.outputs],
            }
        )
        for table in policy.tables
    ]
    head["amounts"] = [
        {"name": a.name, "title_ja": a.title.ja, "title_en": a.title.en, "base": a.base, "share": a.share}
        for a in policy.amounts
    ]
    return tomli_w.dumps(_without_blanks(head))


def _described(item: Fact | Output) -> dict[str, Any]:
    return _without_blanks(
        {
            "name": item.name,
            "kind": item.kind.value,
            "title_ja": item.title.ja,
            "title_en": item.title.en,
            "unit": item.unit,
            "values": None if item.domain.values is None else list(item.domain.values),
            "least": item.domain.least,
            "most": item.domain.most,
            "whole": item.domain.whole,
        }
    )


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", {}) and value is not False}


def _csv(table: Table) -> str:
    names = [column_name(column) for column in table.inputs] + [output.name for output in table.outputs]
    rows = []
    for row in table.rows:
        results = [write_result(cell.value) for cell in row.results if isinstance(cell, Constant)]
        tests = [write_test(test) for test in row.tests]
        rows.append([*tests, *results, row.reason.ja, row.reason.en, row.source])
    return csv_of([*names, *BESIDE], rows)
