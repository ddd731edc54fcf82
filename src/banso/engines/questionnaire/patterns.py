"""The patterns of regex(): matched in time that grows with the text alone, whatever the pattern.

Python's own expressions try ways one after the other, and a pattern such as `(a+)+$` keeps them busy for
ever. Here all ways are followed at once (Thompson), and every step is kept for the next text. Understood are
characters, `.`, classes (`[a-z]`, `\\d \\w \\s`), groups, `|`, `^ $` and the counts `* + ? {m,n}`; anything
else (looking back or ahead, repeating what was found) is refused by its name.
"""

import re
from collections.abc import Callable
from functools import lru_cache

MAX_PATTERN = 500
MAX_STATES = 2_000
_MAX_STEPS_KEPT = 20_000

Test = Callable[[str], bool]

# States are (kind, what, next): "char" tests a character, "split" goes two ways, "start" and "end" are ^ and
# $.
_CHAR, _SPLIT, _START, _END, _DONE = range(5)
_CLASSES = {
    "d": r"[0-9]",
    "D": r"[^0-9]",
    "w": r"[A-Za-z0-9_]",
    "W": r"[^A-Za-z0-9_]",
    "s": r"\s",
    "S": r"\S",
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_COUNT = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}")


class PatternError(ValueError):
    """A pattern is not understood or is too large; the message is the part."""


