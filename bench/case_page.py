"""The page of one case at national size: queries, p50, p95, beside the same page read naively, in one run.

    BANSO_MODE=demo python bench/case_page.py [--times 40]

The database must hold the national demonstration (`banso demo load`). The whole page is measured: rights,
middleware, policy, template; for a case of middling length and for the one with the longest history. The
naive page is the same, but nothing is fetched along: each record is asked for when it comes up.
"""

import argparse
import os
import sys
from contextlib import contextmanager
from unittest.mock import patch

from measuring import measure

MOST_QUERIES = 15


def main() -> int:
    """Measure; 1 when a page costs more queries than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.db import connection
    from django.db.models import Count
    from django.test import Client

    from banso.apps.accounts.models import RoleAssignment
    from banso.apps.casework.models import Case, CaseState

    screened = Case.objects.filter(state=CaseState.ACTIVE, stages__isnull=False).order_by("pk")
    by_length = list(
        screened.annotate(length=Count("activities", distinct=True))
        .order_by("length", "pk")
        .values_list("pk", flat=True)
    )
    if not by_length:
        print("there is no demonstration in this database", file=sys.stderr)
        return 2
    print(f"{Case.objects.count():,} cases on {connection.vendor}, {asked.times} times each")
    most = 0
    for name, pk in (("middling", by_length[len(by_length) // 2]), ("longest", by_length[-1])):
        case = Case.objects.select_related("office").get(pk=pk)
        client = Client()
        held = RoleAssignment.objects.filter(role="office_staff", office=case.office).select_related("user")
        client.force_login(held.order_by("id").first().user)
        page(client, case.ref)
        most = max(most, measure(f"{name}: page", lambda c=client, r=case.ref: page(c, r), asked.times))
        measure(f"{name}: naive", lambda c=client, r=case.ref: naive(c, r), asked.times)
    print(f"{'within' if most <= MOST_QUERIES else 'over'} the budget of {MOST_QUERIES} queries")
    return 0 if most <= MOST_QUERIES else 1


def page(client, ref: str) -> None:
    """One request for the page."""
    answer = client.get(f"/cases/{ref}/", headers={"host": "127.0.0.1"})
    assert answer.status_code == 200, answer.status_code


@contextmanager
def nothing_fetched_along():
    """Let querysets fetch neither what belongs to a row nor several lists at once, as when nobody looks."""
    from django.db.models import QuerySet

    from banso.apps.casework import case_lists

    def alone(queryset, *_names):
        return queryset.all()

    with (
        patch.object(QuerySet, "select_related", alone),
        patch.object(QuerySet, "prefetch_related", alone),
        patch.object(case_lists, "together", lambda *_querysets: None),
        patch.object(case_lists, "attach", lambda *_parts: None),
    ):
        yield


def naive(client, ref: str) -> None:
    """One request for the page as it would be without thought for queries."""
    with nothing_fetched_along():
        page(client, ref)


if __name__ == "__main__":
    sys.exit(main())
