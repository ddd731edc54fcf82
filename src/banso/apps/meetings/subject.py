"""Online meetings as records that appointments and tasks are about."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.naming import product_name
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.services import SUBJECT
from banso.apps.meetings.words import time_words
from banso.apps.notices.sources import Found, Invited, SubjectKind


def find(access: Access, action: Action, ref: str) -> Found | None:
    """A meeting within reach."""
    rows = access.rows(action, OnlineMeeting.objects.filter(ref=ref))
    meeting = rows.select_related("inquiry__product__firm").first()
    if meeting is None:
        return None
    firm = meeting.inquiry.product.firm
    return Found(meeting.ref, firm.name, address(meeting.ref), firm.pk, firm.office_id)


def address(ref: str) -> str:
    """The page of a meeting; a buyer is led on to the one on Japan Street."""
    return reverse("meetings:meeting", args=[ref])


def title(ref: str) -> str:
    """The product, in the language that is active."""
    rows = OnlineMeeting.objects.select_related("inquiry__product")
    found = rows.prefetch_related("inquiry__product__editions__texts").get(ref=ref)
    return product_name(found.inquiry.product)[:80]


def invited(ref: str, user: int) -> Invited:
    """A buyer is invited in the language of the buyer's pages, and told the time by the buyer's clock."""
    meeting = OnlineMeeting.objects.select_related("inquiry__company").get(ref=ref)
    company = meeting.inquiry.company
    buyer = company.buyers.filter(user=user).first()
    if buyer is None:
        return Invited()
    return Invited(buyer.language, lambda at: time_words(at, company.clock))


SUBJECT_KIND = SubjectKind(SUBJECT, _("Online meeting"), find, address, title, _("Online"), invited)
