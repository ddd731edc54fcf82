"""A campaign of a mall: what it looks for, how many places it has, and when firms may offer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class CampaignState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("campaign", "Draft")
    OPEN = "open", pgettext_lazy("campaign", "Open")
    PICKING = "picking", pgettext_lazy("campaign", "Picking")
    CLOSED = "closed", pgettext_lazy("campaign", "Closed")


class Campaign(models.Model):
    """What a mall looks for. While open, firms offer from ``offers_from`` to ``offers_to``, both included.

    Without categories it takes all. At most ``places`` products are picked.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    mall = models.ForeignKey(
        "channels.Mall", verbose_name=_("mall"), on_delete=models.PROTECT, related_name="campaigns"
    )
    theme = models.CharField(_("theme"), max_length=120)
    theme_en = models.CharField(_("theme in English"), max_length=120)
    text = models.CharField(_("what it is about"), max_length=2000, blank=True)
    categories = models.ManyToManyField("products.Category", blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(pgettext_lazy("campaign", "places"))
    offers_from = models.DateField(_("first day to offer"))
    offers_to = models.DateField(_("last day to offer"))
    runs_from = models.DateField(_("runs from"))
    runs_to = models.DateField(_("runs until"))
    state = models.CharField(_("state"), max_length=8, choices=CampaignState.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))

    scope_paths = ScopePaths(mall="mall")

    class Meta:
        ordering = ("-offers_from", "-id")
        constraints = [
            one_of("state", CampaignState, "campaign_state_known"),
            models.CheckConstraint(condition=Q(places__gte=1), name="campaign_has_places"),
            models.CheckConstraint(
                condition=Q(offers_to__gte=F("offers_from")), name="campaign_offers_in_order"
            ),
            models.CheckConstraint(
                condition=Q(runs_to__gte=F("runs_from")) & Q(runs_to__gte=F("offers_from")),
                name="campaign_runs_in_order",
            ),
        ]
        indexes = [models.Index(fields=["state", "offers_to"], name="campaign_state_offers")]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> str:
        """The theme in the language of the page."""
        return self.theme if get_language() == "ja" else self.theme_en
