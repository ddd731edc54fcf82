"""Editions of forms: the workbooks that were ever asked with, as they were."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FormEdition(models.Model):
    """One version of a form, with its workbook. What is kept does not change: a change is a new version."""

    name = models.CharField(_("form"), max_length=40)
    version = models.CharField(_("form version"), max_length=40)
    title = models.CharField(pgettext_lazy("form", "title"), max_length=200)
    #: SHA-256 of the compiled form (``Form.digest``).
    digest = models.CharField(max_length=64, unique=True)
    #: The XLSForm workbook.
    workbook = models.BinaryField()
    #: The languages it has words in, in its own order.
    languages = models.JSONField(default=list)
    kept_at = models.DateTimeField(_("kept at"))
    #: None: it ships with Banso.
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        ordering = ("name", "-kept_at", "-id")
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="form_edition_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
