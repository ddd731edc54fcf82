"""Seeds sealed before they are used, and the lots drawn with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banso.apps.base import one_of
from banso.apps.selection.models.applications import Application


class Purpose(models.TextChoices):
    LOT = "lot", _("Lot")
    SECOND_LOOK = "look", _("Second look")


class Seal(models.Model):
    """A seed of a round: its commitment is known at once, the seed itself when it is opened."""

    round = models.ForeignKey("programmes.Round", on_delete=models.PROTECT, related_name="seals")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    #: A lot opens its seal; the next one of the round needs another.
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    seed = models.CharField(max_length=64)
    commitment = models.CharField(_("commitment"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)

    class Meta:
        ordering = ("round_id", "purpose", "number")
        constraints = [
            one_of("purpose", Purpose, "seal_purpose_known"),
            models.UniqueConstraint(fields=["round", "purpose", "number"], name="seal_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.purpose} {self.number}"


class Lot(models.Model):
    """A draw among candidates who are equal where the places of a round end."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="lot")
    places = models.PositiveIntegerField(_("places"))
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.seal_id)


class Ticket(models.Model):
    """Where a candidate came in a draw. Up to the number of places it is drawn."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="tickets")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="ticket")
    position = models.PositiveIntegerField(_("position in the draw"))

    class Meta:
        ordering = ("lot_id", "position")
        constraints = [models.UniqueConstraint(fields=["lot", "position"], name="ticket_position_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.position}"
