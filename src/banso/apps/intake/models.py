"""The consultation window: what a firm asked, the needs taken out of it, and to whom each was proposed."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, ScopePaths, one_of


class Subject(CodedModel):
    """What a need is about: rules, logistics, finding customers ..."""


class RefusalReason(CodedModel):
    """Why a receiver handed a need back. Retired by date, never deleted."""


class AbandonReason(CodedModel):
    """Why nobody works on a need any more. Retired by date, never deleted."""


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
    """One subject taken out of a consultation. Its status is computed from its proposals, never set.

    That it was abandoned is a dated fact beside the status, and may be taken back.
    """

    scope_paths = ScopePaths(firm="consultation__firm", office="consultation__office")

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
    language = models.ForeignKey(
        "directory.Language",
        verbose_name=_("language"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: What the firm expects the help to take; empty: not said.
    hours_wanted = models.DecimalField(
        _("hours wanted"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    description = models.CharField(_("what is needed"), max_length=400)
    taken_out_at = models.DateTimeField(_("taken out at"))
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    abandoned_on = models.DateField(_("abandoned on"), null=True, blank=True)
    abandon_reason = models.ForeignKey(
        AbandonReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Empty, though abandoned: by the last step of silence.
    abandoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(abandoned_on__isnull=True, abandon_reason__isnull=True)
                | Q(abandoned_on__isnull=False, abandon_reason__isnull=False),
                name="need_abandoned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(hours_wanted__isnull=True) | Q(hours_wanted__gt=0), name="need_hours_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class PauseReason(models.TextChoices):
    FIRM_WAITS = "firm_waits", _("The firm asked us to wait")
    FIRM_AWAY = "firm_away", _("The firm is away")


class Pause(models.Model):
    """Days that no clock of a need counts: from the first until the day it is resumed, at the latest after
    ``until``."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(_("reason"), max_length=20, choices=PauseReason.choices)
    paused_on = models.DateField(_("paused on"))
    until = models.DateField(_("until"))
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The first day that counts again; empty while it lasts.
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)

    class Meta:
        ordering = ("paused_on", "id")
        constraints = [
            one_of("reason", PauseReason, "pause_reason_known"),
            models.CheckConstraint(condition=Q(until__gte=F("paused_on")), name="pause_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("paused_on")),
                name="pause_resumed_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["need"], condition=Q(resumed_on__isnull=True), name="pause_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.paused_on}"


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a reply")
    TAKEN = "taken", _("Taken on")
    NOT_MY_FIELD = "not_my_field", _("Not my field")
    HELPED = "helped", _("Helped")
    NO_HELP = "no_help", _("Could not help")
    NOT_REACHABLE = "not_reachable", _("Firm not reachable")


class Receiver(models.TextChoices):
    EXPERT = "expert", _("Expert")
    STAFF = "staff", _("Colleague")
    OFFICE = "office", _("Another office")
    PROVIDER = "provider", _("Private provider")
    TRADING = "trading", _("Trading company")
    PARTNER = "partner", _("Partner body")


#: Receivers outside the organisation: the firm is asked before its data go there.
OUTSIDE = (Receiver.PROVIDER, Receiver.TRADING, Receiver.PARTNER)
#: The column that holds the receiver of each kind.
RECEIVER_FIELDS = {
    Receiver.EXPERT: "expert",
    Receiver.STAFF: "staff",
    Receiver.OFFICE: "office",
    Receiver.PROVIDER: "private_provider",
    Receiver.TRADING: "trading_company",
    Receiver.PARTNER: "partner_body",
}


def _has_its_receiver() -> Q:
    """Exactly the column of its kind is filled; a colleague's proposal may name the office too."""
    allowed = []
    for kind, own in RECEIVER_FIELDS.items():
        filled = {f"{name}__isnull": name != own for name in RECEIVER_FIELDS.values()}
        if kind == Receiver.STAFF:
            del filled["office__isnull"]
        allowed.append(Q(receiver=kind, **filled))
    return reduce(or_, allowed)


def _to(model: str, label: Any, related: str = "proposals") -> models.ForeignKey:
    return models.ForeignKey(
        model, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name=related
    )


class Proposal(models.Model):
    """One need offered to one receiver. Its clocks: see ``intake.clocks``.

    One that the office took back while it waited has ``withdrawn_at``: it is no state, and it counts no more
    in the status of its need.
    """

    #: As the office of the consultation sees it; receivers reach ``Received``.
    scope_paths = ScopePaths(firm=None, office="need__consultation__office", assigned=("expert__user",))

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="proposals")
    receiver = models.CharField(_("receiver"), max_length=10, choices=Receiver.choices)
    expert = _to("directory.Expert", _("expert"))
    staff = _to(settings.AUTH_USER_MODEL, _("colleague"))
    #: The office that received it; of a colleague the office at the time.
    office = _to("directory.Office", _("office"), "proposals_received")
    private_provider = _to("directory.PrivateProvider", _("private provider"))
    trading_company = _to("directory.TradingCompany", _("trading company"))
    partner_body = _to("directory.PartnerBody", _("partner body"))
    #: The day on which the firm agreed that its data go to this receiver outside.
    consent_on = models.DateField(_("firm agreed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    refusal_reason = models.ForeignKey(
        RefusalReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("answer to the firm"), max_length=4000, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    #: Since when silence counts: the day it was sent, moved on by the days that were paused.
    silent_from = models.DateField(_("silence counts from"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("state", ProposalState, "proposal_state_known"),
            models.CheckConstraint(condition=_has_its_receiver(), name="proposal_has_its_receiver"),
            models.CheckConstraint(
                condition=~Q(receiver__in=OUTSIDE) | Q(consent_on__isnull=False),
                name="proposal_outside_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.NOT_MY_FIELD) | Q(refusal_reason__isnull=False),
                name="proposal_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(state=ProposalState.WAITING),
                name="proposal_withdrawn_while_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.WAITING) | Q(silent_from__isnull=False),
                name="proposal_waiting_since_a_day",
            ),
            models.UniqueConstraint(fields=["need", "expert"], name="proposal_once_an_expert"),
            models.UniqueConstraint(fields=["need", "private_provider"], name="proposal_once_a_provider"),
            models.UniqueConstraint(fields=["need", "trading_company"], name="proposal_once_a_trader"),
            models.UniqueConstraint(fields=["need", "partner_body"], name="proposal_once_a_body"),
            models.UniqueConstraint(
                fields=["need", "office"], condition=Q(receiver="office"), name="proposal_once_an_office"
            ),
            models.UniqueConstraint(
                fields=["need", "staff"],
                condition=Q(state="waiting"),
                name="proposal_waits_once_for_a_colleague",
            ),
            models.UniqueConstraint(
                fields=["need"], condition=Q(state="taken"), name="proposal_one_at_work_a_need"
            ),
        ]
        indexes = [
            models.Index(fields=["expert", "state"], name="proposal_expert_state"),
            models.Index(fields=["office", "state"], name="proposal_office_state"),
            models.Index(fields=["state", "silent_from"], name="proposal_silence"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} -> {self.to}"

    @property
    def to(self) -> Any:
        """Whom it was sent to: an expert, a colleague, an office, or somebody outside."""
        return getattr(self, RECEIVER_FIELDS[Receiver(self.receiver)])


class Received(Proposal):
    """The same proposals as those who received them reach them."""

    scope_paths = ScopePaths(
        office="office", assigned=("expert__user", "staff", "partner_body__members__user")
    )

    class Meta:
        proxy = True


class SilenceStep(models.Model):
    """That a step of silence was taken, once for each time a proposal was sent."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="silence_steps")
    #: When it was sent the time that the step belongs to.
    sent_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField()

    class Meta:
        ordering = ("proposal_id", "step")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "sent_at", "step"], name="silence_step_once"),
            models.CheckConstraint(condition=Q(step__in=[1, 2, 3]), name="silence_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.step}"
