"""What KoBoToolbox and ODK Central export is read as a plain file is."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import shipped
from banso.engines.questionnaire.workbook import check
from tests.engines.questionnaire.answers import CONSORTIUM, answer, as_csv
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

SUPPORTED = shipped("supported_firm")
CHOICES = [
    {"list_name": "L", "name": "a", LABEL: "Apples"},
    {"list_name": "L", "name": "b", LABEL: "Pears and plums"},
]
#: A group, a repeat in it, and a repeat in that one.
FORM = check(
    "form.xlsx",
    workbook(
        [
            question(type="hidden", name="firm_ref", required="yes"),
            section("group", "g"),
            question(type="select_multiple L", name="kinds", required="yes"),
            section("repeat", "trip"),
            question(type="integer", name="days", required="yes", constraint=". < 100"),
            section("group", "inner"),
            question(type="select_one L", name="kind"),
            end("group"),
            section("repeat", "stop"),
            question(name="town"),
            end("repeat"),
            end("repeat"),
            end("group"),
            question(type="note", name="thanks"),
        ],
        CHOICES,
    ),
).form
VALUES = {
    "firm_ref": "F1",
    "kinds": ("a", "b"),
    "g/trip[1]/days": 3,
    "g/trip[1]/kind": "a",
    "g/trip[1]/stop[1]/town": "Seoul",
    "g/trip[2]/days": 5,
    "g/trip[2]/kind": None,
}
#: The same without the groups that stand only in paths.
KEYS = {
    "g/trip[1]/kind": "g/trip[1]/inner/kind",
    "g/trip[2]/kind": "g/trip[2]/inner/kind",
}
EXPECTED = {KEYS.get(key, key): value for key, value in VALUES.items()}


def table(header, *rows, delimiter=","):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return file.getvalue().encode()


def book(**sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(form=FORM, **files):
    named = [read_file(name.replace("_", "."), data) for name, data in files.items()]
    return read_answers(form, named, today=date(2026, 3, 10))


def rules(found):
    return [(fault.rule, fault.row, fault.column) for fault in found.faults]


def values(found):
    assert found.faults == ()
    return [each.cleaned.values for each in found.sound]


KOBO_SHEETS = {
    "form": [
        ["start", "firm_ref", "g/kinds", "g/kinds/a", "g/kinds/b", "__version__", "_id", "_uuid", "_index"],
        ["2026-03-01T10:00:00", "F1", "a b", 1, 1, "v1", 7, "u-7", 1],
        ["2026-03-01T10:00:00", "F2", "b", 0, 1, "v1", 8, "u-8", 2],
    ],
    "trip": [
        ["g/trip/days", "g/trip/inner/kind", "_index", "_parent_table_name", "_parent_index"],
        [3, "a", 1, "form", 1],
        [7, None, 2, "form", 2],
        [5, None, 3, "form", 1],
    ],
    "stop": [
        ["g/trip/stop/town", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
        ["Seoul", 1, "trip", 1, "u-7"],
    ],
}


def test_a_workbook_of_kobotoolbox_has_a_sheet_for_each_repeat():
    found = read(a_xlsx=book(**KOBO_SHEETS))
    first, second = values(found)
    assert first == EXPECTED
    assert [second["firm_ref"], second["g/trip[1]/days"]] == ["F2", 7]


def test_files_of_odk_central_are_joined_by_their_keys():
    found = read(
        form_csv=table(
            ["SubmissionDate", "firm_ref", "g-kinds", "SET-OF-trip", "meta-instanceID", "KEY", "ReviewState"],
            ["2026-03-01T10:00:00.000Z", "F1", "a b", "uuid:1/g/trip", "uuid:1", "uuid:1", "approved"],
        ),
        trips_csv=table(
            ["days", "inner-kind", "PARENT_KEY", "KEY"],
            ["3", "a", "uuid:1", "uuid:1/g/trip[1]"],
            ["5", "", "uuid:1", "uuid:1/g/trip[2]"],
        ),
        stops_csv=table(
            ["town", "PARENT_KEY", "KEY"], ["Seoul", "uuid:1/g/trip[1]", "uuid:1/g/trip[1]/stop[1]"]
        ),
    )
    assert values(found) == [EXPECTED]


KOBO_JSON = {
    "_id": 7,
    "formhub/uuid": "x",
    "firm_ref": "F1",
    "g/kinds": "a b",
    "g/trip": [
        {"g/trip/days": "3", "g/trip/inner/kind": "a", "g/trip/stop": [{"g/trip/stop/town": "Seoul"}]},
        {"g/trip/days": "5"},
    ],
    "_submission_time": "2026-03-01T10:00:00",
    "meta/instanceID": "uuid:1",
}
ODK_JSON = {
    "__id": "uuid:1",
    "__system": {"submissionDate": "2026-03-01T23:00:00.000Z", "edits": 0},
    "meta": {"instanceID": "uuid:1"},
    "firm_ref": "F1",
    "g": {
        "kinds": "a b",
        "trip@odata.navigationLink": "Submissions('uuid:1')/g/trip",
        "trip": [
            {"__id": "1", "days": 3, "inner": {"kind": "a"}, "stop": [{"town": "Seoul"}]},
            {"__id": "2", "days": 5, "inner": {"kind": None}, "stop": []},
        ],
    },
    "thanks": None,
}


@pytest.mark.parametrize(
    "held", [{"count": 1, "next": None, "results": [KOBO_JSON]}, {"value": [ODK_JSON]}, [ODK_JSON]]
)
def test_a_list_in_json_is_read(held):
    assert values(read(a_json=json.dumps(held).encode())) == [EXPECTED]


def test_choices_in_columns_of_their_own_are_one_answer():
    found = read(
        form_csv=table(["firm_ref", "g/kinds/a", "g/kinds/b", "KEY"], ["F1", "1", "1", "k"], delimiter=";"),
        trips_csv=table(["days", "kind", "PARENT_KEY", "KEY"], ["3", "", "k", "k/1"]),
        stops_csv=table(["town", "PARENT_KEY", "KEY"], ["Seoul", "k/1", "k/1/1"]),
    )
    assert values(found)[0]["kinds"] == ("a", "b")


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (["a", "1", "1"], ("choices_disagree", 2, "kinds")),
        (["a b", "1", "yes"], ("choice_column", 2, "kinds/b")),
    ],
)
def test_choices_apart_that_do_not_fit_are_named(cells, rule):
    header = ["firm_ref", "kinds", "kinds/a", "kinds/b", "_index"]
    sheets = KOBO_SHEETS | {"form": [header, ["F1", *cells, 1], ["F2", "b", "0", "1", 2]]}
    found = read(a_xlsx=book(**sheets))
    assert rule in rules(found)
    assert [each.respondent for each in found.sound] == [("", "F2")]


def test_words_instead_of_codes_are_refused_by_column():
    given = answer(F1c="スポット支援 ハンズオン支援", F7="はい")
    found = read(SUPPORTED, a_csv=as_csv(given))
    assert rules(found) == [("labels_in_cells", 2, "F1c"), ("labels_in_cells", 2, "F7")]
    assert found.answers == ()


def test_headers_in_words_are_refused_once():
    header = [SUPPORTED.question(code).label("ja") for code in CONSORTIUM]
    found = read(SUPPORTED, a_csv=table(header, list(CONSORTIUM.values())))
    assert rules(found) == [("labels_in_header", 1, "利用した支援")]


def test_a_fault_inside_a_repeat_is_named_where_it_stands():
    trips = [KOBO_SHEETS["trip"][0], [3, "a", 1, "form", 1], [700, None, 2, "form", 2]]
    sheets = KOBO_SHEETS | {"trip": trips}
    found = read(a_xlsx=book(**sheets))
    assert [(fault.file, fault.row, fault.column, fault.rule) for fault in found.faults] == [
        ("a.xlsx:trip", 3, "g/trip[1]/days", "constraint")
    ]


def test_a_time_of_a_repeat_without_its_answer_is_named():
    sheets = KOBO_SHEETS | {"stop": [KOBO_SHEETS["stop"][0], ["Seoul", 1, "trip", 9, "u-7"]]}
    assert rules(read(a_xlsx=book(**sheets))) == [("repeat_without_answer", 2, "_parent_index")]


def test_a_repeat_that_is_not_in_the_files_is_named():
    sheets = {name: KOBO_SHEETS[name] for name in ("form", "trip")}
    found = read(a_xlsx=book(**sheets))
    assert [(fault.rule, fault.params) for fault in found.faults] == [
        ("repeat_missing", {"repeat": "g/trip/stop"})
    ]


def test_repeats_that_odk_left_out_are_named_once():
    lean = ODK_JSON | {"g": {"kinds": "a", "trip@odata.navigationLink": "Submissions('uuid:1')/g/trip"}}
    found = read(a_json=json.dumps({"value": [lean, lean | {"firm_ref": "F2"}]}).encode())
    assert rules(found) == [("repeat_not_expanded", None, None)]


def test_one_page_of_many_is_noted():
    found = read(a_json=json.dumps({"next": "https://kobo.test/?start=1", "results": [KOBO_JSON]}).encode())
    assert [(fault.rule, fault.severity) for fault in found.faults] == [("json_one_page", "warning")]


@pytest.mark.parametrize(
    "data", [b"{", b'{"a": 1}', b"[1]", b'[{"a": 1, "a": 2}]', b"[" * 100_000, b"\xff\xfe{}", b'{"value": 3}']
)
def test_json_that_holds_no_list_of_answers_is_refused(data):
    found = read(a_json=data)
    assert [fault.rule for fault in found.faults] == ["json_broken"]
    assert not found.readable


def test_deep_json_is_told_and_not_followed():
    deep = {}
    for _ in range(500):
        deep = {"g": deep}
    found = read(a_json=json.dumps([{"firm_ref": "F1", **deep}]).encode())
    assert [(fault.rule, fault.column) for fault in found.faults] == [
        ("column_unknown", "g/g"),
        ("required", "kinds"),
    ]


def test_something_else_in_the_place_of_a_repeat_is_named():
    found = read(a_json=json.dumps([KOBO_JSON | {"g/trip": "x"}]).encode())
    assert rules(found) == [("answer_shape", 1, "trip")]
    assert found.sound == ()


def test_an_answer_is_judged_on_the_day_it_was_sent():
    rows = [
        question(type="hidden", name="firm_ref"),
        question(type="date", name="on", constraint=". <= today()"),
    ]
    form = check("form.xlsx", workbook(rows)).form
    header = ["firm_ref", "on", "_submission_time"]
    found = read(
        form, a_csv=table(header, ["F1", "2026-03-02", "2026-03-01T16:00:00"], ["F2", "2026-03-05", ""])
    )
    assert found.faults == ()
    late = read(form, a_csv=table(header, ["F1", "2026-03-03", "2026-03-01T16:00:00"]))
    assert rules(late) == [("constraint", 2, "on")]


def test_a_form_that_does_not_say_who_answers_is_named():
    form = check("form.xlsx", workbook([question(name="Q")])).form
    assert rules(read(form, a_csv=b"Q\nx\n")) == [("respondent_unknown", None, None)]


def test_offices_answer_once_a_year():
    from tests.engines.questionnaire.test_shipped import OFFICE

    given = {code: str(value) for code, value in OFFICE.items()} | {"J2": "2024"}
    found = read(shipped("office_year"), a_csv=as_csv(given, given | {"J2": "2025"}, given))
    assert rules(found) == [("answer_repeated", 4, "J1")]
