"""What was sent to those who are asked, and what they have typed so far."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class AskingWay(models.TextChoices):
    MAIL = "mail", _("By mail")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")


class Asking(models.Model):
    """One time somebody was asked: the invitation (number 0) or a reminder."""

    unit = models.ForeignKey("surveys.FrameUnit", on_delete=models.PROTECT, related_name="askings")
    number = models.PositiveSmallIntegerField(_("number"))
    way = models.CharField(_("way"), max_length=10, choices=AskingWay.choices)
    #: Whom it went to; None: on paper, to the firm itself.
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(
        "accounts.PersonalLink", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(
        "notices.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(pgettext_lazy("wave", "sent at"))
    #: Who had it sent; None: the system.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("unit", "number", "id")
        constraints = [one_of("way", AskingWay, "asking_way_known")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.number}"


class Draft(models.Model):
    """What somebody who is asked has typed so far; gone once it is sent."""

    unit = models.OneToOneField("surveys.FrameUnit", on_delete=models.CASCADE, related_name="draft")
    #: As it was typed, by question code.
    values = models.JSONField(default=dict)
    #: Number of the page that was left last, from 1.
    page = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id}"
