"""Shares, tests and differences are those of R's survey package on fixed answers.

`r/estimates.csv` is what `r/estimates.R` prints; where R is installed it is asked again.
"""

import csv
import shutil
import subprocess
from functools import cache
from math import log

import pytest
from scipy.stats import t as student

from banso.engines.statistics.counting import Asked
from banso.engines.statistics.estimates import differences, tabulate
from engines.statistics.surveyed import DESIGNS, FIXED, R, fixed

STORED = R / "estimates.csv"
NEAR = {"rel": 1e-7}


def lines(text):
    return [*csv.DictReader(text.splitlines())]


@cache
def stored():
    return lines(STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("design", DESIGNS)
def test_every_share_has_the_standard_error_and_interval_that_r_gives(design):
    answers, tables = fixed(design), {}
    expected = [line for line in stored() if line["kind"] == "share" and line["design"] == design]
    for line in expected:
        asked = Asked(line["rows"], line["columns"] or None)
        if asked not in tables:
            tables[asked] = tabulate(answers, asked)
        cell = tables[asked].cell(line["row"], line["column"] or None)
        found = (cell.share, cell.se, cell.low, cell.high)
        assert found == pytest.approx(
            tuple(float(line[name]) for name in ("estimate", "se", "low", "high")), **NEAR
        ), line
    given = [cell for table in tables.values() for cell in table.cells if cell.n]
    assert len(given) == len(expected) == 23


@pytest.mark.parametrize("design", DESIGNS)
def test_the_adjusted_test_is_that_of_r(design):
    line = next(line for line in stored() if line["kind"] == "test" and line["design"] == design)
    test = tabulate(fixed(design), Asked("F7", "programme")).test
    assert (test.f, test.p) == pytest.approx((float(line["estimate"]), float(line["high"])), **NEAR)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_difference_and_a_ratio_know_that_a_firm_stands_in_both_groups(design):
    line, ratio = (
        next(line for line in stored() if line["kind"] == kind and line["design"] == design)
        for kind in ("difference", "log_ratio")
    )
    found = differences(fixed(design), Asked("F7", "programme"), "yes", ["consortium", "ec"])[0]
    assert (found.difference, found.se) == pytest.approx((float(line["estimate"]), float(line["se"])), **NEAR)
    assert log(found.ratio) == pytest.approx(float(ratio["estimate"]), **NEAR)
    degrees = {"weighted": 171, "strata": 168, "whole": 136}[design]
    half = student.ppf(0.975, degrees) * float(ratio["se"])
    assert log(found.ratio_high) - log(found.ratio) == pytest.approx(half, rel=1e-6)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R with its survey package is not installed")
def test_what_is_stored_is_what_r_says_today():
    done = subprocess.run(
        ["Rscript", "--vanilla", R / "estimates.R", FIXED], capture_output=True, text=True, check=True
    )
    assert numbers(lines(done.stdout)) == pytest.approx(numbers(stored()), rel=1e-8)


def numbers(records):
    return {
        (*list(record.values())[:6], name): float(record[name])
        for record in records
        for name in ("estimate", "se", "low", "high")
        if record[name].strip()
    }
