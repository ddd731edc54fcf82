"""Consultations as other rooms see them."""

from __future__ import annotations

from django.urls import reverse

from banso.apps.documents import subjects as documents
from banso.apps.documents.models import SubjectKind
from banso.apps.intake.models import Consultation

DOCUMENTS = documents.Subject(
    SubjectKind.CONSULTATION,
    rows=lambda: Consultation.objects.select_related("firm"),
    address=lambda ref: reverse("intake:consultation", args=[ref]),
)
