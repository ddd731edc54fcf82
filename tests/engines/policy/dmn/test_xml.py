import time

import pytest

from banso.engines.policy.dmn import read_dmn
from banso.engines.policy.dmn.xml import MOST_BYTES, MOST_DEPTH
from tests.engines.policy.dmn.making import decision, definitions, literal


def fault(data):
    reading = read_dmn(data, "given.dmn")
    assert reading.policy is None
    (found,) = reading.faults
    assert found.file == "given.dmn"
    return found


def good(head=""):
    return definitions(decision("x", literal("1")), head=head)


LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 9))
BOMB = f'<!DOCTYPE d [<!ENTITY a0 "aaaaaaaaaa">{LAUGHS}]>'


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE definitions>",
        '<!DOCTYPE definitions SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE definitions PUBLIC "a" "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>',
        BOMB,
    ],
)
def test_a_document_type_is_refused_before_anything_of_it_is_read(head):
    assert fault(good(head)).rule == "xml_doctype"


def test_an_entity_that_nobody_declared_is_refused():
    assert fault(good().replace(b"<text>1", b"<text>&x;")).rule == "xml_broken"


@pytest.mark.parametrize("levels", [MOST_DEPTH + 1, 10_000, 200_000])
def test_elements_nested_too_deep_are_refused_at_once(levels):
    started = time.perf_counter()
    found = fault(b"<a>" * levels + b"</a>" * levels)
    assert (found.rule, found.params["most"]) == ("xml_too_deep", MOST_DEPTH)
    assert time.perf_counter() - started < 1


def test_elements_nested_too_deep_inside_a_decision_are_refused():
    deep = "<extensionElements>" + "<x>" * 10_000 + "</x>" * 10_000 + "</extensionElements>"
    assert fault(definitions(deep, decision("x", literal("1")))).rule == "xml_too_deep"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"not xml", 1),
        (b"<a>\n<b></a>", 2),
        (b"\x00\x01", 1),
        (b'<?xml version="1.0" encoding="nowhere"?><a/>', 1),
        (b"<a>\xff</a>", 1),
        (b"<a/><b/>", 1),
        (b'<a xmlns:x="">\n<x:b/></a>', 2),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_line(data, line):
    found = fault(data)
    assert (found.rule, found.params["line"]) in {("xml_broken", line), ("xml_broken", 1)}


def test_a_file_that_is_too_large_is_refused():
    assert fault(b" " * (MOST_BYTES + 1)).rule == "xml_too_large"


def test_a_file_of_too_many_elements_is_refused():
    assert fault(b"<a>" + b"<b/>" * 200_000 + b"</a>").rule == "xml_too_many"


def test_utf_16_is_read():
    text = good().decode().replace("UTF-8", "UTF-16")
    assert read_dmn(text.encode("utf-16"), "given.dmn").faults == ()
