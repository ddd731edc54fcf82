from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from banso.engines.policy.compiled import WrongFact, compile_policy
from banso.engines.policy.dmn import read_dmn
from banso.engines.policy.expressions import Months
from tests.engines.policy.dmn.making import (
    attributes,
    decide,
    decision,
    function,
    input_data,
    literal,
    output,
    outputs,
    table,
    value,
)

FACTS = [input_data("age", "number"), input_data("risk", "string"), input_data("able", "boolean")]
NEEDS = ["i:age", "i:risk", "i:able"]
COLUMNS = ["age", "risk", "able"]


def approval(rules, outputs, hit=None, aggregation=None):
    return [*FACTS, decision("approval", table(COLUMNS, outputs, rules, hit, aggregation), NEEDS)]


ONE = [output(None, "string", '"yes", "no"')]
UNIQUE = [
    [">= 18", '"low", "medium"', "true", '"yes"'],
    ["< 18", '"low", "medium"', "true", '"no"'],
    ["-", '"high"', "true", '"no"'],
    ["-", "-", "false", '"no"'],
]
TWO = [output("status", "string", '"yes", "no"'), output("rate", "string")]
OVERLAPPING = [
    [">= 18", '"low", "medium"', "true", '"yes"', '"basic"'],
    ["< 18", "-", "-", '"no"', '"standard"'],
    ["-", '"high"', "-", '"yes"', '"standard"'],
]
BOTH = {"age": 17, "risk": "high", "able": True}
YES, NO = {"status": "yes", "rate": "standard"}, {"status": "no", "rate": "standard"}


@pytest.mark.parametrize(
    ("facts", "expected", "row"),
    [
        ({"age": 18, "risk": "low", "able": True}, "yes", 1),
        ({"age": 17, "risk": "medium", "able": True}, "no", 2),
        ({"age": 70, "risk": "high", "able": True}, "no", 3),
        ({"age": 70, "risk": "high", "able": False}, "no", 4),
    ],
)
def test_a_table_answers_under_the_name_of_its_decision(facts, expected, row):
    found = decide(approval(UNIQUE, ONE, "UNIQUE"), facts)
    assert found.outputs == {"approval": expected}
    assert found.matched == {"approval": (row,)}


def test_a_row_that_needs_an_unknown_fact_does_not_match_and_the_fact_is_named():
    found = decide(approval(UNIQUE, ONE), {"age": 20, "able": True})
    assert found.outputs == {"approval": None}
    assert found.missing == ("risk",)


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        ("FIRST", NO),
        ("PRIORITY", YES),
        ("RULE ORDER", [NO, YES]),
        ("OUTPUT ORDER", [YES, NO]),
        ("COLLECT", [NO, YES]),
        ("UNIQUE", None),
        ("ANY", None),
    ],
)
def test_every_hit_policy_answers_with_contexts_when_there_are_several_columns(hit, expected):
    found = decide(approval(OVERLAPPING, TWO, hit), BOTH)
    assert found.outputs["approval"] == expected
    assert found.conflicts == (("approval",) if expected is None else ())


def test_any_allows_rows_that_agree():
    rules = [["-", "-", "-", '"yes"'], ["> 1", "-", "-", '"y" + "es"']]
    assert outputs(approval(rules, ONE, "ANY"), BOTH) == {"approval": "yes"}


COLLECTED = [["> 1", "98.83"], ["> 2", "150.21"], ["> 3", "205.43"], ["> 4", "64.32"]]


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("SUM", "518.79"), ("MIN", "64.32"), ("MAX", "205.43"), ("COUNT", "4")],
)
def test_a_collecting_table_joins_its_results(aggregation, expected):
    logic = table(["years"], [output()], COLLECTED, "COLLECT", aggregation)
    parts = [input_data("years", "number"), decision("price", logic, ["i:years"], "number")]
    assert outputs(parts, {"years": 5}) == {"price": Decimal(expected)}
    assert outputs(parts, {"years": 0}) == {"price": None}


def test_results_of_several_kinds_have_no_sum():
    logic = table(["1"], [output()], [["-", "1"], ["-", '"a"']], "COLLECT", "SUM")
    assert outputs([decision("x", logic)]) == {"x": None}
    logic = table(["1"], [output()], [["-", "true"], ["-", "true"]], "COLLECT", "SUM")
    assert outputs([decision("x", logic)]) == {"x": None}


def test_priorities_may_be_numbers():
    rules = [["-", "10"], ["-", "30"], ["-", "20"]]
    logic = table(["1"], [output(None, "number", "20, 30, 10")], rules, "OUTPUT ORDER")
    assert outputs([decision("x", logic)]) == {"x": [20, 30, 10]}


