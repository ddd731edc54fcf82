"""Conversations between a buyer and the maker of a product."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of
from banso.apps.directory.models import Firm
from banso.apps.products.models.lists import TrilingualModel


class Side(models.TextChoices):
    """Who speaks."""

    BUYER = "buyer", pgettext_lazy("inquiry", "Buyer")
    FIRM = "firm", pgettext_lazy("inquiry", "Maker")
    STAFF = "staff", pgettext_lazy("inquiry", "Office")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("inquiry", "Waits for the maker")
    ANSWERED = "answered", pgettext_lazy("inquiry", "Answered")
    CLOSED = "closed", pgettext_lazy("inquiry", "Closed")
    ENDED = "ended", pgettext_lazy("inquiry", "Ended by the office")


class Outcome(TrilingualModel):
    """What became of an inquiry, as a code."""


class MessageTemplate(TrilingualModel):
    """Words that one side may begin with, in three languages. Who writes changes them as needed."""

    side = models.CharField(max_length=5, choices=Side.choices)
    text_ja = models.TextField()
    text_en = models.TextField()
    text_zh = models.TextField()

    class Meta(TrilingualModel.Meta):
        constraints = [one_of("side", Side, "message_template_side_known")]

    def text(self, language: str) -> str:
        """The words in a language of buyers' pages."""
        return {"ja": self.text_ja, "zh-hans": self.text_zh}.get(language, self.text_en)


class SilenceStep(models.Model):
    """After so many working days without an answer the maker is reminded, and its office too where told."""

    code = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    working_days = models.PositiveSmallIntegerField(unique=True)
    tells_office = models.BooleanField(default=False)

    class Meta:
        ordering = ("working_days",)

    def __str__(self) -> str:
        return self.code


class Inquiry(models.Model):
    """What a buyer's company asks about one product: one conversation, however often it is taken up again.

    The clocks: ``asked_at``; ``waiting_since``, the first word of the buyer that the maker has not answered;
    ``first_answer_at``; ``last_word_at``. ``words`` counts the messages; each side has read as many as
    ``buyer_seen`` and ``firm_seen`` say.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    product = models.ForeignKey("products.Product", on_delete=models.PROTECT, related_name="inquiries")
    company = models.ForeignKey("buyers.BuyerCompany", on_delete=models.PROTECT, related_name="inquiries")
    #: Who of the company asked first, and is written to.
    buyer = models.ForeignKey("buyers.Buyer", on_delete=models.PROTECT, related_name="inquiries")
    channel = models.ForeignKey(
        "channels.Channel", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(pgettext_lazy("inquiry", "asked at"))
    waiting_since = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(_("first answer"), null=True, blank=True)
    last_word_at = models.DateTimeField(_("last word"))
    last_side = models.CharField(max_length=5, choices=Side.choices)
    words = models.PositiveIntegerField(default=0)
    buyer_seen = models.PositiveIntegerField(default=0)
    firm_seen = models.PositiveIntegerField(default=0)
    outcome = models.ForeignKey(
        Outcome, verbose_name=_("outcome"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome_side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    outcome_words = models.CharField(_("in words"), max_length=400, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    scope_paths = ScopePaths(
        firm="product__firm", office="product__firm__office", assigned=("company__buyers__user",)
    )

    class Meta:
        ordering = ("-last_word_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["product", "company"], name="inquiry_once_a_product"),
            one_of("state", State, "inquiry_state_known"),
            one_of("last_side", Side, "inquiry_last_side_known"),
            models.CheckConstraint(
                condition=Q(buyer_seen__lte=F("words"), firm_seen__lte=F("words")), name="inquiry_seen"
            ),
            models.CheckConstraint(
                condition=Q(state="open", waiting_since__isnull=False)
                | (~Q(state="open") & Q(waiting_since__isnull=True)),
                name="inquiry_waits_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(first_answer_at__isnull=False),
                name="inquiry_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, outcome_side="", outcome_at__isnull=True)
                | (Q(outcome__isnull=False, outcome_at__isnull=False) & ~Q(outcome_side="")),
                name="inquiry_outcome_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-last_word_at"], name="inquiry_of_company"),
            models.Index(
                fields=["waiting_since"], condition=Q(waiting_since__isnull=False), name="inquiry_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def firm(self) -> Firm:
        """Who makes or sells the product."""
        return self.product.firm

    @property
    def exchanged(self) -> bool:
        """Whether both sides have spoken: since then each sees who the other is."""
        return self.first_answer_at is not None

    def unread(self, side: str) -> int:
        """How many messages a side has not read; staff have no mark."""
        seen = {Side.BUYER: self.buyer_seen, Side.FIRM: self.firm_seen}.get(Side(side), self.words)
        return self.words - seen


class Message(models.Model):
    """One word of a conversation. It is never changed."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=5, choices=Side.choices)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(_("language"), max_length=7)
    text = models.TextField(_("message"))

    class Meta:
        ordering = ("inquiry", "number")
        constraints = [
            one_of("side", Side, "inquiry_message_side_known"),
            models.UniqueConstraint(fields=["inquiry", "number"], name="inquiry_message_number"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.number}"


class Attachment(models.Model):
    """A file that was sent with a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="sent_with")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.document_id}"
