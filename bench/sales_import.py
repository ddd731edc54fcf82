"""A sales report of 50,000 lines: how long it takes, that it doubles nothing, and what row by row would cost.

    banso demo load --firms 300
    BANSO_MODE=demo python bench/sales_import.py [--lines 50000] [--naive 500]

The lines fall on the listings of one mall. Everything is taken back at the end. The naive version records
each line as staff would, by the service for one export; it is measured on fewer lines and told for all.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal

FEWEST_LISTINGS = 3
BUDGET_SECONDS = 20


def main() -> int:
    """Measure; 1 when it is slower than allowed or stores a line twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--naive", type=int, default=500)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    listings = _listings()
    if len(listings) < FEWEST_LISTINGS:
        print("there are too few listings in this database", file=sys.stderr)
        return 2
    print(f"{asked.lines:,} lines, {len(listings)} listings of one mall, {connection.vendor}")
    with transaction.atomic():
        good = _measure(listings, asked.lines, asked.naive)
        transaction.set_rollback(True)
    return 0 if good else 1


def _listings():
    """The listings on sale at the mall that has most of them."""
    from banso.apps.sales.models import Listing

    rows = Listing.objects.filter(state="listed", mall__isnull=False, identifiers__isnull=False)
    rows = rows.select_related("mall__channel", "mall__market", "case__firm").distinct()
    rows = list(rows.prefetch_related("identifiers").order_by("pk"))
    if not rows:
        return []
    mall, _times = Counter(row.mall_id for row in rows).most_common(1)[0]
    return [row for row in rows if row.mall_id == mall]


def _measure(listings, lines, naive) -> bool:
    from django.utils import timezone

    from banso.apps.casework.models import ExportResult
    from banso.apps.journal.actor import system
    from banso.apps.sales.services import store_report
    from banso.apps.sales.sites import Site

    mall, actor = listings[0].mall, system(timezone.now())
    site, content = Site(mall.channel, mall), _file(listings, lines, actor.today)
    before = ExportResult.objects.count()
    begun = time.perf_counter()
    done = store_report(actor, site, "bench.csv", content, adds=True)
    seconds = time.perf_counter() - begun
    added = ExportResult.objects.count() - before
    print(f"stored       {seconds:7.1f} s  {done.new:,} lines, {added:,} exports, {done.waiting:,} wait")
    begun = time.perf_counter()
    # The same lines in another file.
    again = store_report(actor, site, "again.csv", content + b"\n", adds=True)
    print(f"stored again {time.perf_counter() - begun:7.1f} s  {again.new:,} lines")
    slow = _naive(actor, listings, naive) / naive * lines
    print(f"row by row   {slow:7.1f} s  (told from {naive:,} lines), {slow / seconds:.0f} times as long")
    good = seconds <= BUDGET_SECONDS and again.new == 0 and done.new == lines
    print(f"{'within' if good else 'over'} the budget of {BUDGET_SECONDS} s, and nothing twice")
    return good


def _file(listings, lines, today) -> bytes:
    chance = random.Random(7)
    rows = ["product,day,quantity,amount,currency,kind,order"]
    for number in range(lines):
        listing = chance.choice(listings)
        day = today - timedelta(days=chance.randrange(360))
        pieces = chance.randint(1, 5)
        rows.append(f"{listing.identifier},{day},{pieces},{pieces * 1280},JPY,sale,B-{number:06d}")
    return "\n".join(rows).encode()


def _naive(actor, listings, lines) -> float:
    from banso.apps.casework import services

    chance, begun = random.Random(8), time.perf_counter()
    for number in range(lines):
        listing = chance.choice(listings)
        data = services.ResultData(
            actor.today - timedelta(days=chance.randrange(360)), listing.mall.market, "bench", "mall",
            quantity=1, unit="点", mall=listing.mall, amount=Decimal(1280), source="site",
            proof=f"B-{number}", anyway=True,
        )  # fmt: skip
        services.record_result(actor, listing.case, data)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
