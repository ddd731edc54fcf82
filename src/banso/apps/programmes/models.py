"""What is offered: programmes, their services and the stages a service goes through, by version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import BilingualModel, CodedModel, one_of


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


def default_silence_days() -> list[int]:
    """The three steps of silence of a version that does not say otherwise, in days."""
    return [9, 21, 45]


class ServiceVersion(models.Model):
    """How a service is run from a day on: length, stages, follow-ups. A case keeps the one it began in."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    in_force_from = models.DateField(_("in force from"))
    planned_months = models.PositiveSmallIntegerField(_("planned months"))
    #: Months after the end of support at which a follow-up is due, for example [6, 12, 24, 36].
    follow_up_months = models.JSONField(_("follow-up after (months)"), default=list)
    #: An active case without contact for this many days is shown as silent.
    silent_after_days = models.PositiveSmallIntegerField(_("silent after (days)"), default=60)
    #: Days without a reply after which the receiver is reminded, the office takes over, the firm is told.
    silence_days = models.JSONField(_("steps of silence (days)"), default=default_silence_days)
    #: Days that a firm has to reply before its support is shortened.
    reply_days = models.PositiveSmallIntegerField(_("time to reply to a shortening (days)"), default=14)
    #: From the second year on no hours are logged for days later than this after an overdue gate.
    gate_grace_days = models.PositiveSmallIntegerField(_("hours after an overdue gate (days)"), default=30)

    #: Tries on different days after which a firm may be recorded as not reached.
    follow_up_attempts = models.PositiveSmallIntegerField(_("tries before not reached"), default=3)
    #: So many days before a follow-up is due the firm is asked by mail; empty: only when staff do so.
    follow_up_ask_days = models.PositiveSmallIntegerField(
        _("asked by mail (days before)"), null=True, blank=True, default=14
    )

    class Meta:
        ordering = ("service_id", "in_force_from")
        constraints = [
            models.UniqueConstraint(fields=["service", "in_force_from"], name="service_version_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.in_force_from}"


class StageDocumentKind(models.TextChoices):
    STRATEGY = "strategy", _("Export strategy")
    PLAN = "plan", _("Business plan")


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
    #: Hours of experts that the stage is planned to take; None: nobody planned any.
    planned_hours = models.PositiveSmallIntegerField(_("planned hours"), null=True, blank=True)
    #: The document without which the stage cannot close; empty: none.
    closes_with = models.CharField(
        _("closes with"), max_length=20, choices=StageDocumentKind.choices, blank=True
    )
    #: Cases that began before this day may have agreed it on paper; empty: no case may.
    closes_with_from = models.DateField(_("documents kept here from"), null=True, blank=True)

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


class Round(BilingualModel):
    """A call for applications to one service: when it is open, how many places and how much money it has."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="rounds")
    code = models.CharField(_("code"), max_length=40, unique=True)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    #: Empty: as many as deserve it.
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    budget_yen = models.PositiveBigIntegerField(_("budget (yen)"), null=True, blank=True)
    reviewers_needed = models.PositiveSmallIntegerField(_("reviewers an application"), default=2)
    #: The share of determinations that somebody else looks at again, in percent.
    second_look_percent = models.PositiveSmallIntegerField(_("looked at again (%)"), default=10)

    class Meta:
        ordering = ("opens_on", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(reviewers_needed__gte=1), name="round_has_reviewers"),
            models.CheckConstraint(condition=Q(second_look_percent__lte=100), name="round_second_look_share"),
        ]
        indexes = [models.Index(fields=["service", "opens_on"], name="round_service_opens")]


class Worker(models.TextChoices):
    EXPERT = "expert", _("Expert")
    STAFF = "staff", _("Staff")


class RateBasis(models.TextChoices):
    ASSUMPTION = "assumption", _("Assumption")
    CONTRACT = "contract", pgettext_lazy("basis of a rate", "Contract")
    ACCOUNTS = "accounts", _("Settled accounts")


class HourlyRate(models.Model):
    """What an hour of work costs the organisation from a day on, in yen."""

    worker = models.CharField(_("whose hour"), max_length=10, choices=Worker.choices)
    in_force_from = models.DateField(_("in force from"))
    yen = models.PositiveIntegerField(_("yen an hour"))
    basis = models.CharField(
        _("rests on"), max_length=12, choices=RateBasis.choices, default=RateBasis.ASSUMPTION
    )

    class Meta:
        ordering = ("worker", "in_force_from")
        constraints = [
            one_of("basis", RateBasis, "hourly_rate_basis_known"),
            models.UniqueConstraint(fields=["worker", "in_force_from"], name="hourly_rate_once_a_day"),
            models.CheckConstraint(condition=Q(worker__in=Worker.values), name="hourly_rate_worker_known"),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.in_force_from} {self.yen}"


class GateGround(CodedModel):
    """Why support is extended or shortened, as a code."""


class LimitedResult(models.TextChoices):
    EXTEND = "extend", _("Extend")
    SHORTEN = "shorten", _("Shorten")


class Agreement(models.TextChoices):
    """Who has to agree, besides the person who decides."""

    OFFICE_MANAGER = Role.OFFICE_MANAGER.value, _("Office manager")
    PROGRAMME_MANAGER = Role.PROGRAMME_MANAGER.value, _("Programme manager")
    DECIDER = Role.DECIDER.value, _("Decider")


class GateLimit(models.Model):
    """How far support may be extended or shortened on one ground, and who must agree.

    ``most_months`` is the total in one case: the months added, or the months by which it ends earlier.
    """

    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="gate_limits")
    result = models.CharField(_("decision"), max_length=10, choices=LimitedResult.choices)
    ground = models.ForeignKey(GateGround, on_delete=models.PROTECT, related_name="limits")
    most_months = models.PositiveSmallIntegerField(_("months at most"))
    #: Empty: nobody else.
    agreed_by = models.CharField(_("must agree"), max_length=20, choices=Agreement.choices, blank=True)

    class Meta:
        ordering = ("version_id", "result", "ground__position", "id")
        constraints = [
            one_of("result", LimitedResult, "gate_limit_result_known"),
            models.CheckConstraint(
                condition=Q(agreed_by="") | Q(agreed_by__in=Agreement.values),
                name="gate_limit_agreement_known",
            ),
            models.CheckConstraint(condition=Q(most_months__gte=1), name="gate_limit_some_months"),
            models.UniqueConstraint(fields=["version", "result", "ground"], name="gate_limit_ground_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.result} {self.ground_id} {self.most_months}"


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in yen, as published for a day. Never changed once stored."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    #: Yen for one unit. Fourteen digits come back exactly from both databases.
    yen = models.DecimalField(_("yen for one unit"), max_digits=14, decimal_places=8)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        ordering = ("-day", "currency")
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="exchange_rate_above_zero"),
            models.CheckConstraint(condition=~Q(currency="JPY"), name="exchange_rate_not_of_yen"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day} {self.yen}"


class DayOffKind(models.TextChoices):
    """Why nobody works on a day."""

    PUBLIC = "public", _("Public holiday")
    CLOSED = "closed", _("The organisation is closed")


class DayOff(BilingualModel):
    """A day on which nobody works in Japan, beside weekends.

    One that is worked after all is taken out, and kept: the shipped list would bring it back otherwise.
    """

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=DayOffKind.choices)
    taken_out = models.BooleanField(_("taken out"), default=False)

    class Meta:
        ordering = ("day",)
        constraints = [one_of("kind", DayOffKind, "day_off_kind_known")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
