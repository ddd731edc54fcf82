"""Who takes part: firms, offices, experts, partner bodies, private providers; and code lists about them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import CodedModel, ScopePaths, one_of


class Region(CodedModel):
    """A region of the country: a group of prefectures."""


class Prefecture(CodedModel):
    """A prefecture by its two-digit JIS X 0401 code."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="prefectures")


class Industry(CodedModel):
    """An industry as the programmes sort firms."""


class MarketDistance(models.TextChoices):
    NEAR = "near", _("Near")
    FAR = "far", _("Far")


class Market(CodedModel):
    """A country or region that firms export to, by ISO 3166 code."""

    #: Goals are compared with those of firms that went as far.
    distance = models.CharField(
        _("distance"), max_length=4, choices=MarketDistance.choices, default=MarketDistance.FAR
    )

    class Meta(CodedModel.Meta):
        constraints = [one_of("distance", MarketDistance, "market_distance_known")]


class Language(CodedModel):
    """A language that an expert works in, by ISO 639 code."""


class Office(CodedModel):
    """A domestic office with a consultation window. ``parent`` is the office above it."""

    scope_paths = ScopePaths(office="pk")

    prefecture = models.ForeignKey(Prefecture, on_delete=models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("mail address"), blank=True)


class FirmKind(models.TextChoices):
    CORPORATION = "corporation", _("Corporation")
    SOLE_TRADER = "sole_trader", _("Sole trader")


class ExportExperience(models.TextChoices):
    NONE = "none", _("None")
    INDIRECT = "indirect", _("Indirect only")
    OCCASIONAL = "occasional", _("Occasional")
    CONTINUOUS = "continuous", _("Continuous")


class ECRecord(models.TextChoices):
    NONE = "none", _("None")
    DOMESTIC = "dom", _("Domestic EC")
    CROSS_BORDER = "cb", pgettext_lazy("EC record", "Cross-border EC")
    BOTH = "both", _("Both")


class FirmQuerySet(models.QuerySet["Firm"]):
    """Rows of firms."""

    def standing(self) -> FirmQuerySet:
        """One row a firm: without those that were found to be another's, and lead there."""
        return self.filter(merged_into__isnull=True)


