"""Online meetings that belong to a conversation of a buyer with a maker."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.inquiries.models import Side


class State(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("online meeting", "Proposed")
    AGREED = "agreed", pgettext_lazy("online meeting", "Agreed")
    DECLINED = "declined", pgettext_lazy("online meeting", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("online meeting", "Cancelled")
    HELD = "held", pgettext_lazy("online meeting", "Held")


class Result(models.TextChoices):
    """What a meeting led to."""

    ORDER = "order", pgettext_lazy("online meeting", "An order is expected")
    SAMPLE = "sample", pgettext_lazy("online meeting", "A sample is sent")
    TERMS = "terms", pgettext_lazy("online meeting", "Price or terms are sent")
    AGAIN = "again", pgettext_lazy("online meeting", "They meet again")
    NOTHING = "nothing", pgettext_lazy("online meeting", "No further interest")
    ABSENT = "absent", pgettext_lazy("online meeting", "One side did not come")


class OnlineMeeting(models.Model):
    """A meeting that one side proposed. ``turn``: who answers next; ``round`` counts the proposals.

    ``appointment`` is made once a slot is agreed: it bears the invitation, its changes and its cancellation.
    ``for_buyer`` and ``for_firm`` are who last spoke for each side, and are invited.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.PROTECT, related_name="meetings")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PROPOSED)
    turn = models.CharField(max_length=5, choices=Side.choices, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    length = models.PositiveSmallIntegerField(_("minutes long"))
    about = models.CharField(_("what to talk about"), max_length=400)
    interpreter = models.ForeignKey(
        "directory.Language",
        verbose_name=_("interpreter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    link = models.URLField(_("address of the meeting"), blank=True)
    for_buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    for_firm = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    #: When the last round of slots was sent.
    asked_at = models.DateTimeField()
    appointment = models.OneToOneField(
        "notices.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="online_meeting"
    )
    minutes = models.TextField(_("minutes"), blank=True)
    result = models.CharField(_("result"), max_length=7, choices=Result.choices, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    scope_paths = ScopePaths(
        firm="inquiry__product__firm",
        office="inquiry__product__firm__office",
        assigned=("inquiry__company__buyers__user",),
    )

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            one_of("state", State, "online_meeting_state_known"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(state="proposed"), name="online_meeting_one_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", turn__in=("buyer", "firm"))
                | (~Q(state="proposed") & Q(turn="")),
                name="online_meeting_turn_while_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "declined"), appointment__isnull=True)
                | (~Q(state__in=("proposed", "declined")) & Q(appointment__isnull=False)),
                name="online_meeting_agreed_with_appointment",
            ),
            models.CheckConstraint(
                condition=Q(state="held", reported_at__isnull=False) & ~Q(result="")
                | (~Q(state="held") & Q(result="", reported_at__isnull=True)),
                name="online_meeting_held_with_result",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Slot(models.Model):
    """A time that was proposed in a round."""

    meeting = models.ForeignKey(OnlineMeeting, on_delete=models.PROTECT, related_name="slots")
    round = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("begins"))

    class Meta:
        ordering = ("meeting", "round", "starts_at")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "round", "starts_at"], name="online_meeting_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.starts_at:%Y-%m-%d %H:%M}"
