"""The tripwires themselves: each bad habit does fail."""

import socket
from datetime import UTC, date, datetime

import pytest
from django.template import engines

from banso.apps.jobs.models import Heartbeat, JobRun
from support import tripwires
from support.client import CheckedClient


def test_rows_without_an_order_come_in_another_order(db, clock):
    Heartbeat.objects.bulk_create(Heartbeat(name=str(n), seen_at=clock) for n in range(20))
    ordered = list(Heartbeat.objects.order_by("id"))
    assert list(Heartbeat.objects.all()) != ordered
    assert list(Heartbeat.objects.iterator()) != ordered
    assert sorted(Heartbeat.objects.all(), key=lambda beat: beat.pk) == ordered


def test_two_rows_without_an_order_change_places(db, clock):
    Heartbeat.objects.bulk_create(Heartbeat(name=str(n), seen_at=clock) for n in range(2))
    assert list(Heartbeat.objects.all()) == list(Heartbeat.objects.order_by("-id"))


def test_rows_with_an_order_keep_it(db, clock):
    for day in (1, 2, 3):
        JobRun.objects.create(name="job", due_at=datetime(2026, 3, day, tzinfo=UTC))
    assert [run.due_at.day for run in JobRun.objects.all()] == [3, 2, 1]


def test_an_unknown_template_variable_fails():
    wrapped = engines["django"].from_string("{{ unknown|default:'x' }}")
    wrapped.template.origin.name = f"{tripwires.OURS}/templates/some.html"
    with pytest.raises(pytest.fail.Exception, match=r"variable unknown in /templates/some\.html"):
        wrapped.render({})


def test_an_unknown_variable_in_a_librarys_template_is_left_alone():
    assert engines["django"].from_string("{{ unknown|default:'x' }}").render({}) == "x"


def test_a_moment_in_a_date_field_fails(db):
    from banso.apps.accounts.models import RoleAssignment

    with pytest.raises(AssertionError, match="is a date"):
        list(RoleAssignment.objects.filter(valid_from=datetime(2026, 3, 10, tzinfo=UTC)))
    assert list(RoleAssignment.objects.filter(valid_from=date(2026, 3, 10))) == []


def test_a_moment_without_a_zone_fails(db):
    with pytest.raises(RuntimeWarning, match="naive"):
        Heartbeat.objects.create(name="naive", seen_at=datetime(2026, 3, 10))  # noqa: DTZ001


def test_the_network_beyond_loopback_is_refused():
    with pytest.raises(AssertionError, match="looked up"):
        socket.create_connection(("banso.test", 80))
    with socket.socket() as plain, pytest.raises(AssertionError, match="beyond loopback"):
        plain.connect(("192.0.2.1", 80))


def test_a_form_that_writes_without_its_token_fails(rf, monkeypatch):
    from django.http import HttpResponse

    page = HttpResponse('<form method="post" action="/x/"><button>x</button></form>')
    monkeypatch.setattr("django.test.Client.request", lambda self, **request: page)
    with pytest.raises(AssertionError, match="without CSRF token"):
        CheckedClient().request()


def test_too_many_queries_fail_and_are_listed(queries):
    with pytest.raises(AssertionError, match="jobs_jobrun"), queries(0):
        JobRun.objects.count()
