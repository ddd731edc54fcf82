"""People who sign in, the roles they hold, and the one-time links that let them in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.roles import Role
from banso.apps.base import ScopePaths, one_of


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with this address; without a password nobody can sign in by password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who signs in. An erased person stays as a row without name and address."""

    scope_paths = ScopePaths(office="assignments__office", assigned=("pk",))

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ja", _("Japanese")), ("en", _("English"))], default="ja"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role held by a person from a day to a day, with the row it is tied to."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    firm = models.ForeignKey(
        "directory.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    office = models.ForeignKey(
        "directory.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    partner_body = models.ForeignKey(
        "directory.PartnerBody", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    mall = models.ForeignKey(
        "channels.Mall", null=True, blank=True, on_delete=models.PROTECT, related_name="operators"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("role", Role, "assignment_role_known"),
            models.CheckConstraint(
                condition=~Q(role=Role.FIRM_MEMBER) | Q(firm__isnull=False),
                name="assignment_firm_member_has_firm",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.OFFICE_STAFF, Role.OFFICE_MANAGER]) | Q(office__isnull=False),
                name="assignment_office_role_has_office",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PARTNER_MEMBER) | Q(partner_body__isnull=False),
                name="assignment_partner_member_has_body",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.MALL_OPERATOR) | Q(mall__isnull=False),
                name="assignment_mall_operator_has_mall",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class StaffAbsence(models.Model):
    """Days on which a member of staff takes nothing new on, and no reason. Taken back by a date."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    noted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        ordering = ("first_day", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="staff_absence_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["user", "last_day"], name="staff_absence_last_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}-{self.last_day}"


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    SECOND_FACTOR = "second_factor", _("Lost second factor")
    CONFIRM_RESULT = "confirm_result", _("Confirmation of exports")
    CONFIRM_ENTRIES = "confirm_entries", _("Confirmation of entries")
    FOLLOW_UP = "follow_up", _("Follow-up after support")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    REFERRAL = "referral", _("What became of a referral")
    BUYER = "buyer", _("Entrance to Japan Street")


class PersonalLink(models.Model):
    """A link that lets one person do one thing once, about one subject.

    The person is a user (a first password, a lost second factor) or a contact of a firm, who needs no account
    to answer. Only a digest of the token is kept. A new link of the same purpose, subject and person closes
    the one before (``links.issue``).
    """

    Purpose = LinkPurpose

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    #: What it is about, as the journal refers to it; empty where it is about the user.
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_ref = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    #: Who had it sent; None: the system.
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="links_made"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("purpose", LinkPurpose, "personal_link_purpose_known"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True)
                | Q(user__isnull=True, contact__isnull=False),
                name="personal_link_of_user_or_contact",
            ),
            models.UniqueConstraint(
                fields=["user", "purpose", "subject_kind", "subject_ref"],
                condition=Q(user__isnull=False, used_at__isnull=True, revoked_at__isnull=True),
                name="personal_link_open_once_a_user",
            ),
            models.UniqueConstraint(
                fields=["contact", "purpose", "subject_kind", "subject_ref"],
                condition=Q(contact__isnull=False, used_at__isnull=True, revoked_at__isnull=True),
                name="personal_link_open_once_a_contact",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="personal_link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class TokenScope(models.TextChoices):
    """What a token may do, within what its person may do."""

    FIRMS_READ = "firms:read", _("Read firms")
    FIRMS_WRITE = "firms:write", _("Register and change firms")
    CASES_READ = "cases:read", _("Read cases")
    CASES_WRITE = "cases:write", _("Log work on cases and end support")
    RESULTS_READ = "results:read", _("Read export results")
    RESULTS_WRITE = "results:write", _("Record export results")
    FOLLOW_UPS_READ = "follow_ups:read", _("Read follow-ups")
    FOLLOW_UPS_WRITE = "follow_ups:write", _("Record follow-ups")


class ApiToken(models.Model):
    """Lets a program act for a person, within some scopes and until a day. Only a digest of it is kept."""

    Scope = TokenScope

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    #: The first characters, by which its person knows it again.
    start = models.CharField(_("begins with"), max_length=12)
    scopes = models.JSONField(_("may"))
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    #: The last day on which it was used.
    used_on = models.DateField(_("last used on"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="api_token_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}... {self.name}"
