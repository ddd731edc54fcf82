import functools
from datetime import date, datetime

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from banso.demo import load
from banso.demo.loader import LoadedOtherwise, load_portfolio, make_plan, portfolio_digest
from banso.demo.models import Portfolio
from banso.demo.writer import row_count, write

AS_OF = date(2026, 3, 10)
SMALL = {"firms": 60, "as_of": AS_OF}


class TakeBack(Exception):
    pass


def _count_from_the_start():
    """Let keys begin at 1 again: PostgreSQL does not take back the numbers of rows that were taken back."""
    found = apps.get_models(include_auto_created=True)
    models = [model for model in found if model.__module__.startswith("banso.")]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@functools.cache
def loaded():
    """One load, taken back afterwards: its digest, its portfolio, its events, and what it told of itself."""
    return _load()


def _load():
    told = []
    _count_from_the_start()
    with pytest.raises(TakeBack), transaction.atomic():
        load_portfolio(seed=1, progress=lambda *what: told.append(what), **SMALL)
        digest, portfolio = portfolio_digest(), Portfolio.objects.get()
        configured = Event.objects.filter(action="configuration.loaded").count()
        raise TakeBack
    return digest, portfolio, configured, told


@pytest.mark.one_database
def test_the_same_seed_and_day_give_the_same_data(db):
    assert _load()[0] == loaded()[0]


@pytest.mark.one_database
@pytest.mark.parametrize("other", [{"seed": 2}, {"as_of": date(2026, 3, 11)}])
def test_another_seed_or_day_gives_other_data(configuration, other):
    rows = [make_plan(**{"seed": 1, **SMALL, **changed})[Firm].rows for changed in ({}, other)]
    assert rows[0] != rows[1]


def test_a_portfolio_is_marked_and_brings_the_configuration_it_needs(db):
    _digest, portfolio, configured, _told = loaded()
    assert (portfolio.firms, portfolio.seed, portfolio.as_of) == (60, 1, AS_OF)
    assert configured == 1


def test_progress_is_told_row_by_row_up_to_the_total(db):
    told = loaded()[3]
    assert sum(rows for _what, rows, _total in told) == told[-1][2]


def test_configuration_that_is_there_already_is_no_obstacle(configuration):
    load(seed=1, **SMALL)
    assert Firm.objects.count() == 60


def test_the_same_portfolio_is_there_already(portfolio):
    before = Event.objects.count()
    assert load_portfolio(firms=200, seed=1, as_of=AS_OF).already
    assert Event.objects.count() == before


def test_another_portfolio_on_top_is_refused(portfolio):
    with pytest.raises(LoadedOtherwise):
        load(firms=200, seed=2, as_of=AS_OF)
    assert Firm.objects.count() == 200


def test_a_database_with_other_data_is_refused_and_left_alone(db):
    User.objects.create_user("somebody@example.org", name="Somebody")
    with pytest.raises(Refused) as refused:
        load(seed=1, **SMALL)
    assert refused.value.rule == "not_empty"
    assert User.objects.count() == 1
    assert not Portfolio.objects.exists()


@pytest.mark.parametrize("firms", [0, 49, 100_001])
def test_a_size_out_of_range_is_refused(db, firms):
    with pytest.raises(Refused) as refused:
        load(firms=firms, seed=1, as_of=AS_OF)
    assert refused.value.field == "firms"


def test_a_day_before_the_survey_was_stored_is_refused(db):
    with pytest.raises(Refused) as refused:
        load(firms=60, seed=1, as_of=date(2025, 9, 30))
    assert refused.value.field == "as_of"


def test_a_load_that_breaks_off_leaves_nothing(db, monkeypatch):
    def breaks(plan, progress):
        write(plan, progress)
        raise TakeBack

    monkeypatch.setattr("banso.demo.loader.write", breaks)
    with pytest.raises(TakeBack):
        load(seed=1, **SMALL)
    assert not Firm.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("seed", [5, 6])
def test_every_seed_makes_a_plan_that_the_database_takes(configuration, seed):
    shipped = Event.objects.count()
    plan = make_plan(firms=300, seed=seed, as_of=date(2026, 11, 23))
    write(plan, lambda rows: None)
    assert Event.objects.count() == shipped + len(plan.chains)
    assert row_count(plan) > 5000
    assert Event.objects.aggregate(last=Max("at"))["last"] < datetime(2026, 11, 23, tzinfo=ZONE)
    assert Consultation.objects.aggregate(last=Max("asked_at"))["last"] < datetime(2026, 11, 23, tzinfo=ZONE)


def test_a_record_added_by_hand_gets_the_next_key(portfolio):
    last = User.objects.order_by("-id").first()
    assert User.objects.create_user("later@demo.invalid", name="後から").pk > last.pk
