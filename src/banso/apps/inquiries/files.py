"""Files sent in conversations: documents of the firm, reached by both sides and by staff in reach."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from banso.apps.documents.models import SubjectKind
from banso.apps.documents.subjects import Subject
from banso.apps.inquiries.models import Inquiry


def _rows() -> QuerySet[Inquiry]:
    return Inquiry.objects.select_related("product__firm")


def _address(ref: str) -> str:
    return reverse("inquiries:inquiry", args=[ref])


SUBJECT = Subject(SubjectKind.INQUIRY, _rows, _address)
