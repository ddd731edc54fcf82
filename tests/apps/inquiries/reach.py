"""Conversations as firms, staff and buyers reach them, for the test of how far a role reaches."""

from io import BytesIO

from banso.apps.accounts.roles import Role
from banso.apps.buyers.selectors import buyers_open
from banso.apps.inquiries.models import OPEN, Attachment, Inquiry, Report, Sample
from banso.apps.inquiries.services import Said, write
from banso.apps.journal.actor import Actor
from support.build import MOMENT
from support.reach import Rows, Ties
from tests.apps.street.reach import ROWS as STREET


def _inquiries():
    # Some of each state: the portfolio has many.
    rows = Inquiry.objects.select_related("product__firm").order_by("state", "pk")
    found: dict[str, list[Inquiry]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(row)
    return [row for state in sorted(found) for row in found[state][:20]]


def _of_maker(inquiry: Inquiry) -> Ties:
    return Ties(inquiry.product.firm_id, inquiry.product.firm.office_id)


def _of_company(inquiry: Inquiry) -> Ties:
    people = buyers_open(MOMENT.date()).filter(company=inquiry.company_id).order_by("pk")
    return Ties(None, 0, set(people.values_list("user", flat=True)))


def _samples():
    return Sample.objects.select_related("inquiry__product__firm").order_by("pk")


def _sample_key(row: Sample) -> list[object]:
    return [row.inquiry.ref, row.pk]


def _sent():
    return Attachment.objects.select_related("message__inquiry").order_by("pk")


def make_files() -> None:
    """A file in a conversation of a buyer who may enter: the portfolio has none."""
    open_now = buyers_open(MOMENT.date()).order_by().values("company")
    inquiry = (
        Inquiry.objects.filter(company__in=open_now, first_answer_at__isnull=False).order_by("pk").first()
    )
    file = BytesIO(b"price,quantity")
    file.name = "prices.csv"
    write(
        Actor(inquiry.buyer.user_id, Role.BUYER.value, MOMENT), inquiry, "buyer", Said("List", "en", [file])
    )


def make_samples_and_reports() -> None:
    """A sample on each side of an office's reach, and a report."""
    by_office: dict[int, Inquiry] = {}
    answered = Inquiry.objects.filter(first_answer_at__isnull=False).exclude(samples__state="sent")
    for row in answered.select_related("product__firm", "company").order_by("pk"):
        by_office.setdefault(row.product.firm_id, row)
    for row in list(by_office.values()):
        values = {"quantity": 1, "address": "12 Lake Road", "freight": "buyer", "asked_at": MOMENT}
        if not row.samples.filter(state__in=OPEN).exists():
            Sample.objects.create(inquiry=row, asked_by_id=row.buyer.user_id, **values)
        told = {"reason": "fraud", "words": "?", "office_id": row.company.office_id, "reported_at": MOMENT}
        if not row.reports.filter(state="open").exists():
            Report.objects.create(inquiry=row, side="firm", reported_by_id=row.buyer.user_id, **told)


_STAFF = Rows(_inquiries, _of_maker, lambda row: [row.ref])
_BUYER = Rows(_inquiries, _of_company, lambda row: [row.ref])
_SAMPLE = Rows(_samples, lambda row: _of_maker(row.inquiry), _sample_key)
ROWS = {
    "inquiries:inquiry": _STAFF,
    "inquiries:answer": Rows(_inquiries, _of_maker, lambda row: [row.ref], post=True),
    "inquiries:step_in": Rows(_inquiries, _of_maker, lambda row: [row.ref], post=True),
    "inquiries:settle": _STAFF,
    "inquiries:report_abuse": _STAFF,
    "inquiries:report": Rows(
        lambda: Report.objects.order_by("pk"), lambda row: Ties(None, row.office_id), lambda row: [row.pk]
    ),
    "inquiries:sample_agree": _SAMPLE,
    "inquiries:sample_decline": _SAMPLE,
    "inquiries:sample_send": _SAMPLE,
    "inquiries:street_report": _BUYER,
    "inquiries:street_sample": _BUYER,
    "inquiries:street_sample_take": Rows(_samples, lambda row: _of_company(row.inquiry), _sample_key),
    "inquiries:street_ask": STREET["street:keep"],
    "inquiries:street_inquiry": _BUYER,
    "inquiries:street_settle": _BUYER,
    "inquiries:street_file": Rows(
        _sent,
        lambda row: _of_company(row.message.inquiry),
        lambda row: [row.message.inquiry.ref, row.document_id],
    ),
}