def test_defaults_answer_where_no_row_matches():
    logic = table(["age"], [output("a", None, None, "1 + 1"), output("b")], [["> 100", "1", "1"]])
    parts = [input_data("age", "number"), decision("x", logic, ["i:age"])]
    assert outputs(parts, {"age": 1}) == {"x": {"a": 2, "b": None}}


def test_cells_may_refer_to_other_facts():
    logic = table(["age"], [output()], [["[low..high]", '"inside"'], ["< low", "low - age"]])
    kinds = {"age": "number", "low": "number", "high": "number"}
    parts = [input_data(name, kind) for name, kind in kinds.items()]
    parts.append(decision("x", logic, [f"i:{name}" for name in kinds]))
    assert outputs(parts, {"age": 5, "low": 1, "high": 9}) == {"x": "inside"}
    assert outputs(parts, {"age": 5, "low": 7, "high": 9}) == {"x": 2}


def test_an_empty_cell_lets_everything_pass_and_an_empty_result_is_no_value():
    logic = table(["age"], [output("a"), output("b")], [["", "1", ""]])
    parts = [input_data("age", "number"), decision("x", logic, ["i:age"])]
    assert outputs(parts) == {"x": {"a": 1, "b": None}}


LOAN = (
    '<itemDefinition name="tLoan">'
    '<itemComponent name="principal"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="yearly rate"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="months"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="from"><typeRef>date</typeRef></itemComponent>'
    '<itemComponent name="grace"><typeRef>dayTimeDuration</typeRef></itemComponent></itemDefinition>'
)
PAYMENT = "(loan.principal*loan.yearly rate/12)/(1-(1+loan.yearly rate/12)**-loan.months)"


def test_a_literal_expression_reaches_into_a_context():
    parts = [LOAN, input_data("loan", "tLoan"), decision("payment", literal(PAYMENT), ["i:loan"])]
    facts = {"principal": 600_000, "yearly rate": Decimal("0.0375"), "months": Decimal(360)}
    assert round(outputs(parts, {"loan": facts})["payment"], 11) == Decimal("2778.69354943277")


def test_dates_and_durations_in_contexts_may_be_given_as_text():
    parts = [LOAN, input_data("loan", "tLoan")]
    parts += [decision("year", literal("loan.from.year"), ["i:loan"])]
    parts += [decision("due", literal("loan.from + loan.grace"), ["i:loan"])]
    given = {"from": "2026-04-01", "grace": "P10D"}
    assert outputs(parts, {"loan": given}) == {"year": 2026, "due": date(2026, 4, 11)}
    given = {"from": date(2026, 4, 1), "grace": timedelta(10)}
    assert outputs(parts, {"loan": given}) == {"year": 2026, "due": date(2026, 4, 11)}


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("time", "10:00:00", "10:00:00"),
        ("dateTime", "2026-04-01T10:00:00Z", "2026-04-01T10:00:00Z"),
        ("date and time", "2026-04-01T10:00:00", "2026-04-01T10:00:00"),
        ("yearMonthDuration", "P18M", "P1Y6M"),
        ("days and time duration", "PT36H", "P1DT12H"),
    ],
)
def test_facts_of_kinds_that_stand_as_text_in_files_are_read(kind, text, expected):
    assert value("string(x)", {"x": kind}, {"x": text}) == expected


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("number", "three"),
        ("boolean", 1),
        ("date", "2026-04-01"),
        ("time", "noon"),
        ("dayTimeDuration", "P1M"),
        ("yearMonthDuration", Months),
        ("tLoan", "a loan"),
        ("tLoan", {"principal": "much"}),
        ("tLoan", {"from": "2026-02-30"}),
    ],
)
def test_a_fact_of_the_wrong_type_is_refused(kind, given):
    parts = [LOAN, input_data("x", kind), decision("y", literal("x = x"), ["i:x"])]
    with pytest.raises(WrongFact):
        decide(parts, {"x": given})


def test_a_fact_outside_the_allowed_values_is_refused():
    allowed = "<allowedValues><text>{}</text></allowedValues>"
    for kind, values, good, bad in (
        ("string", '"EMPLOYED", "STUDENT"', "STUDENT", "RETIRED"),
        ("number", "[0..100]", 100, 101),
        ("number", "1, 2, 3", 3, 4),
        ("string", "string length(?) &lt; 3", "ab", "abc"),
        ("time", '> time("10:00:00")', "11:00:00", "09:00:00"),
    ):
        item = f'<itemDefinition name="t"><typeRef>{kind}</typeRef>{allowed.format(values)}</itemDefinition>'
        parts = [item, input_data("x", "t"), decision("y", literal("x = x"), ["i:x"])]
        assert outputs(parts, {"x": good}) == {"y": True}
        with pytest.raises(WrongFact):
            decide(parts, {"x": bad})


