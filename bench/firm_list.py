"""The list of 100 firms at 10,000: queries, p50, p95, beside a naive list of the same firms, in one run.

    BANSO_MODE=demo python bench/firm_list.py [--times 40]

The database must hold the national demonstration (`banso demo load`). The whole page is measured: rights,
middleware, template. The naive list reads the same cells row by row, as an ORM does when nobody looks.
"""

import argparse
import os
import sys

from measuring import measure

MOST_QUERIES = 8
SIZES = (20, 50, 100)


def main() -> int:
    """Measure; 1 when the page costs more queries than allowed, or more for more rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from banso.apps.accounts.models import RoleAssignment
    from banso.apps.directory.models import Firm

    held = (
        RoleAssignment.objects.filter(role="programme_manager").select_related("user").order_by("id").first()
    )
    if held is None:
        print("there is no demonstration in this database", file=sys.stderr)
        return 2
    client = Client()
    client.force_login(held.user)
    print(f"{Firm.objects.count():,} firms on {connection.vendor}, {asked.times} times each")

    counts = {}
    for size in SIZES:
        counts[size] = measure(f"page of {size}", lambda size=size: page(client, size), asked.times)
    measure("naive list of 100", naive, max(asked.times // 4, 5))
    steady = len(set(counts.values())) == 1
    within = max(counts.values()) <= MOST_QUERIES
    print(f"queries {'do not grow' if steady else 'GROW'} with the page")
    print(f"{'within' if within else 'over'} the budget of {MOST_QUERIES} queries")
    return 0 if steady and within else 1


def page(client, size: int) -> None:
    """One request for the list."""
    answer = client.get(f"/firms/?size={size}", headers={"host": "127.0.0.1"})
    assert answer.status_code == 200, answer.status_code
    assert answer.content.count(b"<tr>") == size + 1


def naive() -> None:
    """The same cells of the same firms without a thought for queries."""
    from banso.apps.directory.models import Firm

    rows = [
        (
            firm.name,
            firm.ref,
            firm.prefecture.name,
            firm.industry.name,
            firm.office.name,
            firm.cases.exclude(state="ended").count(),
        )
        for firm in Firm.objects.order_by("name_kana")[:100]
    ]
    assert len(rows) == 100


if __name__ == "__main__":
    sys.exit(main())
