"""Killed in the middle of the nightly run, the next runs tell each thing to each person once."""

import json
import os
import subprocess
import sys

import pytest

#: Runs the night in small transactions and says each digest that is queued; then, what the ledger holds.
RUN = """
import sys
import django
django.setup()
from django.utils import timezone
from banso.apps.notices import ledger
ledger._TOLD_AT_ONCE = 3
queue = ledger._queue_digest
def said(*arguments):
    found = queue(*arguments)
    print("queued", flush=True)
    return found
ledger._queue_digest = said
ledger.run(timezone.now())
print("done", flush=True)
"""
LOOK = """
import json
import django
django.setup()
from collections import Counter
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from banso.apps.notices.ledger import People
from banso.apps.notices.models import Letter, LetterState, Reminder
from banso.apps.notices.sources import all_sources
now = timezone.now()
people = People(timezone.localdate(now))
due = {(s.kind, d.subject_kind, d.subject_ref, str(d.due_on), p)
       for s in all_sources() for d in s.due(now, None) for p in people.asked(d)}
rows = Reminder.objects.filter(done_at=None).order_by("pk")
kept = [(r.kind, r.subject_kind, r.subject_ref, str(r.due_on), r.person_id) for r in rows]
waiting = set(Letter.objects.filter(state=LetterState.QUEUED).order_by("pk").values_list("pk", flat=True))
tasks = DBTaskResult.objects.filter(task_path__endswith=".deliver").order_by("pk")
queued = Counter(task.args_kwargs["args"][0] for task in tasks)
print(json.dumps({
    "missing": len(due - set(kept)), "twice": len(kept) - len(set(kept)),
    "untold": rows.filter(letter=None).count(),
    "of_others": sum(r.letter.to_user_id != r.person_id for r in rows.select_related("letter") if r.letter),
    "empty": len(waiting - set(rows.order_by().values_list("letter", flat=True))),
    "not_queued_once": sum(queued[pk] != 1 for pk in waiting) + len(queued.keys() - waiting),
    "letters": len(waiting),
}))
"""


@pytest.fixture
def run(databases, tmp_path):
    """``run(script)``: start a process on a copy of the portfolio without reminders, letters and tasks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANSO_")}
    environment = kept | {
        "BANSO_MODE": "demo",
        "BANSO_VAR": str(tmp_path),
        "DATABASE_URL": databases.copy("present", f"{databases.worker}_reminders"),
    }

    def start(script: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
        )

    forget = (
        "import django; django.setup()\n"
        "from django_tasks_db.models import DBTaskResult\n"
        "from banso.apps.notices.models import Letter, Reminder\n"
        "for table in (Reminder, Letter, DBTaskResult): table.objects.all().delete()"
    )
    forgotten = start(forget)
    forgotten.communicate(timeout=60)
    assert forgotten.returncode == 0
    return start


def test_a_run_killed_in_the_middle_and_then_run_twice_tells_each_thing_once(run):
    for digests_before_the_end in (1, 5, 8):
        process = run(RUN)
        for _ in range(digests_before_the_end):
            assert process.stdout.readline() == "queued\n"
        process.kill()
        process.communicate(timeout=60)
    for _ in range(2):
        said, _errors = run(RUN).communicate(timeout=60)
        assert said.endswith("done\n")
    found = json.loads(run(LOOK).communicate(timeout=60)[0])
    assert found.pop("letters") > 10
    assert found == dict.fromkeys(found, 0)
