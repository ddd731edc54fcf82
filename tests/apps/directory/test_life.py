"""A firm gets another name, moves and ceases to be; what was before stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from banso.apps.directory import services
from banso.apps.directory.models import Firm, FormerFirm
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("configuration")
TODAY = date(2026, 3, 10)


def data_of(firm):
    values = {name: getattr(firm, name) for name in services.FirmData.__dataclass_fields__}
    return services.FirmData(**values | {"corporate_number": firm.corporate_number or ""})


@pytest.fixture
def firm():
    return make_firm(name="旧山田製菓", name_kana="キュウヤマダセイカ", city="掛川市")


@pytest.fixture
def staff(actor):
    return actor("office_manager")


def change(staff, firm, since=None, **values):
    return services.change_firm(staff, firm, replace(data_of(firm), **values), since=since)


def test_a_new_name_holds_from_its_day_and_the_old_one_is_kept(staff, firm):
    change(staff, firm, TODAY - timedelta(days=9), name="新山田製菓")
    (before,) = FormerFirm.objects.filter(firm=firm)
    assert (before.name, before.until) == ("旧山田製菓", TODAY - timedelta(days=10))


def test_a_move_keeps_place_and_office(staff, firm):
    change(staff, firm, city="浜松市")
    (before,) = FormerFirm.objects.filter(firm=firm)
    assert (before.city, before.office, before.until) == ("掛川市", firm.office, TODAY - timedelta(days=1))


def test_what_says_neither_name_nor_place_is_not_kept(staff, firm):
    change(staff, firm, employees=5)
    assert not FormerFirm.objects.exists()


@pytest.mark.parametrize(
    ("since", "rule"),
    [(TODAY + timedelta(days=1), "since_future"), (TODAY - timedelta(days=5), "since_overlaps")],
)
def test_a_new_name_follows_the_last_change_and_not_the_future(staff, firm, refused, since, rule):
    change(staff, firm, TODAY - timedelta(days=4), name="新山田製菓")
    with refused(rule, "since"):
        change(staff, firm, since, name="新々山田製菓")


def test_a_firm_is_closed_once_and_can_be_opened_again(staff, firm, refused, events):
    services.note_closed(staff, firm, TODAY)
    with refused("closed_already"):
        services.note_closed(staff, firm, TODAY)
    services.note_open(staff, firm)
    assert Firm.objects.get(pk=firm.pk).closed_on is None
    assert events(firm, "firm") == ["firm.closed", "firm.reopened"]


def test_a_firm_is_not_closed_in_the_future(staff, firm, refused):
    with refused("closed_in_future", "on"):
        services.note_closed(staff, firm, TODAY + timedelta(days=1))
