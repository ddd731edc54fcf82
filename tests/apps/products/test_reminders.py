"""Offices are reminded of products that wait."""

from datetime import date

import pytest

from banso.apps.products.reminders import reviews
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def test_a_product_that_was_handed_in_is_due_a_week_later_at_the_office_of_its_firm():
    making.written(article="S-2")
    product = making.waiting().product
    (due,) = reviews(making.NOW, None)
    assert (due.subject_ref, due.due_on, due.office) == (
        product.ref,
        date(2026, 3, 17),
        product.firm.office_id,
    )
    assert list(reviews(making.NOW, ["another"])) == []
