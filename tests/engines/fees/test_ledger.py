"""Over any history no yen appears or vanishes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.fees.ledger import Account, LedgerFault

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["bill", "receive", "lay", "credit", "refund"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 1000),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(ENTRIES)
def test_invoices_less_credit_notes_less_payments_plus_refunds_is_the_open_balance(entries):
    account, sums = Account({}, {}), dict.fromkeys(["bill", "receive", "credit", "refund"], 0)
    for number, (kind, one, other, yen) in enumerate(entries):
        invoices, payments = list(account.invoices), list(account.payments)
        try:
            if kind == "bill":
                account = account.bill(number, yen)
            elif kind == "receive":
                account = account.receive(number, yen, invoices[one : one + 2])
            elif kind == "lay" and payments:
                account = account.lay(payments[one % len(payments)], invoices[other:])
            elif kind == "credit" and invoices:
                account = account.credit(invoices[one % len(invoices)], yen)
            elif kind == "refund" and payments:
                account = account.refund(payments[one % len(payments)], yen)
            else:
                continue
        except LedgerFault:
            continue
        if kind in sums:
            sums[kind] += yen
    opened = [account.open_of(invoice) for invoice in account.invoices]
    left = [account.left_of(payment) for payment in account.payments]
    assert all(yen >= 0 for yen in opened + left)
    balance = sums["bill"] - sums["credit"] - sums["receive"] + sums["refund"]
    assert account.balance == balance == sum(opened) - sum(left)


def test_what_is_paid_above_the_total_is_left_of_the_payment():
    account = Account({}, {}).bill(1, 700).receive(9, 1000, [1])
    assert (account.open_of(1), account.left_of(9), account.balance) == (0, 300, -300)
    assert account.bill(2, 500).lay(9, [2]).open_of(2) == 200


def test_a_credit_note_on_a_paid_invoice_releases_what_was_paid():
    account = Account({}, {}).bill(1, 700).receive(9, 700, [1]).credit(1, 200)
    assert (account.open_of(1), account.left_of(9)) == (0, 200)


def test_a_refund_opens_the_invoice_again():
    account = Account({}, {}).bill(1, 700).receive(9, 800, [1]).refund(9, 300)
    assert (account.open_of(1), account.left_of(9)) == (200, 0)


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (lambda account: account.refund(9, 801), "refund_above_payment"),
        (lambda account: account.refund(9, 0), "nothing"),
        (lambda account: account.credit(1, 701), "credit_above_invoice"),
    ],
)
def test_nothing_is_given_back_that_was_not_there(act, rule):
    account = Account({}, {}).bill(1, 700).receive(9, 800, [1])
    with pytest.raises(LedgerFault) as fault:
        act(account)
    assert fault.value.rule == rule
