"""Looks back at a firm after its support ended: planned by themselves, or one that catches up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case


class Trend(models.TextChoices):
    UP = "up", _("Up")
    FLAT = "flat", _("Flat")
    DOWN = "down", _("Down")
    STOPPED = "stopped", _("Stopped")


class NewExports(models.TextChoices):
    SUCCESS = "success", _("Tried and succeeded")
    FAILED = "failed", _("Tried and failed")
    NOT_YET = "notyet", _("Trying")
    NO_PLAN = "noplan", _("Not considered")


class FollowUpMethod(models.TextChoices):
    CALL = "call", _("Telephone")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")
    LINK = "link", _("Personal link")


class LookBack(models.Model):
    """When to look back at a firm and, once that is done, what it said. Empty: it did not say."""

    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    method = models.CharField(_("by"), max_length=10, choices=FollowUpMethod.choices, blank=True)
    #: Whether the firm could be reached; empty until the look back is recorded.
    reached = models.BooleanField(_("reached"), null=True, blank=True)
    #: Whether it ended because the firm has closed: nobody is to look back any more.
    firm_closed = models.BooleanField(_("firm closed"), default=False)
    trend = models.CharField(_("exports since"), max_length=10, choices=Trend.choices, blank=True)
    amount_yen = models.PositiveBigIntegerField(
        _("exports in the last 12 months (yen)"), null=True, blank=True
    )
    new_exports = models.CharField(
        _("new market or product without support"), max_length=10, choices=NewExports.choices, blank=True
    )
    new_what = models.CharField(_("which market or product"), max_length=200, blank=True)
    #: What the firm itself says; ``note`` is what staff found.
    comment = models.TextField(_("the firm's own words"), max_length=1000, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    #: When the firm was first asked by a personal link; it is asked by itself only once.
    asked_at = models.DateTimeField(_("firm asked at"), null=True, blank=True)
    #: Since when it should be asked and nobody at the firm can be written to.
    no_contact_on = models.DateField(_("nobody to write to since"), null=True, blank=True)
    #: Who answered by a personal link.
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


def _rules(name: str) -> list[models.CheckConstraint]:
    """What the database itself holds true of a look back; ``name`` begins the names of the constraints."""
    said = {"trend": "", "amount_yen__isnull": True, "new_exports": ""}
    return [
        models.CheckConstraint(
            condition=Q(done_on__isnull=True, reached__isnull=True)
            | Q(done_on__isnull=False, reached__isnull=False),
            name=f"{name}_done_says_reached",
        ),
        models.CheckConstraint(
            condition=Q(firm_closed=False) | Q(reached=False), name=f"{name}_closed_firm_not_reached"
        ),
        models.CheckConstraint(condition=Q(trend="") | Q(trend__in=Trend.values), name=f"{name}_trend_known"),
        models.CheckConstraint(
            condition=Q(new_exports="") | Q(new_exports__in=NewExports.values),
            name=f"{name}_new_exports_known",
        ),
        models.CheckConstraint(
            condition=Q(method="") | Q(method__in=FollowUpMethod.values), name=f"{name}_method_known"
        ),
        models.CheckConstraint(
            condition=Q(reached=True) | Q(**said), name=f"{name}_answers_only_when_reached"
        ),
        models.CheckConstraint(
            condition=Q(reached=True) | Q(new_what="", comment="", contact__isnull=True),
            name=f"{name}_words_only_when_reached",
        ),
    ]


class FollowUp(LookBack):
    """A look back at a firm some months after support ended. Due by its date; done when recorded."""

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))
    #: What events and links about it are called by.
    kind = "follow_up"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after the end"))

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "months"], name="follow_up_once_a_month"),
            *_rules("follow_up"),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.case_id} +{self.months}"


class PastSupport(models.Model):
    """Support that ended before Banso, as the old records have it. An empty value means: not known."""

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="past_supports")
    #: The key of the record where it came from: the same one is imported once.
    old_ref = models.CharField(_("old reference"), max_length=40, unique=True)
    service = models.CharField(_("service as it was called"), max_length=120)
    started_on = models.DateField(_("support began"), null=True, blank=True)
    ended_on = models.DateField(_("support ended"))
    exported = models.BooleanField(_("exported"), null=True, blank=True)
    plan_past_end = models.BooleanField(_("plan past the end of support"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        ordering = ("-ended_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(started_on__lte=F("ended_on")),
                name="past_support_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.old_ref


class StandingCatchUps(models.Manager["CatchUp"]):
    """Without those that another one stands for."""

    def get_queryset(self) -> models.QuerySet[CatchUp]:
        """Rows that stand for themselves."""
        return super().get_queryset().filter(folded_into__isnull=True)


class CatchUp(LookBack):
    """The one contact in hand with a firm whose support ended before Banso. Planned by ``catch_up``."""

    scope_paths = ScopePaths(firm="firm", office="office")
    kind = "catch_up"

    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="catch_ups")
    office = models.ForeignKey("directory.Office", on_delete=models.PROTECT, related_name="catch_ups")
    #: Before this day no follow-up of the firm is due: it is not planned for an earlier week.
    not_before = models.DateField(_("not before"))
    #: What the firm promises, by the rule of ``catch_up.promise`` on the day it was planned.
    points = models.PositiveSmallIntegerField(_("promise"))
    #: The latest day on which support ended.
    ended_on = models.DateField(_("support ended"))
    #: The contact that stands for this one too, since two firms with one each are one firm.
    folded_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = StandingCatchUps()
    every = models.Manager["CatchUp"]()

    class Meta:
        ordering = ("due_on", "-points", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["firm"],
                condition=Q(done_on__isnull=True, folded_into__isnull=True),
                name="catch_up_open_once_a_firm",
            ),
            models.CheckConstraint(
                condition=Q(folded_into__isnull=True) | (Q(done_on__isnull=True) & ~Q(folded_into=F("id"))),
                name="catch_up_folded_while_open",
            ),
            *_rules("catch_up"),
        ]
        indexes = [models.Index(fields=["office", "done_on", "due_on"], name="catch_up_due")]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.due_on}"


class CatchUpCapacity(models.Model):
    """How many catch-up contacts an office takes on in a week. Without a row: ``catch_up.WEEKLY``."""

    office = models.OneToOneField(
        "directory.Office", on_delete=models.PROTECT, related_name="catch_up_capacity"
    )
    weekly = models.PositiveSmallIntegerField(_("contacts a week"))

    def __str__(self) -> str:
        return f"{self.office_id}: {self.weekly}"


class AttemptResult(models.TextChoices):
    NO_ANSWER = "no_answer", _("No answer")
    CALL_AGAIN = "call_again", _("Asked to be called again")
    UNKNOWN = "unknown", _("Number or address no longer valid")
    REFUSED = "refused", _("Does not want to answer")
    CLOSED = "closed", _("Firm has closed")


class FollowUpAttempt(models.Model):
    """One try to reach a firm that led to no answers."""

    scope_paths = ScopePaths()

    follow_up = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    catch_up = models.ForeignKey(
        CatchUp, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    tried_on = models.DateField(_("day"))
    way = models.CharField(_("way"), max_length=10, choices=FollowUpMethod.choices)
    result = models.CharField(_("result"), max_length=20, choices=AttemptResult.choices)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("tried_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up__isnull=False, catch_up__isnull=True)
                | Q(follow_up__isnull=True, catch_up__isnull=False),
                name="attempt_at_one_look_back",
            ),
            one_of("way", FollowUpMethod, "attempt_way_known"),
            one_of("result", AttemptResult, "attempt_result_known"),
        ]

    def __str__(self) -> str:
        return f"{self.tried_on} {self.result}"


class FollowUpDraft(models.Model):
    """What a contact has typed so far behind a personal link; gone once it is sent."""

    scope_paths = ScopePaths()

    link = models.OneToOneField(
        "accounts.PersonalLink", on_delete=models.CASCADE, related_name="follow_up_draft"
    )
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.link_id}"
