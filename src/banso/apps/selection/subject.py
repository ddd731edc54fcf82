"""Applications as other rooms see them."""

from __future__ import annotations

from django.urls import reverse

from banso.apps.documents import subjects as documents
from banso.apps.documents.models import SubjectKind
from banso.apps.selection.models import Application

DOCUMENTS = documents.Subject(
    SubjectKind.APPLICATION,
    rows=lambda: Application.objects.select_related("firm"),
    address=lambda ref: reverse("selection:application", args=[ref]),
)
