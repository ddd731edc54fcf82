"""What a standing indicator is, and how its file is read.

A file is TOML, one indicator each, named after its code::

    code = "adoption-rate"
    name = { ja = "採択率", en = "Adoption rate" }
    purpose = { ja = "審査が働いているかを見る。", en = "Shows whether screening sorts applications." }
    kind = "share"
    table = "applications"
    base = "known(outcome)"
    counts = "outcome == 'adopted'"
    dated_by = "determined_on"
    unit = { ja = "件", en = "applications" }
    by = ["office", "service", "round"]
    disclosure = "public"
    owner = "evaluation"
    version = 1
    rise = { ja = "...", en = "..." }

Kinds: ``count`` (records in the base), ``share`` (those of the base for which ``counts`` holds), ``amount``
(the sum of ``value``), ``ratio`` (the sum of ``value`` to that of ``over``), ``middle`` (median and 90 %
point of ``value``), ``survival`` (how long until ``event``, ``time`` in months). ``groups`` compare two parts
of a base.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from banso.engines.evaluation.standing.expression import Expression, ExpressionFault, read
from banso.engines.evaluation.star import TABLES, Kind, Table
from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.faults import Fault

How = Literal["count", "share", "amount", "ratio", "middle", "survival"]
Disclosure = Literal["public", "staff"]

FOLDER = Path(__file__).parent.parent / "data" / "indicators"
#: A larger file is no definition.
MOST_BYTES = 20_000

#: The expressions that each kind needs, with the kind of value each must give.
_NEEDED: Mapping[str, Mapping[str, Kind]] = {
    "count": {},
    "share": {"counts": "truth"},
    "amount": {"value": "number"},
    "ratio": {"value": "number", "over": "number"},
    "middle": {"value": "integer"},
    "survival": {"time": "integer", "event": "truth"},
}
_EXPRESSIONS = ("counts", "value", "over", "time", "event")
_TEXTS = ("name", "purpose", "unit", "rise")
_NEEDED_KEYS = ("code", *_TEXTS, "kind", "table", "dated_by", "by", "disclosure", "owner", "version")
_KEYS = frozenset((*_NEEDED_KEYS, *_EXPRESSIONS, "base", "groups", "beside", "named", "checks", "note"))


@dataclass(frozen=True, slots=True)
class Part:
    """One of two parts of a base that are compared."""

    code: str
    name: Text
    where: Expression


@dataclass(frozen=True)
class Definition:
    """A standing indicator. ``base`` None: every record. What is missing follows the one rule of ``select``.

    ``beside``: the indicator of answers that asks the same; ``named``: what the figure is and is not;
    ``checks``: codes of checks on the data that it depends on; ``note``: what has to be said with it.
    """

    code: str
    name: Text
    purpose: Text
    kind: How
    table: Table
    base: Expression | None
    dated_by: str
    unit: Text
    by: tuple[str, ...]
    disclosure: Disclosure
    owner: str
    version: int
    rise: Text
    counts: Expression | None = None
    value: Expression | None = None
    over: Expression | None = None
    time: Expression | None = None
    event: Expression | None = None
    groups: tuple[Part, ...] = ()
    beside: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    named: Text | None = None
    note: Text | None = None
    expressions: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What a folder of definitions comes to: those without a fault by code, and all faults."""

    definitions: Mapping[str, Definition]
    faults: tuple[Fault, ...]


@cache
def shipped() -> Mapping[str, Definition]:
    """The indicators that ship, by code, in the order of their files.

    Raises:
        ValueError: one of them has a fault.
    """
    found = read_folder(FOLDER)
    if found.faults:
        raise ValueError(found.faults)
    return found.definitions


def read_folder(folder: Path) -> Read:
    """Read every definition of a folder; all faults are listed.

    An indicator with a fault is left out, and so is a second one of the same code.
    """
    definitions: dict[str, Definition] = {}
    faults: list[Fault] = []
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        faults.append(Fault(str(folder), None, None, None, "folder_empty"))
    for path in paths:
        found, wrong = _read_file(path)
        faults += wrong
        if found is None:
            continue
        if found.code in definitions:
            faults.append(Fault(path.name, None, "code", found.code, "code_repeated"))
            continue
        definitions[found.code] = found
    return Read(definitions, (*faults, *_unknown_beside(definitions)))


def _unknown_beside(definitions: Mapping[str, Definition]) -> Iterator[Fault]:
    for found in definitions.values():
        for code in found.beside:
            if code not in definitions:
                yield Fault(f"{found.code}.toml", None, "beside", code, "indicator_unknown")