class Firm(models.Model):
    """A firm that is or may be supported. An empty value means: not known."""

    scope_paths = ScopePaths(
        firm="pk",
        office="office",
        assigned=(
            "cases__expert__user",
            "consultations__needs__proposals__expert__user",
            "consultations__partner_body__members__user",
            "brought_by__members__user",
        ),
    )

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=FirmKind.choices, default=FirmKind.CORPORATION)
    corporate_number = models.CharField(
        _("corporate number"), max_length=13, null=True, blank=True, unique=True
    )
    name = models.CharField(_("name"), max_length=120)
    name_kana = models.CharField(_("name in kana"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    prefecture = models.ForeignKey(
        Prefecture, verbose_name=_("prefecture"), on_delete=models.PROTECT, related_name="firms"
    )
    city = models.CharField(_("city"), max_length=60, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office in charge"), on_delete=models.PROTECT, related_name="firms"
    )
    industry = models.ForeignKey(
        Industry, verbose_name=_("industry"), on_delete=models.PROTECT, related_name="firms"
    )
    products = models.CharField(_("main products"), max_length=120, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    capital_yen = models.PositiveBigIntegerField(_("capital (yen)"), null=True, blank=True)
    export_experience = models.CharField(
        _("export experience"), max_length=20, choices=ExportExperience.choices
    )
    ec_record = models.CharField(_("EC record by own effort"), max_length=20, choices=ECRecord.choices)
    brought_by = models.ForeignKey(
        "PartnerBody",
        verbose_name=_("brought in by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="firms",
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    #: To whom it is written first; empty: to who was there first.
    main_contact = models.ForeignKey(
        "Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The day on which it ceased to be.
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    #: The firm that this row was found to be the same as; everything that hung on this one hangs there.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        ordering = ("ref",)
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="firm_not_merged_into_itself",
            ),
            one_of("kind", FirmKind, "firm_kind_known"),
            one_of("export_experience", ExportExperience, "firm_export_experience_known"),
            one_of("ec_record", ECRecord, "firm_ec_record_known"),
            models.CheckConstraint(
                condition=Q(kind=FirmKind.CORPORATION, corporate_number__isnull=False)
                | Q(kind=FirmKind.SOLE_TRADER, corporate_number__isnull=True),
                name="firm_corporation_has_number_sole_trader_none",
            ),
        ]
        indexes = [
            models.Index(fields=["name_kana"], name="firm_kana"),
            models.Index(fields=["office", "name_kana"], name="firm_office_kana"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerFirm(models.Model):
    """What a firm was called and where it stood, until a day. Found by its old names."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="former")
    name = models.CharField(_("name"), max_length=120)
    name_kana = models.CharField(_("name in kana"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    prefecture = models.ForeignKey(Prefecture, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(_("city"), max_length=60, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office in charge"), on_delete=models.PROTECT, related_name="+"
    )
    #: The last day.
    until = models.DateField(_("until"))

    class Meta:
        ordering = ("firm_id", "until")
        constraints = [models.UniqueConstraint(fields=["firm", "until"], name="former_firm_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.until}"


class ContactQuerySet(models.QuerySet["Contact"]):
    """Rows of contacts."""

    def present(self) -> ContactQuerySet:
        """The people who are still at their firm."""
        return self.filter(erased_at__isnull=True, left_on__isnull=True)


class Contact(models.Model):
    """A person at a firm. Personal data; an erased contact stays as a row without them."""

    scope_paths = ScopePaths(firm="firm", office="firm__office", assigned=("firm__cases__expert__user",))

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=80)
    name_kana = models.CharField(_("name in kana"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=80, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    #: What this person gets mails about; if nobody at the firm does, all of them do.
    mails_support = models.BooleanField(_("decisions about support"), default=True)
    mails_exports = models.BooleanField(_("questions about exports"), default=True)
    mails_meetings = models.BooleanField(_("invitations to meetings"), default=True)
    #: The day on which the firm or its office took the person out.
    left_on = models.DateField(_("no longer at the firm since"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class AccessRequest(models.Model):
    """A person asks to act for a firm that is registered already."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    scope_paths = ScopePaths(office="firm__office", assigned=("user",))

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="access_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_requests"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    message = models.CharField(_("message"), max_length=400, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "granted", "refused"]), name="access_request_state_known"
            ),
            models.UniqueConstraint(
                fields=["firm", "user"], condition=Q(state="waiting"), name="access_request_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} -> {self.firm}"


class Expert(models.Model):
    """An expert under contract, with the hours a month that the contract gives."""

    scope_paths = ScopePaths(office="office", assigned=("user",))

    code = models.CharField(_("code"), max_length=20, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="expert"
    )
    name = models.CharField(_("name"), max_length=80)
    name_kana = models.CharField(_("name in kana"), max_length=120)
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="experts"
    )
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), related_name="experts")
    markets = models.ManyToManyField(Market, verbose_name=_("markets"), related_name="experts")
    subjects = models.ManyToManyField("intake.Subject", verbose_name=_("subjects"), related_name="experts")
    industries = models.ManyToManyField(Industry, verbose_name=_("industries"), related_name="experts")
    monthly_hours = models.PositiveSmallIntegerField(_("hours a month"), validators=[MinValueValidator(1)])
    contract_from = models.DateField(_("contract from"))
    contract_to = models.DateField(_("contract until"), null=True, blank=True)
    #: The firms that the expert takes on; empty: of any size, of any age.
    employees_from = models.PositiveIntegerField(_("employees from"), null=True, blank=True)
    employees_to = models.PositiveIntegerField(_("employees up to"), null=True, blank=True)
    firm_age_from = models.PositiveSmallIntegerField(_("firm's age from (years)"), null=True, blank=True)
    firm_age_to = models.PositiveSmallIntegerField(_("firm's age up to (years)"), null=True, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(employees_from__isnull=True)
                | Q(employees_to__isnull=True)
                | Q(employees_to__gte=F("employees_from")),
                name="expert_employees_range",
            ),
            models.CheckConstraint(
                condition=Q(firm_age_from__isnull=True)
                | Q(firm_age_to__isnull=True)
                | Q(firm_age_to__gte=F("firm_age_from")),
                name="expert_firm_age_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExpertYear(models.Model):
    """The hours a month that an expert gives in one fiscal year; without a row those of the contract hold."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    monthly_hours = models.PositiveSmallIntegerField(_("hours a month"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("expert_id", "fiscal_year")
        constraints = [
            models.UniqueConstraint(fields=["expert", "fiscal_year"], name="expert_year_once"),
            models.CheckConstraint(condition=Q(monthly_hours__gte=1), name="expert_year_some_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.fiscal_year}"


class AbsenceReason(models.TextChoices):
    LEAVE = "leave", _("Leave")
    ILLNESS = "illness", _("Illness")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", _("Other")


class ExpertAbsence(models.Model):
    """Days on which an expert takes nothing new on. Taken back by a date, never deleted."""

    scope_paths = ScopePaths(office="expert__office", assigned=("expert__user",))

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=10, choices=AbsenceReason.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        ordering = ("first_day", "id")
        constraints = [
            one_of("reason", AbsenceReason, "expert_absence_reason_known"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="expert_absence_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["expert", "last_day"], name="expert_absence_last_day")]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.first_day}-{self.last_day}"


class ConflictKind(models.TextChoices):
    FAMILY = "family", _("Family or friends")
    SHARES = "shares", _("Shares or office in the firm")
    CLIENT = "client", _("Paid by the firm")
    COMPETITOR = "competitor", _("Works for a competitor")
    OTHER = "other", _("Other")


class ConflictOfInterest(models.Model):
    """Why an expert may not work for a firm: declared on a day, until it is ended."""

    scope_paths = ScopePaths(office="expert__office", assigned=("expert__user",))

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=10, choices=ConflictKind.choices)
    declared_on = models.DateField(_("declared on"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("kind", ConflictKind, "conflict_kind_known"),
            models.UniqueConstraint(
                fields=["expert", "firm"], condition=Q(ended_on__isnull=True), name="conflict_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on")),
                name="conflict_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.firm_id}"


class BodyKind(models.TextChoices):
    CHAMBER = "chamber", _("Chamber of commerce")
    SME_AGENCY = "sme_agency", _("SME support agency")
    MUNICIPALITY = "municipality", _("Local government")
    BANK = "bank", _("Bank")
    OTHER = "other", _("Other body")


class PartnerBody(CodedModel):
    """A chamber of commerce or another body that brings firms, or does its part for them."""

    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices, default=BodyKind.CHAMBER)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    prefecture = models.ForeignKey(
        Prefecture, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class OutsideHelp(CodedModel):
    """Somebody outside to whom a need can be handed: where it serves, and how it is reached."""

    prefecture = models.ForeignKey(
        Prefecture, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    markets = models.ManyToManyField(Market, verbose_name=_("markets"), blank=True, related_name="+")
    industries = models.ManyToManyField(Industry, verbose_name=_("industries"), blank=True, related_name="+")
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)

    class Meta(CodedModel.Meta):
        abstract = True


class PrivateProvider(OutsideHelp):
    """A firm that sells the same kind of service on the market."""

    subjects = models.ManyToManyField(
        "intake.Subject", verbose_name=_("subjects"), blank=True, related_name="private_providers"
    )


class TradingCompany(OutsideHelp):
    """A company that buys from firms at home and sells abroad."""
