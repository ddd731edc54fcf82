"""What is charged at several rates of tax: each is rounded by itself, on quote, invoice and credit note."""

import pytest

from banso.apps.base import Refused
from banso.apps.fees import printing, services
from banso.apps.fees.models import CostRate, Quote, TaxRate
from banso.apps.fees.reductions import left_at_rates
from tests.apps.fees import making
from tests.apps.fees.test_papers import words
from tests.apps.fees.test_pricing import quoted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]
__all__ = ["words"]


def rates(found):
    return [(rate.kind, rate.percent, rate.price.subtotal, rate.price.tax) for rate in found]


@pytest.fixture
def invoice(configuration):
    """Of hands-on support whose staff hours are said to be given abroad."""
    making.charge()
    CostRate.objects.filter(service__code="hands_on", part="staff").update(tax_kind="outside")
    return making.invoiced()


def test_listings_abroad_bear_no_tax_and_a_cap_is_spread_over_both():
    found = quoted("mall")
    # 20 % of 382,800 for hours and of 132,000 for the listing: 76,560 and 26,400. The cap cuts 2,960.
    assert rates(found.most.rates) == [("standard", 10, 74_359, 7_435), ("outside", 0, 25_641, 0)]
    assert (found.price.net, found.price.subtotal, found.price.total) == (102_960, 100_000, 107_435)


def test_without_the_rate_of_a_kind_that_is_charged_there_is_no_price():
    CostRate.objects.filter(service__code="mall", part="unit").update(tax_kind="reduced")
    assert quoted("mall").stopped == ""
    TaxRate.objects.filter(kind="reduced").delete()
    assert quoted("mall").stopped == "no_tax"


def test_an_invoice_says_price_and_tax_at_each_rate_and_its_lines_add_up(invoice, words):
    by_kind = {tax.tax_kind: tax for tax in invoice.taxes.all()}
    assert set(by_kind) == {"standard", "outside"} and by_kind["outside"].tax == 0
    for kind, tax in by_kind.items():
        assert sum(line.yen for line in invoice.lines.filter(tax_kind=kind)) == tax.net
    assert sum(tax.net + tax.tax for tax in by_kind.values()) == invoice.total
    printing.invoice_pdf(invoice)
    said = str(words[0]["sums"])
    assert "10%対象" in said and "課税対象外" in said and f"{by_kind['outside'].net:,}" in said


def test_credit_notes_take_back_at_each_rate_until_nothing_is_left(invoice):
    one, other = (making.another("accountant", making.LATER) for _n in range(2))
    for net in (10_001, 333, None):
        note = services.approve_credit(other, services.ask_credit(one, invoice, "less_service", net))
        assert sum(tax.net for tax in note.taxes.all()) == note.net
        assert sum(tax.tax for tax in note.taxes.all()) == note.tax
    assert [(rate.net, rate.tax) for rate in left_at_rates(invoice)] == [(0, 0), (0, 0)]


def test_the_office_discount_is_spread_as_well(invoice):
    quote = making.draft(extra_discount=1_000)
    assert quote.subtotal == Quote.objects.get(pk=invoice.quote_id).subtotal - 1_000
    assert sum(rate["price"]["subtotal"] for rate in quote.frozen["rates"]) == quote.subtotal


def test_overhead_is_taxed_as_the_part_that_it_lies_on():
    service = CostRate.objects.get(service__code="mall", part="overhead").service
    data = services.CostRateData(
        service, "overhead", making.NOW.date(), None, None, 5, "assumption", "outside"
    )
    with pytest.raises(Refused) as refusal:
        services.add_cost_rate(making.by("programme_manager"), data)
    assert (refusal.value.rule, refusal.value.field) == ("rate_not_of_part", "tax_kind")
