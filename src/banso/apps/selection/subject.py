"""Applications as other rooms see them."""

from __future__ import annotations

from django.urls import reverse

from banso.apps.documents import subjects as documents
from banso.apps.documents.models import SubjectKind
from banso.apps.selection.models import Application
from banso.apps.selection.veil import closed_to

DOCUMENTS = documents.Subject(
    SubjectKind.APPLICATION,
    rows=lambda: Application.objects.select_related("firm"),
    address=lambda ref: reverse("selection:application", args=[ref]),
    closed_to=closed_to,
)
