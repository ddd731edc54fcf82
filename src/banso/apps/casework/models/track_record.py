"""What proves that a firm has sold through EC: papers that it handed in and that staff looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.directory.models import ECRecord

#: What a record is made of.
EC_PARTS: dict[str, frozenset[str]] = {
    ECRecord.NONE: frozenset(),
    ECRecord.DOMESTIC: frozenset({"dom"}),
    ECRecord.CROSS_BORDER: frozenset({"cb"}),
    ECRecord.BOTH: frozenset({"dom", "cb"}),
}
_OF_PARTS = {parts: ECRecord(kind) for kind, parts in EC_PARTS.items()}


def joined(*kinds: str) -> ECRecord:
    """What several records come to together."""
    return _OF_PARTS[frozenset[str]().union(*(EC_PARTS[kind] for kind in kinds))]


class ProvenRecord(models.TextChoices):
    """What a paper can show; the codes are those of ``directory.ECRecord``."""

    DOMESTIC = "dom", _("Domestic EC")
    CROSS_BORDER = "cb", pgettext_lazy("EC record", "Cross-border EC")


class ECProof(models.Model):
    """A document of a firm in which staff saw EC sales; it counts from ``looked_on`` until withdrawn."""

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="ec_proofs")
    kind = models.CharField(_("what it shows"), max_length=4, choices=ProvenRecord.choices)
    #: The first sale that the document shows.
    since = models.DateField(_("first sale shown"))
    document = models.ForeignKey(
        "documents.Document", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_on = models.DateField(_("looked at on"))
    withdrawn_on = models.DateField(pgettext_lazy("proof", "withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ("looked_on", "id")
        constraints = [
            one_of("kind", ProvenRecord, "ec_proof_kind_known"),
            models.CheckConstraint(condition=Q(since__lte=F("looked_on")), name="ec_proof_shows_the_past"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__gte=F("looked_on")) & ~Q(withdrawn_reason="")),
                name="ec_proof_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["document", "kind"],
                condition=Q(withdrawn_on__isnull=True),
                name="ec_proof_once_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.kind} {self.looked_on}"
