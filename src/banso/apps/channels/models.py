"""The EC channels: so far the overseas malls in which results are booked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel


class Mall(CodedModel):
    """A corner on an overseas EC site."""

    market = models.ForeignKey(
        "directory.Market", verbose_name=_("market"), on_delete=models.PROTECT, related_name="malls"
    )
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
