"""What the office wrote for firms, and what the firms' people say of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class EntryKind(models.TextChoices):
    """What an office writes down for a firm."""

    CONSULTATION = "consultation", _("Consultation")
    APPLICATION = "application", _("Application")
    EFFORT = "effort", _("Own effort")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CATCH_UP = "catch_up", _("Catch-up contact")


class EntryState(models.TextChoices):
    """How it stands with the firm; ``standing`` is the rule."""

    NONE = "none", _("Nothing to confirm")
    WAITING = "waiting", _("Not confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    DIFFERENT = "different", _("The firm says it is different")
    KEPT = "kept", _("Kept as written")


class WordWay(models.TextChoices):
    LINK = "link", _("By personal link")
    SIGNED_IN = "signed_in", _("Signed in")
    PAPER = "paper", _("On signed paper")
    OFFICE = "office", _("By the office, with a reason")


class Entry(models.Model):
    """A record into which an office wrote for a firm. It follows the journal (``following``).

    Nothing here is set by hand: who wrote last is what the journal says, the state what ``standing`` makes of
    it and of the words. It is stored so that what waits is found by one index.
    """

    scope_paths = ScopePaths(firm="firm", office="firm__office")

    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    #: The key of the record in the table of its kind.
    row = models.PositiveBigIntegerField()
    firm = models.ForeignKey("directory.Firm", on_delete=models.PROTECT, related_name="entries")
    #: The chain of the journal that tells of it.
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(_("number of the record"), max_length=20)
    #: The number in that chain of the last writing, when it was, and by whom.
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField(_("entered at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Somebody else entered it; the office corrected it.
    only_corrected = models.BooleanField(_("only corrected by the office"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=EntryState.choices)
    #: When and how the word was given that decides the state.
    told_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    told_way = models.CharField(_("way"), max_length=10, choices=WordWay.choices, blank=True)

    class Meta:
        ordering = ("written_at", "id")
        constraints = [
            one_of("kind", EntryKind, "entry_kind_known"),
            one_of("state", EntryState, "entry_state_known"),
            models.UniqueConstraint(fields=["kind", "row"], name="entry_once_a_record"),
            models.CheckConstraint(
                condition=Q(state__in=("none", "waiting"), told_at__isnull=True, told_way="")
                | (Q(state__in=("confirmed", "different", "kept"), told_at__isnull=False) & ~Q(told_way="")),
                name="entry_state_rests_on_a_word",
            ),
        ]
        indexes = [models.Index(fields=["firm", "state"], name="entry_firm_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class WordAnswer(models.TextChoices):
    AS_WRITTEN = "as_written", _("It is right")
    DIFFERENT = "different", _("Something is different")
    KEPT = "kept", _("Kept as written")


class Word(models.Model):
    """What one person says of an entry. It is never changed: whoever thinks again gives another one."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="words")
    #: The writing that it is about: what was written later, nobody has confirmed by it.
    number = models.PositiveIntegerField()
    answer = models.CharField(pgettext_lazy("entry", "answer"), max_length=10, choices=WordAnswer.choices)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    way = models.CharField(_("way"), max_length=10, choices=WordWay.choices)
    contact = models.ForeignKey(
        "directory.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Who said so signed in.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(
        "accounts.PersonalLink", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The signed paper.
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Who of the office typed it in, or keeps the record as written.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ("given_at", "id")
        constraints = [
            one_of("answer", WordAnswer, "entry_word_answer_known"),
            models.CheckConstraint(
                condition=Q(way=WordWay.LINK, link__isnull=False, contact__isnull=False)
                | Q(way=WordWay.SIGNED_IN, user__isnull=False)
                | Q(way=WordWay.PAPER, contact__isnull=False, document__isnull=False)
                | Q(way=WordWay.OFFICE, answer=WordAnswer.KEPT, contact__isnull=True, user__isnull=True),
                name="entry_word_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer=WordAnswer.KEPT) | Q(way=WordWay.OFFICE), name="entry_word_kept_by_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.answer}"
