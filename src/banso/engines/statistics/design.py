"""How answers were drawn: what makes a share of them more or less certain than of as many drawn by lot.

Weights, strata, the size of the whole and firms with several answers become one design, which `svy` turns
into standard errors. Two things are decided here and said in notes, because no formula decides them:

1. A stratum with one answer tells nothing of how much answers differ in it. Its answer is compared with the
   mean of all (R's `lonely.psu="adjust"`), which is never too narrow.
2. A firm with several answers is one cluster. Where its answers stand in several strata these are not drawn
   independently: they are joined.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from banso.engines.kernel.faults import Fault
from banso.engines.statistics.answers import ROW

if TYPE_CHECKING:
    import svy

# What svy notes is decided here, and said in our own notes.
logging.getLogger("svy").setLevel(logging.ERROR)

WEIGHT, STRATUM, CLUSTER, WHOLE = "#weight", "#stratum", "#cluster", "#whole"


@dataclass(frozen=True, slots=True)
class Design:
    """The columns that say how answers were drawn. `whole`: how many there are to draw from.

    `whole` is a column with the size of each answer's stratum, or one number for all; among strata one number
    is divided as the weights are. `cluster` names who answers: the same firm twice is one cluster.
    """

    weight: str | None = None
    stratum: str | None = None
    cluster: str | None = None
    whole: str | int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers that it needs; that of the cluster may be missing."""
        named = (self.weight, self.stratum, self.whole if isinstance(self.whole, str) else None)
        return tuple(column for column in named if column is not None)


@dataclass(frozen=True, slots=True)
class Note:
    """What was decided about the design, without a sentence: messages are rendered at the edge."""

    rule: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Answers with their design, or what keeps them from having one."""

    frame: pl.DataFrame
    design: Design
    clustered: bool = False
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def by_lot(self) -> bool:
        """Whether the answers count as drawn by lot, each alone: at most the size of the whole is known."""
        return not (self.design.weight or self.design.stratum or self.clustered)

    @property
    def sampled(self) -> float:
        """Which part of the whole answered, from 0 to 1; 0 where the size of the whole is not known."""
        if WHOLE not in self.frame.columns:
            return 0.0
        strata = self.frame.group_by(STRATUM).agg(pl.col(CLUSTER).n_unique(), pl.col(WHOLE).first())
        return float(strata[CLUSTER].sum() / strata[WHOLE].sum())

    def sample(self, frame: pl.DataFrame) -> svy.Sample:
        """The sample that svy estimates from; `frame` has the columns of the design."""
        # Imported here: it takes a second.
        import svy

        lonely = any(note.rule == "stratum_single" for note in self.notes)
        return svy.Sample(
            frame,
            svy.Design(
                wgt=WEIGHT,
                stratum=STRATUM if self.design.stratum else None,
                psu=CLUSTER if self.clustered else None,
                pop_size=WHOLE if WHOLE in frame.columns else None,
                singleton="center" if lonely else None,
            ),
        )


def drawn(answers: pl.DataFrame, design: Design, file: str = "") -> Drawn:
    """Put a design to answers: read its columns, check them and decide what is named above."""
    frame = answers.with_columns(
        _number(design.weight).alias(WEIGHT) if design.weight else pl.lit(1.0).alias(WEIGHT),
        (pl.col(design.stratum) if design.stratum else pl.lit("")).alias(STRATUM),
        _cluster(answers, design).alias(CLUSTER),
    )
    faults = [*_weight_faults(frame, design, file), *_stratum_faults(frame, design, file)]
    if faults:
        return Drawn(frame, design, faults=tuple(faults))
    clustered = frame[CLUSTER].n_unique() < frame.height
    notes = []
    if clustered:
        notes.append(Note("clusters", {"clusters": frame[CLUSTER].n_unique(), "answers": frame.height}))
    frame, joined = _joined(frame)
    if joined:
        notes.append(Note("strata_joined", {"strata": joined}))
    frame, faults = _with_whole(frame, design, file)
    if design.stratum and (single := _single(frame)):
        notes.append(Note("stratum_single", {"strata": single}))
    return Drawn(frame, design, clustered, tuple(notes), tuple(faults))


def _number(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(",", "").cast(pl.Float64, strict=False)


def _cluster(answers: pl.DataFrame, design: Design) -> pl.Expr:
    """Who answered; an answer without a name is somebody of its own."""
    alone = pl.format("#{}", pl.col(ROW))
    if design.cluster is None or design.cluster not in answers.columns:
        return alone
    return pl.col(design.cluster).fill_null(alone)


def _weight_faults(frame: pl.DataFrame, design: Design, file: str) -> list[Fault]:
    if design.weight is None:
        return []
    given, weight = pl.col(design.weight), pl.col(WEIGHT)
    return [
        *_faults(frame, given.is_null(), design.weight, "weight_missing", file),
        *_faults(
            frame,
            given.is_not_null() & ~weight.is_finite().fill_null(False),
            design.weight,
            "weight_no_number",
            file,
        ),
        *_faults(frame, weight.is_finite() & (weight <= 0), design.weight, "weight_not_positive", file),
    ]


def _stratum_faults(frame: pl.DataFrame, design: Design, file: str) -> list[Fault]:
    if design.stratum is None:
        return []
    return _faults(frame, pl.col(STRATUM).is_null(), design.stratum, "stratum_missing", file)


def _faults(frame: pl.DataFrame, wrong: pl.Expr, column: str, rule: str, file: str) -> list[Fault]:
    rows = frame.filter(wrong).select(ROW, column)
    return [Fault(file, row, column, value, rule) for row, value in rows.iter_rows()]


def _joined(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Join strata that share a cluster; also the strata that are joined, as "a + b"."""
    pairs = frame.select(CLUSTER, STRATUM).unique()
    across = pairs.filter(pl.len().over(CLUSTER) > 1).sort(CLUSTER, STRATUM)
    head: dict[str, str] = {}

    def found(stratum: str) -> str:
        while (above := head.get(stratum, stratum)) != stratum:
            stratum = above
        return stratum

    for _who, strata in across.group_by(CLUSTER, maintain_order=True):
        first, *others = strata[STRATUM].to_list()
        for other in others:
            low, high = sorted((found(first), found(other)))
            if low != high:
                head[high] = low
    groups: dict[str, list[str]] = {}
    for stratum in sorted({*across[STRATUM].to_list()}):
        groups.setdefault(found(stratum), []).append(stratum)
    names = {stratum: " + ".join(group) for group in groups.values() for stratum in group}
    return frame.with_columns(pl.col(STRATUM).replace(names)), sorted({*names.values()})


