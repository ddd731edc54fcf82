"""What all pages share on which somebody does one thing to a case."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import Case
from banso.web import formats
from banso.web.acts import Act, Text

Known = list[tuple[Any, Any]]


class OnCase(Act):
    """Something done to one case."""

    case: Case

    def find(self, ref: str) -> None:
        """The case, within the reach of the action."""
        rows = self.access.rows(self.action, Case.objects.select_related("firm", "service", "expert"))
        self.case = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """The page of the case."""
        return reverse("casework:case", args=[self.case.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the case."""
        return [(reverse("casework:case_list"), _("Cases")), (self.back(), self.case.ref)]

    def subtitle(self) -> Text:
        """Whose case it is."""
        return formats.joined(self.case.firm.name, self.case.service.name)
