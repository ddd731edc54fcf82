"""Sources and people for tests of notices."""

from datetime import date

from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source

DUE = date(2026, 3, 9)


class Things:
    """A source whose things a test holds in its hand: ``open`` by reference."""

    def __init__(self, kind="test_thing", mandatory=False):
        self.open: dict[str, Due] = {}
        self.fails = False
        self.source = Source(kind, "Thing", self.find, mandatory)

    def add(self, ref, *persons, due_on=DUE, office=None, firm=None):
        self.open[ref] = Due("thing", ref, due_on, f"/things/{ref}/", persons, office, firm)

    def find(self, now, refs):
        if self.fails:
            raise RuntimeError("broken")
        return [due for ref, due in self.open.items() if refs is None or ref in refs]


def only(monkeypatch, *things):
    """Only these sources are registered."""
    monkeypatch.setattr(sources, "_sources", {thing.source.kind: thing.source for thing in things})
