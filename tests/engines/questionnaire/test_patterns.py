import random
import re
import time

import pytest

from banso.engines.questionnaire.patterns import PatternError, compiled

PATTERNS = [
    r"^[0-9]{7}$",
    r"(a+)+$",
    r"^(a|ab)(c|bcd)*$",
    r"a{2,3}b?",
    r"^$",
    r"x|yz|",
    r"^[^@]+@[^@]+\.[a-z]{2,}$",
    r"\d{2}-\d+",
    r"[a-c\-]+z",
    r"^(?:ab)*$",
    r"[\d.]+a",
    r"b*?c",
    r"a^b",
    r"a.c",
]


@pytest.mark.parametrize("source", PATTERNS)
def test_a_pattern_finds_what_python_finds(source):
    chance = random.Random(1)
    python = re.compile(source.replace("$", r"\Z"))
    for _ in range(300):
        text = "".join(chance.choice("abcxyz019-@. \n") for _ in range(chance.randint(0, 7)))
        assert compiled(source).found_in(text) == bool(python.search(text)), text


def test_no_pattern_keeps_the_machine_busy():
    start = time.perf_counter()
    assert not compiled("(a+)+$").found_in("a" * 20_000 + "b")
    assert not compiled("(a|aa)+(a*a*a*)*b$").found_in("a" * 20_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "source", ["(?=a)", r"(a)\1", "a**", "(a", "a)", "[z-a]", "x{9999}", "[a", "(a{100}){100}"]
)
def test_what_is_not_understood_or_too_large_is_refused(source):
    with pytest.raises(PatternError):
        compiled(source)


@pytest.mark.parametrize(("source", "anchored"), [("^a$", True), ("a$", False), (r"^a\$", False)])
def test_a_pattern_says_whether_it_stands_for_the_whole_text(source, anchored):
    assert compiled(source).anchored is anchored
