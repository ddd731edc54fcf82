"""Our judgement of answers beside that of ODK's own engine: same relevance, same violations."""

import json
import random
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from banso.engines.questionnaire.answering import judge
from banso.engines.questionnaire.form import FORMS, SHIPPED, Form, Question, Section
from banso.engines.questionnaire.reading import compiled
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

ORACLE = Path(__file__).parents[2] / "oracles" / "xforms"
# ODK's engine asks the machine what day it is.
TODAY = datetime.now(UTC).date()
CHOICES = [
    {"list_name": "L", "name": name, LABEL: name, "kind": kind}
    for name, kind in (("apple", "fruit"), ("tuna", "fish"), ("none", "fruit"))
]


def calculate(name, of):
    return {"type": "calculate", "name": name, "calculation": of}


# Small forms, each for a part of the dialect.
SMALL = {
    "groups": [
        question(type="integer", name="n"),
        section("group", "G", relevant="${n} > 2"),
        question(type="select_multiple L", name="s", required="${n} > 5"),
        question(name="t", relevant="selected(${s}, 'none') and count-selected(${s}) > 1", required="yes"),
        end("group"),
        question(name="u", relevant="${t} = '' or not(selected(${s}, 'tuna'))"),
    ],
    "repeats": [
        question(type="integer", name="n"),
        section("repeat", "R"),
        question(type="integer", name="x", constraint=". >= ${n}"),
        question(name="y", relevant="${n} != 3 and ${x} mod 2 = 0 and position(..) > 1", required="yes"),
        end("repeat"),
        question(name="many", relevant="count(${R}) > 2"),
        question(name="rich", relevant="count-non-empty(${x}) > 1 and max(${x}) > 5"),
    ],
    "calculations": [
        question(type="integer", name="a"),
        question(type="decimal", name="b"),
        calculate("c", "if(${a} > 3, ${a} * 2 + ${b}, 0)"),
        calculate("d", "coalesce(${b}, ${a})"),
        calculate("e", "round(${b} * 10, 1)"),
        question(name="p", relevant="${c} > 8"),
        question(name="q", relevant="${d} >= 4"),
        question(name="r", relevant="${e} div 2 > 20 or int(${b}) = 3"),
        question(name="s", relevant="${b} = '' or -(${a}) < -6"),
    ],
    "dates": [
        question(type="date", name="day", constraint=". <= today()"),
        question(name="late", relevant="today() - ${day} > 20"),
        question(type="date", name="then", constraint=". > ${day}", required="yes"),
        question(name="early", relevant="${then} < '2020-01-01' or ${day} + 10 < ${then}"),
        question(name="same", relevant="${then} = ${day} or date(${day}) = ${then}"),
    ],
    "texts": [
        question(name="t", constraint="regex(., '^[a-c]+[0-9]{1,2}$') or string-length(.) > 4"),
        question(name="u", relevant="contains(${t}, 'ab') or starts-with(${t}, 'c')"),
        question(name="v", relevant="substr(${t}, 0, 1) = 'a' and substring-after(${t}, 'a') != ''"),
        question(name="w", relevant="concat(${t}, '-', ${u}) = 'a1-' or normalize-space(${t}) = 'b'"),
        question(name="x", relevant="translate(${t}, 'abc', 'xyz') = 'x' or ends-with(${t}, '2')"),
    ],
    "ranges": [
        question(type="range", name="n", parameters="start=0 end=10 step=2"),
        question(type="select_one L or_other", name="s", required="yes"),
        question(name="t", relevant="${n} < 5 and ${s} != 'tuna'"),
    ],
}


def missing():
    """Why ODK's engine cannot run here; empty if it can."""
    node = shutil.which("node")
    if node is None:
        return "no node on PATH"
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    numbers = tuple(map(int, re.findall(r"[0-9]+", version)[:2]))
    if numbers < (20, 19):
        return f"node {version.strip()} is older than 20.19"
    if not (ORACLE / "node_modules" / "@getodk").exists():
        return "ODK's engine is not installed (npm install --no-package-lock in tests/oracles/xforms)"
    return ""


