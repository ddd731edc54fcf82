"""Read S-FEEL, and what decision tables use beyond it: expressions, and the tests of a cell.

Source: DMN 1.3, chapter 9 and 10.3.1.2 (grammar). How it is read:

1. The text is cut into tokens (``lexer``), names with spaces and signs by the longest known name.
2. Expressions are read by precedence, from loose to tight: ``or``; ``and``; comparison, ``between``, ``in``;
   ``+ -``; ``* /``; ``**``; unary minus; ``.``; literals, names, calls, lists, parentheses. As the grammar
   has it, ``**`` stands to the left (2**3**2 is 64) and unary minus binds tighter (-2**2 is 4).
3. What FEEL knows beyond this is refused by its name, never guessed at. So is a name that nobody gave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from banso.engines.policy.expressions import (
    TESTED,
    AnyOf,
    Anything,
    Call,
    Choice,
    Compared,
    Comparison,
    Constant,
    Expression,
    Holds,
    In,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Operation,
    Test,
    Within,
)
from banso.engines.policy.feel import temporal
from banso.engines.policy.feel.faults import MOST_NESTING, FeelFault, unsupported
from banso.engines.policy.feel.functions import FUNCTIONS
from banso.engines.policy.feel.inlining import Defined, inlined, measured, mentions
from banso.engines.policy.feel.lexer import Kind, Token, tokens_of
from banso.engines.policy.feel.numbers import negative

__all__ = ["Defined", "FeelFault", "parse_expression", "parse_unary_tests"]

_Read = TypeVar("_Read", Expression, Test)

_COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")
#: How tightly an operator binds. Those of comparison, ``between`` and ``in`` do not follow each other.
_BINDING = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_COMPARING = 3
_LITERALS = {
    "date": temporal.read_date,
    "time": temporal.read_time,
    "date and time": temporal.read_date_and_time,
    "duration": temporal.read_duration,
}
_CONSTANTS = {"true": True, "false": False, "null": None}
_REFUSED = {
    "for": "for ... return",
    "some": "some ... satisfies",
    "every": "every ... satisfies",
    "function": "function definition",
    "instance": "instance of",
    "external": "external function",
}


def parse_expression(
    text: str,
    names: Collection[str],
    members: Collection[str] = (),
    functions: Mapping[str, Defined] | None = None,
) -> Expression:
    """Read an expression. ``names`` are the variables it may use, ``members`` the entries of contexts by name
    (only those with spaces or signs need be there), ``functions`` those defined beside the built-in ones.

    Raises:
        FeelFault: it is no expression, uses what is not supported, or is too long, deep or large.
    """
    return _read(text, names, members, functions or {}, False, lambda parser: parser.expression())


def parse_unary_tests(
    text: str,
    names: Collection[str],
    members: Collection[str] = (),
    functions: Mapping[str, Defined] | None = None,
) -> Test:
    """Read the tests of a cell: ``-``, ``not(...)``, or tests with commas between them.

    Raises:
        FeelFault: as ``parse_expression``.
    """
    return _read(text, names, members, functions or {}, True, lambda parser: parser.tests())


def _read(
    text: str,
    names: Collection[str],
    members: Collection[str],
    functions: Mapping[str, Defined],
    tested: bool,
    read: Callable[[_Parser], _Read],
) -> _Read:
    known = frozenset({*names, *functions})
    tokens = tokens_of(text, known, temporal.PARTS.union(members))
    if tokens[0].kind is Kind.END:
        raise FeelFault("feel_empty")
    parser = _Parser(tokens, frozenset(names), functions, tested)
    result = read(parser)
    parser.finish()
    measured(result)
    return result


@dataclass(slots=True)
class _Parser:
    tokens: Sequence[Token]
    names: frozenset[str]
    functions: Mapping[str, Defined]
    #: Whether ``?`` stands for the value of a column.
    tested: bool
    at: int = 0
    depth: int = 0

    def finish(self) -> None:
        if self.here.kind is not Kind.END:
            raise self._unexpected()

    # Tests

    def tests(self) -> Test:
        """``-``, ``not(tests)`` or tests."""
        if len(self.tokens) == 2 and self.here.is_sign("-"):
            self.at += 1
            return Anything()
        if self.here.kind is Kind.FUNCTION and self.here.value == "not" and self._is_whole_call():
            self.at += 2
            inside = self._some_tests()
            self._expect(")")
            return Not(inside)
        return self._some_tests()

    def _is_whole_call(self) -> bool:
        """Whether the first bracket is closed at the very end: ``not(a) and b`` is an expression."""
        depth = 0
        for place, token in enumerate(self.tokens[1:], 1):
            if token.opens:
                depth += 1
            elif token.is_sign(")", "]", "["):
                depth -= 1
                if depth == 0:
                    return self.tokens[place + 1].kind is Kind.END
        return True

    def _some_tests(self) -> Test:
        found = [self._test()]
        while self._take(","):
            found.append(self._test())
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def _test(self) -> Test:
        comparator = self._comparator()
        if comparator:
            return Compared(comparator, self._tight())
        if self.here.opens and self.here.range:
            return self._range()
        expression = self.expression()
        if mentions(expression, TESTED):
            return Holds(expression)
        return Compared("=", expression)

    def _range(self) -> Test:
        low_closed = self._next().value == "["
        low = self._tight()
        self._expect("..")
        high = self._tight()
        end = self._next()
        if not end.is_sign("]", ")", "["):
            raise self._unexpected(end)
        return Within(low, high, low_closed, end.value == "]")

    # Expressions

    def expression(self) -> Expression:
        return self._binary(0)

    def _tight(self) -> Expression:
        """An operand of a comparison: arithmetic, without ``and``, ``or`` and comparisons."""
        return self._binary(_COMPARING + 1)

    def _binary(self, least: int) -> Expression:
        self._deeper()
        left = self._unary()
        while True:
            token = self.here
            sign = str(token.value) if token.kind in (Kind.SIGN, Kind.KEYWORD) else ""
            binding = _BINDING.get(sign)
            if binding and binding >= least:
                self.at += 1
                left = Operation(sign, left, self._binary(binding + 1))  # type: ignore[arg-type]
            elif least <= _COMPARING and (sign in _COMPARATORS or sign in ("between", "in")):
                left = self._compared(left)
                # Looser operators may follow, another comparison may not.
                if self.here.is_sign(*_COMPARATORS) or self.here.is_word("between", "in"):
                    raise self._unexpected()
            elif token.is_word("instance"):
                raise unsupported(_REFUSED["instance"])
            else:
                break
        self.depth -= 1
        return left

    def _compared(self, left: Expression) -> Expression:
        comparator = self._comparator()
        if comparator:
            return Comparison(comparator, left, self._tight())
        if self._next().value == "between":
            low = self._tight()
            self._expect("and")
            return In(left, Within(low, self._tight(), True, True))
        if self.here.is_sign("(") and not self.here.range:
            self.at += 1
            inside = self._some_tests()
            self._expect(")")
            return In(left, inside)
        comparator = self._comparator()
        if comparator:
            return In(left, Compared(comparator, self._tight()))
        return In(left, self._range() if self.here.range else Compared("=", self._tight()))

    def _unary(self) -> Expression:
        signs = 0
        while self._take("-"):
            signs += 1
            self._deeper()
        result = self._postfix()
        for _ in range(signs):
            # A number with its sign is one constant.
            if isinstance(result, Constant) and isinstance(result.value, Decimal):
                result = Constant(negative(result.value))
            else:
                result = Negative(result)
        self.depth -= signs
        return result

    def _postfix(self) -> Expression:
        result = self._primary()
        while self._take("."):
            self._deeper()
            token = self._next()
            if token.kind not in (Kind.NAME, Kind.KEYWORD):
                raise self._unexpected(token)
            self.depth -= 1
            name = str(token.value)
            result = Name((*result.path, name)) if isinstance(result, Name) else Member(result, name)
        return result

    def _primary(self) -> Expression:
        token = self._next()
        match token.kind:
            case Kind.NUMBER | Kind.TEXT:
                return Constant(token.value)
            case Kind.NAME:
                return self._named(token)
            case Kind.FUNCTION:
                return self._call(str(token.value))
            case Kind.KEYWORD:
                return self._keyword(token)
            case Kind.SIGN if token.opens and token.range:
                raise unsupported("range outside of a test")
            case Kind.SIGN if token.value == "(":
                inside = self.expression()
                self._expect(")")
                return inside
            case Kind.SIGN if token.value == "[" and token.opens:
                return ListOf(self._items("]"))
            case Kind.SIGN if token.value == "{":
                raise unsupported("context {...}")
            case Kind.SIGN if token.value == "@":
                return self._at_literal()
            case Kind.SIGN if token.value == "?" and self.tested:
                return Name((TESTED,))
        raise self._unexpected(token)

    def _named(self, token: Token) -> Expression:
        name = str(token.value)
        if self.here.is_sign("("):
            if name in self.functions:
                self.at += 1
                given = self._items(")")
                return inlined(self.functions[name], given)
            raise unsupported(f"function {name}()")
        if self.here.is_sign(":"):
            raise unsupported("named arguments")
        if name not in self.names:
            raise FeelFault("feel_name_unknown", name=name)
        return Name((name,))

    def _keyword(self, token: Token) -> Expression:
        word = str(token.value)
        if word in _CONSTANTS:
            return Constant(_CONSTANTS[word])
        if word in _REFUSED:
            raise unsupported(_REFUSED[word])
        if word != "if":
            raise self._unexpected(token)
        condition = self.expression()
        self._expect("then")
        then = self.expression()
        self._expect("else")
        return Choice(condition, then, self.expression())

    def _call(self, name: str) -> Expression:
        self.at += 1
        given = self._items(")")
        if name in self.functions:
            return inlined(self.functions[name], given)
        function = FUNCTIONS[name]
        if len(given) < function.least or (function.most is not None and len(given) > function.most):
            raise FeelFault("feel_arguments", function=name, given=len(given))
        if name in _LITERALS and len(given) == 1 and isinstance(given[0], Constant):
            return self._literal(name, given[0])
        return Call(name, given)

    def _literal(self, name: str, given: Constant) -> Expression:
        """``date("2026-04-01")`` is the date itself; one that is none is a mistake, not an unknown value."""
        if not isinstance(given.value, str):
            return Call(name, (given,))
        value = _LITERALS[name](given.value)
        if value is None:
            raise FeelFault("feel_literal", function=name, value=given.value)
        return Constant(value)

    def _at_literal(self) -> Expression:
        token = self._next()
        if token.kind is not Kind.TEXT:
            raise self._unexpected(token)
        value = temporal.read_any(str(token.value))
        if value is None:
            raise FeelFault("feel_literal", function="@", value=token.value)
        return Constant(value)

    def _items(self, end: str) -> tuple[Expression, ...]:
        if self._take(end):
            return ()
        found = []
        while True:
            found.append(self.expression())
            if self.here.is_sign(":"):
                raise unsupported("named arguments")
            if not self._take(","):
                break
        self._expect(end)
        return tuple(found)

    # Tokens

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def _next(self) -> Token:
        token = self.tokens[self.at]
        if token.kind is Kind.END:
            raise self._unexpected()
        self.at += 1
        return token

    def _take(self, sign: str) -> bool:
        found = self.here.is_sign(sign) and not (sign == "]" and self.here.opens)
        self.at += found
        return found

    def _expect(self, word: str) -> None:
        if not (self.here.is_sign(word) or self.here.is_word(word)):
            raise self._unexpected()
        self.at += 1

    def _comparator(self) -> str:  # type: ignore[return]
        sign = self.here.value if self.here.is_sign(*_COMPARATORS) else ""
        self.at += bool(sign)
        return sign  # type: ignore[return-value]

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise FeelFault("feel_too_deep", most=MOST_NESTING)

    def _unexpected(self, token: Token | None = None) -> FeelFault:
        found = token or self.here
        if found.kind is Kind.END:
            return FeelFault("feel_ends_early")
        return FeelFault("feel_unexpected", found=str(found.value), place=found.place + 1)
