"""Invented policies and cases from a seed: every kind of fact, condition, result and hit policy."""

import string
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Name, Not, Within
from banso.engines.policy.model import (
    SINGLE,
    Aggregation,
    Domain,
    Fact,
    HitPolicy,
    Input,
    Kind,
    Output,
    Policy,
    Row,
    Table,
)

DAY = date(2026, 4, 1)
#: Texts that look like something else.
WORDS = (
    "adopt", "hands_on", "x, y", '"quoted"', "-", "null", "true", "12", "a b", "[1..2]", "not(a)", "食品",
    "、", "= 1+1", "2026-04-01", "back\\slash", "'x", "> 5", "..",
)  # fmt: skip
PLAIN = ("adopt", "discuss", "decline", "spot", "mall", "store", "none", "once")


class Inventor:
    """Invents policies. ``odd`` allows texts that look like something else."""

    def __init__(self, seed, *, odd=False):
        self.random = Random(seed)
        self.words = WORDS if odd else PLAIN
        self.odd = odd

    def text(self):
        if not self.odd:
            return Text("理由", "reason")
        said = "".join(self.random.choices(string.ascii_letters + ' ,"=-+日本\n', k=12)).strip()
        return Text(f"理由{said}", said or "reason")

    def policy(self, hits=tuple(HitPolicy), tables=None):
        random = self.random
        facts = [self.fact(number) for number in range(random.randint(2, 6))]
        known = {fact.name: fact for fact in facts}
        made = []
        for number in range(tables or random.randint(1, 3)):
            table = self.table(number, known, random.choice(hits))
            made.append(table)
            if table.hit in SINGLE:
                known |= {output.name: output for output in table.outputs}
        return Policy(
            id="invented",
            title=Text("作り物", "Invented"),
            facts=tuple(facts),
            decisions=tuple(made),
            results=tuple(output.name for table in made for output in table.outputs),
            words={"adopt": self.text()},
            author="A",
            approver="B",
            in_force_from=DAY,
        )

    def fact(self, number):
        kind = self.random.choice((Kind.TEXT, Kind.NUMBER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE))
        return Fact(f"f{number}", kind, self.text(), self.domain(kind), self.random.choice(("", "yen")))

    def domain(self, kind):
        random = self.random
        if kind is Kind.TEXT and random.random() < 0.8:
            return Domain(values=tuple(random.sample(self.words, random.randint(2, 5))))
        if kind is Kind.NUMBER:
            whole, bounded = random.random() < 0.5, random.random() < 0.5
            return Domain(None, 0 if bounded else None, 100 if bounded else None, whole)
        return Domain()

    def table(self, number, known, hit):
        random = self.random
        columns = random.sample(sorted(known), min(len(known), random.randint(1, 4)))
        inputs = tuple(
            Input(known[name].title.ja, Name((name,)), known[name].kind, known[name].domain)
            for name in columns
        )
        outputs = tuple(self.output(number, place, hit) for place in range(random.randint(1, 2)))
        aggregation = None
        if hit is HitPolicy.COLLECT and random.random() < 0.7:
            aggregation = random.choice(tuple(Aggregation))
            if aggregation is not Aggregation.COUNT:
                outputs = tuple(self.output(number, place, hit, Kind.NUMBER) for place in range(len(outputs)))
        rows = tuple(
            Row(
                tuple(self.test(column) for column in inputs),
                tuple(
                    Constant(self.value(output.kind, output.domain, none=not aggregation))
                    for output in outputs
                ),
                self.text(),
                random.choice(("", "proposed")),
            )
            for _ in range(random.randint(1, 8))
        )
        return Table(f"t{number}", self.text(), inputs, outputs, rows, hit, aggregation)

    def output(self, number, place, hit, kind=None):
        ranked = hit in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
        if kind is None:
            kind = Kind.TEXT if ranked else self.random.choice(tuple(Kind)[:4])
        domain = self.domain(kind)
        while ranked and domain.values is None:
            domain = self.domain(kind)
        return Output(f"o{number}_{place}", kind, self.text(), domain)

    def test(self, column, depth=0):
        random, kind, domain = self.random, column.kind, column.domain
        draw = random.random()
        if depth == 0 and draw < 0.2:
            return Anything()
        if depth == 0 and draw < 0.3:
            return Not(self.test(column, 2))
        if depth == 0 and draw < 0.4:
            return Not(AnyOf((self.test(column, 2), self.test(column, 2))))
        if depth == 0 and draw < 0.6:
            return AnyOf(tuple(self.test(column, 1) for _ in range(random.randint(2, 3))))
        if draw > 0.93:
            return Compared("=", Constant(None))
        value = self.value(kind, domain)
        if kind in (Kind.TEXT, Kind.BOOLEAN):
            return Compared(random.choice(("=", "=", "!=")), Constant(value))
        if random.random() < 0.4:
            low, high = sorted((value, self.value(kind, domain)))
            return Within(Constant(low), Constant(high), random.random() < 0.5, random.random() < 0.5)
        return Compared(random.choice(("=", "!=", "<", "<=", ">", ">=")), Constant(value))

    def value(self, kind, domain, *, none=False):
        random = self.random
        if none and random.random() < 0.1:
            return None
        if kind is Kind.TEXT:
            return random.choice(domain.values or self.words)
        if kind is Kind.BOOLEAN:
            return random.random() < 0.5
        if kind is Kind.DATE:
            return DAY + timedelta(days=random.randint(-6, 6))
        if domain.whole or random.random() < 0.5:
            return random.randint(0, 12)
        number = Decimal(random.randint(0, 500)) / 100
        return int(number) if number == int(number) else number

    def case(self, policy, unknown=0.15):
        return {
            fact.name: self.value(fact.kind, fact.domain)
            for fact in policy.facts
            if self.random.random() >= unknown
        }
