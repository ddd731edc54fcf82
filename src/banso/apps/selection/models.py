"""Application, screening, determination."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    SCREENED = "screened", _("Screened")
    ADOPTED = "adopted", _("Adopted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Application(models.Model):
    """A firm asks for a screened service. Goal and own efforts hang on it until a case takes them over."""

    scope_paths = ScopePaths(
        firm="firm", office="office", assigned=("firm__consultations__partner_body__members__user",)
    )

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="applications")
    office = models.ForeignKey(
        "directory.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="applications"
    )
    service = models.ForeignKey(
        "programmes.Service", verbose_name=_("service"), on_delete=models.PROTECT, related_name="applications"
    )
    consultation = models.ForeignKey(
        "intake.Consultation", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    #: Grows with every submission: a screening is about one revision.
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    #: Grows with every change: a form that was opened on an older edition is refused.
    edition = models.PositiveIntegerField(_("edition"), default=1)
    reason = models.TextField(_("why the firm wants to export"), max_length=2000, blank=True)
    plan_after_support = models.TextField(_("plan past the end of support"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("created at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            one_of("state", ApplicationState, "application_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="application_submitted_has_time",
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="application_office_state")]

    def __str__(self) -> str:
        return self.ref


class View(models.TextChoices):
    ADOPT = "adopt", _("Adopt")
    DECLINE = "decline", _("Decline")
    DISCUSS = "discuss", _("To be discussed")


class Feasible(models.TextChoices):
    YES = "yes", _("It can be reached")
    NO = "no", _("It cannot be reached")
    UNKNOWN = "unknown", _("Cannot be told from the application")


class Screening(models.Model):
    """What one reviewer thinks of one revision of an application."""

    scope_paths = ScopePaths(office="application__office", assigned=("reviewer",))

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="screenings")
    revision = models.PositiveSmallIntegerField(_("revision"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="screenings",
    )
    view = models.CharField(_("view"), max_length=10, choices=View.choices)
    #: Whether the reviewer thinks that the goal can be reached; empty: was not asked.
    goal_feasible = models.CharField(_("goal"), max_length=10, choices=Feasible.choices, blank=True)
    opinion = models.TextField(_("opinion"), max_length=2000)
    screened_at = models.DateTimeField(_("screened at"))

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("view", View, "screening_view_known"),
            models.CheckConstraint(
                condition=Q(goal_feasible__in=["", *Feasible.values]), name="screening_goal_feasible_known"
            ),
            models.UniqueConstraint(
                fields=["application", "revision", "reviewer"], name="screening_once_a_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.view}"


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
