"""Online meetings as records that appointments and tasks are about."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.services import SUBJECT
from banso.apps.notices.sources import Found, SubjectKind


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


SUBJECT_KIND = SubjectKind(SUBJECT, _("Online meeting"), find, address)
