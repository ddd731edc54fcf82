"""A complete answer of each programme, to change in one place a test."""

CONSORTIUM = {
    "programme": "consortium",
    "firm_ref": "F0001",
    "stratum": "handson",
    "cohort_fy": "2021",
    "F1c": "spot handson",
    "F1e": "",
    "F2": "24",
    "F3": "ended",
    "F4": "none",
    "F5": "",
    "F6": "amt",
    "F7": "yes",
    "F7s": "no",
    "F8": "met",
    "F9": "up",
    "F9b": "1200",
    "F10": "success",
    "F11": "yes",
    "F12": "pr otherx",
    "F12o": "社内の勉強会",
    "F13": "",
    "F14": "yes",
    "F15": "b20",
    "F15v": "15",
    "F16": "same",
    "F17": "",
}
EC = CONSORTIUM | {
    "programme": "ec",
    "F1c": "",
    "F1e": "mall",
    "F5": "none",
    "F7": "no",
    **dict.fromkeys(("F7s", "F8", "F9", "F9b", "F10", "F12o", "F15", "F15v"), ""),
    "F12": "hr",
    "F13": "org price",
    "F14": "no",
}


def answer(base=CONSORTIUM, **changes):
    """A complete answer with some columns changed; None leaves the column out."""
    return {code: value for code, value in (base | changes).items() if value is not None}


def as_csv(*answers, encoding="utf-8"):
    """The bytes of a CSV file of answers; the first gives the columns."""
    import csv
    import io

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(answers[0]))
    writer.writeheader()
    writer.writerows(answers)
    return file.getvalue().encode(encoding)


def as_xlsx(*answers):
    """The bytes of an XLSX file of answers; the first gives the columns."""
    import io

    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.active.append(list(answers[0]))
    for each in answers:
        workbook.active.append([value if value != "" else None for value in each.values()])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
