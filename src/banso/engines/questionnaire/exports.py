"""Read files of answers as they come: plain tables, and what KoBoToolbox and ODK Central export.

1. A file is read: CSV (commas or semicolons) and XLSX as tables, JSON as a list of answers.
2. Its columns or names are led to the questions of the form (``columns``).
3. Times that a repeat was answered stand in tables of their own, and are put under the answer they belong
   to: by ``KEY`` and ``PARENT_KEY`` (ODK), or by ``_index`` and ``_parent_index`` or ``_uuid`` (KoBoToolbox).

What comes out is as it was given; nothing is judged here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import UNREADABLE, Limits, Row, Table, read_sheets, read_table
from banso.engines.questionnaire.columns import Headers, Layout, is_own, lay_out, repeat_of
from banso.engines.questionnaire.expressions import Place
from banso.engines.questionnaire.form import Form, Question, Section
from banso.engines.questionnaire.values import as_text

#: Choices that stand apart need more columns than a plain file has.
LIMITS = Limits(columns=2_000)

_MEGABYTE = 1024 * 1024
#: Columns by which a time that a repeat was answered finds what it belongs to: its own, and there.
_LINKS = (("PARENT_KEY", "KEY"), ("_parent_index", "_index"), ("_submission__uuid", "_uuid"))
_SENT_AT = ("SubmissionDate", "_submission_time")
# What the programs write is the time in UTC; a day is one of Japan, which has no other clock.
_JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file as read: its tables, or the answers of a list in JSON. ``faults`` are those of a list."""

    name: str
    tables: tuple[Table, ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the file could be read at all, whatever is wrong in it."""
        faults = (*self.faults, *(fault for table in self.tables for fault in table.faults))
        return not any(fault.rule in UNREADABLE or fault.rule == "json_broken" for fault in faults)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was given: by question, with repeats as lists.

    ``inside`` says where each time of a repeat stands in the files, by its path; ``day`` when it was sent, if
    the file says so; ``sound`` that nothing is wrong with its rows themselves.
    """

    file: str
    row: int
    values: Mapping[str, Any]
    unreadable: frozenset[str]
    inside: Mapping[str, tuple[str, int]]
    day: date | None
    sound: bool


def read_file(name: str, data: bytes, limits: Limits = LIMITS) -> AnswerFile:
    """Read a file of answers from its bytes."""
    if len(data) > limits.file_bytes:
        params = {"megabytes": limits.file_bytes // _MEGABYTE}
        return AnswerFile(name, faults=(Fault(name, None, None, None, "file_too_large", params),))
    if name.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _listing(name, data)
    first = read_table(name, data, limits)
    if not data.startswith(b"PK") or not first.readable:
        return AnswerFile(name, (first,))
    sheets = read_sheets(name, data, limits)
    further = [sheet for sheet in list(sheets.values())[1:] if _is_inner(sheet)]
    return AnswerFile(name, (first, *further))


def read_path(path: Path, limits: Limits = LIMITS) -> AnswerFile:
    """Read a file of answers. A missing or unreadable file is a fault, not an exception."""
    name = str(path)
    try:
        # One byte more than allowed is enough to refuse it.
        with path.open("rb") as file:
            return read_file(name, file.read(limits.file_bytes + 1), limits)
    except OSError:
        return AnswerFile(name, faults=(Fault(name, None, None, None, "file_missing"),))


def gather(form: Form, files: Sequence[AnswerFile]) -> tuple[list[Given], list[Fault]]:
    """Return the answers in some files together, and what is wrong with files, columns and rows.

    A table whose columns are not as the form needs them gives no answers: its rows would only repeat that
    fault.
    """
    gathering = _Gathering(form)
    for file in files:
        gathering.take(file)
    return gathering.done()


# JSON


def _listing(name: str, data: bytes) -> AnswerFile:
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        return _broken(name, str(error))
    held = found
    if isinstance(found, dict):
        held = next((found[key] for key in ("results", "value") if key in found), None)
    if not isinstance(held, list) or not all(isinstance(each, dict) for each in held):
        return _broken(name, "no list of answers")
    faults = []
    if isinstance(found, dict) and (found.get("next") or found.get("@odata.nextLink")):
        params = {"answers": len(held)}
        faults.append(Fault(name, None, None, None, "json_one_page", params, "warning"))
    if not held:
        faults.append(Fault(name, None, None, None, "rows_none"))
    return AnswerFile(name, answers=tuple(held), faults=tuple(faults))


def _broken(name: str, reason: str) -> AnswerFile:
    return AnswerFile(name, faults=(Fault(name, None, None, None, "json_broken", {"reason": reason}),))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


# Putting together


@dataclass(slots=True)
class _Node:
    """An answer, or one time that a repeat was answered, and what stands in it."""

    file: str
    row: int
    repeat: Place
    values: dict[str, Any]
    unreadable: frozenset[str] = frozenset()
    day: date | None = None
    sound: bool = True
    inner: dict[Place, list["_Node"]] = field(default_factory=dict)


@dataclass(slots=True)
class _Sheet:
    """A table with its columns and the nodes that its rows became, to be found by a column."""

    file: str
    layout: Layout
    nodes: list[tuple[Row, _Node]]

    def by(self, column: str) -> dict[str, _Node]:
        return {row.cells.get(column, "").strip(): node for row, node in self.nodes}


class _Gathering:
    """The answers gathered so far."""

    def __init__(self, form: Form) -> None:
        self._form, self._headers = form, Headers(form)
        self._steps = {step.place: step for step in form.layout}
        self._faults: list[Fault] = []
        self._answers: list[_Node] = []
        self._sheets: list[_Sheet] = []
        #: Tables of a repeat whose columns cannot be used: its answers are not all known.
        self._lost: set[Place] = set()

    def take(self, file: AnswerFile) -> None:
        """Take a file in."""
        self._faults += file.faults
        for table in file.tables:
            self._table(file.name, table)
        unknown: dict[str, None] = {}
        for number, answer in enumerate(file.answers, start=1):
            node = _Node(file.name, number, (), {}, day=_sent_on(answer))
            self._read(answer, (), node, unknown)
            self._answers.append(node)
        self._faults += [
            Fault(file.name, None, name, None, "column_unknown", {}, "warning") for name in unknown
        ]

    def done(self) -> tuple[list[Given], list[Fault]]:
        """Return everything."""
        self._join()
        return [self._given(node) for node in self._answers], self._faults

    # Tables

    def _table(self, name: str, table: Table) -> None:
        self._faults += table.faults
        repeat = self._repeat_of(table) if _is_inner(table) else ()
        layout = lay_out(self._form, self._headers, table, repeat)
        self._faults += layout.faults
        if not layout.usable:
            self._lost.add(repeat)
            return
        faulty = {fault.row for fault in errors_among((*table.faults, *layout.faults))}
        codes = {header: code for code, header in layout.of.items()}
        codes |= {header: code for code, split in layout.split.items() for header in split.values()}
        nodes = []
        for row in table.rows:
            values, faults = layout.cells(row.cells, row.number)
            self._faults += faults
            unreadable = frozenset(codes[header] for header in row.unreadable if header in codes)
            sound = row.number not in faulty and not faults
            node = _Node(table.file, row.number, repeat, values, unreadable, _sent_on(row.cells), sound)
            nodes.append((row, node))
        self._sheets.append(_Sheet(name, layout, nodes))
        if not repeat:
            self._answers += [node for _, node in nodes]

    def _repeat_of(self, table: Table) -> Place:
        """The repeat whose questions stand in a table; without any, the one that it is named after."""
        for header in table.header:
            choice = self._headers.choice(header)
            question = self._headers.question(header) or (choice[0] if choice else None)
            if question and (place := repeat_of(self._form, question.place)):
                return place
        title = table.file.rpartition(":")[2]
        return next((place for place in self._form.repeats if place[-1] == title), ())

    def _join(self) -> None:
        """Put every time that a repeat was answered under what it belongs to."""
        outer = [sheet for sheet in self._sheets if not sheet.layout.repeat]
        held = {sheet.layout.repeat for sheet in self._sheets} | self._lost
        if outer:
            self._faults += [
                Fault(
                    outer[0].layout.table.file,
                    None,
                    None,
                    None,
                    "repeat_missing",
                    {"repeat": "/".join(place)},
                )
                for place in self._form.repeats
                if place not in held
            ]
        for sheet in self._sheets:
            if sheet.layout.repeat:
                self._under(sheet)

    def _under(self, sheet: _Sheet) -> None:
        above = repeat_of(self._form, sheet.layout.repeat)
        found: dict[str, _Node] = {}
        own = ""
        for own, there in _LINKS:
            if own not in sheet.layout.table.header:
                continue
            # Keys of ODK are told apart everywhere, numbers of rows within one workbook.
            places = [
                other
                for other in self._sheets
                if other.layout.repeat == above
                and there in other.layout.table.header
                and (own == "PARENT_KEY" or other.file == sheet.file)
            ]
            if places:
                found = {key: node for other in places for key, node in other.by(there).items()}
                break
        for row, node in sheet.nodes:
            key = row.cells.get(own, "").strip()
            parent = found.get(key)
            if parent is None:
                file = sheet.layout.table.file
                self._faults.append(Fault(file, row.number, own or None, key, "repeat_without_answer"))
                continue
            parent.inner.setdefault(sheet.layout.repeat, []).append(node)
            parent.sound = parent.sound and node.sound

    # Lists

    def _read(self, given: Mapping[str, Any], place: Place, node: _Node, unknown: dict[str, None]) -> None:
        """Read the names of an object: nested by group, or as whole paths."""
        for name, value in given.items():
            step = self._named(name, place, node.repeat)
            if step is None:
                self._unnamed(name, given, place, node, unknown)
            elif isinstance(step, Section) and step.repeats:
                self._times(step, value, node, unknown)
            elif isinstance(step, Section):
                if isinstance(value, Mapping):
                    self._read(value, step.place, node, unknown)
                elif value is not None:
                    self._wrong(node, name)
            else:
                node.values[step.code] = _scalar(value)

    def _named(self, name: str, place: Place, repeat: Place) -> Section | Question | None:
        """The section or question that a name inside a section means: always one further inside."""
        question = self._headers.question(name)
        for found in ((*place, name), tuple(name.split("/")), question.place if question else ()):
            step = self._steps.get(found) if len(found) > len(place) else None
            if step and found[: len(place)] == place and repeat_of(self._form, found) == repeat:
                return step
        return None

    def _unnamed(
        self, name: str, given: Mapping[str, Any], place: Place, node: _Node, unknown: dict[str, None]
    ) -> None:
        inner, link, _ = name.partition("@odata.navigationLink")
        step = self._named(inner, place, node.repeat) if link and inner not in given else None
        if step:
            params = {"repeat": step.code}
            fault = Fault(node.file, None, None, None, "repeat_not_expanded", params)
            if fault not in self._faults:
                self._faults.append(fault)
        elif not is_own(name) and name != "meta":
            unknown.setdefault("/".join((*place, name)))

    def _times(self, step: Section, value: Any, node: _Node, unknown: dict[str, None]) -> None:
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            self._wrong(node, step.code)
            return
        times = node.inner.setdefault(step.place, [])
        for each in value:
            inner = _Node(node.file, node.row, step.place, {})
            self._read(each, step.place, inner, unknown)
            times.append(inner)

    def _wrong(self, node: _Node, name: str) -> None:
        node.sound = False
        self._faults.append(Fault(node.file, node.row, name, None, "answer_shape"))

    # What comes out

    def _given(self, node: _Node) -> Given:
        inside: dict[str, tuple[str, int]] = {}
        unreadable: set[str] = set()
        values = self._tree(node, "", inside, unreadable)
        return Given(node.file, node.row, values, frozenset(unreadable), inside, node.day, _all_sound(node))

    def _tree(
        self, node: _Node, path: str, inside: dict[str, tuple[str, int]], unreadable: set[str]
    ) -> dict[str, Any]:
        """The values of a node: flat outside of repeats; inside, by group, as answers are laid on forms."""
        unreadable |= node.unreadable
        tree: dict[str, Any] = {}
        for code, value in node.values.items():
            self._put(tree, node.repeat, self._form.question(code).place, value)
        for place in self._form.repeats:
            if repeat_of(self._form, place) != node.repeat:
                continue
            times = []
            whole = path + "/".join(place[len(node.repeat) :])
            for number, inner in enumerate(node.inner.get(place, ()), start=1):
                inside[f"{whole}[{number}]"] = (inner.file, inner.row)
                times.append(self._tree(inner, f"{whole}[{number}]/", inside, unreadable))
            self._put(tree, node.repeat, place, times)
        return tree

    @staticmethod
    def _put(tree: dict[str, Any], repeat: Place, place: Place, value: Any) -> None:
        groups = place[len(repeat) : -1] if repeat else ()
        for group in groups:
            tree = tree.setdefault(group, {})
        tree[place[-1]] = value


def _is_inner(table: Table) -> bool:
    """Whether the rows of a table are times that a repeat was answered."""
    return any(own in table.header for own, _ in _LINKS)


def _all_sound(node: _Node) -> bool:
    return node.sound and all(_all_sound(inner) for times in node.inner.values() for inner in times)


def _scalar(value: Any) -> Any:
    """A value as it would stand in a file; what is no single value is left for the form to refuse."""
    if isinstance(value, Mapping) or (isinstance(value, list) and any(map(_is_nested, value))):
        return value
    return as_text(value)


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _sent_on(cells: Mapping[str, Any]) -> date | None:
    """The day on which an answer was sent, by the clock of Japan."""
    system = cells.get("__system")
    told: Iterator[Any] = iter(
        [
            *(cells.get(name) for name in _SENT_AT),
            system.get("submissionDate") if isinstance(system, Mapping) else None,
        ]
    )
    text = next((str(each) for each in told if each), "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(_JAPAN).date()
