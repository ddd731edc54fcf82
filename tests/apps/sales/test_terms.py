"""Terms of a site: dated, never overwritten, those of the month's last day hold."""

from datetime import date
from decimal import Decimal

import pytest

from banso.apps.sales.models import SiteTerms
from banso.apps.sales.terms import history, terms_by_mall, terms_in_force

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def begin(since, commission="10", mall=None):
    return SiteTerms.objects.create(
        mall=mall or making.site().mall,
        since=since,
        commission=Decimal(commission),
        pays_after=30,
        written_at=making.NOW,
    )


def test_the_latest_terms_that_have_begun_are_in_force():
    first, second = begin(date(2025, 4, 1)), begin(date(2026, 2, 28), "12.5")
    mall = first.mall
    assert terms_in_force(mall, date(2025, 3, 31)) is None
    assert terms_in_force(mall, date(2026, 2, 27)) == first
    assert terms_in_force(mall, date(2026, 2, 28)) == second
    other = making.site("us-b").mall
    assert terms_by_mall([mall.pk, other.pk], date(2026, 2, 27)) == {mall.pk: first}
    assert history(making.site()) == [second, first]
