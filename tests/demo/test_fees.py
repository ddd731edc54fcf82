"""Two years of fees: what firms owe adds up, and there is something to do for everybody."""

import pytest
from django.db.models import F

from banso.apps.directory.models import Firm
from banso.apps.fees.ledger import account_of, balances
from banso.apps.fees.models import BankFile, Invoice, InvoiceState, Quote, QuoteState

pytestmark = [pytest.mark.usefixtures("portfolio"), pytest.mark.one_database]


def test_what_firms_owe_adds_up_and_paid_is_what_is_not_open():
    owed = balances(Firm.objects.all())
    assert owed
    for firm, balance in owed.items():
        account = account_of(firm)
        opened = [account.open_of(invoice) for invoice in account.invoices]
        left = [account.left_of(payment) for payment in account.payments]
        assert min([*opened, *left]) >= 0 and sum(opened) - sum(left) == balance
        for invoice in Invoice.objects.filter(firm=firm).order_by("pk"):
            assert (invoice.state == InvoiceState.PAID) == (account.open_of(invoice.pk) == 0)


def test_numbers_of_invoices_have_no_gap():
    numbers = [ref.split("-")[1:] for ref in Invoice.objects.order_by("ref").values_list("ref", flat=True)]
    for year in {year for year, _number in numbers}:
        found = [int(number) for of, number in numbers if of == year]
        assert found == list(range(1, len(found) + 1))


def test_quotes_stand_at_every_step_of_a_small_portfolio():
    states = set(Quote.objects.values_list("state", flat=True))
    assert {QuoteState.INVOICED, QuoteState.OFFERED} <= states
    assert BankFile.objects.exists()
    assert not Quote.objects.filter(answered_at__lt=F("offered_at")).exists()