MISSING = missing()


def value(chance, step):
    """A value of the question's type, and sometimes none; it may break the constraint."""
    if chance.random() < 0.25:
        return ""
    if step.kind == "several":
        return " ".join(choice.code for choice in step.choices if chance.random() < 0.4)
    if step.kind == "one":
        return chance.choice(step.choices).code
    if step.bounds:
        return str(chance.choice((0, 2, 4, 6, 8, 10)))
    if step.kind == "whole":
        return str(chance.choice((-1, 0, 1, 2, 3, 4, 5, 6, 7, 10, 20, 100, 130)))
    if step.kind == "decimal":
        return str(chance.choice((0, 2.5, 3.25, 4, 12.75)))
    if step.kind == "date":
        return (TODAY + timedelta(days=chance.choice((-3000, -40, -12, -5, 30)))).isoformat()
    return chance.choice(("a1", "abc12", "b", "a", "c2", "consortium", "ec", "2025", "文字", "x" * 5))


def answered(chance, form, place=()):
    """An answer to every question of a form, asked or not."""
    given = {}
    for step in form.children.get(place, ()):
        if isinstance(step, Section) and step.repeats:
            given[step.code] = [answered(chance, form, step.place) for _ in range(chance.randint(1, 3))]
        elif isinstance(step, Section):
            given[step.code] = answered(chance, form, step.place)
        elif step.kind not in ("note", "calculated"):
            given[step.code] = value(chance, step)
    return given


def instance(form, answer):
    """The answer as ODK's engine takes it."""
    root = etree.Element("data", id=form.name or "data", version=form.version)
    _fill(root, form, answer, ())
    etree.SubElement(etree.SubElement(root, "meta"), "instanceID").text = "uuid:1"
    return etree.tostring(root, encoding="unicode")


def _fill(parent, form, given, place):
    for step in form.children.get(place, ()):
        if isinstance(step, Question):
            etree.SubElement(parent, step.code).text = given.get(step.code, "")
            continue
        for inside in given[step.code] if step.repeats else [given[step.code]]:
            _fill(etree.SubElement(parent, step.code), form, inside, step.place)


def cases():
    """(name, workbook, how many answers) of all forms."""
    for name in SHIPPED:
        yield name, (FORMS / f"{name}.xlsx").read_bytes(), 60
    for name, rows in SMALL.items():
        yield name, workbook(rows, CHOICES, [{"form_id": name, "version": "1"}]), 40


def ours(form, answer):
    """What our engine says, by path: (relevant, violation), and the questions that hang on refused ones."""
    judged = judge(form, answer, today=TODAY)
    refused = {node.question.place for node in judged.nodes if node.faults}
    calculated = {
        each.place for each in form.questions if each.calculation and each.calculation.places & refused
    }
    said = {}
    for node in judged.nodes:
        asked = node.question
        looks = {
            place
            for expression in (asked.relevant, asked.constraint, asked.required_if)
            if expression is not None
            for place in expression.places
        }
        # One wrong answer is named once: what hangs on it is not judged, where ODK's engine goes on.
        if node.asked is not None and not looks & (refused | calculated):
            violation = node.faults[0].rule if node.faults else None
            said[node.path] = [node.relevant, node.required, violation]
    return said


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_odk_finds_the_same_relevance_and_violations():
    chance = random.Random(7)
    asked, expected = [], []
    for name, content, number in cases():
        form = Form.load(content)
        answers = [answered(chance, form) for _ in range(number)]
        asked.append({"xform": compiled(content), "instances": [instance(form, each) for each in answers]})
        expected += [(name, each, ours(form, each)) for each in answers]
    done = subprocess.run(
        ["node", "judge.mjs"], cwd=ORACLE, input=json.dumps(asked), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    compared = 0
    for (name, answer, said), theirs in zip(expected, json.loads(done.stdout), strict=True):
        for path, mine in said.items():
            assert (path, mine) == (path, theirs.get(path)), (name, answer)
            compared += 1
    assert compared > 3_000
