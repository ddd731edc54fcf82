"""What may be wrong with a piece of FEEL, and how much of it is read at most."""

from __future__ import annotations

#: The longest expression or cell, in characters.
MOST_CHARACTERS = 20_000
#: How deep brackets and calls may stand in each other. Each level costs the parser up to seven calls of
#: Python, whose own limit is 1,000.
MOST_NESTING = 50
#: How deep the parts of an expression may stand in each other; 1 + 2 + 3 is three deep. Each level costs the
#: evaluation up to two calls.
MOST_DEPTH = 120
#: The most parts of one expression once the functions it calls are written out in it.
MOST_PARTS = 5_000
#: The digits of a number (IEEE 754-2008 decimal128, which DMN 1.3, 10.3.2.3.1 asks for).
MOST_DIGITS = 34
#: The greatest power of ten of a number, of the same standard.
MOST_EXPONENT = 6_144


class FeelFault(Exception):
    """A text that is not an expression that is understood. ``rule`` is a stable code; ``params`` fill its
    sentence.
    """

    def __init__(self, rule: str, **params: object) -> None:
        super().__init__(f"{rule} {params}" if params else rule)
        self.rule, self.params = rule, params


def unsupported(construct: str) -> FeelFault:
    """The fault of what FEEL knows and this reader refuses, by its name."""
    return FeelFault("feel_unsupported", construct=construct)
