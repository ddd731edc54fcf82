"""Facts and results of many cases as arrays, where the unknown is neither zero nor a sentinel that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from banso.engines.policy.compiled import WrongFact, fitted
from banso.engines.policy.model import Fact, Kind

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Values:
    """A fact or result of many cases.

    Numbers are float64 and NaN where unknown; dates are days since 1970 as float64; truth values are 0 and 1,
    texts are places in ``labels``, both int8 to int32 and -1 where unknown. ``lists`` of results are not held
    here.
    """

    kind: Kind
    data: Array
    labels: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.data)

    @property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Where the value is unknown."""
        return np.isnan(self.data) if self.data.dtype.kind == "f" else self.data < 0


_EPOCH = date(1970, 1, 1).toordinal()


def values_of(fact: Fact, given: Sequence[Any]) -> Values:
    """The values of a fact in many cases, as arrays.

    Raises:
        WrongFact: one is of the wrong type or outside the domain; ``params["case"]`` says which (from 0).
    """
    fit = []
    for case, value in enumerate(given):
        try:
            fit.append(fitted(fact, value))
        except WrongFact as fault:
            raise WrongFact(fault.rule, fault.name, fault.value, **{**fault.params, "case": case}) from None
    if fact.kind is Kind.TEXT:
        labels = tuple(sorted({value for value in fit if value is not None}))
        places: dict[Any, int] = {label: place for place, label in enumerate(labels)}
        data = np.fromiter((places.get(value, -1) for value in fit), np.int32, len(fit))
        return Values(fact.kind, data, labels)
    if fact.kind is Kind.BOOLEAN:
        truths = (-1 if value is None else int(value) for value in fit)
        return Values(fact.kind, np.fromiter(truths, np.int8, len(fit)))
    numbers = (np.nan if value is None else number(value) for value in fit)
    return Values(fact.kind, np.fromiter(numbers, np.float64, len(fit)))


def number(value: Any) -> float:
    """A number, or a day as days since 1970, as the processor knows it."""
    return float(value.toordinal() - _EPOCH) if isinstance(value, date) else float(value)
