"""The documents of stages: export strategy and business plan, in versions that firm and office agree on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of
from banso.apps.casework.models.cases import Case
from banso.apps.programmes.models import StageDocumentKind


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waits for firm and office")
    FIRM_AGREED = "firm_agreed", _("Waits for the office")
    OFFICE_AGREED = "office_agreed", _("Waits for the firm")
    AGREED = "agreed", _("Agreed by both")
    ON_PAPER = "on_paper", _("Agreed on paper before")


#: A version that is being written or waits for agreement: at most one of a document.
OPEN_STATES = (PlanState.DRAFT, PlanState.SENT, PlanState.FIRM_AGREED, PlanState.OFFICE_AGREED)
#: What lets a stage close.
SETTLED_STATES = (PlanState.AGREED, PlanState.ON_PAPER)
#: The parts of every document, in the order of its pages.
PARTS = (
    "market",
    "customers",
    "product_changes",
    "price",
    "route",
    "people",
    "money",
    "after_support",
)


class StagePlan(models.Model):
    """One version of a case's export strategy or business plan.

    Written by firm, office or expert; agreed by firm and office. A text that is changed after both have
    agreed is a new version; the agreed one stands until then.
    """

    scope_paths = ScopePaths(firm="case__firm", office="case__office", assigned=("case__expert__user",))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(_("document"), max_length=20, choices=StageDocumentKind.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=14, choices=PlanState.choices, default=PlanState.DRAFT)
    #: Grows with every change: a form that was opened on an older edition is refused.
    edition = models.PositiveIntegerField(_("edition"), default=1)
    market = models.TextField(_("Market"), max_length=2000, blank=True)
    customers = models.TextField(_("Customers"), max_length=2000, blank=True)
    product_changes = models.TextField(_("Changes to the product"), max_length=2000, blank=True)
    price = models.TextField(_("Price"), max_length=2000, blank=True)
    route = models.TextField(_("Sales route"), max_length=2000, blank=True)
    people = models.TextField(_("People in charge"), max_length=2000, blank=True)
    money = models.TextField(_("Money"), max_length=2000, blank=True)
    after_support = models.TextField(_("Past the end of support"), max_length=2000, blank=True)
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    firm_agreed_on = models.DateField(_("firm agreed on"), null=True, blank=True)
    firm_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office_agreed_on = models.DateField(_("office agreed on"), null=True, blank=True)
    office_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why a document agreed on paper stands in for one that is kept here.
    paper_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    paper_on = models.DateField(_("agreed on paper on"), null=True, blank=True)

    class Meta:
        ordering = ("case_id", "kind", "version")
        constraints = [
            one_of("kind", StageDocumentKind, "plan_kind_known"),
            one_of("state", PlanState, "plan_state_known"),
            models.UniqueConstraint(fields=["case", "kind", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state__in=OPEN_STATES), name="plan_one_open_version"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.AGREED)
                | Q(firm_agreed_on__isnull=False, office_agreed_on__isnull=False),
                name="plan_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ON_PAPER, paper_on__isnull=False) & ~Q(paper_reason="")
                | Q(~Q(state=PlanState.ON_PAPER), paper_on__isnull=True, paper_reason=""),
                name="plan_on_paper_has_day_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.version}"
