"""The one way engines name bad input: where it stands and which rule it breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One piece of bad input, without a sentence: messages are rendered at the edge.

    `rule` is a stable code such as "choice_unknown". `row` counts as a spreadsheet shows it (header =
    row 1) and `column` is the header's name; either is None where the whole file or row is meant.
    `value` is the value as it was given. `params` fill the message. An "error" rejects what it names, a
    "warning" only reports what was done with it.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"


def errors_among(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults that reject something."""
    return tuple(fault for fault in faults if fault.severity == "error")
