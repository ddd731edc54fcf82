import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from banso.apps.policies import messages
from banso.engines.kernel.faults import Fault
from banso.engines.policy.folder import read_files
from banso.web.faults import TABLE_RULES

PACKAGE = Path(messages.__file__).parents[2]
#: Where a rule's code stands in the calls that name one.
RULE_ARGUMENT = {
    "CellFault": 0, "FeelFault": 0, "XmlFault": 0, "WrongFact": 0, "Fault": 4, "_refused": 1,
}  # fmt: skip
#: Rules whose sentences are made of more than their parameters.
MADE = {"gap", "overlap", "never_matches"}


def codes(node):
    """The codes that an argument may be: a literal, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from codes(node.body)
        yield from codes(node.orelse)


def rules_named_in(path):
    """The codes of rules that a module names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        # Readers of files have methods of their own that take place and rule in another order each.
        arguments = (
            node.args if name in ("refuse", "_refuse") else node.args[RULE_ARGUMENT.get(name, 99) :][:1]
        )
        for argument in arguments:
            yield from (code for code in codes(argument) if "_" in code and code.islower())


def named():
    sources = [*(PACKAGE / "engines" / "policy").rglob("*.py"), PACKAGE / "commands" / "policy_files.py"]
    return {rule for path in sources for rule in rules_named_in(path)}


def test_every_rule_that_engines_and_commands_name_has_a_sentence():
    found = named()
    assert len(found) > 80
    keys = {"in_force_to"}  # The entry that is refused, not its rule.
    assert found - keys - MADE - messages.TEMPLATES.keys() == set()


def test_no_sentence_is_without_a_rule():
    # Rules whose code is put together of a kind or of what a value breaks.
    put_together = {"number_expected", "boolean_expected", "date_expected"}
    put_together |= {rule for rule in messages.TEMPLATES if "value_" in rule}
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE / "engines" / "policy").rglob("*.py")
    )
    text += (PACKAGE / "commands" / "policy_files.py").read_text(encoding="utf-8")
    unused = {rule for rule in messages.TEMPLATES if f'"{rule}"' not in text}
    assert unused - put_together - TABLE_RULES.keys() == set()


@pytest.mark.parametrize("rule", sorted(messages.TEMPLATES))
def test_a_sentence_is_translated_and_fills_in_the_same(rule):
    said = {}
    for language in ("en", "ja"):
        with translation.override(language):
            said[language] = str(messages.TEMPLATES[rule])
    assert said["en"] != said["ja"]
    assert sorted(re.findall(r"%\(\w+\)s", said["en"])) == sorted(re.findall(r"%\(\w+\)s", said["ja"]))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("t.csv", None, None, None, "gap", {"tests": {"a": "< 5", "b": "x"}}),
         "No row matches where a: < 5; b: x."),
        (Fault("t.csv", 3, None, None, "overlap", {"row": 2, "other": 1, "tests": {}}),
         "Rows 1 and 2 both match where -."),
        (Fault("t.csv", 3, "a", "x", "never_matches", {"row": 2, "by": ()}),
         "No value passes this condition, so that the row can never match."),
        (Fault("t.csv", 3, None, None, "never_matches", {"row": 4, "by": (1, 3)}),
         "The row can never match: rows 1, 3 take every case before it."),
        (Fault("c", 3, "a", "x", "fact_type", {"kind": "boolean"}), "The fact must be: true or false."),
        (Fault("d", None, "D", "x", "dmn_test_kind", {"input": "I", "kind": "time"}),
         "The column “I” has values of the type time; this cell compares them with another type."),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_words(fault, sentence):
    with translation.override("en"):
        assert messages.message(fault) == sentence


def test_every_fault_of_a_broken_version_can_be_told():
    head = 'id = 5\ncolour = "red"\nin_force_from = "soon"\n'
    head += '[[facts]]\nname = "A b"\nkind = "colour"\nwhole = 3\n'
    head += '[[tables]]\nname = "t"\nhit = "often"\naggregation = "sum"\n'
    faults = read_files({"policy.toml": head, "u.csv": "a\n"}).faults
    assert len({fault.rule for fault in faults}) > 6
    for language in ("ja", "en"):
        with translation.override(language):
            assert all("%(" not in messages.message(fault) for fault in faults)
