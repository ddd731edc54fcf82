"""Check a workbook that is to become a form: every fault by sheet, row and cell.

pyxform stops at the first thing it does not like and speaks of its own insides. So the cells are looked
through first; what passes is compiled, and what the compiled form still cannot do is led back to its row.
"""

import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from openpyxl.utils import get_column_letter

from banso.engines.kernel.faults import Fault, Severity, errors_among
from banso.engines.kernel.filetypes import NotTaken, recognise
from banso.engines.kernel.tables import UNREADABLE, Limits, Row, Table, read_sheets
from banso.engines.questionnaire.expressions import Expression, ExpressionError, Place, PlaceKind, Scope
from banso.engines.questionnaire.form import ROOT, Form, FormError
from banso.engines.questionnaire.reading import LANGUAGE, read

_MEGABYTE = 1024 * 1024
LIMITS = Limits(file_bytes=5 * _MEGABYTE, unpacked_bytes=8 * _MEGABYTE, rows=5_000, columns=100)

# Columns by the names that XLSForm gives them, as pyxform reads them.
_ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "command": "type",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "readonly": "read_only",
}
_SURVEY = frozenset(
    {
        *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant"),
        *("constraint", "constraint_message", "calculation", "default", "choice_filter", "parameters"),
        *("appearance", "bind::banso:absent"),
    }
)
_NOT_CARRIED_OUT = frozenset(
    {
        *("repeat_count", "trigger", "read_only", "image", "big-image", "audio", "video", "media"),
        *("body", "bind", "instance", "control", "save_to"),
    }
)
_TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message", "guidance_hint"})
_SHEETS = ("survey", "choices", "settings")
_SHEETS_REFUSED = frozenset({"entities", "external_choices", "osm"})
_EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "choice_filter", "default")
_YES_NO = frozenset({"yes", "no", "true", "false", "true()", "false()"})

_TYPES: dict[str, PlaceKind] = {
    "text": "text",
    "string": "text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "note": "text",
    "hidden": "text",
    "calculate": "any",
}
_UNSHOWN = frozenset({"calculate", "hidden"})
_SELECT = re.compile(
    r"(?P<kind>select[_ ]one|select1|select[_ ]multiple|select all that apply)(?: from)? +(?P<list>\S+)"
    r"(?P<other> +or[_ ](?:specify[_ ])?other)?"
)
_SECTION = re.compile(r"(?P<way>begin|end)[_ ](?P<kind>group|repeat)")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_ROW = re.compile(r"\[row : (?P<row>[0-9]+)\](?: On the '(?P<sheet>\w+)' sheet)?")


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook after checking: the form, if it is one, and all there is to say about its cells."""

    form: Form | None
    faults: tuple[Fault, ...]

    @property
    def readable(self) -> bool:
        """Whether the file could be read as a workbook at all."""
        return not any(fault.rule in UNREADABLE for fault in self.faults)


def check(name: str, content: bytes) -> Checked:
    """Check a workbook called `name`. The form is None if anything in it is refused."""
    return _Check(name, content).run()


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the survey sheet that is a question or opens a section."""

    row: Row
    type: str
    place: Place
    kind: PlaceKind
    list: str = ""


@dataclass(slots=True)
class _Sheet:
    """One sheet: its table, and its columns by their plain names (a translated one by each of its own)."""

    name: str
    table: Table
    columns: dict[str, list[str]] = field(default_factory=dict)

    def text(self, row: Row, column: str) -> str:
        """Return what a row says in a column; in the first language that says something."""
        texts = (row.cells.get(header, "").strip() for header in self.columns.get(column, ()))
        return next(filter(None, texts), "")


