"""What keeps a firm from exporting, since when, and what was agreed against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, ScopePaths
from banso.apps.casework.models.cases import Case


class CauseKind(CodedModel):
    """A kind of root cause."""


class RootCause(models.Model):
    """A root cause that stands in a firm's way, open until it is solved. One of a kind is open at a time."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="causes")
    kind = models.ForeignKey(
        CauseKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="causes"
    )
    description = models.CharField(_("what stands in the way"), max_length=200)
    since = models.DateField(_("since"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField(_("noted on"))
    #: What was agreed to solve it, and by when; empty until something is.
    remedy = models.CharField(_("remedy agreed"), max_length=500, blank=True)
    remedy_due_on = models.DateField(_("put right by"), null=True, blank=True)
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    how = models.CharField(_("how it was solved"), max_length=500, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(solved_on__isnull=True),
                name="root_cause_of_a_kind_open_once",
            ),
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True, how="") | Q(Q(solved_on__gte=F("since")), ~Q(how="")),
                name="root_cause_solved_says_how",
            ),
            models.CheckConstraint(
                condition=Q(noted_on__gte=F("since")), name="root_cause_noted_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(remedy_due_on__isnull=True) | ~Q(remedy=""), name="root_cause_day_of_a_remedy"
            ),
            models.CheckConstraint(condition=~Q(description=""), name="root_cause_is_described"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.description}"
