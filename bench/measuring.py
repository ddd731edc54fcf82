"""How the benchmarks of pages measure a step."""

import statistics
import time


def p95(times: list[float]) -> float:
    """The 95th percentile, in the unit of the times."""
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def measure(name: str, run, times: int) -> int:
    """Print queries and times of a step, and give its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        run()
    # Counted at once: the next request empties the log.
    queries = len(captured)
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begun) * 1000)
    middle, slow = statistics.median(taken), p95(taken)
    print(f"{name:28} {queries:4} queries  p50 {middle:8.1f} ms  p95 {slow:8.1f} ms")
    return queries
