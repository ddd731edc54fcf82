"""Keep a form as text beside its workbook, so that a change to it can be read line by line.

Staff edit the workbook (`forms/NAME.xlsx`). Its sheets stand as CSV in `forms/NAME/`. Write the text from
the workbook with `python -m banso.engines.questionnaire.source unpack NAME`, the workbook from the text
with `pack`.
"""

import csv
import sys
from pathlib import Path

import openpyxl

SHEETS = ("survey", "choices", "settings")
FORMS = Path(__file__).parent / "forms"

Sheets = dict[str, list[list[str]]]


def read_workbook(path: Path) -> Sheets:
    """Return the cells of a form's sheets, by sheet, as text; empty cells are empty text."""
    workbook = openpyxl.load_workbook(path)
    return {
        name: [["" if cell is None else str(cell) for cell in row] for row in workbook[name].values]
        for name in SHEETS
    }


def read_folder(folder: Path) -> Sheets:
    """Return the same cells from the CSV files of a folder."""
    sheets: Sheets = {}
    for name in SHEETS:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            sheets[name] = list(csv.reader(file))
    return sheets


def pack(folder: Path, path: Path) -> None:
    """Write the workbook from the CSV files."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in read_folder(folder).items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                # Every cell is text: a constraint is no Excel formula, a version no number.
                cell = sheet.cell(number, column, value or None)
                cell.number_format = "@"
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
    workbook.save(path)


def unpack(path: Path, folder: Path) -> None:
    """Write the CSV files from the workbook."""
    folder.mkdir(exist_ok=True)
    for name, rows in read_workbook(path).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def main(arguments: list[str]) -> int:
    """Run `pack NAME` or `unpack NAME`."""
    match arguments:
        case ["pack", name]:
            pack(FORMS / name, FORMS / f"{name}.xlsx")
        case ["unpack", name]:
            unpack(FORMS / f"{name}.xlsx", FORMS / name)
        case _:
            print("usage: python -m banso.engines.questionnaire.source pack|unpack NAME", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
