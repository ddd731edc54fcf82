"""Answers for tests: made up in memory, or the fixed ones that R was asked about."""

from pathlib import Path

import polars as pl

from banso.engines.statistics.answers import ROW, read_answers
from banso.engines.statistics.design import Design, drawn

R = Path(__file__).parent / "r"
FIXED = R / "answers.csv"

#: The designs of `r/estimates.R`.
DESIGNS = {
    "weighted": Design("weight"),
    "strata": Design("weight", "stratum"),
    "whole": Design("weight", "stratum", "firm_ref", "population"),
}


def frame(**columns):
    """Answers by question; a cell is a text or None."""
    texts = {name: pl.Series([*cells], dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame(texts).with_row_index(ROW, 2).cast({ROW: pl.Int64})


def fixed(design):
    """The answers of FIXED, drawn by a design."""
    read = read_answers(
        FIXED, ["F7", "F9", "F14", "programme", "weight", "stratum", "population"], ["firm_ref"]
    )
    return drawn(read.frame, DESIGNS[design])
