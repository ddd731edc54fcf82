"""Samples that buyers ask for, from the wish to the buyer's word about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.inquiries.models.talks import Inquiry


class SampleState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("sample", "Asked for")
    AGREED = "agreed", pgettext_lazy("sample", "Agreed")
    DECLINED = "declined", pgettext_lazy("sample", "Declined")
    SENT = "sent", pgettext_lazy("sample", "On its way")
    ARRIVED = "arrived", pgettext_lazy("sample", "Arrived")


#: A sample in one of these states is still to come: there is one at a time in a conversation.
OPEN = (SampleState.ASKED, SampleState.AGREED, SampleState.SENT)


class Freight(models.TextChoices):
    """Who pays for the way."""

    MAKER = "maker", pgettext_lazy("freight", "The maker")
    BUYER = "buyer", pgettext_lazy("freight", "The buyer")


class SampleRefusal(models.TextChoices):
    """Why a maker sends no sample."""

    STOCK = "stock", pgettext_lazy("sample", "None in stock")
    COST = "cost", pgettext_lazy("sample", "Too costly for us")
    RULES = "rules", pgettext_lazy("sample", "May not be sent there")
    OTHER = "other", pgettext_lazy("sample", "Another reason")


class Sample(models.Model):
    """A sample asked for in a conversation. The address is the buyer's; it is told to the maker alone."""

    scope_paths = ScopePaths(
        firm="inquiry__product__firm",
        office="inquiry__product__firm__office",
        assigned=("inquiry__company__buyers__user",),
    )

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="samples")
    state = models.CharField(_("state"), max_length=8, choices=SampleState.choices, default=SampleState.ASKED)
    quantity = models.PositiveIntegerField(_("quantity"))
    address = models.TextField(_("address of delivery"), max_length=400)
    freight = models.CharField(_("who pays the freight"), max_length=5, choices=Freight.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("reason"), max_length=5, choices=SampleRefusal.choices, blank=True)
    #: What the maker says to it.
    words = models.CharField(_("in words"), max_length=400, blank=True)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    #: What the buyer says of it.
    verdict = models.CharField(_("what you think of it"), max_length=400, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            one_of("state", SampleState, "sample_state_known"),
            one_of("freight", Freight, "sample_freight_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="sample_of_something"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(state__in=["asked", "agreed", "sent"]), name="sample_one_open"
            ),
            models.CheckConstraint(
                condition=(Q(state="declined") & ~Q(refusal="")) | (~Q(state="declined") & Q(refusal="")),
                name="sample_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "agreed", "declined"], sent_on__isnull=True)
                | (Q(state__in=["sent", "arrived"], sent_on__isnull=False) & ~Q(carrier="")),
                name="sample_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="arrived", arrived_at__isnull=False)
                | (~Q(state="arrived") & Q(arrived_at__isnull=True)),
                name="sample_arrived_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.pk}"
