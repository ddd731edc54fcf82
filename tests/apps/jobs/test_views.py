"""The page of the jobs."""

from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES


def test_it_shows_each_job_and_says_that_no_worker_runs(client_as):
    page = client_as("administrator", language="en").get("/jobs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "No worker is running" in text
    assert text.count("Missed") == len(RECURRENCES)


def test_a_failed_run_shows_its_error(client_as, clock):
    due = RECURRENCES[0].last_due(clock)
    JobRun.objects.create(
        name="journal_heads",
        due_at=due,
        started_at=due,
        succeeded=False,
        error="OSError: no space",
        attempts=2,
    )
    assert "OSError: no space" in client_as("auditor").get("/jobs/").content.decode()


def test_a_firm_member_is_refused(client_as):
    assert client_as("firm_member").get("/jobs/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_runs(client_as, clock, queries):
    from datetime import timedelta

    client = client_as("administrator")
    client.get("/jobs/")
    for days in range(30):
        JobRun.objects.create(name="journal_heads", due_at=clock - timedelta(days=days), succeeded=True)
    with queries(at_most=12):
        client.get("/jobs/?size=100")
