"""The one-stop programme: who a firm came by, how far it is, and who does which part for it now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, ScopePaths, one_of


class Readiness(CodedModel):
    """How near a firm is to exporting, from interested to exporting by itself."""


class Course(models.TextChoices):
    """The way a kind of component goes."""

    PLAIN = "plain", _("Work with a beginning and an end")
    SUBSIDY = "subsidy", _("Applied for, granted, paid at another body")
    TRADING = "trading", _("Proposed to a trading company, met, agreed")


class ComponentKind(CodedModel):
    """A part of the programme: finding, advice, subsidy, trading company, EC listing."""

    course = models.CharField(_("course"), max_length=10, choices=Course.choices, default=Course.PLAIN)
    #: A hand-over without an answer: days after which its receiver is reminded, and after which it goes back.
    remind_after_days = models.PositiveSmallIntegerField(_("reminder after (days)"), default=9)
    back_after_days = models.PositiveSmallIntegerField(_("goes back after (days)"), default=21)

    class Meta(CodedModel.Meta):
        constraints = [
            one_of("course", Course, "component_kind_course_known"),
            models.CheckConstraint(
                condition=Q(back_after_days__gt=F("remind_after_days")), name="component_kind_reminds_first"
            ),
        ]


class CloseReason(CodedModel):
    """Why a registration was closed. Retired by date, never deleted."""


def _one_holder(office: str, body: str, name: str) -> models.CheckConstraint:
    """Exactly one of an office and a partner body holds it: nothing is without a holder, nothing has two."""
    return models.CheckConstraint(
        condition=Q(**{f"{office}__isnull": False, f"{body}__isnull": True})
        | Q(**{f"{office}__isnull": True, f"{body}__isnull": False}),
        name=name,
    )


def _office(related_name: str = "+") -> Any:
    return models.ForeignKey(
        "directory.Office", null=True, blank=True, on_delete=models.PROTECT, related_name=related_name
    )


def _body(related_name: str = "+") -> Any:
    return models.ForeignKey(
        "directory.PartnerBody", null=True, blank=True, on_delete=models.PROTECT, related_name=related_name
    )


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Registration(models.Model):
    """A firm in the programme. The lead sees to the firm as a whole; ``shares`` says who may read it."""

    scope_paths = ScopePaths(firm="firm", office="shares__office", assigned=("shares__body__members__user",))

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="registrations")
    #: By whom the firm came; empty: by an office of the organisation itself.
    body = models.ForeignKey(
        "directory.PartnerBody",
        verbose_name=_("registered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    #: The office of the organisation that the firm belongs to.
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="registrations"
    )
    lead_office = _office()
    lead_body = _body("led_registrations")
    readiness = models.ForeignKey(
        Readiness, verbose_name=_("readiness"), on_delete=models.PROTECT, related_name="registrations"
    )
    #: The day on which the firm agreed that the bodies taking part share what is written here.
    shared_from = models.DateField(_("agreed to sharing on"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = _person()
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.ForeignKey(
        CloseReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-registered_at", "-id")
        constraints = [
            _one_holder("lead_office", "lead_body", "registration_has_one_lead"),
            models.UniqueConstraint(
                fields=["firm"], condition=Q(closed_on__isnull=True), name="registration_one_open_a_firm"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, close_reason__isnull=True)
                | Q(closed_on__isnull=False, close_reason__isnull=False),
                name="registration_closed_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["office", "closed_on"], name="registration_office_open")]

    def __str__(self) -> str:
        return self.ref


class Share(models.Model):
    """Who may read a registration: it registered the firm, leads, holds a part or is asked to take one."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="shares")
    office = _office("shares")
    body = _body("shares")

    class Meta:
        ordering = ("id",)
        constraints = [
            _one_holder("office", "body", "share_with_one"),
            models.UniqueConstraint(fields=["registration", "office"], name="share_once_an_office"),
            models.UniqueConstraint(fields=["registration", "body"], name="share_once_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.office_id or self.body_id}"


class ReadinessChange(models.Model):
    """From a day on a firm was at this readiness, and what shows it."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="readiness_changes")
    readiness = models.ForeignKey(Readiness, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    evidence = models.CharField(_("what shows it"), max_length=300)
    noted_by = _person()
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        ordering = ("since", "id")

    def __str__(self) -> str:
        return f"{self.registration_id} {self.readiness_id} {self.since}"


class ComponentState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Finished")
    DROPPED = "dropped", _("Dropped")
    APPLIED = "applied", _("Subsidy applied for")
    GRANTED = "granted", _("Subsidy granted")
    REFUSED = "refused", _("Subsidy refused")
    PAID = "paid", _("Subsidy paid")
    PROPOSED = "proposed", _("Proposed to a trading company")
    MET = "met", _("Met the trading company")
    CONTRACT = "contract", _("Contract with the trading company")
    NO_CONTRACT = "no_contract", _("No contract came of it")


class Component(models.Model):
    """One part of the programme for one firm, and who holds it now."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="components")
    kind = models.ForeignKey(
        ComponentKind, verbose_name=_("part"), on_delete=models.PROTECT, related_name="components"
    )
    state = models.CharField(_("state"), max_length=20, choices=ComponentState.choices)
    holder_office = _office("held_components")
    holder_body = _body("held_components")
    title = models.CharField(_("what it is about"), max_length=120)
    trading_company = models.ForeignKey(
        "directory.TradingCompany",
        verbose_name=_("trading company"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="components",
    )
    consultation = models.ForeignKey(
        "intake.Consultation", null=True, blank=True, on_delete=models.PROTECT, related_name="components"
    )
    #: What was applied for, granted and paid, in yen, as the other body reported it; empty: not known.
    applied_yen = models.PositiveBigIntegerField(_("applied for (yen)"), null=True, blank=True)
    granted_yen = models.PositiveBigIntegerField(_("granted (yen)"), null=True, blank=True)
    paid_yen = models.PositiveBigIntegerField(_("paid (yen)"), null=True, blank=True)
    begun_on = models.DateField(_("begun on"))
    #: The day of the last step.
    moved_on = models.DateField(_("last step on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    #: Grows with every change: a form that was opened on an older edition is refused.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("state", ComponentState, "component_state_known"),
            _one_holder("holder_office", "holder_body", "component_has_one_holder"),
            models.CheckConstraint(
                condition=Q(paid_yen__isnull=True) | Q(granted_yen__isnull=False),
                name="component_paid_is_granted",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("begun_on")),
                name="component_closes_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.title}"


class HandOverState(models.TextChoices):
    WAITING = "waiting", _("Waiting for acceptance")
    ACCEPTED = "accepted", _("Accepted")
    HANDED_BACK = "handed_back", _("Handed back")
    RECALLED = "recalled", _("Taken back by the sender")
    CAME_BACK = "came_back", _("Came back without an answer")


class HandOver(models.Model):
    """A part (with no part: the lead itself) offered to another; till it is accepted the sender holds it."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="hand_overs")
    component = models.ForeignKey(
        Component, null=True, blank=True, on_delete=models.PROTECT, related_name="hand_overs"
    )
    from_office = _office()
    from_body = _body()
    to_office = _office("received_hand_overs")
    to_body = _body("received_hand_overs")
    state = models.CharField(
        _("state"), max_length=20, choices=HandOverState.choices, default=HandOverState.WAITING
    )
    reason = models.CharField(_("why it is handed over"), max_length=400)
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = _person()
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = _person()

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("state", HandOverState, "hand_over_state_known"),
            _one_holder("from_office", "from_body", "hand_over_has_one_sender"),
            _one_holder("to_office", "to_body", "hand_over_has_one_receiver"),
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(state="waiting", component__isnull=False),
                name="hand_over_one_waiting_a_component",
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="waiting", component__isnull=True),
                name="hand_over_one_waiting_of_the_lead",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | Q(~Q(state="waiting"), settled_at__isnull=False),
                name="hand_over_settled_with_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="hand_over_waiting")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state}"