class Pattern:
    """A pattern that is searched in texts."""

    def __init__(self, source: str) -> None:
        """Compile. Raises PatternError."""
        if len(source) > MAX_PATTERN:
            raise PatternError(f"{source[:20]}…")
        self._states: list[list] = []  # type: ignore[type-arg]
        self.anchored = source.startswith("^") and source.endswith("$") and not source.endswith("\\$")
        tree = _Reader(source).tree()
        done = self._state(_DONE, None)
        self._first = self._build(tree, done)
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def found_in(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in a text."""
        current = self._reached({self._first}, at_start=True, at_end=not text)
        for place, char in enumerate(text, start=1):
            if self._done(current):
                return True
            if place == len(text):
                moved = {self._states[s][2] for s in current if self._takes(s, char)}
                current = self._reached(moved | {self._first}, at_start=False, at_end=True)
            else:
                current = self._step(current, char)
        return self._done(current)

    def _step(self, current: frozenset[int], char: str) -> frozenset[int]:
        key = (current, char)
        found = self._steps.get(key)
        if found is None:
            moved = {self._states[s][2] for s in current if self._takes(s, char)}
            # The pattern may begin at any place of the text.
            found = self._reached(moved | {self._first}, at_start=False, at_end=False)
            if len(self._steps) >= _MAX_STEPS_KEPT:
                self._steps.clear()
            self._steps[key] = found
        return found

    def _takes(self, state: int, char: str) -> bool:
        kind, test, _ = self._states[state]
        return kind == _CHAR and test(char)

    def _done(self, states: frozenset[int]) -> bool:
        return any(self._states[state][0] == _DONE for state in states)

    def _reached(self, states: set[int], at_start: bool, at_end: bool) -> frozenset[int]:
        """Follow everything that takes no character."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            found.add(state)
            kind, other, following = self._states[state]
            if kind == _SPLIT:
                waiting += (other, following)
            elif (kind == _START and at_start) or (kind == _END and at_end):
                waiting.append(following)
        return frozenset(found)

    def _state(self, kind: int, what: object, following: int = -1) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternError("{ }")
        self._states.append([kind, what, following])
        return len(self._states) - 1

    def _build(self, tree: tuple, following: int) -> int:  # type: ignore[type-arg]
        """Make the states of a part that goes on to `following`; gives its first."""
        kind = tree[0]
        if kind == "char":
            return self._state(_CHAR, tree[1], following)
        if kind in ("start", "end"):
            return self._state(_START if kind == "start" else _END, None, following)
        if kind == "row":
            for part in reversed(tree[1]):
                following = self._build(part, following)
            return following
        if kind == "either":
            ways = [self._build(part, following) for part in tree[1]]
            first = ways.pop()
            while ways:
                first = self._state(_SPLIT, ways.pop(), first)
            return first
        _, part, least, most = tree
        if most is None:
            loop = self._state(_SPLIT, following, -1)
            self._states[loop][2] = self._build(part, loop)
            following = loop
        else:
            end = following
            for _ in range(most - least):
                following = self._state(_SPLIT, end, self._build(part, following))
        for _ in range(least):
            following = self._build(part, following)
        return following


@lru_cache(maxsize=1_000)
def compiled(source: str) -> Pattern:
    """Return the pattern, compiled once. Raises PatternError."""
    return Pattern(source)


class _Reader:
    """Reads a pattern into nested tuples."""

    def __init__(self, source: str) -> None:
        self._source, self._at, self._depth = source, 0, 0

    def tree(self) -> tuple:  # type: ignore[type-arg]
        tree = self._either()
        if self._at < len(self._source):
            raise PatternError(self._source[self._at])
        return tree

    @property
    def _char(self) -> str:
        return self._source[self._at : self._at + 1]

    def _either(self) -> tuple:  # type: ignore[type-arg]
        self._depth += 1
        if self._depth > 20:
            raise PatternError("(")
        ways = [self._row()]
        while self._char == "|":
            self._at += 1
            ways.append(self._row())
        self._depth -= 1
        return ways[0] if len(ways) == 1 else ("either", ways)

    def _row(self) -> tuple:  # type: ignore[type-arg]
        parts = []
        while self._char and self._char not in "|)":
            parts.append(self._counted(self._part()))
        return ("row", parts)

    def _counted(self, part: tuple) -> tuple:  # type: ignore[type-arg]
        char = self._char
        counts = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char and char in counts:
            self._at += 1
            least, most = counts[char]
        elif match := _COUNT.match(self._source, self._at):
            self._at = match.end()
            least = int(match[1])
            most = (int(match[3]) if match[3] else None) if match[2] else least
            if most is not None and most < least:
                raise PatternError(match[0])
        else:
            return part
        # Taking as little as possible finds the same texts.
        if self._char == "?":
            self._at += 1
        if self._char and self._char in "*+?":
            raise PatternError(char + self._char)
        return ("count", part, least, most)

    def _part(self) -> tuple:  # type: ignore[type-arg]
        char = self._char
        self._at += 1
        if char == "(":
            if self._char == "?":
                if self._source[self._at : self._at + 2] != "?:":
                    raise PatternError(self._source[self._at - 1 : self._at + 2])
                self._at += 2
            inner = self._either()
            if self._char != ")":
                raise PatternError("(")
            self._at += 1
            return inner
        if char == "[":
            return ("char", self._class())
        if char == ".":
            return ("char", lambda found: found not in "\n\r")
        if char in "^$":
            return ("start",) if char == "^" else ("end",)
        if char == "\\":
            return ("char", self._escaped())
        if char in "*+?{":
            raise PatternError(char)
        return ("char", char.__eq__)

    def _escaped(self) -> Test:
        char = self._char
        self._at += 1
        if char in _CLASSES and char:
            test = re.compile(_CLASSES[char])
            return lambda found: test.fullmatch(found) is not None
        if char in _CONTROLS and char:
            return _CONTROLS[char].__eq__
        if not char or char.isalnum():
            raise PatternError("\\" + char)
        return char.__eq__

    def _class(self) -> Test:
        """A class in brackets, given to Python's expressions: one character cannot keep them busy."""
        begun = self._at - 1
        at = begun + 1
        if self._source[at : at + 1] == "^":
            at += 1
        while at < len(self._source) and self._source[at] != "]":
            at += 2 if self._source[at] == "\\" else 1
        source = self._source[begun : at + 1]
        self._at = at + 1
        inside = re.sub(r"\\([dws])", lambda match: _CLASSES[match[1]].strip("[]"), source[1:-1])
        # Python warns of brackets, and of signs twice, inside a class.
        inside = inside.replace("[", r"\[")
        try:
            test = re.compile(f"[{inside}]")
        except (re.error, IndexError) as error:
            raise PatternError(source) from error
        return lambda found: test.fullmatch(found) is not None
