"""What people ask about their own data, a stop of its use, the notice they read, and what has expired."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of

_USER = settings.AUTH_USER_MODEL


class OfPerson(models.Model):
    """A row about one person: a contact of a firm, or somebody who signs in."""

    contact = models.ForeignKey(
        "directory.Contact",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    user = models.ForeignKey(
        _USER,
        verbose_name=_("person with an account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, user__isnull=True)
                | Q(contact__isnull=True, user__isnull=False),
                name="%(class)s_of_one_person",
            )
        ]


class RequestKind(models.TextChoices):
    SEE = "see", _("See the data held")
    CORRECT = "correct", _("Have data corrected")
    STOP = "stop", _("Stop the use of data")
    ERASE = "erase", _("Have data erased")


class RequestState(models.TextChoices):
    RECEIVED = "received", _("Received")
    IDENTIFIED = "identified", _("Identity checked")
    GRANTED = "granted", _("Granted, not done yet")
    REFUSED = "refused", _("Not granted")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: Somebody still waits for an answer, or for what was granted.
OPEN = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.GRANTED)


class RequestWay(models.TextChoices):
    PAGE = "page", pgettext_lazy("request", "Signed in")
    COUNTER = "counter", _("At the counter")
    LETTER = "letter", _("By letter")
    MAIL = "mail", _("By mail")
    PHONE = "phone", _("By telephone")


class IdentityCheck(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in with the own account")
    DOCUMENT = "document", _("Identity document shown")
    CALL_BACK = "call_back", _("Called back at the number held")
    KNOWN = "known", _("Known in person")


class PersonRequest(OfPerson):
    """A person asks to see, correct, stop or erase what is held. The words go when the person is erased."""

    scope_paths = ScopePaths(office="office", assigned=("user",))

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("what is asked"), max_length=10, choices=RequestKind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    way = models.CharField(_("way it came"), max_length=10, choices=RequestWay.choices)
    note = models.TextField(_("what the person wants"), max_length=2000, blank=True)
    #: The office that answers it; None: the administrators do.
    office = models.ForeignKey(
        "directory.Office",
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    recorded_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    identity = models.CharField(
        _("how identity was checked"), max_length=10, choices=IdentityCheck.choices, blank=True
    )
    identified_on = models.DateField(_("identity checked on"), null=True, blank=True)
    identified_by = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason of the decision"), max_length=2000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        _USER, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: When the data were last handed out as a file.
    exported_at = models.DateTimeField(_("data handed out at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_note = models.TextField(_("what was done"), max_length=2000, blank=True)

    class Meta(OfPerson.Meta):
        ordering = ("-received_on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *OfPerson.Meta.constraints,
            one_of("kind", RequestKind, "person_request_kind_known"),
            one_of("state", RequestState, "person_request_state_known"),
            one_of("way", RequestWay, "person_request_way_known"),
            *(
                models.UniqueConstraint(
                    fields=[whose, "kind"],
                    condition=Q(state__in=OPEN),
                    name=f"person_request_open_once_a_{whose}",
                )
                for whose in ("contact", "user")
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="person_request_due_after_received"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.RECEIVED, RequestState.REFUSED, RequestState.WITHDRAWN])
                | (~Q(identity="") & Q(identified_on__isnull=False)),
                name="person_request_identity_before_decision",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.WITHDRAWN]
                )
                | Q(decided_on__isnull=False),
                name="person_request_decision_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.DONE, done_at__isnull=False)
                | Q(~Q(state=RequestState.DONE), done_at__isnull=True),
                name="person_request_done_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="person_request_due")]

    def __str__(self) -> str:
        return self.ref


class Stop(OfPerson):
    """The data of a person are kept but not used: no letters go to the person until it ends."""

    request = models.ForeignKey(
        PersonRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="stops"
    )
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta(OfPerson.Meta):
        ordering = ("-since", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *OfPerson.Meta.constraints,
            models.UniqueConstraint(
                fields=["contact"], condition=Q(ended_at__isnull=True), name="stop_once_a_contact"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="stop_once_a_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id or ''} {self.user_id or ''} {self.since}"


class ConsentWay(models.TextChoices):
    SIGNED_IN = "signed_in", pgettext_lazy("notice", "Signed in")
    LINK = "link", _("By personal link")
    PAPER = "paper", _("On signed paper")


class Consent(OfPerson):
    """A person confirmed one version of the privacy notice; ``text_digest`` says which words it had."""

    notice = models.CharField(_("version of the notice"), max_length=20)
    text_digest = models.CharField(max_length=64)
    way = models.CharField(_("way"), max_length=10, choices=ConsentWay.choices)
    given_at = models.DateTimeField(_("confirmed at"))

    class Meta(OfPerson.Meta):
        ordering = ("-given_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *OfPerson.Meta.constraints,
            one_of("way", ConsentWay, "consent_way_known"),
            models.UniqueConstraint(fields=["contact", "notice"], name="consent_once_a_contact"),
            models.UniqueConstraint(fields=["user", "notice"], name="consent_once_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.given_at}"


class Expiry(models.Model):
    """A record whose words were removed because they were kept long enough. The record still counts."""

    kind = models.CharField(_("kind"), max_length=20)
    row = models.PositiveBigIntegerField(_("number of the record"))
    #: How many years the rule of that day kept it.
    years = models.PositiveSmallIntegerField(_("years kept"))
    expired_at = models.DateTimeField(_("words removed at"))

    class Meta:
        ordering = ("-expired_at", "-id")
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="expiry_once_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
