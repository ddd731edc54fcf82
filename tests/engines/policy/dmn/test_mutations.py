from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from banso.engines.policy.compiled import WrongFact, compile_policy
from banso.engines.policy.dmn import read_dmn

BOOTH = etree.fromstring((Path(__file__).parent / "booth.dmn").read_bytes())
SIZE = len(list(BOOTH.iter()))
FACTS = {
    "Firm size": "small",
    "Product": {"group": "tea", "unit price": Decimal(900), "on sale since": "2025-09-15"},
    "Applied on": date(2026, 4, 1),
    "Earlier fairs": 0,
}
TEXTS = st.sampled_from(["", "-", "Points", "Booth", "1", '"a"', "x", "string", "FIRST", "COLLECT", "(" * 99])
MUTATIONS = st.tuples(
    st.sampled_from(["drop", "double", "move", "text", "attribute"]),
    st.integers(1, SIZE - 1),
    st.integers(1, SIZE - 1),
    TEXTS,
)


def mutated(mutations):
    root = deepcopy(BOOTH)
    for what, place, other, text in mutations:
        elements = list(root.iter(etree.Element))
        element, target = elements[place % len(elements)], elements[other % len(elements)]
        parent = element.getparent()
        if parent is None:
            continue
        if what == "drop":
            parent.remove(element)
        elif what == "double":
            parent.append(deepcopy(element))
        elif what == "move" and element not in (target, *target.iterancestors()):
            target.append(deepcopy(element))
        elif what == "text":
            element.text = text
        elif what == "attribute" and element.attrib:
            element.set(sorted(element.attrib)[other % len(element.attrib)], text)
    return etree.tostring(root)


@settings(max_examples=150, deadline=None)
@given(st.lists(MUTATIONS, min_size=1, max_size=4))
def test_a_damaged_file_is_refused_or_decides(mutations):
    reading = read_dmn(mutated(mutations), "booth.dmn")
    assert (reading.policy is None) is bool(reading.faults)
    if reading.policy is not None:
        compiled = compile_policy(reading.policy)
        for facts in (FACTS, {}):
            try:
                compiled.decide(facts)
            except WrongFact as wrong:
                assert wrong.name in FACTS
