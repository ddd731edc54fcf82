"""What a year is opened with, what an office takes on in it, and why it was opened again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.directory.models import Office
from banso.apps.journal.models import FiscalYear


class Take(models.TextChoices):
    COPY = "copy", pgettext_lazy("next fiscal year", "As it is")
    CHANGE = "change", pgettext_lazy("next fiscal year", "With other values")
    LEAVE = "leave", pgettext_lazy("next fiscal year", "Leave out")


class Choice(models.Model):
    """How one row of the year before goes into a year that is being prepared. No choice: as it is."""

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="choices")
    kind = models.CharField(_("kind"), max_length=20)
    #: The key of the row that is copied (``copying.KINDS`` says in which table).
    source = models.PositiveBigIntegerField(_("number of the record"))
    take = models.CharField(_("how it is taken over"), max_length=10, choices=Take.choices)
    #: The other values, as the form of the kind writes them.
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        ordering = ("year_id", "kind", "source")
        constraints = [
            one_of("take", Take, "year_choice_take_known"),
            models.UniqueConstraint(fields=["year", "kind", "source"], name="year_choice_once_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}: {self.take}"


class OfficeYear(models.Model):
    """What an office takes on in a fiscal year. None: nothing is laid down."""

    scope_paths = ScopePaths(office="office")

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="years"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    firms = models.PositiveIntegerField(_("firms to support"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("cases to open"), null=True, blank=True)
    follow_ups = models.PositiveIntegerField(_("follow-ups to reach"), null=True, blank=True)
    staff_hours = models.PositiveIntegerField(_("hours of staff"), null=True, blank=True)
    budget_yen = models.PositiveBigIntegerField(_("budget (yen)"), null=True, blank=True)

    class Meta:
        ordering = ("fiscal_year", "office_id")
        constraints = [
            models.UniqueConstraint(fields=["office", "fiscal_year"], name="office_year_once"),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=1900) & Q(fiscal_year__lte=2999), name="office_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.fiscal_year}"


class Reopening(models.Model):
    """A closed year took entries again: since when, by whom, why."""

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=400)
    reopened_at = models.DateTimeField(_("opened again at"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-reopened_at", "-id")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="year_reopening_has_reason")]

    def __str__(self) -> str:
        return f"{self.year_id} {self.reopened_at}"
