"""Today's work of an office with 2,000 open items beside that of an empty office, in one run.

    BANSO_MODE=demo python bench/today.py [--times 40]

The database must hold the national demonstration (`banso demo load`); everything is rolled back. The whole
page is measured: rights, middleware, template. The items are those that lie in the portfolio, given to one
office: consultations waiting, gate reviews and follow-ups due, silent firms, applications, exports.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta

from measuring import p95

ITEMS, MOST_TIMES = 2000, 3.0


def main() -> int:
    """Measure; 1 when the busy office waits longer than allowed, or costs more queries or rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test import Client

    from banso.apps.directory.models import Firm, Office

    if not Firm.objects.exists():
        print("there is no demonstration in this database", file=sys.stderr)
        return 2
    print(f"{Firm.objects.count():,} firms on {connection.vendor}, {asked.times} times each")
    with transaction.atomic():
        there = Office.objects.order_by("pk").first()
        clients = {}
        for name in ("empty", "busy"):
            office = Office.objects.create(
                code=f"bench-{name}", name_ja=name, name_en=name, prefecture=there.prefecture
            )
            user = staff_of(office)
            clients[name] = Client()
            clients[name].force_login(user)
        items = fill(office, user)
        print(f"the busy office has {items:,} open items")
        costs = {name: cost(client) for name, client in clients.items()}
        taken = {name: [] for name in clients}
        for _ in range(asked.times):
            for name, client in clients.items():
                begun = time.perf_counter()
                page(client)
                taken[name].append(time.perf_counter() - begun)
        transaction.set_rollback(True)
    late = {name: p95(times) for name, times in taken.items()}
    for name, (queries, rows) in costs.items():
        middle, slow = statistics.median(taken[name]) * 1000, late[name] * 1000
        print(f"{name:6} {queries:4} queries {rows:5} rows  p50 {middle:7.1f} ms  p95 {slow:7.1f} ms")
    ratio = late["busy"] / late["empty"]
    print(f"p95 of the busy office is {ratio:.2f} times that of the empty one (allowed: {MOST_TIMES})")
    return 0 if items >= ITEMS and ratio <= MOST_TIMES else 1


def staff_of(office):
    """Somebody of the office's staff, who has read the privacy notice."""
    from django.utils import timezone

    from banso.apps.accounts.models import RoleAssignment, User
    from banso.apps.accounts.roles import Role
    from banso.apps.journal.actor import Actor
    from banso.apps.privacy.models import ConsentWay
    from banso.apps.privacy.rules import notice_on
    from banso.apps.privacy.services import consent

    user = User.objects.create_user(f"{office.code}@example.invalid", name=office.name)
    RoleAssignment.objects.create(
        user=user, role=Role.OFFICE_STAFF, office=office, valid_from=timezone.localdate()
    )
    notice = notice_on(timezone.localdate())
    reader = Actor(user.pk, Role.OFFICE_STAFF, timezone.now())
    consent(reader, notice, ConsentWay.SIGNED_IN, user=user)
    return user


def fill(office, user) -> int:
    """Give an office open work of every kind, and its person reminders; how many open items it has."""
    from django.utils import timezone

    from banso.apps.casework.models import Case, ExportResult, FollowUp, Stage
    from banso.apps.casework.selectors import follow_ups_to_do, gates_due, results_to_confirm, silent_cases
    from banso.apps.intake.models import Consultation
    from banso.apps.intake.selectors import consultations_waiting
    from banso.apps.notices.models import Reminder
    from banso.apps.selection.models import Application
    from banso.apps.selection.selectors import applications_under_way

    now = timezone.now()
    today = timezone.localdate(now)

    def give(rows, keys) -> int:
        """Up to ``ITEMS / 4`` of some rows."""
        return rows.filter(pk__in=list(keys[: ITEMS // 4])).update(office=office)

    give(Consultation.objects, consultations_waiting(Consultation.objects.all()).values_list("pk", flat=True))
    give(Application.objects, applications_under_way(Application.objects.all()).values_list("pk", flat=True))
    due = follow_ups_to_do(FollowUp.objects.all(), today)
    give(Case.objects, due.values_list("case", flat=True))
    silent = silent_cases(Case.objects.all(), today)
    give(Case.objects, silent.values_list("pk", flat=True))
    week_ago = today - timedelta(days=7)
    active = Stage.objects.filter(
        planned_from__lt=week_ago, started_on__isnull=False, ended_on__isnull=True, case__state="active"
    )
    keys = list(active.order_by("pk").values_list("pk", flat=True)[: ITEMS // 2])
    Stage.objects.filter(pk__in=keys).update(planned_to=week_ago)
    Case.objects.filter(stages__in=keys).update(office=office)
    cases = Case.objects.filter(office=office)
    Reminder.objects.bulk_create(
        Reminder(
            kind="bench",
            subject_kind="case",
            subject_ref=str(number),
            due_on=today - timedelta(days=number % 30),
            person=user,
            address="/",
            found_at=now,
        )
        for number in range(ITEMS)
    )
    return sum(
        rows.count()
        for rows in (
            consultations_waiting(Consultation.objects.filter(office=office)),
            applications_under_way(Application.objects.filter(office=office)),
            gates_due(cases, today),
            follow_ups_to_do(FollowUp.objects.filter(case__office=office), today),
            silent_cases(cases, today),
            results_to_confirm(ExportResult.objects.filter(case__office=office)),
        )
    )


def page(client) -> None:
    """One request for the first page."""
    answer = client.get("/", headers={"host": "127.0.0.1"})
    assert answer.status_code == 200, answer.status_code


def cost(client) -> tuple[int, int]:
    """How many queries the page takes, and of how many rows it makes objects."""
    from django.db import connection
    from django.db.models.signals import post_init
    from django.test.utils import CaptureQueriesContext

    page(client)
    read = []

    def count(sender, **_values) -> None:
        read.append(sender)

    post_init.connect(count)
    try:
        with CaptureQueriesContext(connection) as captured:
            page(client)
    finally:
        post_init.disconnect(count)
    return len(captured), len(read)


if __name__ == "__main__":
    sys.exit(main())
