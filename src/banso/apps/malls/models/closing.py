"""How a mall was closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of


class ClosingReason(models.TextChoices):
    """Why a mall is closed."""

    CONTRACT = "contract", _("The contract ended")
    SITE_CLOSED = "site_closed", _("The site itself closes")
    NO_SALES = "no_sales", _("Too little was sold")
    COST = "cost", _("It costs too much")
    LAW = "law", _("Law or trade rules of the country")
    OTHER = "other", pgettext_lazy("closing", "Other")


class Closing(models.Model):
    """A mall was closed on its last day. Its reports, costs and sales stay as they are."""

    mall = models.OneToOneField("channels.Mall", on_delete=models.PROTECT, related_name="closing")
    closed_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=12, choices=ClosingReason.choices)
    #: What firms and operators are told beside the reason.
    words = models.CharField(_("words to firms and operators"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("-closed_on", "-pk")
        constraints = [one_of("reason", ClosingReason, "closing_reason_known")]

    def __str__(self) -> str:
        return f"{self.mall_id} {self.closed_on}"
