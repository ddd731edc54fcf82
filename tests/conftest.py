"""What every test stands on: the database of the run, a clock, people, and the tripwires."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import django
import pytest

from support import shortcuts, tripwires
from support.build import MOMENT
from support.run import DATABASES, begin

NEEDS_DATABASE = {"db", "transactional_db", "portfolio", "configuration", "actor", "client_as", "person"}


RUN = begin()
django.setup()


def pytest_addoption(parser):
    parser.addoption("--database", choices=DATABASES, default="sqlite", help="run on this kind of database")


def pytest_collection_modifyitems(config, items):
    """A fixture that stands on the database stands for the mark.

    On PostgreSQL only what meets a database is run again: nothing else could differ from the run on SQLite.
    Of pages it asks what the walks marked ``both_databases`` ask; docs/decisions/0034 says what is left out.
    """
    for item in items:
        if NEEDS_DATABASE & set(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
    if config.getoption("database") == "postgresql":
        without = [item for item in items if not _meets_a_database(item)]
        items[:] = [item for item in items if _meets_a_database(item)]
        config.hook.pytest_deselected(items=without)


def _meets_a_database(item):
    database = item.get_closest_marker("django_db")
    if item.get_closest_marker("both_databases") or (database and database.kwargs.get("transaction")):
        return True
    if item.get_closest_marker("one_database") or "client_as" in item.fixturenames:
        return False
    return bool(database) or "databases" in item.fixturenames


def pytest_collection_finish():
    """What stands by now stays until the end: the collector of garbage need not look at it again."""
    gc.set_threshold(100_000, 50, 50)
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give the test the state of the database that its fixtures ask for."""
    if item.get_closest_marker("django_db"):
        state = next((name for name in ("portfolio", "configuration") if name in item.fixturenames), "empty")
        RUN.use("configured" if state == "configuration" else state)


def pytest_sessionfinish(session):
    """With CI set, a skipped test is a failed run: nothing may be missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment):
    """Templates and copies take the place of Django's own test database."""
    from django.test import TransactionTestCase

    def throw_copy_away(self):
        RUN.discard()

    with pytest.MonkeyPatch.context() as patch:
        # Flushing would delete events, which the database refuses.
        patch.setattr(TransactionTestCase, "_fixture_teardown", throw_copy_away)
        yield


@pytest.fixture(scope="session")
def databases():
    """The databases of this run; ``databases.copy("portfolio", "label")`` makes one and gives its address."""
    return RUN


@pytest.fixture(scope="session", autouse=True)
def _tripwires(django_test_environment):
    with pytest.MonkeyPatch.context() as patch:
        tripwires.shuffle_unordered_querysets(patch)
        tripwires.refuse_moments_in_date_fields(patch)
        tripwires.refuse_network(patch)
        tripwires.fail_on_unknown_template_variables()
        yield


@pytest.fixture(scope="session", autouse=True)
def _shortcuts(django_test_environment):
    with pytest.MonkeyPatch.context() as patch:
        shortcuts.hash_passwords_quickly(patch)
        shortcuts.find_static_files_once(patch)
        yield


@pytest.fixture(autouse=True)
def _japanese():
    """Every test begins in the default language."""
    from django.utils import translation

    with translation.override("ja"):
        yield


@pytest.fixture
def clock(monkeypatch) -> datetime:
    """The time of the test: 2026-03-10 09:20 in Tokyo, also for ``timezone.now()``."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MOMENT)
    return MOMENT


@pytest.fixture
def move_clock(clock, monkeypatch):
    """``move_clock(days=3)``: from now on it is that much later; gives the new time."""
    now = clock

    def move(**by: int) -> datetime:
        nonlocal now
        now += timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return now

    return move


@pytest.fixture
def configuration(db, clock):
    """The shipped configuration is in the database."""


@pytest.fixture
def portfolio(db, clock):
    """200 demonstration firms (seed 1, as of 2026-03-10) are in the database, and the configuration."""


@pytest.fixture
def person(db):
    """``person("office_staff", office=...)``: a new user who holds the role since April 2021."""
    from support import people

    return people.make


@pytest.fixture
def actor(db, clock):
    """``actor("reviewer")``: somebody of this role, now; with ties (firm=, office=, expert=) a new person."""
    from django.utils import timezone

    from banso.apps.journal.actor import Actor
    from support import people

    def make(role: str, *, user=None, **ties) -> Actor:
        user = user or (None if ties else people.example(role)) or people.make(role, **ties)
        return Actor(user.pk, role, timezone.now())

    return make


@pytest.fixture
def client_as(db, clock):
    """``client_as("reviewer", language="en")``: a signed-in client of this role; with ties a new person.

    The person has read the privacy notice in force, unless ``informed`` is false.
    """
    from support import people
    from support.client import CheckedClient

    def sign_in(role: str, *, user=None, language="ja", informed=True, **ties) -> CheckedClient:
        client = CheckedClient()
        client.cookies["banso_language"] = language
        client.user = user or (None if ties else people.example(role)) or people.make(role, **ties)
        if informed:
            people.inform(client.user)
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def queries(db):
    """``with queries(5):`` exactly five; ``with queries(at_most=8):`` no more. A failure lists them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from banso.web.demonstration import is_demonstration

    @contextmanager
    def count(exactly: int | None = None, *, at_most: int | None = None) -> Iterator[CaptureQueriesContext]:
        # Asked of the database once a minute: now, not in the middle of what is counted.
        is_demonstration()
        with CaptureQueriesContext(connection) as captured:
            yield captured
        made = len(captured)
        said = "\n".join(f"  {query['sql'][:300]}" for query in captured.captured_queries)
        if exactly is not None:
            assert made == exactly, f"{made} queries instead of {exactly}:\n{said}"
        if at_most is not None:
            assert made <= at_most, f"{made} queries, more than {at_most}:\n{said}"

    return count


@pytest.fixture
def past_the_triggers(db):
    """``with past_the_triggers() as cursor:`` write what the database refuses, as its owner could."""
    from django.db import connection

    @contextmanager
    def open_door():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                yield cursor
                cursor.execute("SET LOCAL session_replication_role = origin")
            else:
                cursor.execute("DROP TRIGGER journal_event_no_update")
                cursor.execute("DROP TRIGGER journal_event_no_delete")
                yield cursor

    return open_door
