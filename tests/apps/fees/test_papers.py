"""Papers hold what a qualified invoice must show, in both languages, whoever prints them and when."""

import pytest
from django.urls import reverse
from django.utils import translation

from banso.apps.fees import printing, services
from banso.apps.fees.models import CreditNote
from tests.apps.fees import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def words(monkeypatch):
    """What was given to the template."""
    given = []
    monkeypatch.setattr(printing, "pdf", lambda template, words, day: given.append(words) or b"%PDF")
    return given


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_invoice_holds_what_a_qualified_invoice_must_show(words, language):
    making.charge()
    invoice = making.invoiced()
    with translation.override(language):
        printing.invoice_pdf(invoice)
    said = str(words[0])
    tax = invoice.taxes.get()
    for figure in (tax.net, tax.tax, invoice.total):
        assert f"{figure:,}" in said
    assert invoice.issuer.registration_number in said and invoice.recipient in said and "10%" in said
    assert ("取引年月日" if language == "ja" else "Day of the transaction") in said


def test_a_firm_takes_its_papers_away_as_pdf(client_as):
    making.charge()
    invoice = making.invoiced()
    by = making.another
    note = services.ask_credit(by("accountant", making.LATER), invoice, "less_service", 100)
    services.approve_credit(by("accountant", making.LATER), note)
    client = client_as("firm_member", firm=invoice.firm)
    refs = {"quote": invoice.quote.ref, "invoice": invoice.ref, "credit": CreditNote.objects.get().ref}
    for kind, ref in refs.items():
        response = client.get(reverse(f"fees:{kind}_pdf", args=[ref]))
        assert response.content.startswith(b"%PDF") and response["Content-Type"] == "application/pdf"