def _with_whole(frame: pl.DataFrame, design: Design, file: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Add the size of each answer's stratum, if it is known."""
    if design.whole is None:
        return frame, []
    if isinstance(design.whole, int):
        part = pl.col(WEIGHT).sum().over(STRATUM) / pl.col(WEIGHT).sum()
        frame = frame.with_columns((part * design.whole).alias(WHOLE))
        column, value = None, str(design.whole)
    else:
        column, value = design.whole, None
        frame = frame.with_columns(_number(column).alias(WHOLE))
        wrong = ~(pl.col(WHOLE) > 0).fill_null(False)
        if faults := _faults(frame, wrong, column, "whole_no_number", file):
            return frame, faults
        # Joined strata are as large as their parts together.
        given = pl.col(design.stratum or STRATUM).alias("#given")
        sizes = frame.group_by(STRATUM, given).agg(
            pl.col(WHOLE).n_unique().alias("#sizes"), pl.col(WHOLE).first()
        )
        varied = sizes.filter(pl.col("#sizes") > 1).sort("#given")
        if varied.height:
            return frame, [
                Fault(file, None, column, None, "whole_varies", {"stratum": name})
                for name in varied["#given"]
            ]
        joined = sizes.group_by(STRATUM).agg(pl.col(WHOLE).sum())
        frame = frame.drop(WHOLE).join(joined, on=STRATUM, how="left", maintain_order="left")
    strata = frame.group_by(STRATUM).agg(pl.col(CLUSTER).n_unique(), pl.col(WHOLE).first()).sort(STRATUM)
    # A hair below is what dividing one number among strata leaves.
    small = strata.filter(pl.col(CLUSTER) > pl.col(WHOLE) * (1 + 1e-9))
    return frame, [
        Fault(
            file,
            None,
            column,
            value,
            "whole_too_small",
            {"stratum": name, "answers": answers, "whole": f"{size:g}"},
        )
        for name, answers, size in small.select(STRATUM, CLUSTER, WHOLE).iter_rows()
    ]


def _single(frame: pl.DataFrame) -> Sequence[str]:
    sizes = frame.group_by(STRATUM).agg(pl.col(CLUSTER).n_unique())
    return sizes.filter(pl.col(CLUSTER) == 1)[STRATUM].sort().to_list()
