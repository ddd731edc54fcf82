"""Cut FEEL into tokens. Names may contain spaces and signs: the longest name that is known wins.

Source: DMN 1.3, 10.3.1.2 (grammar) and 10.3.1.4 (names with spaces and signs).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from banso.engines.policy.feel.faults import (
    MOST_CHARACTERS,
    MOST_DIGITS,
    MOST_EXPONENT,
    FeelFault,
    unsupported,
)
from banso.engines.policy.feel.functions import FUNCTIONS


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    TEXT = auto()
    NAME = auto()
    FUNCTION = auto()
    KEYWORD = auto()
    SIGN = auto()
    END = auto()


@dataclass(slots=True)
class Token:
    """A piece of the text, and where it begins (from 0).

    Of a bracket, ``opens`` says whether it begins something (``]`` may: ``]1..5]``), ``range`` whether what
    it begins has two dots in it.
    """

    kind: Kind
    value: str | Decimal
    place: int
    opens: bool = False
    range: bool = False

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of some signs."""
        return self.kind is Kind.SIGN and self.value in signs

    def is_word(self, *words: str) -> bool:
        """Whether it is one of some keywords."""
        return self.kind is Kind.KEYWORD and self.value in words


KEYWORDS = frozenset(
    {
        "and", "or", "if", "then", "else", "between", "in", "true", "false", "null",
        "for", "return", "some", "every", "satisfies", "function", "external", "instance", "of",
    }
)  # fmt: skip
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_TEXT = re.compile(r'"((?:[^"\\\n\r]|\\.)*)"', re.DOTALL)
_SIGN = re.compile(r"\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{},.:?@]")
_WORD = re.compile(r"[^\W\d]\w*")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPED = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def tokens_of(text: str, names: frozenset[str], members: frozenset[str]) -> list[Token]:
    """The tokens of a text, the last an END. ``names`` are known, ``members`` may follow a dot.

    Raises:
        FeelFault: something in it belongs to no token.
    """
    if len(text) > MOST_CHARACTERS:
        raise FeelFault("feel_too_long", most=MOST_CHARACTERS)
    tokens: list[Token] = []
    place = _skip(text, 0)
    while place < len(text):
        after_dot = bool(tokens) and tokens[-1].is_sign(".")
        token, end = _token(text, place, members if after_dot else names, after_dot)
        tokens.append(token)
        place = _skip(text, end)
    tokens.append(Token(Kind.END, "", len(text)))
    _pair(tokens)
    return tokens


def _skip(text: str, place: int) -> int:
    """The place after space and comments."""
    while True:
        start = _SPACE.match(text, place).end()  # type: ignore[union-attr]
        comment = _COMMENT.match(text, start)
        if not comment:
            return start
        place = comment.end()


def _token(text: str, place: int, names: frozenset[str], after_dot: bool) -> tuple[Token, int]:
    if found := _NUMBER.match(text, place):
        return Token(Kind.NUMBER, _number(found[0]), place), found.end()
    if text[place] == '"':
        found = _TEXT.match(text, place)
        if not found:
            raise FeelFault("feel_text_open", place=place + 1)
        return Token(Kind.TEXT, _unescaped(found[1]), place), found.end()
    if found := _known(names).match(text, place):
        known = " ".join(found[0].split())
        function = None if after_dot else _known(_FUNCTION_NAMES).match(text, place)
        if not (function and _called(text, function.end()) and function.end() >= found.end()):
            return Token(Kind.NAME, known, place), found.end()
    if not after_dot and (found := _known(_FUNCTION_NAMES).match(text, place)) and _called(text, found.end()):
        return Token(Kind.FUNCTION, " ".join(found[0].split()), place), found.end()
    if found := _WORD.match(text, place):
        kind = Kind.KEYWORD if found[0] in KEYWORDS and not after_dot else Kind.NAME
        return Token(kind, found[0], place), found.end()
    if found := _SIGN.match(text, place):
        return Token(Kind.SIGN, found[0], place), found.end()
    raise FeelFault("feel_character", character=text[place], place=place + 1)


_FUNCTION_NAMES = frozenset(FUNCTIONS)


@lru_cache(maxsize=256)
def _known(names: frozenset[str]) -> re.Pattern[str]:
    """Finds the longest of some names; it ends where no further letter or digit follows."""
    if not names:
        return re.compile(r"(?!)")
    patterns = (
        r"\s+".join(re.escape(word) for word in name.split()) + (r"(?!\w)" if name[-1:].isalnum() else "")
        for name in sorted(names, key=len, reverse=True)
        if name.strip()
    )
    return re.compile("|".join(patterns))


def _called(text: str, place: int) -> bool:
    return text.startswith("(", _skip(text, place))


def _number(text: str) -> Decimal:
    mantissa = re.split("[eE]", text)[0]
    if len(mantissa.replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise FeelFault("feel_number_long", value=text[:50], most=MOST_DIGITS)
    power = re.split("[eE]", text)[1:]
    if power and (len(power[0]) > 6 or abs(int(power[0])) > MOST_EXPONENT):
        raise FeelFault("feel_number_large", value=text[:50], most=MOST_EXPONENT)
    return Decimal(text)


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if code := found[1] or found[2]:
            if int(code, 16) > 0x10FFFF:
                raise FeelFault("feel_escape", value=found[0])
            return chr(int(code, 16))
        if found[3] not in _ESCAPED:
            raise FeelFault("feel_escape", value=found[0])
        return _ESCAPED[found[3]]

    plain = _ESCAPE.sub(one, text)
    try:
        # A character beyond 16 bits may be written as the two halves of UTF-16.
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FeelFault("feel_escape", value=text[:50]) from None


def _pair(tokens: list[Token]) -> None:
    """Find out which brackets open, which close, and which of them enclose a range.

    ``]`` opens where something is awaited, ``[`` closes a range that something stands before.
    """
    open_: list[Token] = []
    before: Token | None = None
    for token in tokens:
        # [] is a list of nothing.
        empty = before is not None and before.value == "[" and before.opens
        ends = empty or (before is not None and _ends(before))
        if token.is_sign(".."):
            if open_:
                open_[-1].range = True
        elif token.is_sign("(") or (token.is_sign("]", "[") and not ends):
            token.opens = True
            open_.append(token)
        elif token.is_sign("[") and not (open_ and open_[-1].range):
            # A bracket after a value picks from a list.
            raise unsupported("filter [...]")
        elif token.is_sign(")", "]", "[") and open_:
            open_.pop()
        before = token


def _ends(token: Token) -> bool:
    """Whether a value may end with a token."""
    if token.kind in (Kind.NUMBER, Kind.TEXT, Kind.NAME):
        return True
    if token.kind is Kind.KEYWORD:
        return token.value in ("true", "false", "null")
    return token.is_sign(")", "?", "}") or (token.is_sign("]", "[") and not token.opens)
