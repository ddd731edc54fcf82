"""What is offered: programmes, their services and the stages a service goes through, by version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.base import BilingualModel, CodedModel


class Programme(CodedModel):
    """A programme of the organisation, for example the Consortium."""

    short_ja = models.CharField(max_length=40)
    short_en = models.CharField(max_length=40)
    begun_on = models.DateField(_("begun on"))

    @property
    def short(self) -> str:
        """The short name in the language of the page."""
        return self.short_en if get_language() == "en" else self.short_ja


class Service(CodedModel):
    """A kind of support within a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="services")
    screened = models.BooleanField(_("needs an application"), default=True)
    sells_by_ec = models.BooleanField(_("sells through EC"), default=False)


class ServiceVersion(models.Model):
    """How a service is run from a day on: length, stages, follow-ups. A case keeps the one it began in."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    in_force_from = models.DateField(_("in force from"))
    planned_months = models.PositiveSmallIntegerField(_("planned months"))
    #: Months after the end of support at which a follow-up is due, for example [6, 12, 24, 36].
    follow_up_months = models.JSONField(_("follow-up after (months)"), default=list)
    #: An active case without contact for this many days is shown as silent.
    silent_after_days = models.PositiveSmallIntegerField(_("silent after (days)"), default=60)

    class Meta:
        ordering = ("service_id", "in_force_from")
        constraints = [
            models.UniqueConstraint(fields=["service", "in_force_from"], name="service_version_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.in_force_from}"


class StageDefinition(BilingualModel):
    """One stage of a service version. The firm sees it in its own words: now, and when it is still ahead."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="stages")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=40)
    planned_months = models.PositiveSmallIntegerField(_("planned months"))
    firm_now_ja = models.CharField(max_length=120)
    firm_now_en = models.CharField(max_length=120)
    firm_ahead_ja = models.CharField(max_length=120)
    firm_ahead_en = models.CharField(max_length=120)

    class Meta:
        ordering = ("version_id", "order")
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="stage_definition_order_once"),
            models.CheckConstraint(condition=Q(order__gte=1), name="stage_definition_order_from_one"),
        ]

    @property
    def firm_now(self) -> str:
        """What the firm reads when this is its present stage."""
        return self.firm_now_en if get_language() == "en" else self.firm_now_ja

    @property
    def firm_ahead(self) -> str:
        """What the firm reads when this stage is still ahead."""
        return self.firm_ahead_en if get_language() == "en" else self.firm_ahead_ja
