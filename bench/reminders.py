"""The nightly run of reminders over the whole portfolio, beside a naive run, on the same records in one go.

    BANSO_MODE=demo python bench/reminders.py

The database must hold the national demonstration (`banso demo load`). Everything is rolled back. The naive
run does what is done when nobody looks: it goes through the cases one by one, asks each what is due, walks
from there to the firm and its people, asks whether each was told before, and writes one mail a thing.
"""

import os
import sys
import time
from datetime import datetime, timedelta

MOST_SECONDS = 20


def main() -> int:
    """Measure; 1 when the first run over everything takes longer than allowed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from banso.apps.directory.models import Firm
    from banso.apps.notices import ledger
    from banso.apps.notices.models import Letter, Reminder

    if not Firm.objects.exists():
        print("there is no demonstration in this database", file=sys.stderr)
        return 2
    now = timezone.now()
    print(f"{Firm.objects.count():,} firms on {connection.vendor}")
    with transaction.atomic():
        Reminder.objects.all().delete()
        first = measure("first run, all new", lambda: ledger.run(now))
        print(f"  {Reminder.objects.count():,} reminders, {Letter.objects.count():,} digests")
        measure("second run, nothing new", lambda: ledger.run(now))
        measure("digests written", lambda: write_digests(now))
        transaction.set_rollback(True)
    with transaction.atomic():
        Reminder.objects.all().delete()
        slow = measure("naive run", lambda: naive(now))
        transaction.set_rollback(True)
    print(f"naive takes {slow / first:.1f} times as long")
    print(f"{'within' if first <= MOST_SECONDS else 'OVER'} the budget of {MOST_SECONDS} s")
    return 0 if first <= MOST_SECONDS else 1


def write_digests(now: datetime) -> dict[str, int]:
    """Put every digest that waits into words, as the worker does before it sends them."""
    from banso.apps.notices.delivery import write
    from banso.apps.notices.models import Letter, LetterState

    waiting = Letter.objects.filter(state=LetterState.QUEUED).select_related("to_user", "to_contact")
    return {"written": sum(write(letter, now) is not None for letter in waiting.order_by("pk"))}


def naive(now: datetime) -> dict[str, int]:
    """One question a case, one mail a thing."""
    from banso.apps.casework.models import Case
    from banso.apps.casework.selectors import GATE_AHEAD_DAYS, last_open_due_day

    today = now.date()
    written = 0
    for case in Case.objects.order_by("pk"):
        if case.state == "active":
            stage = case.stages.filter(started_on__isnull=False, ended_on__isnull=True).first()
            if stage and stage.planned_to <= today + timedelta(days=GATE_AHEAD_DAYS):
                written += tell("gate", stage, stage.planned_to, asked_of_staff(case), case.firm, now)
            for effort in case.own_efforts.filter(done_on__isnull=True, promised_by__lt=today):
                written += tell("effort", effort, effort.promised_by, asked_of_firm(case), case.firm, now)
        for follow_up in case.follow_ups.filter(done_on__isnull=True, due_on__lte=last_open_due_day(today)):
            written += tell("follow_up", follow_up, follow_up.due_on, asked_of_staff(case), case.firm, now)
        for result in case.results.filter(confirmed_at__isnull=True):
            written += tell("result", result, result.exported_on, asked_of_firm(case), case.firm, now)
    return {"written": written}


def asked_of_staff(case) -> list:
    """Who is in charge of a case, or the people of its office."""
    if case.staff and case.staff.is_active:
        return [case.staff]
    held = case.office.staff.filter(valid_to__isnull=True).order_by("pk")
    managers = [item.user for item in held if item.role == "office_manager"]
    return managers or [item.user for item in held]


def asked_of_firm(case) -> list:
    """The people of a case's firm."""
    held = case.firm.members.filter(valid_to__isnull=True).order_by("pk")
    return [item.user for item in held if item.user.is_active]


def tell(kind: str, thing, due_on, people: list, firm, now: datetime) -> int:
    """One reminder and one mail for each person, unless there is one; how many."""
    from banso.apps.notices.models import Letter, Reminder
    from banso.apps.notices.services.letters import enqueue

    told = 0
    for person in people:
        key = {"kind": kind, "subject_kind": kind, "subject_ref": str(thing.pk), "due_on": due_on}
        if Reminder.objects.filter(**key, person=person).exists():
            continue
        letter = Letter.objects.create(
            to_user=person,
            template="notices.digest",
            language=person.language,
            subject_kind="user",
            subject_ref=str(person.pk),
            queued_at=now,
            not_before=now,
        )
        Reminder.objects.create(**key, person=person, firm=firm, found_at=now, letter=letter)
        enqueue(letter)
        told += 1
    return told


def measure(name: str, run) -> float:
    """Print queries, time and counts of a step, and give its seconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    begun = time.perf_counter()
    if name == "naive run":
        counts, queries = run(), "many"
    else:
        with CaptureQueriesContext(connection) as captured:
            counts = run()
        queries = f"{len(captured):,}"
    taken = time.perf_counter() - begun
    print(f"{name:24} {queries:>7} queries  {taken:7.2f} s  {counts}")
    return taken


if __name__ == "__main__":
    sys.exit(main())
