"""Time and memory of 71 weighted tables of a million answers, beside bare polars and pandas.

    python bench/tables.py [--answers 1000000] [--times 3] [--file answers.parquet]

20 one-way and 45 two-way tables, and 6 with a question of several choices, are counted from one Parquet file,
which is made anew unless it is there. Every engine works in a process of its own, in turns; its best time and
its largest memory count. All must come to the same checksums: answers, weights and cells of every table.
"""

import argparse
import importlib
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST_TIMES_POLARS = 1.2
MOST_MIB = 400
QUESTIONS = [f"q{number:02d}" for number in range(1, 21)]
SEVERAL = ["m1", "m2"]
TABLES = [
    *((question, None) for question in QUESTIONS),
    *itertools.combinations(QUESTIONS[:10], 2),
    *((question, column) for question in SEVERAL for column in (None, *QUESTIONS[:2])),
]


def make(path, answers):
    """Answers to questions of 2 to 7 choices, some left out, and two of six choices each."""
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(7)

    def picked(texts, shares=None):
        return pl.Series(texts, dtype=pl.String).gather(chance.choice(len(texts), answers, p=shares))

    columns = {}
    for place, question in enumerate(QUESTIONS):
        choices = 2 + place % 6
        shares = [0.94 / choices] * choices + [0.06]
        columns[question] = picked([*(f"c{number}" for number in range(choices)), None], shares)
    for question in SEVERAL:
        columns[question] = picked(
            [" ".join(f"m{bit}" for bit in range(6) if mask >> bit & 1) or None for mask in range(64)]
        )
    columns["weight"] = pl.Series(chance.uniform(0.5, 4, answers))
    pl.DataFrame(columns).write_parquet(path)


def with_banso(path):
    import polars as pl

    from banso.engines.statistics.counting import Asked, count

    asked = [Asked(rows, columns, rows in SEVERAL) for rows, columns in TABLES]
    for table in count(pl.scan_parquet(path), asked, "weight"):
        yield len(table.counts), sum(table.counts.values()), sum(table.sums.values())


def with_polars(path):
    import polars as pl

    answers = pl.scan_parquet(path)

    def table(rows, columns):
        keys = [rows] if columns is None else [rows, columns]
        chosen = answers.select(*keys, "weight").drop_nulls(keys)
        if rows in SEVERAL:
            chosen = chosen.with_columns(pl.col(rows).str.split(" ")).explode(rows)
        return chosen.group_by(keys).agg(pl.len().alias("n"), pl.col("weight").sum())

    for counted in pl.collect_all([table(*asked) for asked in TABLES]):
        yield counted.height, counted["n"].sum(), counted["weight"].sum()


def with_pandas(path):
    import pandas

    answers = pandas.read_parquet(path)
    for rows, columns in TABLES:
        keys = [rows] if columns is None else [rows, columns]
        chosen = answers[[*keys, "weight"]]
        if rows in SEVERAL:
            chosen = chosen.assign(**{rows: chosen[rows].str.split(" ")}).explode(rows)
        counted = chosen.groupby(keys)["weight"].agg(["size", "sum"])
        yield len(counted), int(counted["size"].sum()), float(counted["sum"].sum())


ENGINES = {"banso": with_banso, "polars": with_polars, "pandas": with_pandas}


def work(engine, path):
    """What one engine needs, as one line of JSON. Imports are no part of the time."""
    importlib.import_module("pandas" if engine == "pandas" else "polars")
    begun = time.perf_counter()
    sums = [(cells, number, round(weight, 3)) for cells, number, weight in ENGINES[engine](path)]
    taken = time.perf_counter() - begun
    memory = most_mib()
    print(json.dumps({"seconds": taken, "mib": memory, "sums": sums}))


def most_mib():
    """The most memory that this process took.

    ``ru_maxrss`` also counts what the process that started it held, which made the answers.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.engine:
        work(asked.engine, asked.file)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "answers.parquet"
        if not path.exists():
            make(path, asked.answers)
        return compare(path, asked.times)


def compare(path, times):
    found = {engine: [] for engine in ENGINES}
    for _turn, engine in itertools.product(range(times), ENGINES):
        command = [sys.executable, __file__, "--engine", engine, "--file", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[engine].append(json.loads(done.stdout))
    seconds = {engine: min(run["seconds"] for run in runs) for engine, runs in found.items()}
    memory = {engine: max(run["mib"] for run in runs) for engine, runs in found.items()}
    for engine in ENGINES:
        times_polars = seconds[engine] / seconds["polars"]
        print(f"{engine:8} {seconds[engine]:7.2f} s  {times_polars:5.2f} x polars  {memory[engine]:6.0f} MiB")
    first, *others = (run["sums"] for runs in found.values() for run in runs)
    same = all(near(first, other) for other in others)
    print(f"{len(TABLES)} tables, {'the same' if same else 'DIFFERENT'} checksums")
    within = seconds["banso"] <= MOST_TIMES_POLARS * seconds["polars"] and memory["banso"] <= MOST_MIB
    print("within the budget" if within else f"over {MOST_TIMES_POLARS} x polars or {MOST_MIB} MiB")
    return 0 if same and within else 1


def near(one, other):
    """Counts are the same; sums of weights are added in another order."""
    return len(one) == len(other) and all(
        mine[:2] == theirs[:2] and abs(mine[2] - theirs[2]) <= 1e-9 * abs(mine[2])
        for mine, theirs in zip(one, other, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
