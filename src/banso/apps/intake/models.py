"""The consultation window: what a firm asked, the needs taken out of it, and to whom each was proposed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, ScopePaths, one_of


class Subject(CodedModel):
    """What a need is about: rules, logistics, finding customers ..."""


class RefusalReason(CodedModel):
    """Why a receiver handed a need back. Retired by date, never deleted."""


class Channel(models.TextChoices):
    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Telephone")
    WEB = "web", _("Web")
    VISIT = "visit", _("Visit")
    PARTNER = "partner", _("Partner body")


class Consultation(models.Model):
    """What a firm asked, in its own words."""

    scope_paths = ScopePaths(
        firm="firm",
        office="office",
        assigned=("needs__proposals__expert__user", "partner_body__members__user"),
    )

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="consultations")
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="consultations"
    )
    partner_body = models.ForeignKey(
        "directory.PartnerBody",
        verbose_name=_("partner body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    channel = models.CharField(_("came by"), max_length=10, choices=Channel.choices)
    title = models.CharField(_("in short"), max_length=80)
    body = models.TextField(_("what the firm asks"), max_length=4000)
    market = models.ForeignKey(
        "directory.Market",
        verbose_name=_("market"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [one_of("channel", Channel, "consultation_channel_known")]
        indexes = [models.Index(fields=["office", "-asked_at"], name="consultation_office_asked")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Need(models.Model):
    """One subject taken out of a consultation. Its status is computed from its proposals, never set."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="needs")
    subject = models.ForeignKey(
        Subject, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="needs"
    )
    market = models.ForeignKey(
        "directory.Market",
        verbose_name=_("market"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    description = models.CharField(_("what is needed"), max_length=400)
    taken_out_at = models.DateTimeField(_("taken out at"))
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.description


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a reply")
    TAKEN = "taken", _("Taken on")
    NOT_MY_FIELD = "not_my_field", _("Not my field")
    HELPED = "helped", _("Helped")
    NO_HELP = "no_help", _("Could not help")
    NOT_REACHABLE = "not_reachable", _("Firm not reachable")


class Receiver(models.TextChoices):
    EXPERT = "expert", _("Expert")
    STAFF = "staff", _("Staff")


class Proposal(models.Model):
    """One need offered to one receiver. Its three clocks: asked (the consultation), sent, taken."""

    scope_paths = ScopePaths(firm=None, office="need__consultation__office", assigned=("expert__user",))

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="proposals")
    receiver = models.CharField(_("receiver"), max_length=10, choices=Receiver.choices)
    expert = models.ForeignKey(
        "directory.Expert",
        verbose_name=_("expert"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    refusal_reason = models.ForeignKey(
        RefusalReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("answer to the firm"), max_length=4000, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("state", ProposalState, "proposal_state_known"),
            models.CheckConstraint(
                condition=Q(receiver=Receiver.EXPERT, expert__isnull=False, staff__isnull=True)
                | Q(receiver=Receiver.STAFF, staff__isnull=False, expert__isnull=True),
                name="proposal_has_its_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.NOT_MY_FIELD) | Q(refusal_reason__isnull=False),
                name="proposal_refused_with_reason",
            ),
            models.UniqueConstraint(fields=["need", "expert"], name="proposal_once_an_expert"),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="proposal_expert_state")]

    def __str__(self) -> str:
        return f"{self.need_id} -> {self.expert or self.staff}"
