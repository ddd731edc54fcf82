"""Policy as data: families, who may edit and approve them, versions, what they decided and who was moved."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.base import CodedModel, HeldRights, ScopePaths, one_of
from banso.engines.policy.in_force import covers

#: The family by which applications and cases of support are judged.
SUPPORT = "support"


class Right(models.TextChoices):
    EDIT = "edit", _("Edit")
    APPROVE = "approve", _("Approve")


#: Which right to the family an action takes.
RIGHTS = {
    Action.POLICY_EDIT: Right.EDIT.value,
    Action.POLICY_APPROVE: Right.APPROVE.value,
    Action.POLICY_MIGRATE: Right.APPROVE.value,
}


class PolicyFamily(CodedModel):
    """Versions that follow each other: of one family, one is in force on a day. Rights belong to it."""

    scope_paths = ScopePaths(held=HeldRights("stewards", RIGHTS))


class PolicySteward(models.Model):
    """A person's right to a family. ``ended_on`` is the first day without it."""

    family = models.ForeignKey(PolicyFamily, on_delete=models.PROTECT, related_name="stewards")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    right = models.CharField(_("right"), max_length=10, choices=Right.choices)
    given_on = models.DateField(_("given on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("right", Right, "policy_steward_right_known"),
            models.UniqueConstraint(
                fields=["family", "user", "right"],
                condition=Q(ended_on__isnull=True),
                name="policy_steward_right_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("given_on")),
                name="policy_steward_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family_id} {self.user_id} {self.right}"


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", pgettext_lazy("policy", "Published")
    DISCARDED = "discarded", _("Discarded")


class PolicyVersion(models.Model):
    """One version of a policy. ``files`` are the texts of its folder by name, the twin of what ships.

    Dates, author and approver stand in the columns only; titles and legal basis in both (``docs/decisions``).
    The database refuses to change a published version, except to set an end that was open.
    """

    scope_paths = ScopePaths(held=HeldRights("family__stewards", RIGHTS))

    family = models.ForeignKey(
        PolicyFamily, verbose_name=_("family"), on_delete=models.PROTECT, related_name="versions"
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    title_ja = models.CharField(_("Japanese title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120)
    legal_basis_ja = models.TextField(_("legal basis in Japanese"), max_length=2000, blank=True)
    legal_basis_en = models.TextField(_("legal basis in English"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    #: Of a draft: proposed. Of a published version: the first and last day, the last open while None.
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    #: None: as shipped.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approver"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: Everybody who wrote in it: none of them may approve it.
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    files = models.JSONField(default=dict)
    #: SHA-256 of the files.
    digest = models.CharField(max_length=64)
    #: Why a row differs from the version it is based on, as staff wrote: {"table/row": reason}, rows from 1.
    change_notes = models.JSONField(default=dict, blank=True)
    #: Why it came back from checked or approved, the last time.
    return_reason = models.TextField(_("why it was returned"), max_length=2000, blank=True)
    #: Grows with every change: a page that was opened on an older edition is refused.
    edition = models.PositiveIntegerField(_("edition"), default=1)
    created_at = models.DateTimeField(_("created at"))
    saved_at = models.DateTimeField(_("saved at"))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            one_of("state", State, "policy_version_state_known"),
            models.CheckConstraint(
                condition=Q(author__isnull=True) | Q(approver__isnull=True) | ~Q(approver=F("author")),
                name="policy_version_approver_is_not_the_author",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(in_force_from__isnull=False, published_at__isnull=False),
                name="policy_version_published_has_day",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="policy_version_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["family", "in_force_from"],
                condition=Q(state=State.PUBLISHED),
                name="policy_version_one_begins_a_day",
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(state=State.PUBLISHED, in_force_to__isnull=True),
                name="policy_version_one_without_end",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_en if get_language() == "en" else self.title_ja

    @property
    def legal_basis(self) -> str:
        """The legal basis in the language of the page."""
        return self.legal_basis_en if get_language() == "en" else self.legal_basis_ja


class Status(models.TextChoices):
    """Where a version stands on a day. Never stored: computed from its state and dates."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")
    DISCARDED = "discarded", _("Discarded")


def status_on(version: PolicyVersion, day: date) -> Status:
    """Where a version stands on a day."""
    if version.state != State.PUBLISHED or version.in_force_from is None:
        return Status(version.state)
    if covers(version, day):
        return Status.IN_FORCE
    return Status.SCHEDULED if day < version.in_force_from else Status.ENDED


class Followed(models.TextChoices):
    FOLLOWED = "followed", _("Followed")
    DEPARTED = "departed", _("Departed from")


class PolicyDecision(models.Model):
    """What a version answered for one subject: enough to decide it again and find the same.

    ``facts``, ``outputs`` hold numbers exactly: whole ones as numbers, others as texts; dates as ISO texts.
    Facts are codes, numbers, dates and truth values, never names. The database refuses every change, except
    to write down once what a person made of it.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="decisions")
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_ref = models.CharField(_("subject"), max_length=64)
    #: The results that were asked for, in order.
    decisions = models.JSONField()
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    outputs = models.JSONField()
    #: {table: [rows from 1]}
    matched = models.JSONField()
    missing = models.JSONField()
    conflicts = models.JSONField()
    decided_at = models.DateTimeField(_("decided at"))
    followed = models.CharField(_("what came of it"), max_length=10, choices=Followed.choices, blank=True)
    departed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    departure_reason = models.TextField(_("why it was departed from"), max_length=2000, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(followed="") | Q(followed__in=Followed.values),
                name="policy_decision_followed_known",
            ),
            models.CheckConstraint(
                condition=~Q(followed=Followed.DEPARTED)
                | (Q(departed_by__isnull=False) & ~Q(departure_reason="")),
                name="policy_decision_departure_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="policy_decision_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_ref} {self.version_id}"


class PolicyMigration(models.Model):
    """One subject moved to another version than that of the day it applied, with what changed by it."""

    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_ref = models.CharField(_("subject"), max_length=64)
    from_version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="migrations_here")
    reason = models.TextField(_("reason"), max_length=2000)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(_("moved at"))
    #: {result: [before, after]}, only what differs.
    difference = models.JSONField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="policy_migration_has_reason"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="policy_migration_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_ref} {self.to_version_id}"
