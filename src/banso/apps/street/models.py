"""What buyers keep on Japan Street."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths


class ShortlistItem(models.Model):
    """A product that the people of a company keep together, with a note for colleagues."""

    company = models.ForeignKey("buyers.BuyerCompany", on_delete=models.PROTECT, related_name="shortlist")
    product = models.ForeignKey("products.Product", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note for colleagues"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    scope_paths = ScopePaths(assigned=("company__buyers__user",))

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["company", "product"], name="shortlist_once")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.product_id}"
