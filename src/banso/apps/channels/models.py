"""The EC channels: catalogue, malls, store; what each asks of a product; the corners on overseas malls."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import CodedModel, ScopePaths, one_of


class ChannelKind(models.TextChoices):
    """How goods are sold there. A further channel is a row of one of these kinds."""

    CATALOGUE = "catalogue", _("Catalogue for invited buyers")
    MALL = "mall", _("Corners on overseas EC sites")
    STORE = "store", _("Page on one large EC site")


class Channel(CodedModel):
    """A channel through which supported firms sell; its places are given by ``service``."""

    kind = models.CharField(_("kind"), max_length=9, choices=ChannelKind.choices)
    service = models.ForeignKey(
        "programmes.Service", verbose_name=_("service"), on_delete=models.PROTECT, related_name="channels"
    )

    class Meta(CodedModel.Meta):
        constraints = [one_of("kind", ChannelKind, "channel_kind_known")]


class ChannelNeed(models.Model):
    """Something a channel asks of a product before it is offered there, in every market or in one."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="needs")
    market = models.ForeignKey(
        "directory.Market", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: What is asked, by the name that ``products.needs`` knows.
    need = models.CharField(pgettext_lazy("channel", "what is asked"), max_length=40)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code


class Mall(CodedModel):
    """A corner on an overseas EC site."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="malls")
    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="malls"
    )
    opened_on = models.DateField(_("opened on"))
    #: Its last day. From the next on it takes nothing and sells nothing.
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    scope_paths = ScopePaths(mall="pk")