def _read_file(path: Path) -> tuple[Definition | None, list[Fault]]:
    def fault(key: str | None, value: Any, rule: str, **params: Any) -> Fault:
        return Fault(path.name, None, key, None if value is None else str(value), rule, params)

    try:
        if path.stat().st_size > MOST_BYTES:
            return None, [fault(None, None, "file_too_large", kilobytes=MOST_BYTES // 1000)]
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [fault(None, None, "toml_unreadable", reason=str(error))]
    faults = [fault(key, None, "key_unknown") for key in data if key not in _KEYS]
    faults += [fault(key, None, "key_missing") for key in _NEEDED_KEYS if key not in data]
    if faults:
        return None, faults
    faults += [fault(key, data[key], "text_missing") for key in _TEXTS if not _is_text(data[key])]
    faults += [
        fault(key, data[key], "text_missing")
        for key in ("named", "note")
        if key in data and not _is_text(data[key])
    ]
    if data["code"] != path.stem:
        faults.append(fault("code", data["code"], "code_not_file"))
    if data["kind"] not in get_args(How):
        faults.append(fault("kind", data["kind"], "choice_unknown", choices=", ".join(get_args(How))))
    if data["disclosure"] not in get_args(Disclosure):
        choices = ", ".join(get_args(Disclosure))
        faults.append(fault("disclosure", data["disclosure"], "choice_unknown", choices=choices))
    if not isinstance(data["version"], int):
        faults.append(fault("version", data["version"], "number_missing"))
    table = TABLES.get(str(data["table"]))
    if table is None:
        faults.append(fault("table", data["table"], "choice_unknown", choices=", ".join(TABLES)))
    if faults or table is None:
        return None, faults
    faults += _dimension_faults(data, table, fault)
    expressions, wrong = _expressions(data, table, fault)
    groups, wrong_groups = _groups(data, table, fault)
    faults += wrong + wrong_groups
    if faults:
        return None, faults
    return _definition(data, table, expressions, groups), []


def _dimension_faults(data: Mapping[str, Any], table: Table, fault: Any) -> list[Fault]:
    found = []
    kinds = {column.name: column for column in table.columns}
    dated = kinds.get(str(data["dated_by"]))
    if dated is None or dated.kind not in ("day", "integer"):
        found.append(fault("dated_by", data["dated_by"], "day_unknown", table=table.name))
    for name in data["by"] if isinstance(data["by"], list) else ["?"]:
        if name not in kinds or not kinds[name].dimension:
            found.append(fault("by", name, "dimension_unknown", table=table.name))
    return found


def _expressions(
    data: Mapping[str, Any], table: Table, fault: Any
) -> tuple[dict[str, Expression], list[Fault]]:
    needed = _NEEDED[data["kind"]]
    found: dict[str, Expression] = {}
    faults = []
    wanted: dict[str, Kind] = {**needed, **({"base": "truth"} if "base" in data else {})}
    for key in _EXPRESSIONS:
        if key in data and key not in needed:
            faults.append(fault(key, data[key], "key_not_of_kind", kind=data["kind"]))
    for key, kind in wanted.items():
        if key not in data:
            faults.append(fault(key, None, "key_missing"))
            continue
        try:
            found[key] = read(str(data[key]), table, kind)
        except ExpressionFault as wrong:
            faults.append(_expression_fault(fault, key, str(data[key]), wrong))
    return found, faults


def _expression_fault(fault: Any, key: str, text: str, wrong: ExpressionFault) -> Fault:
    return cast(Fault, fault(key, text, f"expression_{wrong.rule}", at=wrong.column, **wrong.params))


def _groups(data: Mapping[str, Any], table: Table, fault: Any) -> tuple[tuple[Part, ...], list[Fault]]:
    given = data.get("groups", [])
    if not given:
        return (), []
    if data["kind"] != "share" or not isinstance(given, list) or len(given) != 2:
        return (), [fault("groups", None, "groups_two")]
    parts, faults = [], []
    for each in given:
        if not isinstance(each, dict) or set(each) != {"code", "name", "where"} or not _is_text(each["name"]):
            faults.append(fault("groups", None, "groups_two"))
            continue
        try:
            where = read(str(each["where"]), table, "truth")
        except ExpressionFault as wrong:
            faults.append(_expression_fault(fault, "groups", str(each["where"]), wrong))
            continue
        parts.append(Part(str(each["code"]), _text(each["name"]), where))
    return tuple(parts), faults


def _definition(
    data: Mapping[str, Any], table: Table, expressions: Mapping[str, Expression], groups: tuple[Part, ...]
) -> Definition:
    def texts(key: str) -> tuple[str, ...]:
        return tuple(str(one) for one in data.get(key, ()))

    return Definition(
        code=data["code"],
        **{key: _text(data[key]) for key in _TEXTS},
        kind=data["kind"],
        table=table,
        dated_by=data["dated_by"],
        by=texts("by"),
        disclosure=data["disclosure"],
        owner=str(data["owner"]),
        version=data["version"],
        base=expressions.get("base"),
        **{key: expressions.get(key) for key in _EXPRESSIONS},
        groups=groups,
        beside=texts("beside"),
        checks=texts("checks"),
        named=_text(data["named"]) if "named" in data else None,
        note=_text(data["note"]) if "note" in data else None,
        expressions=expressions,
    )


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"ja", "en"}
        and all(isinstance(one, str) and one.strip() for one in value.values())
    )


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["ja"], value["en"])


def of_tables(definitions: Sequence[Definition]) -> Mapping[tuple[str, str], list[Definition]]:
    """Definitions by table and date column: what one look at the data serves."""
    found: dict[tuple[str, str], list[Definition]] = {}
    for one in definitions:
        found.setdefault((one.table.name, one.dated_by), []).append(one)
    return found
