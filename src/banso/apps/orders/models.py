"""Orders that a buyer's company gave to a maker, as one of the two sides reports them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.inquiries.models import Side


class State(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("order", "Reported")
    CONFIRMED = "confirmed", pgettext_lazy("order", "Confirmed by both")
    DISPUTED = "disputed", pgettext_lazy("order", "Disputed")
    SETTLED = "settled", pgettext_lazy("order", "Taken as reported")
    REJECTED = "rejected", pgettext_lazy("order", "Not counted")


#: Orders that happened, as far as is known.
STANDING = (State.CONFIRMED, State.SETTLED)


class Doubt(models.TextChoices):
    """What the other side says is not so."""

    AMOUNT = "amount", pgettext_lazy("order", "The amount is another")
    QUANTITY = "quantity", pgettext_lazy("order", "The quantity is another")
    DAY = "day", pgettext_lazy("order", "The day is another")
    CANCELLED = "cancelled", pgettext_lazy("order", "It was cancelled")
    NONE = "none", pgettext_lazy("order", "There was no such order")


class Order(models.Model):
    """An order as reported by ``side``. The other side confirms or disputes it; staff settle disputes.

    ``repeat`` is what was said; ``known`` whether an earlier order of the two sides was known. ``result`` is
    the export that it became: none as long as it does not stand, or the firm has no case to take it.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.PROTECT, related_name="orders")
    side = models.CharField(max_length=5, choices=Side.choices)
    ordered_on = models.DateField(_("day of the order"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20)
    sample = models.BooleanField(_("sample"), default=False)
    repeat = models.BooleanField(_("repeat order"), default=False)
    known = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.REPORTED)
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    doubt = models.CharField(max_length=9, choices=Doubt.choices, blank=True)
    doubt_words = models.CharField(_("in words"), max_length=400, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_reason = models.CharField(_("reason"), max_length=400, blank=True)
    #: What an export made of it is known by, so that it is counted once.
    entry = models.UUIDField(unique=True, editable=False)
    result = models.OneToOneField(
        "casework.ExportResult", null=True, blank=True, on_delete=models.PROTECT, related_name="order"
    )

    scope_paths = ScopePaths(
        firm="inquiry__product__firm",
        office="inquiry__product__firm__office",
        assigned=("inquiry__company__buyers__user",),
    )

    class Meta:
        ordering = ("-ordered_on", "-pk")
        constraints = [
            one_of("state", State, "order_state_known"),
            models.CheckConstraint(condition=Q(side__in=("buyer", "firm")), name="order_side_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="order_amount"),
            models.CheckConstraint(
                condition=Q(state="disputed") & ~Q(doubt="") | ~Q(state="disputed"),
                name="order_disputed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(state__in=("confirmed", "settled")),
                name="order_result_of_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def again(self) -> bool:
        """Whether it counts as a repeat order: said so, or known to be one."""
        return self.repeat or self.known
