"""A small snapshot of made-up records: every table with rows, every column now and then absent."""

import random
from datetime import date, timedelta
from pathlib import Path

from banso.engines.evaluation.star import TABLES, Column, store
from banso.engines.evaluation.star.store import Store

AS_OF = date(2026, 3, 10)
#: Codes that expressions of the shipped indicators ask for.
CODES = {
    "outcome": ["adopted", "declined"],
    "result": ["advance", "shorten", "end"],
    "state": ["in_force", "waiting", "not_my_field", "helped"],
    "trend": ["up", "flat", "down", "stopped"],
    "new_exports": ["success", "failed", "notyet", "noplan"],
    "worker": ["expert", "staff"],
    "contract": ["made", "none", "open"],
    "programme": ["consortium", "ec"],
    "prior_record": ["none", "dom", "cb", "both"],
    "view": ["adopt", "decline"],
    "F5": ["none", "dom", "cb", "both"],
    "F6": ["qty", "amt", "both", "none"],
    "F8": ["met", "not_met"],
    "F9": ["up", "flat", "down", "stopped"],
    "F10": ["success", "failed", "notyet", "noplan"],
    "F16": ["same", "private", "self", "gaveup"],
    "office": ["sapporo", "sendai", "nagano"],
}
YES_NO = ["yes", "no"]


def made_up(folder: Path, seed: int, rows: int = 150) -> Store:
    """Write such a snapshot and open it."""
    dice = random.Random(seed)
    tables = [
        (name, [tuple(_value(dice, column, place) for column in table.columns) for place in range(rows)])
        for name, table in TABLES.items()
    ]
    store.write(folder, AS_OF.isoformat(), tables)
    return Store(folder)


def _value(dice: random.Random, column: Column, place: int) -> object:
    if column.name == "record":
        return place + 1
    if column.name == "cohort":
        return dice.choice([2023, 2024])
    if dice.random() < 0.15:
        return None
    match column.kind:
        case "integer":
            return dice.randint(0, 40)
        case "number":
            return dice.randint(0, 160) / 4
        case "truth":
            return dice.random() < 0.6
        case "day":
            return AS_OF - timedelta(days=dice.randint(0, 1500))
        case "texts":
            return dice.sample(["org", "price", "fund"], dice.randint(0, 3))
        case _:
            return dice.choice(CODES.get(column.name, YES_NO))
