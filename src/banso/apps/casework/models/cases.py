"""A firm under one service: from the first day of support to its outcome."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class CaseState(models.TextChoices):
    ACTIVE = "active", _("Under support")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Support ended")


class CaseOutcome(models.TextChoices):
    SELF_DRIVEN = "self_driven", _("Exports on its own")
    EXPORTED = "exported", _("Exported, not yet on its own")
    NOT_EXPORTED = "not_exported", _("Did not export")
    STOPPED = "stopped", _("Stopped before the end")
    ANSWERED = "answered", _("Question answered")
    NOT_ANSWERED = "not_answered", _("Question not answered")


class Case(models.Model):
    """One firm under one service. A spot case answers one need; all others come out of applications."""

    scope_paths = ScopePaths(
        firm="firm",
        office="office",
        assigned=("expert__user", "firm__consultations__partner_body__members__user"),
    )

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="cases"
    )
    service = models.ForeignKey(
        "programmes.Service", verbose_name=_("service"), on_delete=models.PROTECT, related_name="cases"
    )
    version = models.ForeignKey("programmes.ServiceVersion", on_delete=models.PROTECT, related_name="cases")
    application = models.OneToOneField(
        "selection.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )
    need = models.OneToOneField(
        "intake.Need", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )
    expert = models.ForeignKey(
        "directory.Expert",
        verbose_name=_("expert"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff in charge"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.ACTIVE)
    started_on = models.DateField(_("support began"))
    planned_end_on = models.DateField(_("planned end"))
    ended_on = models.DateField(_("support ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CaseOutcome.choices, blank=True)
    outcome_note = models.TextField(_("why it ended so"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-started_on", "-id")
        constraints = [
            one_of("state", CaseState, "case_state_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.ENDED, ended_on__isnull=False, outcome__in=CaseOutcome.values)
                | Q(~Q(state=CaseState.ENDED), ended_on__isnull=True, outcome=""),
                name="case_ended_with_date_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="case_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False, need__isnull=True)
                | Q(application__isnull=True, need__isnull=False),
                name="case_comes_from_application_or_need",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__gte=F("started_on")), name="case_planned_end_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state"], name="case_office_state"),
            models.Index(fields=["expert", "state"], name="case_expert_state"),
            models.Index(fields=["service", "started_on"], name="case_service_started"),
        ]

    def __str__(self) -> str:
        return self.ref
