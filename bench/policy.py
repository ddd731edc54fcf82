"""Decisions a second on one core: Python with reasons beside zen-engine, and NumPy over a million cases.

    python bench/policy.py [--cases 200000] [--columns 1000000] [--zen 20000] [--profile]

One run, one process, the same three tables that feed each other (entry, points and price of a support), the
same invented cases. Banso says of each what was decided, by which rows, why, and what was missing.
zen-engine, which others wrote, gives its results only; with its trace it also says which rows matched.
`--profile` shows where the time goes.
"""

# ruff: noqa: E402, I001 - the number of threads is set before anything that starts some is imported.

import argparse
import cProfile
import os
import pstats
import random
import sys
import time
from pathlib import Path

# Before NumPy and zen-engine start their threads.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "TOKIO_WORKER_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from banso.engines.policy.arrays import Values
from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.folder import read_files
from banso.engines.policy.model import Kind
from banso.engines.policy.vectors import vectorise
from tests.support.zen import ZenPolicy, facts_as_json

EXPECTED_ONE, EXPECTED_MANY = 200_000, 7_000_000

HEAD = (
    """
id = "bench"
title_ja = "測定"
title_en = "Bench"
results = ["advice", "points", "firm_share"]
"""
    + "".join(
        f'[[facts]]\nname = "{name}"\nkind = "{kind}"\ntitle_ja = "事実"\ntitle_en = "fact"\n{more}\n'
        for name, kind, more in (
            ("service", "text", 'values = ["spot", "hands_on", "mall"]'),
            ("region", "text", 'values = ["kanto", "kinki", "tohoku", "kyushu"]'),
            ("employees", "number", "least = 0\nwhole = true"),
            ("goal_pct", "number", "least = 0"),
            ("has_goal", "boolean", ""),
            ("exported", "boolean", ""),
        )
    )
    + "".join(
        f'[[tables]]\nname = "{table}"\nhit = "{hit}"\ntitle_ja = "表"\ntitle_en = "table"\n'
        f'[[tables.outputs]]\nname = "{output}"\nkind = "{kind}"\n{more}\n'
        'title_ja = "結果"\ntitle_en = "result"\n'
        for table, hit, output, kind, more in (
            ("entry", "unique", "advice", "text", 'values = ["adopt", "discuss", "decline"]'),
            ("place", "first", "points", "number", "whole = true"),
            ("price", "unique", "firm_share", "number", "least = 0\nmost = 1"),
        )
    )
)
TABLES = {
    "entry.csv": """service,has_goal,employees,advice
spot,-,-,adopt
"hands_on, mall",true,>= 5,adopt
"hands_on, mall",true,< 5,discuss
hands_on,false,-,decline
mall,false,-,discuss
""",
    "place.csv": """advice,region,goal_pct,exported,points
decline,-,-,-,0
-,"tohoku, kyushu",>= 66.7,-,50
-,"tohoku, kyushu",-,-,40
adopt,-,>= 66.7,false,35
adopt,-,[33.3..66.7),-,25
adopt,-,-,true,15
-,-,-,-,10
""",
    "price.csv": """points,employees,firm_share
< 20,<= 20,0.4
< 20,> 20,0.5
[20..40),<= 20,0.2
[20..40),> 20,0.3
>= 40,-,0.1
""",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--columns", type=int, default=1_000_000)
    parser.add_argument("--zen", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    policy = bench_policy()
    cases = invented(asked.cases)
    one = python(policy, cases)
    zen = zen_engine(policy, cases[: asked.zen])
    many = numpy(policy, asked.columns)
    print(f"Python is {one / zen:.1f} times zen-engine, NumPy {many / one:.0f} times Python")
    within = one >= EXPECTED_ONE and many >= EXPECTED_MANY
    expected = f"{EXPECTED_ONE:,} and {EXPECTED_MANY:,} a second"
    print(f"as expected: {expected}" if within else f"slower than expected: {expected}")
    if asked.profile:
        profile(policy, cases[:50_000])
    return 0 if within else 1


def bench_policy():
    """The three tables, each row with its reason."""
    files = {"policy.toml": HEAD}
    for name, text in TABLES.items():
        header, *rows = text.splitlines()
        reasons = [f"{row},理由{place},reason {place},proposed" for place, row in enumerate(rows, start=1)]
        files[name] = "\n".join([f"{header},reason_ja,reason_en,source", *reasons]) + "\n"
    reading = read_files(files)
    assert reading.policy is not None, reading.faults
    return reading.policy


def invented(count):
    """Cases of which one fact in fifty is unknown."""
    chance = random.Random(1)
    made = {
        "service": lambda: chance.choice(("spot", "hands_on", "mall")),
        "region": lambda: chance.choice(("kanto", "kinki", "tohoku", "kyushu")),
        "employees": lambda: chance.randint(0, 60),
        "goal_pct": lambda: chance.randint(0, 100),
        "has_goal": lambda: chance.random() < 0.6,
        "exported": lambda: chance.random() < 0.4,
    }
    return [{name: make() for name, make in made.items() if chance.random() >= 0.02} for _ in range(count)]


def columns(policy, count):
    """The same kinds of cases as columns."""
    chance = np.random.default_rng(1)
    unknown = lambda: chance.random(count) < 0.02  # noqa: E731
    found = {}
    for fact in policy.facts:
        if fact.kind is Kind.TEXT:
            labels = fact.domain.values
            data = chance.integers(0, len(labels), count).astype(np.int32)
            data[unknown()] = -1
            found[fact.name] = Values(fact.kind, data, labels)
        elif fact.kind is Kind.BOOLEAN:
            data = (chance.random(count) < 0.5).astype(np.int8)
            data[unknown()] = -1
            found[fact.name] = Values(fact.kind, data)
        else:
            data = chance.integers(0, 100, count).astype(np.float64)
            data[unknown()] = np.nan
            found[fact.name] = Values(fact.kind, data)
    return found


def rate(name, count, run, times=3):
    """Print and give how many a second, by the best of some turns."""
    best = min(timed(run) for _ in range(times))
    print(f"{name:44} {count / best:12,.0f} a second  ({best:.2f} s for {count:,})")
    return count / best


def timed(run):
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def python(policy, cases):
    decide = compile_policy(policy).decide

    def run():
        for facts in cases:
            decide(facts)

    return rate("Python, three tables with rows and reasons", len(cases), run)


def zen_engine(policy, cases):
    engine = ZenPolicy(policy)
    names = [fact.name for fact in policy.facts]
    texts = [facts_as_json(facts, names) for facts in cases]
    plain = [{name: facts.get(name) for name in names} for facts in cases]
    evaluate = engine.evaluate

    def results():
        for facts in plain:
            evaluate(facts)

    def from_text():
        for text in texts:
            evaluate(text)

    def traces():
        for facts in plain:
            evaluate(facts, {"trace": True})

    rate("zen-engine, with its trace of rows", len(cases), traces, times=1)
    return max(
        rate("zen-engine, the same tables, results only", len(cases), results),
        rate("zen-engine, the same from JSON", len(cases), from_text),
    )


def numpy(policy, count):
    many, facts = vectorise(policy), columns(policy, count)
    return rate("NumPy, three tables over columns", count, lambda: many.decide(facts))


def profile(policy, cases):
    decide, facts = compile_policy(policy).decide, columns(policy, 1_000_000)
    many = vectorise(policy)
    for name, run in (
        ("Python", lambda: [decide(one) for one in cases]),
        ("NumPy", lambda: many.decide(facts)),
    ):
        profiler = cProfile.Profile()
        profiler.runcall(run)
        print(f"\n{name}:")
        pstats.Stats(profiler).sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    sys.exit(main())
