import pytest

from tests.engines.policy.dmn.making import (
    attributes,
    decision,
    function,
    input_data,
    literal,
    only_fault,
    output,
    read,
    rules,
    table,
)


def logic(inside):
    return decision("x", inside)


@pytest.mark.parametrize(
    ("inside", "construct"),
    [
        ("<context/>", "context"),
        ("<relation/>", "relation"),
        ("<list/>", "list"),
        ("<functionDefinition/>", "functionDefinition"),
        ("<conditional/>", "conditional"),
        ("<for/>", "for"),
        ("<some/>", "some"),
        ("<every/>", "every"),
        ("<filter/>", "filter"),
        (f"<invocation>{literal('f')}</invocation>", "invocation of f"),
        ("<literalExpression><importedValues/></literalExpression>", "importedValues"),
        (literal("[1, 2][1]"), "filter [...]"),
    ],
)
def test_logic_that_is_not_supported_is_refused_by_name_at_its_decision(inside, construct):
    found = only_fault(logic(inside))
    assert found.column == "x"
    assert found.params["construct"] == construct
    assert read(logic(inside)).policy is None


@pytest.mark.parametrize("element", ["import", "decisionService"])
def test_parts_of_a_file_that_are_not_supported_are_refused_by_name(element):
    found = only_fault(f'<{element} name="n"/>', decision("x", literal("1")))
    assert (found.rule, found.params["construct"]) == ("dmn_unsupported", element)


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (table(["1"], [output()], [["-", "1"]]), "dmn_unsupported"),
        ("<context/>", "dmn_unsupported"),
    ],
)
def test_a_function_that_is_more_than_an_expression_is_refused(inside, rule):
    body = f"<encapsulatedLogic>{inside}</encapsulatedLogic>"
    part = f"<businessKnowledgeModel{attributes(id='f', name='f')}>{body}</businessKnowledgeModel>"
    found = only_fault(part, decision("x", literal("1")))
    assert (found.rule, found.column) == (rule, "f")


def test_a_function_of_another_language_is_refused():
    body = f'<encapsulatedLogic kind="Java">{literal("1")}</encapsulatedLogic>'
    part = f'<businessKnowledgeModel id="f" name="f">{body}</businessKnowledgeModel>'
    assert only_fault(part, decision("x", literal("1"))).params["construct"] == "Java function"


def test_what_does_not_change_a_decision_is_passed_over():
    beside = (
        '<extensionElements><own xmlns="urn:other"><deep/></own></extensionElements>'
        "<description>d</description>"
        '<knowledgeSource name="s"/><textAnnotation><text>t</text></textAnnotation>'
        '<dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"><x/></dmndi:DMNDI>'
    )
    about = "<description>d</description><question>q</question><authorityRequirement/>" + literal("1")
    assert read(beside, decision("x", about)).faults == ()


def test_another_language_of_expressions_is_refused():
    inside = '<literalExpression expressionLanguage="http://www.w3.org/1999/XPath"><text>1</text></literalExpression>'
    assert only_fault(logic(inside)).rule == "dmn_language"
    inside = inside.replace("http://www.w3.org/1999/XPath", "https://www.omg.org/spec/DMN/20230324/FEEL/")
    assert rules(logic(inside)) == []


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ],
)
def test_versions_from_1_2_on_are_read(namespace):
    assert read(logic(literal("1")), namespace=namespace).policy is not None


@pytest.mark.parametrize("namespace", ["http://www.omg.org/spec/DMN/20151101/dmn.xsd", "urn:other"])
def test_another_version_is_refused(namespace):
    found = only_fault(logic(literal("1")), namespace=namespace)
    assert (found.rule, found.value) == ("dmn_version", namespace)


def test_a_circle_is_refused_with_its_decisions():
    parts = [decision(name, literal("1"), [f"d:{needs}"]) for name, needs in ("ab", "bc", "ca")]
    found = only_fault(*parts)
    assert found.rule == "dmn_cycle"
    assert found.params["decisions"] in {"a → b → c → a", "b → c → a → b", "c → a → b → c"}