class _Check:
    """The check of one workbook: the faults so far."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name, self._content = name, content
        self._faults: list[Fault] = []
        self._sheets: dict[str, _Sheet] = {}
        self._lists: dict[str, dict[str, int]] = {}
        self._columns: frozenset[str] = frozenset()
        self._lines: list[_Line] = []

    def run(self) -> Checked:
        self._read()
        if "survey" in self._sheets and not any(fault.rule in UNREADABLE for fault in self._faults):
            self._choices()
            self._survey()
            self._expressions()
        form = None if errors_among(self._faults) else self._compile()
        return Checked(form, tuple(sorted(self._faults, key=lambda fault: (fault.file, fault.row or 0))))

    # Sheets and columns

    def _read(self) -> None:
        try:
            recognise("form.xlsx", BytesIO(self._content))
        except NotTaken as refused:
            # What else may be wrong with the file is found, and named, while it is read.
            if refused.rule in ("macros", "active"):
                self._faults.append(Fault(self._name, None, None, None, "form_programs"))
                return
        for title, table in read_sheets(self._name, self._content, LIMITS).items():
            name = title.strip().lower()
            if not title:
                self._faults += table.faults
            elif name in _SHEETS_REFUSED:
                self._faults.append(
                    Fault(table.file, None, None, title, "form_sheet_refused", {"sheet": title})
                )
            elif name in _SHEETS:
                self._sheet(name, table)
        if "survey" not in self._sheets and not errors_among(self._faults):
            self._faults.append(
                Fault(self._name, None, None, None, "form_sheet_missing", {"sheet": "survey"})
            )

    def _sheet(self, name: str, table: Table) -> None:
        quiet = {"rows_none", "file_empty"} if name != "survey" else set()
        sheet = _Sheet(name, table)
        for fault in table.faults:
            if fault.rule in quiet:
                continue
            cell = self._cell(sheet, fault.row, fault.column) if fault.row and fault.column else {}
            self._faults.append(replace(fault, params={**fault.params, **cell}))
        self._sheets[name] = sheet
        for header in table.header:
            self._header(sheet, header)
        needed = {"survey": ("type", "name"), "choices": ("list_name", "name")}.get(name, ())
        for column in needed:
            if table.header and column not in sheet.columns:
                self._faults.append(
                    Fault(table.file, 1, column, None, "form_column_missing", {"column": column})
                )

    def _header(self, sheet: _Sheet, header: str) -> None:
        if not header:
            return
        base, _, language = header.partition("::")
        plain = " ".join(base.lower().split())
        plain = _ALIASES.get(plain, plain).replace(" ", "_")
        whole = header.lower() if plain == "bind" else plain
        if sheet.name == "choices" and plain == "value":
            whole = plain = "name"
        sheet.columns.setdefault(whole, []).append(header)
        if language and plain in _TRANSLATED and not LANGUAGE.search(language):
            self._at(sheet, 1, header, language, "form_language", language=language)
        if sheet.name == "survey" and whole not in _SURVEY:
            if plain in _NOT_CARRIED_OUT:
                self._at(sheet, 1, header, header, "form_column_refused", column=header)
            else:
                self._at(sheet, 1, header, header, "form_column_unknown", "warning", column=header)

    # Choices

    def _choices(self) -> None:
        sheet = self._sheets.get("choices")
        if sheet is None:
            return
        known = {"list_name", "name", "label", "image", "audio", "video", ""}
        self._columns = frozenset(sheet.columns) - known
        for row in sheet.table.rows:
            list_name, code = sheet.text(row, "list_name"), sheet.text(row, "name")
            if not list_name and not code:
                continue
            if not list_name or not code:
                column = "name" if list_name else "list_name"
                self._in(sheet, row, column, "form_cell_empty", column=column)
                continue
            if re.search(r"\s", code):
                self._in(sheet, row, "name", "form_choice_name")
            first = self._lists.setdefault(list_name, {}).setdefault(code, row.number)
            if first != row.number:
                self._in(sheet, row, "name", "form_choice_repeated", list=list_name, other_row=first)
            self._labelled(sheet, row)

    def _labelled(self, sheet: _Sheet, row: Row) -> None:
        """Warn of a language that has no words."""
        for header in sheet.columns.get("label", ()):
            if not row.cells.get(header, "").strip():
                self._at(sheet, row.number, header, None, "form_label_missing", "warning", column=header)

    # Questions

    def _survey(self) -> None:
        sheet = self._sheets["survey"]
        open_sections: list[tuple[str, str, Row]] = []
        first_of: dict[str, int] = {}
        for row in sheet.table.rows:
            kind = " ".join(sheet.text(row, "type").split())
            name = sheet.text(row, "name")
            if not kind:
                if name or sheet.text(row, "label"):
                    self._in(sheet, row, "type", "form_cell_empty", column="type")
                continue
            section = _SECTION.fullmatch(kind)
            if section and section["way"] == "end":
                if open_sections and open_sections[-1][0] == section["kind"]:
                    open_sections.pop()
                else:
                    self._in(sheet, row, "type", "form_section_not_open", section=section["kind"])
                continue
            if not self._named(sheet, row, name, first_of):
                name = name or f"row{row.number}"
            place = (*(code for _, code, _ in open_sections), name)
            if section:
                open_sections.append((section["kind"], name, row))
                self._lines.append(_Line(row, kind, place, section["kind"]))  # type: ignore[arg-type]
            else:
                self._question(sheet, row, kind, place)
        for kind, _, row in open_sections:
            self._in(sheet, row, "type", "form_section_open", section=kind)

    def _named(self, sheet: _Sheet, row: Row, name: str, first_of: dict[str, int]) -> bool:
        if not name:
            self._in(sheet, row, "name", "form_cell_empty", column="name")
        elif not _NAME.fullmatch(name) or name == "meta":
            self._in(sheet, row, "name", "form_name")
        elif first_of.setdefault(name, row.number) != row.number:
            self._in(sheet, row, "name", "form_name_repeated", other_row=first_of[name])
        else:
            return True
        return False

    def _question(self, sheet: _Sheet, row: Row, type_: str, place: Place) -> None:
        select = _SELECT.fullmatch(type_)
        if not select and type_ not in _TYPES:
            self._in(sheet, row, "type", "form_type_unknown")
            return
        self._lines.append(
            _Line(row, type_, place, "text" if select else _TYPES[type_], select["list"] if select else "")
        )
        if select:
            if select["list"] not in self._lists:
                self._in(sheet, row, "type", "form_list_missing", list=select["list"])
            if select["other"]:
                other = f"{place[-1]}_other"
                self._lines.append(_Line(row, "text", (*place[:-1], other), "text"))
        calculation = sheet.text(row, "calculation")
        if type_ == "calculate" and not calculation:
            self._in(sheet, row, "calculation", "form_cell_empty", column="calculation")
        if calculation and type_ not in _UNSHOWN:
            self._in(sheet, row, "calculation", "form_calculation_misplaced")
        if type_ not in _UNSHOWN:
            self._labelled(sheet, row)

    def _expressions(self) -> None:
        sheet = self._sheets["survey"]
        places = {line.place: line.kind for line in self._lines}
        scope = Scope(ROOT, places)
        for line in self._lines:
            for column in _EXPRESSIONS:
                if line.row.unreadable.intersection(sheet.columns.get(column, ())):
                    continue
                source = sheet.text(line.row, column)
                # What or_other adds stands in the row of its question.
                if (
                    source
                    and not _constant(column, source)
                    and line.place[-1] == sheet.text(line.row, "name")
                ):
                    self._expression(sheet, line, column, source, scope)

    def _expression(self, sheet: _Sheet, line: _Line, column: str, source: str, scope: Scope) -> None:
        columns = self._columns if column == "choice_filter" else frozenset()
        try:
            expression = Expression(source, scope.at(line.place, columns))
        except ExpressionError as error:
            self._in(sheet, line.row, column, error.rule, **{"part": error.name, **error.params})
            return
        if expression.unanchored:
            self._in(
                sheet, line.row, column, "form_regex_unanchored", "warning", part=expression.unanchored[0]
            )

    # The compiled form

    def _compile(self) -> Form | None:
        try:
            return read(self._content)
        except FormError as error:
            for each in (error, *error.others):
                self._refused(each)
            return None

    def _refused(self, error: FormError) -> None:
        sheet = self._sheets["survey"]
        line = next((line for line in self._lines if line.place[-1] == error.place), None)
        params: dict[str, Any] = dict(error.params)
        column = str(params.get("column", "type"))
        if line is not None and error.rule == "form_circle":
            column = "calculation" if sheet.text(line.row, "calculation") else "relevant"
        if line is not None:
            self._in(sheet, line.row, column, error.rule, **{**params, "column": column})
            return
        named = _ROW.search(error.detail)
        file, row = self._name, None
        if named:
            file, row = f"{self._name}:{named['sheet'] or 'survey'}", int(named["row"])
        self._faults.append(Fault(file, row, None, None, error.rule, params))

    # Faults

    def _in(
        self, sheet: _Sheet, row: Row, column: str, rule: str, severity: Severity = "error", /, **params: Any
    ) -> None:
        """Name a fault in a column by its plain name."""
        headers = sheet.columns.get(column, ())
        header = next(
            (each for each in headers if row.cells.get(each, "").strip()), next(iter(headers), column)
        )
        self._at(sheet, row.number, header, row.cells.get(header) or None, rule, severity, **params)

    def _at(
        self,
        sheet: _Sheet,
        row: int,
        header: str,
        value: str | None,
        rule: str,
        severity: Severity = "error",
        /,
        **params: Any,
    ) -> None:
        place = self._cell(sheet, row, header)
        self._faults.append(Fault(sheet.table.file, row, header, value, rule, {**params, **place}, severity))

    @staticmethod
    def _cell(sheet: _Sheet, row: int, header: str) -> dict[str, str]:
        """Return where a cell is: its sheet and its name in a spreadsheet."""
        place = {"sheet": sheet.name}
        if header in sheet.table.header:
            place["cell"] = f"{get_column_letter(sheet.table.header.index(header) + 1)}{row}"
        return place


def _constant(column: str, source: str) -> bool:
    """Whether a cell is no expression: a yes or no, a text to begin with."""
    if column == "required":
        return source.lower() in _YES_NO
    return column == "default" and not re.search(r"\$\{|\w\(", source)