def test_a_list_of_texts_in_a_cell_matches_each_of_them():
    item = '<itemDefinition name="tTexts" isCollection="true"><typeRef>string</typeRef></itemDefinition>'
    logic = table(
        ["sign"], [output()], [['"cough"', 'sign + " of a cold"'], ["flu", 'sign + " of flu"']], "COLLECT"
    )
    parts = [item, input_data("flu", "tTexts"), input_data("sign", "string")]
    parts.append(decision("x", logic, ["i:flu", "i:sign"], "tTexts"))
    facts = {"flu": ["fever", "cough"], "sign": "cough"}
    assert outputs(parts, facts) == {"x": ["cough of a cold", "cough of flu"]}
    assert outputs(parts, facts | {"sign": "fever"}) == {"x": ["fever of flu"]}


def test_logic_over_unknown_truth_values():
    kinds = {"a": "boolean", "b": "boolean"}
    assert value("a and b", kinds, {"a": False}) is False
    assert value("a and b", kinds, {"a": True}) is None
    assert value("not(a)", {"a": "boolean"}) is None


def test_a_function_of_one_expression_is_called():
    parts = [
        function("monthly", ["p", "r", "n"], "(p*r/12)/(1-(1+r/12)**-n)"),
        function(
            "with fee", ["loan", "fee"], "monthly(loan.principal, loan.rate, loan.term) + fee", ["f:monthly"]
        ),
        input_data("loan"),
        decision("x", literal("with fee(loan, 100)"), ["i:loan", "f:with fee"]),
    ]
    loan = {"principal": 600_000, "rate": Decimal("0.0375"), "term": 360}
    assert round(outputs(parts, {"loan": loan})["x"], 11) == Decimal("2878.69354943277")


def test_a_boxed_invocation_is_a_call():
    def binding(name, text):
        return f"<binding><parameter{attributes(name=name)}/>{literal(text)}</binding>"

    boxed = f"<invocation>{literal('less')}{binding('b', '2')}{binding('a', '7')}</invocation>"
    parts = [function("less", ["a", "b"], "a - b"), decision("x", boxed, ["f:less"])]
    assert outputs(parts) == {"x": 5}


def test_decisions_feed_each_other_in_whatever_order_they_stand():
    parts = [
        decision(
            "total", literal("base + max(extra one, extra two)"), ["d:base", "d:extra one", "d:extra two"]
        ),
        decision("extra one", table(["age"], [output(default="0")], [["< 18, >= 60", "5"]]), ["i:age"]),
        decision("extra two", table(["age"], [output(default="0")], [[">= 45", "2"]]), ["i:age"]),
        decision("base", literal("22")),
        input_data("age", "number"),
    ]
    for age, total in ((20, 22), (17, 27), (45, 24), (60, 27)):
        assert outputs(parts, {"age": age})["total"] == total


def test_one_decision_may_be_asked_for():
    parts = [
        decision("a", literal("1")),
        decision("b", literal("a + 1"), ["d:a"]),
        decision("c", literal("0")),
    ]
    assert decide(parts, decisions=["b"]).outputs == {"b": 2}


def booth(**facts):
    data = (Path(__file__).parent / "booth.dmn").read_bytes()
    reading = read_dmn(data, "booth.dmn")
    assert not reading.faults
    return compile_policy(reading.policy).decide(facts)


def test_a_whole_file_decides_with_reasons_in_both_languages():
    product = {"group": "tea", "unit price": 900, "on sale since": "2025-09-15"}
    facts = {"Firm size": "small", "Product": product, "Applied on": date(2026, 4, 1), "Earlier fairs": 0}
    found = booth(**facts)
    assert found.outputs == {
        "Months on sale": 6,
        "Points": 51,
        "Booth": {"square metres": 9, "corner": True},
        "Price": 116_000,
    }
    assert found.matched == {"Points": (1, 2, 3), "Booth": (1,)}
    assert [(reason.text.en, reason.text.ja) for reason in found.reasons] == [
        ("Small firms first", "小規模の企業を優先します"),
        ("First fair", "初めての出展です"),
        ("The product sells already", "すでに販売実績があります"),
        ("Many points", "Many points"),
    ]


def test_a_whole_file_says_what_was_missing():
    found = booth(**{"Firm size": "medium", "Earlier fairs": 1})
    assert found.outputs["Points"] == 0
    assert found.outputs["Booth"] is None
    assert set(found.missing) == {"Product", "Applied on"}