def test_functions_that_call_each_other_in_a_circle_are_refused():
    parts = [function("f", ["x"], "g(x)", ["f:g"]), function("g", ["x"], "f(x)", ["f:f"])]
    assert only_fault(*parts, decision("x", literal("1"))).rule == "dmn_cycle"


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ([], "dmn_no_decision"),
        ([decision("x", "")], "dmn_no_logic"),
        ([decision("x", literal(""))], "feel_empty"),
        ([decision("", literal("1"))], "dmn_nameless"),
        ([decision("x", literal("1")), input_data("x")], "dmn_name_twice"),
        ([decision("x", literal("1"), ["i:lost"])], "dmn_reference_unknown"),
        ([input_data("a"), decision("x", literal("a"))], "feel_name_unknown"),
        ([input_data("a", "tLost"), decision("x", literal("1"))], "dmn_type_unknown"),
        ([function("f", ["a"], "b"), decision("x", literal("1"))], "feel_name_unknown"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(parts, rule):
    assert rule in rules(*parts)


def test_a_type_made_of_itself_is_refused():
    inside = '<itemComponent name="a"><typeRef>t</typeRef></itemComponent>'
    item = f'<itemDefinition name="t">{inside}</itemDefinition>'
    assert rules(item, input_data("a", "t"), decision("x", literal("1"))) == ["dmn_type_circle"]


AGE = input_data("age", "number")


def of_table(inside):
    return only_fault(AGE, decision("x", inside, ["i:age"]))


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (table(["age"], [output()], [["-", "1"]], "LAST"), "dmn_hit_policy"),
        (table(["age"], [output()], [["-", "1"]], "FIRST", "SUM"), "dmn_aggregation"),
        (table(["age"], [output()], [["-", "1"]], "COLLECT", "MEAN"), "dmn_aggregation"),
        (table(["age"], [output("a"), output("b")], [], "COLLECT", "SUM"), "dmn_aggregation_columns"),
        (table(["age"], [], []), "dmn_no_output"),
        (table(["age"], [output("a"), output()], []), "dmn_output_nameless"),
        (table(["age"], [output("a"), output("a")], []), "dmn_output_twice"),
        (table([""], [output()], []), "dmn_input_empty"),
        (table(["age"], [output()], [["-", "1"]], "PRIORITY"), "dmn_no_priorities"),
        (table(["age"], [output(values="[1..9]")], [["-", "1"]], "PRIORITY"), "dmn_no_priorities"),
        (table(["age"], [output(values="1, 2")], [["-", "age"]], "OUTPUT ORDER"), "dmn_priority_computed"),
        (table(["age"], [output()], [["-", "1"]] * 2001), "dmn_rows_many"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(inside, rule):
    found = of_table(inside)
    assert (found.rule, found.column) == (rule, "x")


@pytest.mark.parametrize(
    ("cells", "rule", "value"),
    [
        ([">= ", "1"], "feel_ends_early", ">="),
        (["> 1 and", "1"], "feel_unexpected", "> 1 and"),
        (["> old", "1"], "feel_name_unknown", "> old"),
        (["-", "1 +"], "feel_ends_early", "1 +"),
        (['"old"', "1"], "dmn_test_kind", '"old"'),
        (["not([1..2], true)", "1"], "dmn_test_kind", "not([1..2], true)"),
        (["-", '"one"'], "dmn_result_kind", '"one"'),
        (["-", "4"], "dmn_result_not_listed", "4"),
        (["-"], "dmn_cells", None),
        (["-", "1", "1"], None, None),
    ],
)
def test_a_cell_is_refused_by_decision_and_row(cells, rule, value):
    inside = table(["age"], [output(None, "number", "[1..3]")], [["-", "1"], cells])
    found = read(AGE, decision("x", inside, ["i:age"])).faults
    if rule is None:
        # More texts than columns: the surplus is an annotation.
        assert found == ()
    else:
        assert [(fault.rule, fault.column, fault.row, fault.value) for fault in found] == [
            (rule, "x", 2, value)
        ]


def test_every_fault_of_a_file_is_named():
    inside = table(["age"], [output()], [["> ", "1 +"], ["-", "1"], ["<", "1"]])
    found = read(AGE, decision("y", literal("lost")), decision("x", inside, ["i:age"])).faults
    assert [(fault.column, fault.row) for fault in found] == [("y", None), ("x", 1), ("x", 1), ("x", 3)]


def test_long_texts_are_shown_in_part():
    found = only_fault(decision("x", literal("lost " * 300)))
    assert len(found.value) < 250


def test_a_file_with_more_to_read_than_anyone_writes_is_refused_once(monkeypatch):
    monkeypatch.setattr("banso.engines.policy.dmn.source.MOST_WORK", 20_000)
    lists = [decision(f"x{number}", literal(f"max({'1,' * 2000}1)")) for number in range(10)]
    assert rules(lists[0]) == []
    assert rules(*lists) == ["dmn_too_large"]


def test_functions_written_out_where_they_are_called_count_as_what_they_become(monkeypatch):
    monkeypatch.setattr("banso.engines.policy.dmn.source.MOST_WORK", 20_000)
    grown = [function("f0", ["x"], "x+x+x+x")]
    for number in range(1, 5):
        grown.append(function(f"f{number}", ["x"], "+".join([f"f{number - 1}(x)"] * 4), [f"f:f{number - 1}"]))
    called = [decision(f"x{number}", literal("f4(1)"), ["f:f4"]) for number in range(20)]
    assert rules(*grown, called[0]) == []
    assert rules(*grown, *called) == ["dmn_too_large"]


def test_a_decision_that_requires_a_refused_function_is_not_refused_besides():
    parts = [function("f", ["x"], "today()"), decision("x", literal("f(1)"), ["f:f"])]
    assert rules(*parts) == ["feel_unsupported"]
