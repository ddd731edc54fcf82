"""Workbooks of forms, made from rows."""

import io

import openpyxl

LABEL = "label::English (en)"


def workbook(rows, choices=(), settings=(), **sheets):
    """A form with the given rows of its survey sheet (dicts)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    parts = {"survey": rows, "choices": choices, "settings": settings, **sheets}
    for name, lines in parts.items():
        columns = list(dict.fromkeys(column for line in lines for column in line))
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for line in lines:
            sheet.append([line.get(column) for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def question(**columns):
    """A row of a survey sheet."""
    return {"type": "text", "name": "Q", LABEL: "Question"} | columns


def section(kind, name, **columns):
    """The row that begins a group or repeat."""
    return {"type": f"begin_{kind}", "name": name, LABEL: name} | columns


def end(kind):
    """The row that ends one."""
    return {"type": f"end_{kind}"}
