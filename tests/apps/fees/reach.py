"""The firms whose prices are looked up, their quotes and invoices, for the test of how far a role reaches."""

from decimal import Decimal

from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.fees.models import CreditNote, Instalment, Invoice, Issuer, Quote, TermsText
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application
from support import people
from support.build import MOMENT
from support.reach import Rows, Ties


def _ties(row):
    return Ties(row.firm_id, row.firm.office_id)


QUOTES = Rows(lambda: Quote.objects.order_by("pk"), _ties, lambda quote: [quote.ref])
INVOICES = Rows(lambda: Invoice.objects.order_by("pk"), _ties, lambda invoice: [invoice.ref])

ROWS = {
    "fees:firm": Rows(
        lambda: Firm.objects.order_by("pk"),
        lambda firm: Ties(firm.pk, firm.office_id),
        lambda firm: [firm.ref],
    ),
    "fees:case": Rows(
        lambda: Case.objects.order_by("pk"),
        lambda case: Ties(case.firm_id, case.office_id),
        lambda case: [case.ref],
    ),
    "fees:quote_write": Rows(
        lambda: Application.objects.order_by("pk"),
        lambda application: Ties(application.firm_id, application.office_id),
        lambda application: ["application", application.ref],
    ),
    **{
        f"fees:quote{name}": QUOTES
        for name in (
            "", "_change", "_revise", "_offer", "_withdraw", "_accept", "_decline", "_move", "_cancel",
            "_start", "_pdf",
        )
    },
    "fees:invoice": INVOICES,
    "fees:invoice_pdf": INVOICES,
    "fees:waiver_ask": INVOICES,
    "fees:credit_pdf": Rows(
        lambda: CreditNote.objects.order_by("pk"), lambda note: _ties(note.invoice), lambda note: [note.ref]
    ),
}  # fmt: skip


def make_rows():
    """A quote and an invoice of the example firm, and of a firm of another region."""
    own = people.example("firm_member").assignments.get().firm
    others = Firm.objects.exclude(prefecture__region=own.prefecture.region).order_by("pk")
    words = {name: "x" for name in ("name_ja", "name_en", "address_ja", "address_en", "bank_ja", "bank_en")}
    issuer, _new = Issuer.objects.get_or_create(
        in_force_from="2021-04-01", defaults={**words, "registration_number": "T7000012050002"}
    )
    terms, by = TermsText.objects.order_by("pk").first(), people.example("office_staff")
    frozen = {"policy": "fair_share", "full_cost": 1000, "rows": [], "rates": [], "cost_lines": [],
              "instalments": [{"stage": "", "months": 0, "yen": 110}]}  # fmt: skip
    for number, firm in enumerate((own, others.first()), start=1):
        quote = Quote.objects.create(
            ref=f"Q-T-{number}", firm=firm, service=Service.objects.get(code="hands_on"), state="invoiced",
            service_starts_on="2026-03-01", valid_until="2026-02-01", expert_hours=Decimal(1),
            staff_hours=Decimal(0), units=Decimal(0), frozen=frozen, net=100, subtotal=100, tax=10, total=110,
            terms=terms, terms_digest=terms.digest, made_by=by, made_at=MOMENT,
            offered_at=MOMENT, answered_at=MOMENT, answered_by=by, started_on="2026-03-01",
        )  # fmt: skip
        invoice = Invoice.objects.create(
            ref=f"INV-T-{number}", quote=quote, firm=firm, issuer=issuer, recipient=firm.name,
            issued_on="2026-03-02", supplied_on="2026-03-01", issued_by=by, net=100, tax=10, total=110,
        )  # fmt: skip
        Instalment.objects.create(invoice=invoice, number=1, due_on="2026-04-01", yen=110)
        CreditNote.objects.create(
            ref=f"CN-T-{number}", invoice=invoice, kind="credit", reason="less_service", net=10, tax=1,
            total=11, state="approved", asked_by=by, asked_at=MOMENT, decided_by=people.example("accountant"),
            decided_at=MOMENT,
        )  # fmt: skip
