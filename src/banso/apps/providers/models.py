"""Private providers: what each says of itself in a listing, checked by somebody else, listed until a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.base import ScopePaths, one_of


class PriceUnit(models.TextChoices):
    """What a published price is for."""

    HOUR = "hour", pgettext_lazy("price", "per hour")
    TIME = "time", pgettext_lazy("price", "per time")
    MONTH = "month", pgettext_lazy("price", "per month")


class Tie(models.TextChoices):
    """A conflict of interest: what ties a provider to the organisation that lists it."""

    NONE = "none", _("No tie to the organisation or its people")
    ORGANISATION = "organisation", _("Tied to the organisation")
    PERSON = "person", _("Tied to a person of it")


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Mail address not confirmed")
    WAITING = "waiting", _("Waits for its review")
    PUBLISHED = "published", _("On the list")
    REFUSED = "refused", _("Not published")
    REPLACED = "replaced", _("Replaced by a newer one")
    ENDED = "ended", _("Ended early")


class Listing(models.Model):
    """What is said of a provider at one time; never changed once it waits for its review.

    A change is a listing of its own, reviewed again while the published one stays. Whether a published
    one is still listed follows from its days (``selectors.listed``). Without ``entered_by`` the provider
    itself wrote it, and proved its mail address by a link.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    #: The body to whom needs are proposed; empty until the first listing is published.
    provider = models.ForeignKey(
        "directory.PrivateProvider", null=True, blank=True, on_delete=models.PROTECT, related_name="listings"
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    name_ja = models.CharField(_("Japanese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    email = models.EmailField(_("mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    prefecture = models.ForeignKey(
        "directory.Prefecture", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.CharField(_("what is offered"), max_length=400)
    #: The services of the organisation of which this is the like.
    services = models.ManyToManyField("programmes.Service", related_name="+")
    subjects = models.ManyToManyField("intake.Subject", related_name="+")
    markets = models.ManyToManyField("directory.Market", blank=True, related_name="+")
    languages = models.ManyToManyField("directory.Language", blank=True, related_name="+")
    price_from = models.PositiveIntegerField(_("price from"))
    price_to = models.PositiveIntegerField(_("price to"))
    price_unit = models.CharField(_("price for"), max_length=5, choices=PriceUnit.choices)
    tie = models.CharField(_("conflict of interest"), max_length=12, choices=Tie.choices)
    tie_words = models.CharField(_("what the tie is"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: SHA-256 of the token that was mailed to the applicant; empty once used.
    confirm_digest = models.CharField(max_length=64, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why it was not published, or ended early.
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    listed_from = models.DateField(_("listed from"), null=True, blank=True)
    #: The last day on which it is listed.
    listed_to = models.DateField(_("listed until"), null=True, blank=True)

    class Meta:
        ordering = ("ref",)
        constraints = [
            one_of("state", State, "listing_state_known"),
            one_of("price_unit", PriceUnit, "listing_unit_known"),
            one_of("tie", Tie, "listing_tie_known"),
            models.CheckConstraint(
                condition=Q(price_from__gt=0, price_to__gte=F("price_from")), name="listing_price_range"
            ),
            models.CheckConstraint(
                condition=Q(tie="none", tie_words="") | (~Q(tie="none") & ~Q(tie_words="")),
                name="listing_tie_in_words",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(reviewed_by=F("entered_by")),
                name="listing_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    provider__isnull=False,
                    reviewed_at__isnull=False,
                    listed_from__isnull=False,
                    listed_to__gte=F("listed_from"),
                ),
                name="listing_published_with_days",
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(state="published"), name="listing_published_once"
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(state="waiting"), name="listing_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_ja


class NeedLot(models.Model):
    """The seed by which equals are put in order on the list for one need: made once, and kept."""

    need = models.OneToOneField("intake.Need", on_delete=models.PROTECT, related_name="provider_lot")
    seed = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("need_id",)

    def __str__(self) -> str:
        return f"{self.need_id}"


class LinkPurpose(models.TextChoices):
    CHANGE = "change", _("Change of its own listing")
    REFERRAL = "referral", _("What became of a referral")


class ProviderLink(models.Model):
    """A mailed link of a provider, who has no account. Only a digest of the token is kept.

    A new link for the same closes the one before (``links.issue``).
    """

    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    provider = models.ForeignKey(
        "directory.PrivateProvider", on_delete=models.PROTECT, related_name="listing_links"
    )
    #: What it asks about; empty where it is about the provider's own listing.
    referral = models.ForeignKey(
        "providers.Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            one_of("purpose", LinkPurpose, "provider_link_purpose_known"),
            models.CheckConstraint(
                condition=Q(purpose="referral", referral__isnull=False)
                | Q(purpose="change", referral__isnull=True),
                name="provider_link_about_its_purpose",
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(purpose="change", used_at__isnull=True, revoked_at__isnull=True),
                name="provider_link_one_to_change",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(purpose="referral", used_at__isnull=True, revoked_at__isnull=True),
                name="provider_link_one_a_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Referral(models.Model):
    """A need that went to a private provider because the firm agreed, and what each side says of it.

    The way of the proposal itself is that of ``intake.Proposal``; this adds what only a market knows.
    """

    scope_paths = ScopePaths(
        firm="proposal__need__consultation__firm", office="proposal__need__consultation__office"
    )

    proposal = models.OneToOneField("intake.Proposal", on_delete=models.PROTECT, related_name="referral")
    #: What was published of the provider on that day; empty for a body that was on no list.
    listing = models.ForeignKey(
        Listing, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    #: Whether the firm agreed itself, on its page; else it told its office so.
    by_firm = models.BooleanField()
    referred_at = models.DateTimeField()
    #: Since this day nobody is asked any more, though a side has not said how it ended.
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-referred_at", "-id")
        indexes = [models.Index(fields=["referred_at"], name="referral_by_moment")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class Side(models.TextChoices):
    FIRM = "firm", _("Firm")
    PROVIDER = "provider", _("Provider")


class Contract(models.TextChoices):
    MADE = "made", pgettext_lazy("contract", "Made")
    NONE = "none", pgettext_lazy("contract", "Not made")
    OPEN = "open", pgettext_lazy("contract", "Not decided yet")


class NoContract(models.TextChoices):
    PRICE = "price", _("The price did not suit")
    SCOPE = "scope", _("What was offered did not fit")
    CAPACITY = "capacity", _("The provider had no time")
    POSTPONED = "postponed", _("The firm put the matter off")
    OTHER = "other_provider", _("Another provider was chosen")
    PUBLIC = "public", _("Public support was chosen")


class Band(models.TextChoices):
    """What was paid or agreed in all, by the bands in which firms were asked what they would pay."""

    TO_50K = "to_50k", _("Up to 50,000 yen")
    TO_100K = "to_100k", _("Over 50,000, up to 100,000 yen")
    TO_300K = "to_300k", _("Over 100,000, up to 300,000 yen")
    TO_1M = "to_1m", _("Over 300,000, up to 1,000,000 yen")
    OVER_1M = "over_1m", _("Over 1,000,000 yen")


class Satisfied(models.TextChoices):
    YES = "yes", pgettext_lazy("satisfied", "Yes")
    PARTLY = "partly", pgettext_lazy("satisfied", "Partly")
    NO = "no", pgettext_lazy("satisfied", "No")


class Outcome(models.Model):
    """What one side says of a referral. Never changed: who says more later says it anew, the newest counts.

    Neither side reaches the rows of the other: what they say apart stands beside each other for the office.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="outcomes")
    side = models.CharField(max_length=8, choices=Side.choices)
    #: The how manieth report of its side, from 1 on.
    number = models.PositiveSmallIntegerField()
    contact_made = models.BooleanField(_("contact made"))
    #: Empty where there was no contact, as is all that follows.
    contract = models.CharField(_("contract"), max_length=5, choices=Contract.choices, blank=True)
    reason = models.CharField(_("why none"), max_length=14, choices=NoContract.choices, blank=True)
    band = models.CharField(_("paid or agreed"), max_length=7, choices=Band.choices, blank=True)
    satisfied = models.CharField(_("satisfied"), max_length=6, choices=Satisfied.choices, blank=True)
    reported_at = models.DateTimeField()
    #: Of the firm who signed in, or who answered by a personal link; neither for the provider.
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("referral_id", "side", "number")
        constraints = [
            one_of("side", Side, "outcome_side_known"),
            models.UniqueConstraint(fields=["referral", "side", "number"], name="outcome_numbered"),
            models.CheckConstraint(
                condition=Q(contact_made=False, contract="", satisfied="")
                | Q(contact_made=True, contract__in=Contract.values, satisfied__in=Satisfied.values),
                name="outcome_contract_after_contact",
            ),
            models.CheckConstraint(
                condition=Q(contract="none", reason__in=NoContract.values)
                | (~Q(contract="none") & Q(reason="")),
                name="outcome_reason_of_no_contract",
            ),
            models.CheckConstraint(
                condition=Q(contract="made", band__in=Band.values) | (~Q(contract="made") & Q(band="")),
                name="outcome_band_of_a_contract",
            ),
            models.CheckConstraint(
                condition=Q(side="provider", reported_by__isnull=True, contact__isnull=True)
                | Q(side="firm", reported_by__isnull=False, contact__isnull=True)
                | Q(side="firm", reported_by__isnull=True, contact__isnull=False),
                name="outcome_said_by_its_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.side} {self.number}"


class OutcomeAsk(models.Model):
    """That a side was asked by the night's run, once a step; ``sent`` is False where no mail reaches it."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="asks")
    side = models.CharField(max_length=8, choices=Side.choices)
    step = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    sent = models.BooleanField()

    class Meta:
        ordering = ("referral_id", "side", "step")
        constraints = [
            one_of("side", Side, "outcome_ask_side_known"),
            models.UniqueConstraint(fields=["referral", "side", "step"], name="outcome_asked_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.side} {self.step}"
