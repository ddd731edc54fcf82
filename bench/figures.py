"""Time and queries of the figures over the national demonstration.

    BANSO_MODE=demo BANSO_VAR=FOLDER python bench/figures.py [--times 15]

The folder (or DATABASE_URL) must hold a demonstration of 10,000 firms: `banso demo load`. Nothing is written.
Measured are all figures of the survey and from casework, and the whole overview page.
"""

import argparse
import os
import statistics
import sys
import time

LONGEST_SECONDS = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.test import Client

    from banso.apps.accounts.models import RoleAssignment
    from banso.apps.evidence.selectors import Evidence
    from banso.apps.surveys.selectors import latest_wave
    from banso.demo.models import Portfolio

    portfolio = Portfolio.objects.order_by("pk").last()
    if portfolio is None:
        print("there is no demonstration in this database", file=sys.stderr)
        return 2
    client = Client()
    held = RoleAssignment.objects.filter(role="evaluator").select_related("user").order_by("pk").first()
    client.force_login(held.user)

    def compute():
        evidence = Evidence(latest_wave())
        evidence.figures(), evidence.tables(), evidence.casework()

    def show(query=""):
        response = client.get(f"/evidence/{query}", HTTP_HOST="127.0.0.1")
        assert response.status_code == 200

    print(f"{portfolio.firms:,} firms, seed {portfolio.seed}, as of {portfolio.as_of}")
    within = measure("all figures", compute, asked.times)
    within &= measure("overview", show, asked.times)
    within &= measure(
        "overview, one year and region", lambda: show("?year=2022&place=region-kanto"), asked.times
    )
    print("within the budget" if within else f"over the budget of {LONGEST_SECONDS} s")
    return 0 if within else 1


def measure(name, run, times):
    """Print queries and times of a step; whether nineteen of twenty runs keep the budget."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        run()
    # Counted at once: the next request empties the log.
    queries = len(captured)
    taken, busy = [], []
    for _turn in range(times):
        begun, worked = time.perf_counter(), time.process_time()
        run()
        taken.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
    p50, p95 = statistics.median(taken), sorted(taken)[max(0, round(0.95 * times) - 1)]
    processor = statistics.median(busy)
    print(f"{name}: {queries} queries, p50 {p50:.2f} s, p95 {p95:.2f} s, {processor:.2f} s of processor")
    return p95 <= LONGEST_SECONDS


if __name__ == "__main__":
    sys.exit(main())
