"""Determination, and what comes instead of it or after: more asked, waiting list, places, second look."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.selection.models.applications import Application


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("Adopted")
    DECLINED = "declined", _("Declined")


class Determination(models.Model):
    """What a decider determined, and why. A rule only recommends."""

    scope_paths = ScopePaths(firm="application__firm", office="application__office", assigned=("decider",))

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="determination")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    #: What the policy in force recommended; empty while no policy gives a recommendation.
    recommendation = models.CharField(_("recommendation"), max_length=40, blank=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decider"),
        null=True,
        on_delete=models.PROTECT,
        related_name="determinations",
    )
    determined_on = models.DateField(_("determined on"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("outcome", Outcome, "determination_outcome_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="determination_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"


class Return(models.Model):
    """A decider asks the firm for more before anything is determined."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="returns")
    revision = models.PositiveSmallIntegerField(_("revision"))
    reason = models.TextField(_("what is asked for"), max_length=2000)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField(_("returned at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="return_once_a_revision"),
            models.CheckConstraint(condition=~Q(reason=""), name="return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.revision}"


class Waiting(models.Model):
    """A place on the waiting list of a round; it stays when the application is determined later."""

    round = models.ForeignKey("programmes.Round", on_delete=models.PROTECT, related_name="waiting")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="waiting")
    rank = models.PositiveIntegerField(_("rank"))
    reason = models.TextField(_("reason"), max_length=2000)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(_("waiting since"))

    class Meta:
        ordering = ("round_id", "rank")
        constraints = [
            models.UniqueConstraint(fields=["round", "rank"], name="waiting_rank_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiting_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.rank}"


class Place(models.Model):
    """One of the places of a round, taken by adoption. It is free again once the case came to nothing."""

    round = models.ForeignKey("programmes.Round", on_delete=models.PROTECT, related_name="places_taken")
    number = models.PositiveIntegerField(_("number"))
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="place")
    taken_on = models.DateField(_("taken on"))
    freed_on = models.DateField(_("freed on"), null=True, blank=True)

    class Meta:
        ordering = ("round_id", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], condition=Q(freed_on__isnull=True), name="place_taken_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="place_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class LookResult(models.TextChoices):
    AGREE = "agree", _("I would have determined the same")
    DISAGREE = "disagree", _("I would have determined otherwise")


class SecondLook(models.Model):
    """A determination drawn to be looked at again by another decider. It undoes nothing by itself."""

    scope_paths = ScopePaths(assigned=("assigned_to",))

    determination = models.OneToOneField(Determination, on_delete=models.PROTECT, related_name="second_look")
    #: Empty while there is nobody else who could look.
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="second_looks"
    )
    result = models.CharField(_("second look"), max_length=10, choices=LookResult.choices, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", done_on__isnull=True, reason="")
                | (Q(result__in=LookResult.values, done_on__isnull=False) & ~Q(reason="")),
                name="second_look_done_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.determination_id} {self.result}"
