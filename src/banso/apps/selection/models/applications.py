"""What a firm asks for: the application, its revisions, and what is being typed."""

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
    RETURNED = "returned", _("More is asked of the firm")
    WAITING = "waiting", _("On the waiting list")
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
    #: The round that was open on the day on which it was handed in.
    round = models.ForeignKey(
        "programmes.Round",
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
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
    #: When it was handed in for the first time; later revisions do not move it.
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
        indexes = [
            models.Index(fields=["office", "state"], name="application_office_state"),
            models.Index(fields=["round", "state"], name="application_round_state"),
        ]

    def __str__(self) -> str:
        return self.ref


class Revision(models.Model):
    """What was handed in, frozen: reviewers judge this, whatever the firm changes afterwards."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"))
    #: Texts, goal and own efforts by the names of ``selection.revisions``.
    content = models.JSONField(_("content"))
    #: SHA-256 of the content in one agreed text.
    digest = models.CharField(_("digest"), max_length=64)
    handed_in_at = models.DateTimeField(_("handed in at"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("application_id", "number")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class Typed(models.Model):
    """What stands on the form of an application and is not stored yet, exactly as typed."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="typed")
    data = models.JSONField(_("as typed"))
    saved_at = models.DateTimeField(_("saved at"))

    def __str__(self) -> str:
        return f"{self.application_id} {self.saved_at:%Y-%m-%d %H:%M}"
